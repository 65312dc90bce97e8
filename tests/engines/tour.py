"""A tour of what people do, for any engine: Ada and Ben at one server, each test in a room of its own."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from chat.accounts import hash_token
from models import ApiToken, Message
from tests.browser.conftest import Server, TestRoom
from tests.engines.person import Person

pytestmark = pytest.mark.engines

TYPING = "() => document.querySelector('.typing-indicator').textContent"
TOP = "(text) => rowsWith(text)[0].querySelector('.message-body').getBoundingClientRect().top"
BELOW = "() => log.scrollHeight - log.scrollTop - log.clientHeight"
LOOK_AWAY = (
    "(isAway) => { document.hasFocus = () => !isAway; window.dispatchEvent(new Event(isAway ? 'blur' : 'focus')) }"
)


def test_two_people_talk(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("hello Ben")
    ben.sees("hello Ben")
    ben.fills("Message", "two")
    ben.presses("Shift+Enter")
    ben.types("lines")
    ada.awaits(f"() => ({TYPING})().includes('Ben is typing')")
    ben.clicks("button", "Send")
    ada.sees("two\nlines")
    ada.awaits(f"() => !({TYPING})()")
    ada.awaits("() => !document.querySelector('[data-pending]')")
    for person in (ada, ben):
        person.reads("hello Ben", "two\nlines")
        person.has_written("")


def test_a_message_grows_word_by_word(ben: Person, room: TestRoom, server: Server) -> None:
    token = ApiToken.create(token_hash=hash_token("word-by-word"), user=1, name="a program")
    ben.opens(room)
    headers, growing = {"Authorization": "Bearer word-by-word"}, "(text) => rowsWith(text)[0]?.ariaBusy === 'true'"
    with httpx.Client(base_url=f"{server.url}/api/v1", headers=headers) as program:
        one = program.post(f"/rooms/{room.id}/messages", json={"streaming": True}).raise_for_status().json()["id"]

        def lines() -> Iterator[bytes]:
            yield b'{"text": "**Well**, "}\n'
            ben.awaits("() => rowsWith('Well')[0]?.querySelector('strong')?.textContent === 'Well'")
            ben.awaits(growing, "Well")
            yield b'{"text": "that is all."}\n'

        kind = {"Content-Type": "application/x-ndjson"}
        program.post(f"/messages/{one}/append", content=lines(), headers=kind).raise_for_status()
        ben.awaits(growing, "Well, that is all")  # what comes next may belong to the dot
        program.post(f"/messages/{one}/finish").raise_for_status()
    ben.awaits("() => rowsWith('Well, that is all.')[0]?.ariaBusy !== 'true'")
    ben.sees("Well, that is all.")
    token.delete_instance()


SELECT = "(start, end) => findAll('textbox', 'Message')[0].setSelectionRange(start, end)"


def test_what_is_written_is_formatted_by_keys_and_taken_back(ada: Person, room: TestRoom) -> None:
    ada.opens(room)
    ada.fills("Message", "fat")
    ada.run(SELECT, 0, 3)
    ada.presses("Control+b")
    ada.has_written("**fat**")
    ada.run("() => document.execCommand('undo')")  # WebKit has no key for it here
    ada.has_written("fat")
    ada.run(SELECT, 0, 3)
    ada.presses("Control+b")
    ada.run(SELECT, 7, 7)
    ada.presses("Shift+Enter")
    ada.types("- one")
    ada.presses("Shift+Enter", "t", "w", "o", "Shift+Enter", "Shift+Enter")
    ada.has_written("**fat**\n- one\n- two\n\n")
    ada.clicks("button", "Preview")
    ada.awaits("() => document.querySelectorAll('.preview li').length === 2")
    ada.presses("Enter")
    ada.awaits("() => rowsWith('fat')[0]?.querySelectorAll('strong, li').length === 3")


def test_a_message_is_edited_and_deleted(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("frist", "wrong room")
    ben.sees("wrong room")
    ada.edits("frist", "first")
    ben.sees("first")
    ada.clicks("textbox", "Message")
    ada.presses("ArrowUp")
    ada.finds("textbox", "Edit message")
    assert ada.value("Edit message") == "wrong room"
    ada.types("!")
    ada.presses("Escape")
    ada.finds_no("textbox", "Edit message")
    ada.presses("ArrowUp")
    ada.finds("textbox", "Edit message")
    ada.types("!")
    ada.presses("Enter")
    ben.sees("wrong room!")
    ada.deletes("wrong room!")
    ben.sees_no("wrong room!")
    for person in (ada, ben):
        person.reads("first")


def test_an_emoji_is_picked_by_one_and_pressed_by_the_other(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("we won")
    ben.awaits("() => !document.querySelector('.hints')?.checkVisibility()")  # which the row then moves up to
    ben.picks("we won", "party popper")
    ada.finds("button", "party popper: 1")
    ada.clicks("button", "party popper: 1")
    ben.finds("button", "party popper: 2")
    ada.clicks("button", "party popper: 2")
    ben.finds("button", "party popper: 1")


def test_what_is_read_stays_in_place_while_older_messages_and_new_ones_come(
    ada: Person, ben: Person, room: TestRoom
) -> None:
    room.add(160, "Ada", body=lambda n: f"message {n};" + "\nand on" * (n * 7 % 9))
    ada.opens(room)
    ben.opens(room)
    assert len(ada.bodies()) == 50
    assert ada.run(BELOW) <= 2
    for first in (61, 11):
        oldest = ada.bodies()[0].splitlines()[0]
        assert ada.run(f"(text) => {{ log.scrollTop = 0; return ({TOP})(text) }}", oldest) is not None
        before = ada.run(TOP, oldest)
        ada.sees(f"message {first};")
        assert abs(ada.run(TOP, oldest) - before) <= 2
    ben.says("while Ada reads")
    ada.finds("button", "Jump to newest")
    assert abs(ada.run(TOP, oldest) - before) <= 2
    ada.turns_the_wheel(-10_000)
    ada.sees("message 1;")
    ada.turns_the_wheel(-10_000)
    ada.awaits("() => document.body.textContent.includes('This is the beginning of')")
    ada.clicks("button", "Jump to newest")
    ada.sees("while Ada reads")
    ada.awaits(f"() => ({BELOW})() <= 2")
    ben.says("while Ada is at the end")
    ada.sees("while Ada is at the end")
    ada.awaits(f"() => ({BELOW})() <= 2")


def test_the_title_counts_what_comes_while_one_looks_away(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.run(LOOK_AWAY, True)
    ben.says("one", "two")
    ada.awaits(
        "(name) => document.title.endsWith(`${name} · StreamChat`) && !document.title.startsWith(name)", room.name
    )
    ben.says(f"@{ada.name}, three")
    ada.awaits("(name) => /^\\([0-9]+\\) /.test(document.title) && document.title.includes(name)", room.name)
    ada.run(LOOK_AWAY, False)
    ada.awaits("() => !document.title.startsWith('(')")  # other rooms may have news


def test_a_room_is_gone_to_by_keys_and_drafts_stay(ada: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room("with a view")
    ada.opens(here)
    ada.run("() => { window.isSamePage = true }")
    ada.fills("Message", "half a thought")
    ada.presses("Control+k")
    ada.finds("dialog", "Go to a room")
    ada.types(there.name)
    ada.awaits("(name) => document.querySelector('[aria-selected=true]')?.textContent.includes(name)", there.name)
    ada.presses("Enter")
    ada.awaits("(path) => location.pathname === path", f"/rooms/{there.id}")
    ada.is_live()
    ada.awaits("() => document.activeElement === findAll('textbox', 'Message')[0]")
    ada.has_written("")
    assert ada.run("() => window.isSamePage")
    ada.clicks(f"#rooms-{here.id}")
    ada.has_written("half a thought")
    ada.opens(here)
    ada.has_written("half a thought")
    ada.fills("Message", "")
    ada.presses("Backspace")


def test_a_lost_connection_loses_nothing(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("before")
    ben.sees("before")
    ada.loses_the_connection()
    ada.says("said offline")
    ada.awaits("() => document.querySelector('[data-pending]')?.textContent.includes('said offline')")
    ben.says("meanwhile")
    ben.sees("meanwhile")
    ada.gets_it_back()
    ada.sees("before", "meanwhile", "said offline")
    ben.sees("said offline")
    for person in (ada, ben):
        person.reads("before", "meanwhile", "said offline")
    assert Message.select().where(Message.room == room.id).count() == 3


def test_what_is_done_without_a_connection_is_done_once_it_is_back(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("wrong", "superfluous")
    ben.reads("wrong", "superfluous")
    ada.loses_the_connection()
    ada.edits("wrong", "right")
    ada.presses_delete_twice("superfluous")
    ada.says("and on")
    ada.finds("button", "3 waiting")
    ada.gets_it_back()
    for person in (ada, ben):
        person.reads("right", "and on")
    ada.finds_no("button", "3 waiting")


def test_quick_messages_are_sent_whatever_room_is_opened_next(
    ada: Person, ben: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    ada.opens(here)
    ben.opens(here)
    ada.says("one", "two", "three")
    ada.clicks(f"#rooms-{there.id}")
    ben.reads("one", "two", "three")
    ada.awaits("(path) => location.pathname === path", f"/rooms/{there.id}")
    assert Message.select().where(Message.room == there.id).count() == 0


def test_an_open_edit_stays_with_its_message(ada: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    is_open = "() => findAll('textbox', 'Edit message')[0]?.value === 'second thoughts'"
    ada.opens(here)
    ada.says("first words")
    ada.reads("first words")
    ada.points_at_row("first words")
    ada.clicks("button", "Edit message")
    ada.fills("Edit message", "second thoughts")
    ada.clicks(f"#rooms-{there.id}")
    ada.finds_no("textbox", "Edit message")
    ada.clicks(f"#rooms-{here.id}")
    ada.awaits(is_open)
    ada.opens(here)
    ada.awaits(is_open)
    ada.clicks("textbox", "Edit message")
    ada.presses("Enter")
    ada.reads("second thoughts")


def test_enter_belongs_to_an_input_method_while_it_composes(ada: Person, room: TestRoom) -> None:
    ada.opens(room)
    ada.fills("Message", "にほん")
    for enter in ({"key": "Enter", "isComposing": True}, {"key": "Enter", "keyCode": 229}):
        ada.run(
            """(init) => {
                const box = findAll("textbox", "Message")[0];
                box.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
                box.dispatchEvent(new KeyboardEvent("keydown", { ...init, bubbles: true, cancelable: true }));
                box.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "にほん" }));
            }""",
            enter,
        )
    ada.has_written("にほん")
    ada.presses("Enter")
    ada.sees("にほん")
    ada.reads("にほん")


def test_it_is_light_or_dark_as_the_system_is(ada: Person, ben: Person, room: TestRoom) -> None:
    ada.opens(room)
    ben.opens(room)
    ada.says("look")
    ben.sees("look")
    # Drawn on a canvas, where every engine answers in the same form, whatever it calls a color.
    measure = """(name) => {
        const canvas = document.createElement("canvas").getContext("2d");
        canvas.fillStyle = getComputedStyle(name === "color" ? log : document.body)[name];
        canvas.fillRect(0, 0, 1, 1);
        return Math.max(...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3));
    }"""
    assert ada.run(measure, "backgroundColor") > 200 > 100 > ada.run(measure, "color")
    assert ben.run(measure, "backgroundColor") < 100 < 200 < ben.run(measure, "color")
    # Firefox tells what was written, WebKit what came of it; `none` would be a style that the engine does not know.
    assert ada.run("() => getComputedStyle(rowsWith('look')[0], '::after').content") not in ("none", "normal", '""')


def test_on_a_phone_the_rooms_are_a_page_of_their_own(ada: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    here.add(30, "Ada", body=lambda n: f"message {n} " + "words and " * 20)
    ada.browser.resize(390, 800)
    try:
        ada.opens(here)
        assert ada.run("() => document.documentElement.scrollWidth <= innerWidth")
        assert ada.run(BELOW) <= 2
        ada.clicks("button", "Open the room list")
        ada.clicks(f"#rooms-{there.id}")
        ada.awaits("(path) => location.pathname === path", f"/rooms/{there.id}")
        ada.is_live()
        ada.says("from my phone")
        ada.sees("from my phone")
        assert ada.run("() => document.documentElement.scrollWidth <= innerWidth")
    finally:
        ada.browser.resize(1280, 800)


def test_one_logs_out_and_in_again(ben: Person, room: TestRoom) -> None:
    ben.opens(room)
    ben.clicks(".account-button")
    ben.clicks("button", "Log out")
    ben.awaits("() => location.pathname === '/login'")
    ben.goes_to(f"/rooms/{room.id}")
    ben.logs_in()
    ben.awaits("(path) => location.pathname === path", f"/rooms/{room.id}")
    ben.is_live()
    ben.run("() => { fetch('/logout', { method: 'POST' }).catch(() => {}) }")  # as from another tab
    ben.awaits("() => location.pathname === '/login'")
    ben.logs_in()
    ben.awaits("(path) => location.pathname === path", f"/rooms/{room.id}")
    ben.is_live()
    ben.says("here again")
    ben.sees("here again")
