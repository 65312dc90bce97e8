"""Commands that are typed in the composer do what pages do, with the same permissions and limits."""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from chat import accounts, messages, notifications, rooms
from chat.accounts.items import UserItem
from chat.errors import ChatError, Forbidden, Invalid, NotFound, TooMany
from chat.live.registry import kinds
from chat.messages.markdown import draw
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.web.pages.rooms.live_commands import Form
from chat.web.pages.rooms.slash_commands import COMMANDS, run_command
from chat.web.server import limits
from chat.web.viewer import Viewer
from tests.hostile_texts import CONTROLS, HALVES, TURNING, WORDS
from tests.node import NodeProcess
from tests.people import sign_in

Run = Callable[..., Awaitable[str | Form]]
SCRIPT = Path(__file__).parents[1] / "components" / "slash_text.mjs"


@pytest.fixture(scope="module")
def browser() -> Iterator[NodeProcess]:
    with NodeProcess(SCRIPT) as node:
        yield node


@pytest.fixture
def run(room: RoomItem) -> Run:
    """Type a command, as somebody and in a room."""

    async def typed(who: UserItem, name: str, text: str | Form = "", room_id: int = room.id) -> str | Form:
        return await run_command(Viewer(await sign_in(who.id), lambda: None), room_id, name, text)

    return typed


def test_the_browser_lists_what_there_is(browser: NodeProcess) -> None:
    assert set(browser.call("names")) == {*COMMANDS, *kinds, "me", "shrug", "leave"}


def test_an_action_is_a_line_in_italics_and_a_shrug_keeps_its_arms(browser: NodeProcess) -> None:
    def drawn(typed: str) -> str:
        return (draw(browser.call("asMessage", typed)) or "").strip()

    assert drawn("/me waves at **all** ") == "<p><em>waves at <strong>all</strong></em></p>"
    assert drawn("/me reads snake_case, _x") == "<p><em>reads snake_case, _x</em></p>"
    assert drawn("/me sees C:\\") == "<p><em>sees C:\\</em></p>"
    assert drawn("/me # waves") == "<p><em># waves</em></p>"
    assert drawn("/shrug well") == "<p>well ¯\\_(ツ)_/¯</p>"


async def test_whoever_manages_a_room_says_what_it_is_about(
    run: Run, ada: UserItem, ben: UserItem, new_room: Callable[[str], RoomItem]
) -> None:
    room = await rooms.create_room(ada, "plans")
    await rooms.add_member(ada, room.id, ben.id)
    await run(ada, "topic", " All the plans\nof us ", room.id)
    assert (await database.read(rooms.room, ada, room.id)).description == "All the plans of us"
    with pytest.raises(Invalid, match="such as: /topic"):
        await run(ada, "topic", "", room.id)
    with pytest.raises(Forbidden):
        await run(ben, "topic", "mine", room.id)
    direct = await rooms.open_direct(ada, [ben.id])
    with pytest.raises(ChatError):
        await run(ada, "topic", "ours", direct.id)
    assert (await database.read(rooms.room, ada, room.id)).name == "plans"


async def test_people_are_added_by_their_names(
    run: Run, ada: UserItem, ben: UserItem, new_user: Callable[[str], UserItem]
) -> None:
    cleo, dora, dorian = (new_user(name) for name in ("Cleo Castle", "Dora Dove", "Dorian Dove"))
    room = await rooms.create_room(ada, "plans", kind="closed")
    with pytest.raises(Invalid, match="Several people"):
        await run(ada, "invite", "@cleo castle @dor", room.id)
    with pytest.raises(Invalid, match="Nobody is called"):
        await run(ada, "invite", "Zoe", room.id)
    assert [one.user.id for one in await database.read(rooms.members, ada, room.id)] == [ada.id], "all or nobody"
    answer = await run(ada, "invite", "@cleo castle, Dora", room.id)
    assert "Cleo Castle" in answer
    assert {one.user.id for one in await database.read(rooms.members, ada, room.id)} == {ada.id, cleo.id, dora.id}
    with pytest.raises(Forbidden):
        await run(cleo, "invite", "@Dorian Dove", room.id)
    with pytest.raises(NotFound):
        await run(ben, "invite", "@Dorian Dove", room.id)
    with pytest.raises(Invalid, match="at most 10"):
        await run(ada, "invite", "@a" * 11, room.id)
    assert dorian


async def test_what_concerns_oneself_is_changed(run: Run, ada: UserItem, room: RoomItem) -> None:
    def status() -> tuple[str, str] | None:
        found = accounts.profile(ada.id).status
        return found and (found.emoji, found.text)

    for typed, expected in {
        "🌴 On holiday": ("🌴", "On holiday"),
        "just thinking": ("💬", "just thinking"),
        "Clear": None,
    }.items():
        await run(ada, "status", typed)
        assert await database.read(status) == expected
    assert await run(ada, "dnd", "30 min") == "Notifications are paused for 30 minutes."
    await run(ada, "dnd", "until tomorrow")
    assert (await database.read(notifications.settings, ada)).paused_until
    await run(ada, "dnd", "off")
    assert not (await database.read(notifications.settings, ada)).paused_until
    with pytest.raises(Invalid, match="for how long"):
        await run(ada, "dnd", "forever")
    await run(ada, "away")
    assert await database.read(accounts.hides_presence, ada.id)
    await run(ada, "active")
    assert not await database.read(accounts.hides_presence, ada.id)


async def test_a_room_is_muted_and_no_thread_is(run: Run, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await run(ada, "mute")
    assert [one.level for one in await database.read(rooms.unread, ada) if one.room_id == room.id] == ["nothing"]
    await run(ada, "unmute")
    assert [one.level for one in await database.read(rooms.unread, ada) if one.room_id == room.id] == ["mentions"]
    message = await messages.send_message(ben, room.id, "hello")
    thread = await messages.open_thread(ada, message.id)
    for name in ("topic", "invite", "mute", "unmute"):
        with pytest.raises(Invalid, match="not in threads"):
            await run(ada, name, "x", thread.id)


async def test_whatever_is_typed_is_refused_in_words_and_counts(
    run: Run, ada: UserItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("nonsense", "", "__class__", "send"):
        with pytest.raises(Invalid, match="no such command"):
            await run(ada, name)
    for name in COMMANDS:
        for text in (*HALVES, *WORDS, CONTROLS, TURNING, "@" * 3000, "x" * 5000):
            with suppress(ChatError):
                await run(ada, name, text)
        with pytest.raises(NotFound):
            await run(ada, "mute", "", 10**6)
    monkeypatch.setattr(limits.FORMS, "acquire", _no_more)
    with pytest.raises(TooMany):
        await run(ada, "away")


async def _no_more(_key: str) -> None:
    raise TooMany("Not so fast.", 1)


async def test_live_messages_are_made_as_they_are_typed(run: Run, ada: UserItem, room: RoomItem) -> None:
    assert await run(ada, "poll", "Lunch? | Pizza | Sushi") == ""
    with pytest.raises(Invalid, match="as in “/poll"):
        await run(ada, "poll", "Lunch?")
    await accounts.change_profile(ada, "", "Europe/Berlin")
    await run(ada, "event", "Tea | 2030-07-01 17:00 | Garden")
    assert [one.body for one in messages.newest_messages(ada, room.id).messages] == [
        "Poll: Lunch? Pizza · Sushi",
        "Event: Tea, 01 Jul 2030 15:00 UTC, Garden",
    ]


async def test_a_command_alone_asks_by_a_form_and_what_is_filled_in_is_sent(
    run: Run, ada: UserItem, room: RoomItem
) -> None:
    await accounts.change_profile(ada, "", "Europe/Berlin")
    form = await run(ada, "event")
    assert isinstance(form, dict)
    assert (form["name"], form["zone"]) == ("event", "Europe/Berlin")
    with pytest.raises(Invalid, match="“Begins” is missing"):
        await run(ada, "event", {"title": "Tea"})
    assert await run(ada, "event", {"title": "Tea", "at": "2030-07-01T17:00"}) == ""
    [message] = messages.newest_messages(ada, room.id).messages
    assert message.body == "Event: Tea, 01 Jul 2030 15:00 UTC"
    for name in ("topic", "nothing", "__class__"):
        with pytest.raises(Invalid, match="no such command"):
            await run(ada, name, {"title": "Tea"})
    with pytest.raises(NotFound):
        await run(ada, "counter", {"title": "Cups"}, 10**6)
