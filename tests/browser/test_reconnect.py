"""Losing the connection and losing nothing."""

from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom


def test_changes_missed_while_cut_off_are_caught_up_exactly(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("to be edited", "to be deleted", "to stay")
    blake.sees("to stay")
    blake.page.evaluate("window.mark = 'same page'")
    blake.loses_the_connection()
    adam.edits("to be edited", "edited meanwhile")
    adam.deletes("to be deleted")
    adam.says("said meanwhile")
    adam.sees("said meanwhile")
    blake.gets_it_back()
    blake.sees("said meanwhile")
    assert blake.bodies() == ["edited meanwhile", "to stay", "said meanwhile"]
    assert blake.page.evaluate("window.mark") == "same page"
    expect(blake.page.locator("#connection")).to_be_empty()


def test_what_is_said_offline_waits_and_goes_out_once(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.loses_the_connection()
    adam.says("one", "two", "three")
    expect(adam.page.locator("[data-pending]")).to_have_count(3)
    adam.gets_it_back()
    blake.sees("one", "two", "three")
    expect(adam.page.locator("[data-pending]")).to_have_count(0)
    assert adam.bodies() == blake.bodies() == ["one", "two", "three"]
