"""Pages on which one chooses what is kept, is told of it, and sees what messages said before."""

import re

import pytest
from nicegui.testing import User as Visitor

from models import Message, MessageVersion, Setting, db
from tests.page_client import alert, content, follow, log_in, log_in_as_administrator, page, post

SRE = 2
"""The id of the demo's room sre-team, which is open."""

ASKED = re.compile(r"This deletes \d+ messages, with all files and reactions\. This can’t be undone\.")


@pytest.fixture
async def administrator(visitor: Visitor) -> Visitor:
    await log_in_as_administrator(visitor)
    return visitor


async def test_the_place_asks_before_it_deletes_and_members_are_told(administrator: Visitor) -> None:
    asked = await post(administrator, "/admin/retention", days="1")
    assert (asked.status_code, bool(ASKED.search(asked.text))) == (422, True)
    assert 'name="sure" value="1"' in asked.text
    asked = await post(administrator, "/admin/retention", days="2", sure="1")
    assert ASKED.search(asked.text)
    told = await follow(administrator, await post(administrator, "/admin/retention", days=" 3000 ", sure="2"))
    assert "What is too old is deleted in the next minutes." in told
    assert 'value="3000"' in told
    assert "Messages are deleted after 3000 days." in await content(administrator, f"/rooms/{SRE}/members")
    assert "had all messages deleted after <b>3000 days</b>" in await page(administrator, "/admin/log")
    refused = await post(administrator, f"/rooms/{SRE}/settings/retention", days="3001")
    assert alert(refused) == "At most 3000 days: everywhere here messages are deleted after that."
    assert ASKED.search((await post(administrator, f"/rooms/{SRE}/settings/retention", days="1")).text)
    response = await post(administrator, f"/rooms/{SRE}/settings/retention", days="1", sure="1")
    assert "Saved." in await follow(administrator, response)
    assert "Messages are deleted after 1 day." in await content(administrator, f"/rooms/{SRE}/members")


async def test_what_was_kept_of_edits_is_asked_for_before_it_goes(administrator: Visitor) -> None:
    await post(administrator, "/admin/edit-history", history="yes")
    with db.connection_context():
        message = Message.select().where(Message.room == SRE).first()
        MessageVersion.create(message=message, body="as it <was>", written_at=1)
    shown = await page(administrator, f"/messages/{message.id}/versions")
    assert "as it &lt;was&gt;" in shown
    asked = await post(administrator, "/admin/edit-history")
    assert (asked.status_code, alert(asked)) == (
        422,
        "This deletes the earlier versions of 1 message. This can’t be undone.",
    )
    await follow(administrator, await post(administrator, "/admin/edit-history", sure="yes"))
    assert "as it" not in await page(administrator, f"/messages/{message.id}/versions")
    with db.connection_context():
        assert Setting.get_or_none(Setting.name == "edit_history") is None
    await log_in(administrator)
    assert (await post(administrator, "/admin/edit-history", history="yes")).status_code == 404
