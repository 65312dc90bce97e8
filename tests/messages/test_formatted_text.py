"""Formatted messages: drawn once, stored beside their source, and right for who is meant."""

import asyncio
import threading

import pytest

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.messages import redrawing
from chat.messages.commands import redrawing as storing
from chat.messages.items import MessageItem
from chat.messages.markdown import VERSION, colouring
from chat.rooms.items import RoomItem
from chat.storage.database import database
from models import Message, User
from tests.statements import counted

BOLD = "<p><strong>hello</strong></p>"


def newest(user: UserItem, room: RoomItem) -> MessageItem:
    return messages.newest_messages(user, room.id).messages[-1]


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn, and that nothing waits from other tests."""
    texts: list[str] = []
    draw = redrawing.draw

    def note(source: str) -> str | None:
        texts.append(source)
        return draw(source)

    monkeypatch.setattr(redrawing, "draw", note)
    redrawing._draw.cache_clear()
    redrawing.take_redrawn(10_000)
    return texts


def written_before(body: str, author: UserItem, room: RoomItem, html: str | None = None) -> int:
    """Store a message as an older version did."""
    rows = Message.select().where(Message.room == room.id).count()
    columns = {"room": room.id, "author": author.id, "revision": rows + 1, "created_revision": rows + 1}
    return Message.create(**columns, body=body, html=html, html_version=VERSION - 1).id


async def test_a_message_is_drawn_when_it_is_sent_and_never_when_it_is_read(
    ben: UserItem, room: RoomItem, drawn: list[str]
) -> None:
    sent = await messages.send_message(ben, room.id, "**hello**")
    assert (sent.body, sent.html) == ("**hello**", BOLD)
    row = Message.get_by_id(sent.id)
    assert (row.body, row.html, row.html_version) == ("**hello**", BOLD, VERSION)
    for _ in range(3):
        assert newest(ben, room) == sent
    assert drawn == ["**hello**"]


async def test_a_text_without_markup_is_not_drawn_and_stores_no_html(
    ben: UserItem, room: RoomItem, drawn: list[str]
) -> None:
    sent = await messages.send_message(ben, room.id, "hello")
    assert (sent.drawn, sent.html) == (None, "hello")
    assert Message.get_by_id(sent.id).html_version == VERSION
    assert newest(ben, room) == sent
    assert drawn == []


async def test_it_is_drawn_beside_the_event_loop(
    ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads = []
    monkeypatch.setattr(redrawing, "draw", lambda _source: threads.append(threading.current_thread()))
    await messages.send_message(ben, room.id, "**hello**")
    assert threads != [threading.main_thread()]
    assert len(threads) == 1


async def test_an_edit_is_drawn_anew_and_a_deletion_leaves_no_html(ben: UserItem, room: RoomItem) -> None:
    sent = await messages.send_message(ben, room.id, "**hello**")
    edited = await messages.edit_message(ben, sent.id, "*hello*")
    assert edited.html == "<p><em>hello</em></p>"
    assert (await messages.edit_message(ben, sent.id, "hello")).drawn is None
    await messages.edit_message(ben, sent.id, "`hello`")
    await messages.delete_message(ben, sent.id)
    assert (Message.get_by_id(sent.id).body, Message.get_by_id(sent.id).html) == ("", None)


# ---- people and rooms


async def test_who_is_named_within_formatted_text_is_meant_and_shown_by_the_present_name(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    sent = await messages.send_message(ben, room.id, "**@ada** and *@room*: see `@ben`")
    assert sent.mentions == (ada,)
    assert sent.mentions_room
    User.update(name="Ada Lovelace").where(User.id == ada.id).execute()
    person = f'<a class=mention data-person={ada.id} href=/people/{ada.id} data-typed="@ada">@Ada Lovelace</a>'
    assert newest(ben, room).html == (
        f"<p><strong>{person}</strong>"
        " and <em><a class=mention data-everybody>@room</a></em>: see <code>@ben</code></p>"
    )


@pytest.mark.parametrize(
    "text",
    [
        "`@ada`",
        "``a ` @ada``",
        "```\n@ada\n```",
        "~~~\n@ada",
        "```\n@ada",
        "- ```\n  @ada\n  ```",
        "[@ada](https://x.example)",
    ],
)
async def test_nobody_is_meant_in_code_or_by_the_words_of_a_link(ben: UserItem, room: RoomItem, text: str) -> None:
    sent = await messages.send_message(ben, room.id, f"{text}")
    assert sent.mentions == ()
    assert "mention" not in sent.html


async def test_backticks_that_are_no_code_hide_nobody(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    for text in ("a \\` @ada \\`", "a ` b @ada", "`code` @ada `code`", "> @ada `x`"):
        assert (await messages.send_message(ben, room.id, text)).mentions == (ada,), text


async def test_a_name_with_marks_is_a_mention_in_formatted_text(ben: UserItem, room: RoomItem) -> None:
    User.create(name="Eve <O'Hara & Co>", email="eve@example.com", password_hash="-")
    sent = await messages.send_message(ben, room.id, "*x* @Eve <O'Hara & Co>!")
    assert "data-person" in sent.html
    assert "@Eve &lt;O&#39;Hara &amp; Co&gt;</a>!" in sent.html


async def test_rooms_are_linked_in_formatted_text_and_not_in_code(ben: UserItem, room: RoomItem) -> None:
    garden = await rooms.create_room(ben, "garden")
    sent = await messages.send_message(ben, room.id, "**#Garden** `#garden` https://x.example/#garden")
    assert sent.html.count("room-link") == 1
    assert f'<strong><a class=room-link href=/rooms/{garden.id} data-typed="#Garden">#garden</a></strong>' in sent.html


# ---- older messages


async def test_code_is_coloured_by_the_process_beside_the_server_where_a_row_is_drawn_anew(
    ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(_: object, code: str, *_more: object) -> tuple[str, float]:
        asked.append(code)
        return "coloured", 1.0

    monkeypatch.setattr(colouring.ColouringProcess, "ask", ask)
    written_before("```python\nx = 1\n```", ben, room)
    [item] = (await database.read(messages.newest_messages, ben, room.id)).messages
    assert "coloured" in item.html
    assert asked == ["x = 1\n"]


async def test_what_an_older_version_has_drawn_is_drawn_anew_when_it_is_read_and_stored_later(
    ben: UserItem, room: RoomItem, drawn: list[str]
) -> None:
    known = written_before("**hello**", ben, room, "<b>old</b>")
    plain = written_before("hello", ben, room)
    with counted() as statements:
        assert [item.html for item in messages.newest_messages(ben, room.id).messages] == [BOLD, "hello"]
    assert not [one for one in statements if "UPDATE" in str(one)]
    await messages.store_redrawn()
    assert Message.get_by_id(known).html == BOLD
    assert Message.get_by_id(known).html_version == VERSION
    assert Message.get_by_id(plain).html_version == VERSION - 1  # nothing is written for nothing
    redrawing._draw.cache_clear()
    drawn.clear()
    assert newest(ben, room).id == plain
    assert "**hello**" not in drawn
    with counted() as statements:
        await messages.store_redrawn()
    assert statements == []


async def test_few_are_stored_at_a_time(ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "BATCH", 2)
    monkeypatch.setattr(redrawing, "MAX_WAITING", 3)
    for number in range(5):
        written_before(f"*{number}*", ben, room)
    stored = Message.select().where(Message.html_version == VERSION)
    messages.newest_messages(ben, room.id)
    for count in (2, 3, 3):
        await messages.store_redrawn()
        assert stored.count() == count
    messages.newest_messages(ben, room.id)
    await messages.store_redrawn()
    assert stored.count() == 5


async def test_what_was_edited_meanwhile_keeps_its_own_html(ben: UserItem, room: RoomItem) -> None:
    known = written_before("**hello**", ben, room)
    messages.newest_messages(ben, room.id)
    await messages.edit_message(ben, known, "*hello*")
    await messages.store_redrawn()
    assert newest(ben, room).html == "<p><em>hello</em></p>"


async def test_what_a_newer_version_has_drawn_is_taken_as_it_is(
    ben: UserItem, room: RoomItem, drawn: list[str]
) -> None:
    known = written_before("**hello**", ben, room, "<p>newer</p>")
    Message.update(html_version=VERSION + 1).where(Message.id == known).execute()
    assert newest(ben, room).html == "<p>newer</p>"
    await messages.store_redrawn()
    assert drawn == []


async def test_whoever_reacts_to_an_older_message_changes_nothing_of_its_text(ben: UserItem, room: RoomItem) -> None:
    known = written_before("**hello**", ben, room)
    assert (await messages.react(ben, known, "👍", on=True)).html == BOLD


# ---- plain text


async def test_lists_of_rooms_see_the_text_without_markup(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await messages.send_message(ben, room.id, "**hello** @ada, `x < y`\n" + "*long* " * 200)
    [last] = messages.last_messages(ada, [room.id])
    assert last.text.startswith("hello @ada, x < y long long")
    assert len(last.text) <= 120


async def test_many_at_a_time_are_all_drawn(ben: UserItem, room: RoomItem) -> None:
    sent = await asyncio.gather(*(messages.send_message(ben, room.id, f"**{number}**") for number in range(20)))
    assert [one.html for one in sent] == [f"<p><strong>{number}</strong></p>" for number in range(20)]
