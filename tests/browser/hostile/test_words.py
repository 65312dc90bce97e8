"""Hostile texts in a real browser: on every page that shows what people have typed, as the words that they are."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Locator, expect

from chat.storage.pagination import PER_PAGE
from chat.text import MAX_DESCRIPTION, clean_body, clean_email, clean_line, clean_name
from models import ApiToken, Message, Room, Session, Setting, User, db, now_ms
from tests.browser.conftest import Server
from tests.browser.hostile.database import LATER, database_of, new_person, new_reset_link, new_session
from tests.browser.hostile.watch import DESKTOP, PHONE, Watch
from tests.hostile_texts import accepted, spread
from tests.people import put_in_open_rooms

pytestmark = pytest.mark.drill

BODIES = accepted(clean_body)
NAMES = spread(accepted(clean_name), 600)
DESCRIPTIONS = spread(accepted(clean_line, MAX_DESCRIPTION, "A description"), 700)
EMAILS = accepted(clean_email)
BATCH = 290
"""Rows that a page holds at once are 300."""


@pytest.fixture(scope="module")
def own_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of its own: nobody else is to have such neighbours."""
    server = Server(tmp_path_factory.mktemp("hostile"), options=("--no-demo", "--trusted-proxies", "127.0.0.1"))
    yield server
    server.stop()


@pytest.fixture
def watch(browser: Browser, own_server: Server) -> Iterator[Watch]:
    """The browser of an administrator."""
    watch = Watch(browser, own_server.url)
    with database_of(own_server):
        watch.logs_in_with(new_session(new_person()))
        yield watch
        for table in (Message, Room, User):
            table.delete().execute()
    watch.leaves()


SHOWN = "#messages > [data-key] > .message-body"

SOURCES = "bodies => bodies.map((body) => body.dataset.source ?? body.textContent)"
"""Texts as they were typed: formatted ones have that with them."""


def opens(watch: Watch, room: Room) -> Locator:
    """Open a room and return its messages' texts."""
    watch.opens(f"/rooms/{room.id}")
    expect(watch.page.get_by_role("log")).to_have_attribute("data-state", "live")
    return watch.page.locator(SHOWN)


def add(room: Room, bodies: Sequence[str], authors: Iterable[User]) -> None:
    """Have hostile people say hostile things."""
    revision = Room.get_by_id(room.id).revision
    with db.atomic():
        for number, (body, author) in enumerate(zip(bodies, authors, strict=False), revision + 1):
            Message.create(room=room.id, author=author.id, body=body, revision=number, created_revision=number)
        Room.update(revision=revision + len(bodies)).where(Room.id == room.id).execute()


def says(watch: Watch, text: str) -> str:
    """Type a message, send it, and return what should become of it."""
    box = watch.page.get_by_role("textbox", name="Message", exact=True)
    box.fill(text)
    typed = box.evaluate("box => box.value.toWellFormed()")
    box.press("Enter")
    return clean_body(typed)


def test_whatever_is_said_is_words(watch: Watch) -> None:
    room = Room.create(name="a room")
    authors = cycle(new_person(name) for name in NAMES)
    texts = opens(watch, room)
    watch.checks()
    for start in range(0, len(BODIES), BATCH):
        bodies = BODIES[start : start + BATCH]
        add(room, bodies, authors)
        said = says(watch, bodies[start // BATCH])  # ahead of what the page knows, so it asks for what it missed
        expect(watch.page.locator("#messages [data-pending]")).to_have_count(0)
        watch.page.wait_for_function(
            f"said => ({SOURCES})([...document.querySelectorAll({SHOWN!r})]).at(-1) === said", arg=said
        )
        assert texts.evaluate_all(SOURCES)[-len(bodies) - 1 :] == [*bodies, said]
        watch.checks_all_widths()


def test_whatever_is_typed_as_a_message_or_a_change_of_one_is_words(watch: Watch) -> None:
    room = Room.create(name="a room")
    texts = opens(watch, room)
    said = []
    for body in spread(BODIES, 16):
        said.append(says(watch, body))
        expect(texts).to_have_count(len(said))
        assert texts.evaluate_all(SOURCES) == said
        watch.checks()
    for body in spread(BODIES[7:], 20):
        watch.page.get_by_role("textbox", name="Message", exact=True).press("ArrowUp")
        editor = watch.page.get_by_role("textbox", name="Edit message")
        editor.fill(body)
        watch.checks()
        typed = editor.evaluate("box => box.value.toWellFormed()")
        editor.press("Enter")
        expect(editor).to_have_count(0)
        expect(watch.page.locator(".message-waiting")).to_have_count(0)
        assert texts.evaluate_all(SOURCES)[-1] == clean_body(typed)
        watch.checks()
    watch.checks_all_widths()


def test_whatever_people_are_called_are_words(watch: Watch) -> None:
    people = [
        {"name": name, "email": f"{number}@example.com", "password_hash": "-"} for number, name in enumerate(NAMES)
    ]
    for person, email in zip(people, EMAILS, strict=False):
        person["email"] = email
    User.insert_many(people).execute()
    names, emails = [], set()
    for number in range(1, math.ceil(len([*NAMES, "Ada"]) / PER_PAGE) + 1):
        watch.opens(f"/admin?people_page={number}")
        names += watch.page.locator("#people strong").all_text_contents()
        emails |= set(watch.page.locator("#people .table-more").all_text_contents())
    assert sorted(names) == sorted([*NAMES, "Ada"])
    assert set(EMAILS) <= emails
    watch.checks_all_widths()
    watch.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    watch.checks_all_widths()
    ada = User.get(User.name == "Ada")
    for number, name in enumerate(spread(NAMES, 8)):
        watch.page.set_viewport_size(PHONE if number % 2 else DESKTOP)
        User.update(name=name).where(User.id == ada.id).execute()
        watch.opens("/settings")
        assert watch.page.locator(".who-name strong").text_content() == name
        assert watch.page.locator("[name=name]").first.input_value() == name
        watch.checks()
        watch.opens(f"/reset/{new_reset_link(ada)}")
        assert name in watch.page.locator(".lead").text_content()
        watch.checks()
        if number < 4:
            watch.opens("/rooms")
            expect(watch.page.locator(".account-name")).to_have_text(name)
            watch.checks_all_widths()


def test_whoever_the_demo_offers_to_be_are_words(watch: Watch) -> None:
    Setting.create(name="demo", value="1")
    watch.context.clear_cookies()
    offered = spread(NAMES, 36)
    for start in range(0, len(offered), 12):
        User.delete().execute()
        names = offered[start : start + 12]
        for name in names:
            new_person(name)
        watch.opens("/login")
        buttons = watch.page.locator("[name=user_id]")
        assert sorted(one.get_attribute("aria-label") for one in buttons.all()) == sorted(
            f"Continue as {name}" for name in names
        )
        watch.checks_all_widths()


def test_whatever_programs_and_browsers_are_called_are_words(watch: Watch) -> None:
    ada = User.get(User.name == "Ada")
    ApiToken.insert_many([{"token_hash": str(n), "user": ada, "name": name} for n, name in enumerate(NAMES)]).execute()
    rows = [{"token_hash": str(n), "user": ada, "device": name, "expires_at": LATER} for n, name in enumerate(NAMES)]
    Session.insert_many(rows).execute()
    watch.opens("/settings/programs")
    assert sorted(watch.page.locator("#tokens strong").all_text_contents()) == sorted(NAMES)
    watch.checks_all_widths()
    watch.opens("/settings/security")
    assert sorted(watch.page.locator("#browsers strong").all_text_contents()) == sorted([*NAMES, "A browser"])
    watch.checks_all_widths()


def test_whatever_rooms_are_called_are_words(watch: Watch) -> None:
    names = [*NAMES, *(f"room {number}" for number in range(len(DESCRIPTIONS) - len(NAMES)))]
    rows = [{"name": name, "description": about} for name, about in zip(names, DESCRIPTIONS, strict=True)]
    Room.insert_many(spread(rows, 12)).execute()
    put_in_open_rooms(User.get())
    opens(watch, Room.get())
    for number, room in enumerate(list(Room.select())):
        watch.page.set_viewport_size(PHONE if number % 2 else DESKTOP)
        watch.page.locator(f"#rooms-{room.id}").evaluate("link => link.click()")
        expect(watch.page.locator("header h1")).to_have_text(room.name)
        assert watch.page.locator("header p").all_text_contents() == [room.description] * bool(room.description)
        watch.checks()
    Room.delete().execute()
    for start in range(0, len(rows), 1000):
        Room.insert_many(rows[start : start + 1000]).execute()
    put_in_open_rooms(User.get())
    watch.opens("/rooms")
    expect(watch.page.locator(".sidebar-rooms [data-key] .room-name")).to_have_count(len(rows))
    assert sorted(watch.page.locator(".sidebar-rooms [data-key] .room-name").all_text_contents()) == sorted(names)
    described = watch.page.locator(".sidebar-rooms .room-description").all_text_contents()
    assert sorted(described) == sorted(filter(None, DESCRIPTIONS))
    watch.checks_all_widths()
    Room.update(archived_at=now_ms()).where(Room.id % 2 == 0).execute()
    listed: set[str] = set()
    for number in range(1, math.ceil(len(names) / PER_PAGE) + 1):
        for show in ("", "archived"):
            watch.opens(f"/admin/rooms?rooms_page={number}&show={show}")
            listed |= set(watch.page.locator(".table strong").all_text_contents())
    assert listed == set(names)
    watch.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    watch.checks_all_widths()
