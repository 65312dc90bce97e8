"""Saving a message for later, in the browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom


def test_a_message_is_saved_found_in_the_sidebar_and_removed(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("the door code is 4711")
    blake.sees("the door code is 4711")
    for _ in range(2):
        blake.opens_menu_of("the door code is 4711")
        blake.item("Save for later").click()
        expect(blake.page.get_by_text("Saved for later.").first).to_be_visible()
    blake.page.get_by_role("link", name="Saved", exact=True).click()
    expect(blake.page.get_by_role("listitem").filter(has_text="the door code is 4711")).to_have_count(1)
    blake.page.get_by_role("button", name="Remove the message").click()
    expect(blake.page.get_by_text("Nothing saved yet")).to_be_visible()
