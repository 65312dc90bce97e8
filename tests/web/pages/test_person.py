"""Cards of people, statuses, and what one tells of oneself, over HTTP."""

import pytest
from nicegui.testing import User as Visitor

from chat.web.pages.person import local_time
from models import Membership, Profile, Room, User, db, now_ms
from tests.page_client import alert, content, follow, log_in, page, post

NOON = 1_782_907_200_000
"""12:00 UTC on 1 July 2026."""


@pytest.fixture
async def adam(visitor: Visitor) -> Visitor:
    await log_in(visitor)
    return visitor


def somebody_else() -> int:
    """Return the id of somebody whom Adam has not written to."""
    with db.connection_context():
        return int(User.select().where(User.role == "member").order_by(User.id.desc()).get().id)


def tell(user_id: int, **columns: object) -> None:
    with db.connection_context():
        Profile.insert(user=user_id, **columns).on_conflict(conflict_target=[Profile.user], update=columns).execute()


async def test_cards_are_for_who_is_signed_in(visitor: Visitor) -> None:
    for path in ("/people/1", "/people/1/card"):
        response = await visitor.http_client.get(path)
        assert (response.status_code, response.headers["location"]) == (303, f"/login?return_to={path}")


async def test_a_card_says_who_somebody_is_and_where(adam: Visitor) -> None:
    person = somebody_else()
    tell(person, title="Nurse <b>", zone="Asia/Tokyo", status_emoji="🌴", status_text="On <i>leave")
    for path in (f"/people/{person}", f"/people/{person}/card"):
        text = await page(adam, path)
        with db.connection_context():
            assert User.get_by_id(person).name in text
        assert "Nurse &lt;b&gt;" in text
        assert "On &lt;i&gt;leave" in text
        assert 'data-zone="Asia/Tokyo"' in text
        assert ">Message</button>" in text


async def test_rooms_in_common_are_those_that_both_are_in_and_the_viewer_sees(adam: Visitor) -> None:
    person = somebody_else()
    with db.connection_context():
        me = User.get(User.email == "adam@streamchat.io").id
        theirs = Room.create(name="their secret", kind="closed")
        ours = Room.create(name="our secret", kind="closed")
        gone = Room.create(name="an old attic", archived_at=1)
        for room, members in ((theirs, [person]), (ours, [me, person]), (gone, [me, person])):
            for member in members:
                Membership.create(room=room, user=member)
    text = await page(adam, f"/people/{person}")
    assert "our secret" in text
    assert "weekend-plans" in text
    assert "their secret" not in text
    assert "an old attic" not in text


@pytest.mark.parametrize("who", ["999", "0", "-1", "x", "1e3", "99999999999999999999", "%00"])
async def test_nobody_has_no_card(adam: Visitor, who: str) -> None:
    for path in (f"/people/{who}", f"/people/{who}/card"):
        assert (await adam.http_client.get(path)).status_code == 404


async def test_of_who_is_gone_it_is_said_and_nobody_writes_to_them(adam: Visitor) -> None:
    person = somebody_else()
    for column, words in ((User.deactivated_at, "is deactivated"), (User.deleted_at, "was deleted")):
        with db.connection_context():
            User.update({column: now_ms()}).where(User.id == person).execute()
        text = await page(adam, f"/people/{person}/card")
        assert words in text
        assert "Message" not in text
        response = await adam.http_client.post(f"/people/{person}/message")
        assert response.status_code in {404, 422}


async def test_message_opens_the_direct_room_by_a_form_and_by_a_script(adam: Visitor) -> None:
    person = somebody_else()
    response = await adam.http_client.post(f"/people/{person}/message")
    assert response.status_code == 303
    path = response.headers["location"]
    asked = await adam.http_client.post(f"/people/{person}/message", headers={"Accept": "application/json"})
    assert asked.json() == {"path": path}
    with db.connection_context():
        assert Room.get_by_id(int(path.rsplit("/", 1)[1])).kind == "direct"


async def test_ones_own_card_leads_to_what_one_can_change(adam: Visitor) -> None:
    with db.connection_context():
        me = User.get(User.email == "adam@streamchat.io").id
    text = await page(adam, f"/people/{me}/card")
    assert "Notes to yourself" in text
    assert "/settings/status" in text


async def test_only_pages_inside_the_app_have_a_script_which_shows_cards(adam: Visitor) -> None:
    for path, has_script in ((f"/people/{somebody_else()}", True), ("/saved", True), ("/login", False)):
        response = await adam.http_client.get(path, params={"return_to": "/"})
        assert ("script-src 'self'" in response.headers["content-security-policy"]) is has_script
        assert ("data-people></script>" in response.text) is has_script


async def test_a_status_is_set_suggested_and_cleared(adam: Visitor) -> None:
    text = await follow(adam, await post(adam, "/settings/status/change", emoji="", text="Writing", lasts="1-hour"))
    assert "Status set." in text
    assert "💬" in text
    assert "for 1 hour" in text
    text = await follow(adam, await post(adam, "/settings/status/suggested", status="vacation"))
    assert "On vacation" in text
    text = await follow(adam, await post(adam, "/settings/status/clear"))
    assert "Status cleared." in text
    assert "Clear status" not in text


async def test_a_bad_status_is_said_and_typed_text_stays(adam: Visitor) -> None:
    for fields, words in (
        ({"emoji": "ok", "text": "Writing"}, "Choose one emoji"),
        ({"emoji": "", "text": "Writing " + "x" * 100}, "at most 100 characters"),
        ({"emoji": "", "text": "Writing", "lasts": "2-hours"}, "cleared"),
    ):
        response = await post(adam, "/settings/status/change", **fields)
        assert words in alert(response)
        assert 'value="Writing' in response.text


async def test_what_one_does_and_where_is_told_in_the_settings(adam: Visitor) -> None:
    text = await follow(adam, await post(adam, "/settings/profile", name="Adam Shaw", title="Nurse", zone="Asia/Tokyo"))
    assert "Profile saved." in text
    assert 'value="Nurse"' in text
    assert "<option selected>Asia/Tokyo</option>" in text
    response = await post(adam, "/settings/profile", name="Adam Shaw", title="Night nurse", zone="Europe/Atlantis")
    assert "Choose a time zone" in alert(response)
    assert 'value="Night nurse"' in response.text


@pytest.mark.parametrize(
    ("zone", "viewer_zone", "text"),
    [
        ("Europe/Berlin", "Europe/London", "14:00 local time, 1 h ahead"),
        ("Europe/Berlin", "Asia/Kolkata", "14:00 local time, 3 h 30 min behind"),
        ("Europe/Berlin", "Europe/Paris", "14:00 local time, same time as you"),
        ("Asia/Kathmandu", "Asia/Kolkata", "17:45 local time, 15 min ahead"),
        ("Europe/Berlin", "", "14:00 local time"),
        ("", "Europe/Berlin", ""),
        ("Europe/Atlantis", "Europe/Berlin", ""),
    ],
)
def test_local_time_is_told_with_how_far_it_is_from_ones_own(zone: str, viewer_zone: str, text: str) -> None:
    assert local_time(zone, viewer_zone, NOON) == text


# ---- the list of people


async def test_people_are_found_by_name_and_by_what_they_do(adam: Visitor) -> None:
    person = somebody_else()
    tell(person, title="Head of Gardening", status_emoji="🌱", status_text="Growing <i>")
    with db.connection_context():
        name = User.get_by_id(person).name
    for search in ("gardening", "HEAD gard", name.split()[0].lower()):
        text = await content(adam, f"/people?people={search}")
        assert f'data-person="{person}"' in text
        assert text.count("data-person=") == 1
    assert "Growing &lt;i&gt;" in text
    assert "Nobody found." in await page(adam, "/people?people=gardener")


async def test_whoever_is_gone_is_not_listed(adam: Visitor) -> None:
    person = somebody_else()
    before = (await page(adam, "/people")).count("data-person=")
    for column in (User.deactivated_at, User.deleted_at):
        with db.connection_context():
            User.update({column: now_ms()}).where(User.id == person).execute()
        text = await page(adam, "/people")
        assert f'data-person="{person}"' not in text
        assert text.count("data-person=") == before - 1


async def test_many_people_are_listed_page_by_page(adam: Visitor) -> None:
    with db.connection_context():
        rows = [
            {"name": f"Zoe {number:03}", "email": f"{number}@example.com", "password_hash": "-"} for number in range(60)
        ]
        User.insert_many(rows).execute()
    assert "people_page=2" in await page(adam, "/people?people=zoe")
    assert "Zoe 059" in await page(adam, "/people?people=zoe&people_page=2")


async def test_names_of_members_open_their_cards_and_have_their_statuses(adam: Visitor) -> None:
    tell(somebody_else(), status_emoji="🌱", status_text="Growing <i>")
    text = await page(adam, "/rooms/1/members")
    assert f'href="/people/{somebody_else()}" data-person="{somebody_else()}"' in text
    assert "Growing &lt;i&gt;" in text


async def test_whoever_is_blocked_is_told_where_they_try_to_write_and_nowhere_else(adam: Visitor) -> None:
    person = somebody_else()
    text = await follow(adam, await post(adam, f"/people/{person}/block"))
    assert "Blocked. They can write no direct messages to you any more." in text
    with db.connection_context():
        theirs = User.get_by_id(person)
        me = User.get(User.email == "adam@streamchat.io").id
    assert theirs.name in await page(adam, "/settings/blocked")
    assert "Unblock them" in alert(await post(adam, f"/people/{person}/message"))
    await log_in(adam, email=theirs.email)
    assert "You have blocked" not in await page(adam, f"/people/{me}/card")
    assert "Nobody." in await page(adam, "/settings/blocked")
    assert "cannot send direct messages" in alert(await post(adam, f"/people/{me}/message"))
    await log_in(adam)
    text = await follow(adam, await post(adam, "/settings/blocked/remove", user_id=person))
    assert "Unblocked." in text
    assert "Nobody." in text
    assert (await post(adam, f"/people/{person}/message")).status_code == 303


async def test_a_person_is_unblocked_on_their_card(adam: Visitor) -> None:
    person = somebody_else()
    await post(adam, f"/people/{person}/block")
    assert "You have blocked this person" in await page(adam, f"/people/{person}/card")
    assert "Unblocked." in await follow(adam, await post(adam, f"/people/{person}/unblock"))
    assert "You have blocked this person" not in await page(adam, f"/people/{person}/card")


async def test_who_is_nobody_or_oneself_is_not_blocked(adam: Visitor) -> None:
    with db.connection_context():
        me = User.get(User.email == "adam@streamchat.io").id
    assert "yourself" in alert(await post(adam, f"/people/{me}/block"))
    for nobody in ("999", "0", "x"):
        assert (await post(adam, f"/people/{nobody}/block")).status_code == 404
    assert "not found" in alert(await post(adam, "/settings/blocked/remove", user_id="x"))
    for path in (f"/people/{me}/block", f"/people/{me}/unblock"):
        assert (await adam.http_client.get(path)).headers["location"] == f"/people/{me}"
