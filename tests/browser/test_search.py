"""Searching, by two people: one with a keyboard alone, one with a finger on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from models import Room
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_accessibility import finds_nothing
from tests.browser.test_touch import PHONE, holds

CTRL_F = """box => box.dispatchEvent(
    new KeyboardEvent("keydown", { key: "f", code: "KeyF", ctrlKey: true, bubbles: true, cancelable: true }))"""


class Search:
    """The panel to search in, as somebody sees it."""

    def __init__(self, person: Person) -> None:
        self.panel = person.page.get_by_role("search", name="Search messages")
        self.box = self.panel.get_by_role("textbox", name="Search messages")
        self.results = self.panel.locator("[data-result]")

    def finds(self, *texts: str) -> None:
        expect(self.results.locator(".result-text")).to_have_text(texts)

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name)


def test_two_people_search(person: Callable[..., Person], new_room: Callable[..., TestRoom]) -> None:
    room, other = new_room(), new_room()
    other.add(34, "Adam", "buoy {}".format)
    adam, blake = person("Adam").opens(other), person("Blake", **PHONE).opens(room)
    his, theirs = Search(adam), Search(blake)
    keys = adam.page.keyboard
    for text in ("the lighthouse opens at nine", "a lighthouse keeper knows"):
        blake.composer.fill(text)
        blake.button("Send").tap()
        blake.sees(text)

    # Of many results one sees the first, more may be there before long; from the box, the same keys are the browser's.
    keys.press("Control+f")
    expect(his.box).to_be_focused()
    keys.type("buoy")
    expect(his.results.nth(19)).to_be_attached()
    expect(his.results.first).to_be_in_viewport()
    assert his.box.evaluate(CTRL_F), "nobody takes it from the browser"

    # Adam is elsewhere, finds it while he types, and goes to it; the panel stays.
    adam.composer.focus()
    keys.press("Control+f")
    expect(his.box).to_be_focused()
    keys.type("lighthouse")
    his.finds("a lighthouse keeper knows", "the lighthouse opens at nine")
    expect(his.results.locator("mark")).to_have_text(["lighthouse", "lighthouse"])
    expect(his.results.first).to_contain_text(room.name)
    expect(his.panel.get_by_role("status")).to_have_text("2 results")
    keys.press("ArrowDown")
    keys.press("ArrowDown")
    expect(his.results.last).to_be_focused()
    keys.press("Enter")
    expect(adam.row("opens at nine")).to_have_attribute("data-linked", "")
    expect(adam.page).to_have_url(re.compile(rf"/rooms/{room.id}/@\d+$"))
    expect(his.results.last).to_be_focused()
    finds_nothing(adam.page)

    # Blake narrows it down to this room with a finger, follows a result, and comes back to the results.
    blake.button("Search").tap()
    expect(theirs.box).to_be_focused()
    theirs.panel.get_by_text("This room").tap()
    theirs.box.fill("lighthouse")
    theirs.finds("a lighthouse keeper knows", "the lighthouse opens at nine")
    theirs.results.last.tap()
    expect(theirs.panel).to_be_hidden()
    expect(blake.row("opens at nine")).to_have_attribute("data-linked", "")
    blake.page.go_back()
    theirs.finds("a lighthouse keeper knows", "the lighthouse opens at nine")

    # A room that the text names wins over the choice. From a result further down, Blake comes back to where it was.
    theirs.box.fill(f"buoy in:{other.name}")
    theirs.box.press("Enter")
    expect(theirs.panel.get_by_role("radio", name="This room")).to_have_count(0)
    theirs.results.nth(19).scroll_into_view_if_needed()
    expect(theirs.results).to_have_count(34)
    theirs.results.nth(30).scroll_into_view_if_needed()
    top = theirs.results.nth(30).bounding_box()
    theirs.results.nth(30).tap()
    expect(theirs.panel).to_be_hidden()
    expect(blake.row("buoy 3").first).to_be_visible()
    blake.page.go_back()
    expect(theirs.results).to_have_count(34)
    assert theirs.results.nth(30).bounding_box() == top
    theirs.button("Back").tap()
    expect(theirs.panel).to_be_hidden()

    # What is complete is searched for at once.
    his.box.fill("is:pinned")
    expect(his.panel).to_contain_text("Nothing found.")
    his.box.fill("lighthouse")
    his.finds("a lighthouse keeper knows", "the lighthouse opens at nine")

    # What Blake deletes, Adam does not find any more when he asks again; the names of people are completed.
    holds(blake, blake.row("opens at nine").locator(".message-body"), blake.item("Delete message"))
    blake.item("Delete message").tap()
    blake.item("Delete message").tap()
    adam.sees_no("opens at nine")
    keys.press("Control+f")
    keys.press("End")
    keys.type(" from:bla")
    expect(adam.page.get_by_role("option", name="Blake")).to_have_attribute("aria-selected", "true")
    finds_nothing(adam.page)
    keys.press("Enter")
    expect(his.box).to_have_value(f'lighthouse from:"{blake.name}" ')
    his.finds("a lighthouse keeper knows")

    # What means nothing is said, and stays; so do recent searches, until they are removed. Esc leads back.
    his.box.fill("before:yesterdayish")
    keys.press("Enter")
    expect(his.panel.get_by_role("alert")).to_contain_text("yesterdayish")
    expect(his.box).to_have_value("before:yesterdayish")
    his.box.fill("no such thing anywhere")
    keys.press("Enter")
    expect(his.panel).to_contain_text("Nothing found.")
    his.button("Clear").click()
    expect(his.panel.get_by_role("alert")).to_have_count(0)
    his.button("Remove no such thing anywhere").click()
    expect(his.button("Remove")).to_have_count(1)  # what was not understood is not kept
    keys.press("Escape")
    expect(his.panel).to_be_hidden()
    expect(adam.composer).to_be_focused()

    # An address searches, too.
    adam.page.goto(f"{adam.url}/search?q=keeper")
    his.finds("a lighthouse keeper knows")
    expect(adam.page).to_have_url(f"{adam.url}/rooms/{room.id}")


@pytest.mark.long
def test_results_follow_what_happens_in_rooms_that_are_not_open(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there, closed = new_room(), new_room(), new_room()
    Room.update(kind="closed").where(Room.id == closed.id).execute()
    there.add(2, "Blake", body="a lantern for {}".format)
    closed.add(1, "Blake", body="a lantern for nobody else {}".format)
    adam.opens(here)
    his = Search(adam)
    adam.page.keyboard.press("Control+f")
    his.box.fill("lantern for")
    his.finds("a lantern for nobody else 1", "a lantern for 2", "a lantern for 1")
    blake.opens(there).edits("a lantern for 2", "a lamp for 2")
    expect(his.results.nth(1)).to_have_attribute("data-changed", "")
    blake.deletes("a lantern for 1")
    expect(his.results.last).to_contain_text("This message was deleted.")
    adam.context.request.post(f"{adam.url}/rooms/{closed.id}/leave", form={"room_id": str(closed.id)})
    expect(his.results).to_have_count(0)
    expect(his.panel).to_contain_text("Nothing found.")
