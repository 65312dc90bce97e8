"""Webhooks in a room's settings."""

import html
import re

from nicegui.testing import User as Visitor

from models import IncomingHook, Membership, Message, User, db
from tests.page_client import content, log_in, log_in_as_administrator, post

SETTINGS = "/rooms/1/settings"


async def test_a_webhook_is_made_shown_once_used_and_revoked(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    made = await post(visitor, f"{SETTINGS}/hook", name="CI <b>")
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    page = html.unescape(made.text)
    [address] = set(re.findall(r"http://\S+/hooks/[0-9a-f]{48}", page))
    assert f"curl -H 'Content-Type: application/json' -d '{{\"text\": \"It works.\"}}' {address}" in page
    assert page.count('data-copy="hook-') == 2
    explained = await visitor.http_client.get(address)
    assert explained.text.endswith(f" {address}\n")
    assert "never used" in await content(visitor, SETTINGS)
    posted = await visitor.http_client.post(
        address,
        content=b'{"text": "built"}',
        headers={
            "Origin": "https://elsewhere.example",
            "Sec-Fetch-Site": "cross-site",
            "Content-Type": "application/json; charset=iso-8859-1",
        },
    )
    assert (posted.status_code, posted.text) == (200, "ok")
    listed = await content(visitor, SETTINGS)
    assert "CI &lt;b&gt;" in listed
    assert "Made by" in listed
    assert "last used just now" in listed
    assert "/hooks/" not in listed
    with db.connection_context():
        [hook] = IncomingHook.select()
        assert Message.get(Message.body == "built").author == hook.bot
    card = (await visitor.http_client.get(f"/people/{hook.bot_id}/card")).text
    assert f"/people/{hook.bot_id}/message" not in card
    assert f"/people/{hook.bot_id}/block" in card
    revoked = await post(visitor, f"{SETTINGS}/revoke-hook", hook_id=hook.id)
    assert revoked.status_code == 303
    assert "Webhook revoked." in await content(visitor, revoked.headers["location"])
    assert (await visitor.http_client.post(address, json={"text": "again"})).text == "no_service"


async def test_a_name_that_cannot_be_used_is_said_beside_the_field_and_kept(visitor: Visitor) -> None:
    await log_in_as_administrator(visitor)
    refused = await post(visitor, f"{SETTINGS}/hook", name="Steven Brooks", tells_all="yes")
    assert refused.status_code == 422
    form = refused.text[refused.text.index('action="/rooms/1/settings/hook"') :]
    assert 'value="Steven Brooks"' in form
    assert 'id="hook-name-error"' in form
    assert 'name="tells_all" value="yes" checked' in form


async def test_only_who_manages_the_room_makes_webhooks(visitor: Visitor) -> None:
    await log_in(visitor)
    assert (await post(visitor, f"{SETTINGS}/hook", name="CI")).status_code == 403
    with db.connection_context():
        adam = User.get(User.email == "adam@streamchat.io")
        Membership.update(role="manager").where(Membership.user == adam, Membership.room == 1).execute()
    assert (await post(visitor, f"{SETTINGS}/hook", name="CI")).status_code == 200
