"""The list of rooms: one stop of the Tab key, filtered as one types, in sections, with starred rooms on top."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from models import Membership
from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long

SECTIONS = (
    """() => [...document.querySelectorAll("#rooms > :is(a, .section)")].map((row) => row.dataset.section ?? row.id)"""
)


def row(person: Person, room: TestRoom) -> Locator:
    return person.page.locator(f"#rooms-{room.id}")


def section(person: Person, name: str) -> Locator:
    return person.page.get_by_role("navigation", name="Rooms").get_by_role("button", name=name)


def has_focus(locator: Locator) -> None:
    expect(locator).to_be_focused()


def test_what_is_typed_hides_the_others_and_enter_opens_the_first(
    adam: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    box = adam.page.get_by_role("textbox", name="Filter rooms")
    box.fill(there.name.upper())
    expect(row(adam, here)).to_be_hidden()
    expect(row(adam, there)).to_be_visible()
    expect(section(adam, "Direct messages")).to_be_hidden()
    box.press("Escape")
    expect(row(adam, here)).to_be_visible()
    expect(box).to_have_value("")
    box.fill("no such room anywhere")
    expect(adam.page.get_by_text("No rooms found.")).to_be_visible()
    box.fill(there.name)
    box.press("Enter")
    expect(adam.log).to_have_attribute("aria-label", f"Messages in {there.name}")
    expect(row(adam, here)).to_be_visible()
    expect(box).to_have_value("")


def test_the_list_is_one_stop_of_the_tab_key(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    room = new_room()
    adam.opens(room)
    box = adam.page.get_by_role("textbox", name="Filter rooms")
    box.focus()
    box.press("Tab")
    has_focus(row(adam, room))
    assert adam.page.locator("nav[aria-label=Rooms] [tabindex='0']").count() == 1
    adam.page.keyboard.press("Tab")
    has_focus(adam.account)
    adam.page.keyboard.press("Shift+Tab")
    has_focus(row(adam, room))
    adam.page.keyboard.press("Home")
    has_focus(adam.page.get_by_role("link", name="Search"))
    adam.page.keyboard.press("End")
    has_focus(adam.page.locator("#rooms > a").last)
    for _ in range(adam.page.locator("#rooms > *").count()):
        if section(adam, "Rooms").evaluate("button => button === document.activeElement"):
            break
        adam.page.keyboard.press("ArrowUp")
    has_focus(section(adam, "Rooms"))
    adam.page.keyboard.press("ArrowRight")
    has_focus(adam.page.get_by_role("link", name="New room"))


def test_a_collapsed_section_shows_what_is_new_and_what_is_open(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, read, unread = new_room(), new_room(), new_room()
    adam.opens(here)
    blake.opens(unread).says("news")
    expect(row(adam, unread)).to_have_attribute("data-unread", "1")
    section(adam, "Rooms").click()
    for room, is_shown in ((here, True), (unread, True), (read, False)):
        expect(row(adam, room)).to_be_visible(visible=is_shown)
    adam.page.reload()
    adam.is_live()
    expect(section(adam, "Rooms")).to_have_attribute("aria-expanded", "false")
    expect(row(adam, read)).to_be_hidden()
    adam.page.get_by_role("textbox", name="Filter rooms").fill(read.name)
    expect(row(adam, read)).to_be_visible()
    adam.page.keyboard.press("Escape")
    expect(row(adam, read)).to_be_hidden()
    section(adam, "Rooms").click()
    expect(row(adam, read)).to_be_visible()


def test_a_star_moves_a_room_to_the_top_in_all_tabs(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    tab = adam.opens_another_tab(here)
    adam.button("Room menu").click()
    adam.page.get_by_role("menuitem", name="Star", exact=True).click()
    row(tab, there).click(button="right")
    expect(tab.page.get_by_role("menuitem", name="Star", exact=True)).to_be_focused()
    tab.page.keyboard.press("Enter")
    for one in (adam, tab):
        expect(row(one, there)).to_have_attribute("data-starred", "")
        expect(row(one, here)).to_have_attribute("aria-current", "page")
        assert one.page.evaluate(SECTIONS)[:4] == ["starred", f"rooms-{here.id}", f"rooms-{there.id}", "rooms"]
        shown = one.page.evaluate(SECTIONS)
        one.page.reload()
        one.is_live()
        assert one.page.evaluate(SECTIONS) == shown
    row(adam, there).focus()
    adam.page.keyboard.press("Shift+F10")
    adam.page.get_by_role("menuitem", name="Unstar").press("Escape")
    has_focus(row(adam, there))
    adam.button("Room menu").click()
    adam.page.get_by_role("menuitem", name="Unstar").click()
    expect(row(tab, here)).not_to_have_attribute("data-starred", "")
    tab.page.close()
    Membership.update(starred_at=None).execute()


def test_the_open_room_is_in_sight_in_a_long_list(
    person: Callable[..., Person], new_room: Callable[..., TestRoom]
) -> None:
    rooms = [new_room() for _ in range(12)]
    one = person("Jade", viewport={"width": 1000, "height": 420}).opens(rooms[-1])
    expect(row(one, rooms[-1])).to_be_in_viewport(ratio=1)
    expect(row(one, rooms[0])).not_to_be_in_viewport()


def test_the_account_menu_has_all_there_is_and_gives_the_focus_back(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    adam.account.press("Enter")
    menu = adam.page.get_by_role("menu", name="Account")
    items = menu.get_by_role("menuitem")
    has_focus(items.first)
    expect(adam.account).to_have_attribute("aria-expanded", "true")
    adam.page.keyboard.press("ArrowUp")
    has_focus(menu.get_by_role("menuitem", name="Log out"))
    expect(menu.get_by_role("menuitem", name="Administration")).to_have_count(0)
    adam.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    has_focus(adam.account)
    adam.chooses_in_account_menu("Keyboard shortcuts")
    expect(adam.page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    adam.page.keyboard.press("Escape")
    adam.chooses_in_account_menu("Profile")
    expect(adam.page).to_have_url(re.compile("/settings"))


def test_a_wide_window_shows_what_a_room_is_about_until_it_is_hidden(
    person: Callable[..., Person], new_room: Callable[..., TestRoom]
) -> None:
    room = new_room("What we talk about")
    one = person("Jade", viewport={"width": 1500, "height": 800}).opens(room)
    panel = one.page.get_by_role("region", name="About this room")
    expect(panel).to_contain_text("What we talk about")
    expect(panel.get_by_role("listitem").filter(has_text=one.name)).to_have_count(1)
    edge = panel.bounding_box()["x"]
    assert one.composer.bounding_box()["x"] + one.composer.bounding_box()["width"] < edge
    one.button("Hide room details").press("Enter")
    has_focus(one.button("Show room details"))
    expect(panel).to_be_hidden()
    one.page.reload()
    one.is_live()
    expect(panel).to_be_hidden()
    one.button("Show room details").click()
    expect(panel).to_be_visible()
    one.page.set_viewport_size({"width": 1000, "height": 700})
    expect(panel).to_be_hidden()
    expect(one.page.get_by_role("link", name=re.compile("^[0-9]+ members$"))).to_be_visible()
