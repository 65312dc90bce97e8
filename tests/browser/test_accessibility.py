"""What axe-core finds on every page, menu and sheet: nothing. And what it cannot see: printing, narrow windows …"""

from collections.abc import Callable
from pathlib import Path

import axe_playwright_python
import httpx
import pytest
from playwright.sync_api import Page, expect

from chat.live import using
from models import Message, User
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_touch import PHONE
from tests.browser.test_word_by_word import program  # noqa: F401 (somebody who writes word by word)

pytestmark = pytest.mark.long

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()

RUN = """async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await axe.run({ exclude: [[".q-loading-bar"]] }, { runOnly: tags }); // NiceGUI's
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}"""

IS_READY = "() => !document.querySelector('#app') || document.querySelector('#rooms > a')"
"""A plain page, or one that its scripts have drawn."""

PAGES = [
    "/rooms",
    "/rooms/browse",
    "/rooms/new",
    "/rooms/archived",
    "/messages/new",
    "/people",
    "/saved",
    "/threads",
    "/settings",
    "/settings/notifications",
    "/settings/appearance",
    "/settings/security",
    "/settings/programs",
    "/admin",
    "/admin/rooms",
    "/admin/rooms?show=archived",
    "/admin/invites",
    "/admin/place",
    "/admin/log",
    "/rooms/{room}",
    "/rooms/{room}/members",
    "/rooms/{room}/files",
    "/rooms/{room}/files?kind=links",
    "/rooms/{room}/settings",
    "/rooms/{room}/leave",
    "/rooms/999999",
]

MUTE_ALL = (
    "() => { for (const link of document.querySelectorAll('#rooms > a')) link.toggleAttribute('data-muted', true); }"
)
"""As they look then, pale: one is open, the others are not."""

OUTSIDE = ["/login", "/register", "/forgot"]


def goes_to(person: Person, path: str) -> None:
    person.page.goto(person.url + path)
    person.page.wait_for_function(IS_READY)


def violations(page: Page) -> list[str]:
    page.evaluate(AXE)
    return [f"{page.url}: {each}" for each in page.evaluate(RUN)]


def finds_nothing(page: Page) -> None:
    assert violations(page) == []


@pytest.fixture
def boss(person: Callable[..., Person]) -> Person:
    """The administrator, whose pages have the most in them."""
    return person(User.get(User.role == "administrator").name.split()[0], reduced_motion="reduce")


@pytest.fixture
def room_with_talk(room: TestRoom) -> TestRoom:
    room.add(3, "Adam", body="see https://example.com/{}".format)
    room.add(2, "Blake", body=lambda _: "🎉")
    first, *_, last = Message.select().where(Message.room == room.id).order_by(Message.id)
    Message.update(reply_to=first.id).where(Message.id == last.id).execute()
    return room


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page(boss: Person, room_with_talk: TestRoom, scheme: str) -> None:
    boss.page.emulate_media(color_scheme=scheme)
    found = []
    for path in PAGES:
        goes_to(boss, path.format(room=room_with_talk.id))
        found += violations(boss.page)
    goes_to(boss, f"/rooms/{room_with_talk.id}")
    boss.page.evaluate(MUTE_ALL)
    found += violations(boss.page)
    boss.page.emulate_media(color_scheme=None)
    assert found == []


def test_pages_of_those_who_are_not_logged_in(boss: Person) -> None:
    boss.context.clear_cookies()
    for path in OUTSIDE:
        boss.page.goto(boss.url + path)
        finds_nothing(boss.page)


def test_menus_and_dialogs(boss: Person, room_with_talk: TestRoom) -> None:
    boss.opens(room_with_talk)
    boss.opens_menu_of("example.com/3")
    finds_nothing(boss.page)
    boss.page.keyboard.press("Escape")
    boss.stored("example.com/3").hover()
    boss.button("React with eyes").click()
    boss.button("Add reaction").click()
    expect(boss.page.get_by_role("option").first).to_be_visible()
    finds_nothing(boss.page)
    boss.page.keyboard.press("Escape")
    boss.stored("example.com/3").focus()
    boss.page.keyboard.press("r")
    expect(boss.button("Remove the quote")).to_be_visible()
    finds_nothing(boss.page)
    boss.page.keyboard.press("Escape")
    for opener in ("Room menu", f"{boss.name}: account"):
        boss.button(opener).click()
        finds_nothing(boss.page)
        boss.page.keyboard.press("Escape")
    for keys in ("Control+k", "Control+/"):
        boss.page.keyboard.press(keys)
        expect(boss.page.get_by_role("dialog")).to_be_visible()
        finds_nothing(boss.page)
        boss.page.keyboard.press("Escape")


LIVE = {
    "checklist": "Party | Buy cake",
    "counter": "Cups of coffee",
    "event": "Summer party | 2099-06-30 18:00 | In the park",
    "chart": "Visitors | Mon 12 | Tue 30",
    "poll": "--closes 2h Lunch? | Pizza | Sushi",
}


def test_live_messages(boss: Person, room: TestRoom) -> None:
    room.add(len(LIVE), "Adam")
    for message, kind in zip(Message.select().where(Message.room == room.id).order_by(Message.id), LIVE, strict=True):
        state, body = using.begin(kind, {"text": LIVE[kind]})
        Message.update(kind=kind, state=state, body=body).where(Message.id == message.id).execute()
    boss.opens(room)
    expect(boss.page.locator(".live-card")).to_have_count(5)
    for name in ("Buy cake", "Take: Buy cake", "Going: 0 people", "Pizza: 0 votes"):
        boss.page.get_by_role("button", name=name, exact=True).click()
    expect(boss.page.locator(".live-person")).to_have_count(3)
    boss.says("/poll")
    expect(boss.page.get_by_role("dialog", name="New poll")).to_be_visible()
    for scheme in ("light", "dark"):
        boss.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        finds_nothing(boss.page)
    boss.page.keyboard.press("Escape")
    finds_nothing(boss.page)
    boss.page.emulate_media(color_scheme="light")
    finds_nothing(boss.page)
    boss.page.emulate_media(color_scheme=None)


def test_a_row_that_grows_word_by_word_and_what_stands_above_it(
    boss: Person,
    program: httpx.Client,  # noqa: F811
    room: TestRoom,
) -> None:
    room.add(30, "Adam")
    begun = program.post(f"/rooms/{room.id}/messages", json={"streaming": True}).raise_for_status().json()
    row = boss.opens(room).page.locator(f"#messages-{begun['id']}")
    boss.log.evaluate("log => { log.scrollTop -= 150 }")
    before, words = boss.offset("message 28"), "and **more**\n\n" * 30
    program.post(f"/messages/{begun['id']}/append", json={"text": words, "offset": 0}).raise_for_status()
    expect(row.locator("strong")).to_have_count(30)
    assert boss.offset("message 28") == before
    expect(row).to_have_attribute("aria-busy", "true")
    finds_nothing(boss.page)
    program.post(f"/messages/{begun['id']}/finish").raise_for_status()
    expect(row).not_to_have_attribute("aria-busy", "true")
    assert boss.offset("message 28") == before


def test_on_a_phone(person: Callable[..., Person], room_with_talk: TestRoom) -> None:
    adam = person("Adam", **PHONE)
    adam.page.goto(f"{adam.url}/rooms")
    expect(adam.page.locator(".room-last").first).to_be_visible()
    finds_nothing(adam.page)
    adam.opens(room_with_talk)
    adam.stored("example.com/3").tap(position={"x": 5, "y": 5})
    finds_nothing(adam.page)
    adam.button("More actions").tap()
    finds_nothing(adam.page)


def test_no_page_scrolls_sideways_at_320_pixels(boss: Person, room_with_talk: TestRoom) -> None:
    boss.page.set_viewport_size({"width": 320, "height": 640})
    wide = []
    for path in [*PAGES, *OUTSIDE]:
        goes_to(boss, path.format(room=room_with_talk.id))
        if boss.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    boss.page.set_viewport_size({"width": 1280, "height": 800})
    assert wide == []


CUT = """() => {
    const isOneOf = (values, ...names) => values.some((value) => names.includes(value));
    const isCut = (element) => {
        const { overflowX, overflowY, textOverflow } = getComputedStyle(element);
        if (!isOneOf([overflowX, overflowY], "hidden", "clip") || textOverflow === "ellipsis") return false;
        return element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 4;
    };
    const scrolls = (part) =>
        part && (isOneOf([getComputedStyle(part).overflowX], "auto", "scroll") || scrolls(part.parentElement));
    const isOutside = (part) => part.getBoundingClientRect().right > innerWidth + 1 && !scrolls(part);
    const parts = document.querySelectorAll("main :is(h1, h2, h3, p, label, button, a, summary, li), .desk-bar *");
    return [...parts]
        .filter((part) => part.checkVisibility() && !part.closest(".visually-hidden, .desk-back"))
        .filter((part) => isCut(part) || isOutside(part))
        .map((part) => part.outerHTML.slice(0, 120));
}"""
"""What is cut off, or stands beyond the edge of the window."""


def test_text_of_twice_the_size_fits_into_320_pixels(boss: Person, room_with_talk: TestRoom) -> None:
    boss.page.set_viewport_size({"width": 320, "height": 640})
    wrong = []
    for path in (*PAGES, *OUTSIDE):
        goes_to(boss, path.format(room=room_with_talk.id))
        boss.page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
        if boss.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
            wrong.append((path, "scrolls sideways"))
        wrong += [(path, part) for part in boss.page.evaluate(CUT)]
    boss.page.set_viewport_size({"width": 1280, "height": 800})
    assert wrong == []


def test_messages_are_named_and_arrows_walk_them_from_inside(boss: Person, room_with_talk: TestRoom) -> None:
    boss.opens(room_with_talk)
    rows = boss.page.get_by_role("article")
    author = User.get(User.name.startswith("Adam")).name
    assert (rows.first.get_attribute("aria-label") or "").startswith(f"{author}, ")
    rows.nth(1).get_by_role("link", name="example.com").focus()
    boss.page.keyboard.press("ArrowDown")
    expect(rows.nth(2)).to_be_focused()
    boss.button("More actions").focus()
    boss.page.keyboard.press("ArrowUp")
    expect(rows.nth(1)).to_be_focused()


def test_a_link_skips_the_list_of_rooms(boss: Person, room_with_talk: TestRoom) -> None:
    boss.opens(room_with_talk)
    skip = boss.page.get_by_role("link", name="Skip to the messages")
    skip.focus()
    boss.page.keyboard.press("Enter")
    expect(boss.log).to_be_focused()


def test_messages_are_printed_whole(boss: Person, room: TestRoom) -> None:
    room.add(40, "Adam")
    boss.opens(room)
    boss.page.emulate_media(media="print")
    expect(boss.composer).to_be_hidden()
    expect(boss.page.locator("#rooms")).to_be_hidden()
    expect(boss.page.get_by_role("heading", name=room.name)).to_be_visible()
    assert boss.log.evaluate("log => log.scrollHeight === log.clientHeight")
    last = boss.rows.last.bounding_box()
    assert last
    assert last["y"] > 800  # far below the window: on later sheets
    assert boss.page.evaluate("document.documentElement.scrollHeight") >= last["y"] + last["height"]
    boss.page.emulate_media(media=None)
