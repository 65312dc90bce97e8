"""The page of notification settings, over HTTP."""

import re

import pytest
from nicegui.testing import User as Visitor

from chat.notifications.commands.unsubscribing import unsubscribe_token
from chat.notifications.keys import decoded
from models import NotificationSettings, PushSubscription, db, now_ms
from tests.notifications.push_service import BrowserKeys
from tests.page_client import alert, follow, log_in, main_part, page, person, post

PATH = "/settings/notifications"


@pytest.fixture
async def adam(visitor: Visitor) -> Visitor:
    """Adam, who has just logged in."""
    await log_in(visitor)
    return visitor


async def test_it_is_for_who_is_signed_in(visitor: Visitor) -> None:
    response = await visitor.http_client.get(PATH)
    assert (response.status_code, response.headers["location"]) == (303, f"/login?return_to={PATH}")


async def test_a_pause_begins_and_ends(adam: Visitor) -> None:
    assert "Resume" not in await page(adam, PATH)
    text = await follow(adam, await post(adam, f"{PATH}/pause", how_long="60", time_zone="Europe/Vienna"))
    assert "Notifications paused." in text
    assert NotificationSettings.get().paused_until > now_ms() + 50 * 60_000
    assert "Resume notifications" in await page(adam, PATH)
    text = await follow(adam, await post(adam, f"{PATH}/resume"))
    assert "Notifications are on again." in text
    assert "Resume" not in text
    assert "Choose for how long." in alert(await post(adam, f"{PATH}/pause", how_long="for ever"))
    assert (await adam.http_client.get(f"{PATH}/pause")).headers["location"] == PATH


async def test_a_schedule_is_shown_as_it_was_saved(adam: Visitor) -> None:
    fields = {"limited": "yes", "day": "15", "begins": "08:30", "ends": "17:00", "time_zone": "Asia/Tokyo"}
    text = await follow(adam, await post(adam, f"{PATH}/change", **fields))
    assert "Saved." in text
    assert re.findall(r'value="(\d)" checked', text) == ["1", "5"]
    assert re.search('name="limited" value="yes" checked', text)
    assert "<option selected>Asia/Tokyo" in await page(adam, "/settings"), "there is one time zone"
    assert 'value="08:30"' in text
    assert "<option selected>Asia/Tokyo" in text
    for bad in (
        {"begins": "soon"},
        {"begins": "25:00"},
        {"begins": "22:99"},
        {"ends": "9:00"},
        {"ends": "09:0٣"},
        {"time_zone": "Mars/Base"},
        {"day": "9"},
    ):
        response = await post(adam, f"{PATH}/change", **(fields | bad))
        assert response.status_code == 422, bad
        assert alert(response), bad
        assert "data-changed" in response.text
    response = await post(adam, f"{PATH}/change", limited="yes", begins="08:30", ends="17:00")
    assert "Choose at least one day." in alert(response)
    await follow(adam, await post(adam, f"{PATH}/change", begins="08:30", ends="17:00"))
    assert not re.search('name="limited" value="yes" checked', await page(adam, PATH))


async def test_mail_is_offered_only_where_it_can_be_sent(adam: Visitor) -> None:
    text = await page(adam, PATH)
    assert "This server sends no mail." in text
    assert 'name="mail"' not in text


async def test_a_browser_is_subscribed_listed_and_removed(adam: Visitor) -> None:
    text = await page(adam, PATH)
    [key] = re.findall(r'data-key="([^"]+)"', main_part(text))
    assert len(decoded(key)) == 65
    assert "data-pushed" not in text
    keys = BrowserKeys()
    fields = {"endpoint": "https://push.example.org/7", "public_key": keys.public_key, "secret": keys.secret}
    assert (await post(adam, f"{PATH}/subscribe", **fields)).status_code == 204
    text = await page(adam, PATH)
    assert "data-pushed" in text
    assert "This browser</span>" in text
    bad = fields | {"endpoint": "https://localhost:5432/"}
    assert (await post(adam, f"{PATH}/subscribe", **bad)).status_code == 422
    text = await follow(adam, await post(adam, f"{PATH}/devices/remove", device_id=PushSubscription.get().id))
    assert "That browser is not notified any more." not in text, "there is no list any more"
    assert PushSubscription.select().count() == 0
    await post(adam, f"{PATH}/subscribe", **fields)
    assert (await post(adam, f"{PATH}/unsubscribe", endpoint=fields["endpoint"])).status_code == 204
    assert PushSubscription.select().count() == 0


async def test_a_mail_program_unsubscribes_without_logging_in_and_a_link_that_is_opened_asks(visitor: Visitor) -> None:
    adam = person("Adam").id
    with db.connection_context():
        path = f"/unsubscribe/{unsubscribe_token(adam)}"
    assert "Get no more mail" in await page(visitor, path)
    with db.connection_context():
        assert not NotificationSettings.select().where(NotificationSettings.user == adam).exists(), "it only asks"
    response = await post(visitor, path, **{"List-Unsubscribe": "One-Click"})
    assert (response.status_code, "You get no more mail" in response.text) == (200, True)
    with db.connection_context():
        assert not NotificationSettings.get(NotificationSettings.user == adam).wants_mail
    for forged in (path[:-1], "/unsubscribe/1", "/unsubscribe/x.y"):
        assert (await visitor.http_client.get(forged)).status_code == 404
        assert (await post(visitor, forged)).status_code == 404


async def test_another_site_cannot_subscribe(adam: Visitor) -> None:
    response = await adam.http_client.post(f"{PATH}/subscribe", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403


async def test_its_script_and_the_service_worker_are_served_and_allowed(adam: Visitor) -> None:
    policy = (await adam.http_client.get(PATH)).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    for path in (f"{PATH}/page.js", "/notifications-worker.js"):
        response = await adam.http_client.get(path)
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/javascript")
