"""The page with what somebody has saved for later."""

import re
from uuid import uuid4

import pytest
from nicegui.testing import User as Visitor

from chat.accounts import user_item
from chat.messages import send_message
from chat.storage.pagination import PER_PAGE
from models import Message, SavedMessage, User, db
from tests.page_client import follow, log_in, page, post


@pytest.fixture
async def reader(visitor: Visitor) -> Visitor:
    await log_in(visitor)
    return visitor


def save(*message_ids: int) -> None:
    """Have Adam save messages, in this order."""
    with db.connection_context():
        adam = User.get(User.email == "adam@streamchat.io")
        SavedMessage.insert_many([{"user": adam, "message": message_id} for message_id in message_ids]).execute()


def ids(count: int) -> list[int]:
    with db.connection_context():
        return [message.id for message in Message.select().order_by(Message.id).limit(count)]


async def said(text: str) -> int:
    with db.connection_context():
        adam, room = user_item(User.get(User.email == "adam@streamchat.io")), Message.get().room_id
    return (await send_message(adam, room, text, uuid4().hex)).id


def shown(text: str) -> list[int]:
    """Return which messages there are, each of which has several forms."""
    return list(dict.fromkeys(int(number) for number in re.findall(r'name="message_id" value="(\d+)"', text)))


async def test_at_first_it_says_how_to_save_something(reader: Visitor) -> None:
    assert "Nothing saved yet" in await page(reader, "/saved")


async def test_a_message_shows_its_author_room_and_links_and_can_be_removed(reader: Visitor) -> None:
    [first, second] = ids(2)
    with db.connection_context():
        Message.update(body="see https://example.com <b>").where(Message.id == second).execute()
        message = Message.get_by_id(second)
        author, room = message.author.name, message.room.name
    save(first, second)
    text = await page(reader, "/saved")
    assert shown(text) == [second, first]
    assert f">{author}<" in text
    assert f'href="/rooms/{message.room_id}" dir="auto" translate="no">{room}<' in text
    assert 'href="https://example.com"' in text
    assert "&lt;b&gt;" in text
    text = await follow(reader, await post(reader, "/saved/remove", message_id=second))
    assert shown(text) == [first]
    assert "Removed." in text


async def test_code_can_be_copied_and_what_is_long_is_folded_as_in_rooms(reader: Visitor) -> None:
    save(await said("```py\nprint(1)\n```"), await said("word\n" * 41))
    folded, code = (await page(reader, "/saved")).split("<li>")[-2:]
    assert 'class="unfold" aria-expanded="false">Show more<' in folded
    assert "copy-code" in code
    assert "unfold" not in code


async def test_a_long_list_has_pages(reader: Visitor) -> None:
    numbers = ids(PER_PAGE + 1)
    save(*numbers)
    assert shown(await page(reader, "/saved")) == numbers[:0:-1]
    assert shown(await page(reader, "/saved?page=2")) == numbers[:1]
    text = await follow(reader, await post(reader, "/saved/remove", message_id=numbers[0], page=2))
    assert shown(text) == numbers[:0:-1], "the nearest page that is left"
    assert shown(await page(reader, "/saved?page=999999999999999999999")) == shown(await page(reader, "/saved"))


async def test_it_is_for_people_who_are_logged_in(visitor: Visitor) -> None:
    response = await visitor.http_client.get("/saved")
    assert response.status_code == 303
    assert response.headers["location"].startswith("/login")


async def test_what_is_no_message_is_removed_without_a_fuss(reader: Visitor) -> None:
    for message_id in ("", "0", "-1", "x", "9" * 50):
        assert (await post(reader, "/saved/remove", message_id=message_id)).status_code == 303


async def test_a_reminder_is_chosen_shown_changed_and_cancelled(reader: Visitor) -> None:
    [message_id] = ids(1)
    save(message_id)
    assert "Remind me" in await page(reader, "/saved")
    form = {"message_id": message_id, "page": 1}
    shown = await follow(reader, await post(reader, "/saved/remind", when="own", own="2030-01-31T09:15", **form))
    assert "Reminder: " in shown
    assert "2026" not in shown[shown.index("Reminder: ") :][:40]
    assert "You will be reminded" in shown
    assert 'own" value="2030-01-31T09:15"' in shown
    was = {"own": "2030-01-31T09:15", "was": "2030-01-31T09:15"}
    await post(reader, "/saved/remind", when="1-hour", **form, **(was | {"own": "2030-02-01T09:15"}))
    assert "Fri 1 Feb 2030, 09:15" in await page(reader, "/saved"), "a time that was typed is meant"
    await post(reader, "/saved/remind", when="1-hour", **form, **was)
    assert "2030" not in (await page(reader, "/saved")).split("<summary>")[1].split("</summary>")[0]
    await post(reader, "/saved/remind", when="own", own="2030-01-31T09:15", zone="Europe/Berlin", **form)
    assert "31 Jan 2030, 08:15<" in await page(reader, "/saved"), "in the zone in which it was shown"
    assert (await reader.http_client.get("/saved/zone")).json() == {"zone": "Europe/Lisbon"}
    refused = await post(reader, "/saved/remind", when="own", own="2001-01-31T09:15", **form)
    assert (refused.status_code, "Choose a time ahead" in refused.text) == (422, True)
    assert 'class="reminder" open' in refused.text
    assert 'own" value="2001-01-31T09:15"' in refused.text
    assert "is cancelled" in await follow(reader, await post(reader, "/saved/cancel", **form))
    with db.connection_context():
        assert SavedMessage.get().remind_at is None
