"""Saving a message for later, in the browser."""

from playwright.sync_api import expect

from tests.browser.conftest import Person, TestRoom


def test_a_message_is_saved_found_in_the_sidebar_and_removed(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    text = "the door code is 4711\n```py\nopen('door')\n```" + "\n-" * 40
    adam.composer.fill(text)
    adam.button("Send").click()
    blake.sees("the door code is 4711")
    for _ in range(2):
        blake.opens_menu_of("the door code is 4711")
        blake.item("Save for later").click()
        expect(blake.page.get_by_text("Saved for later.").first).to_be_visible()
    blake.page.get_by_role("link", name="Saved", exact=True).click()
    expect(blake.page.get_by_role("listitem").filter(has_text="the door code is 4711")).to_have_count(1)
    body = blake.page.locator(".listed-message .message-body")
    height = "body => body.getBoundingClientRect().height"
    expect(blake.button("Show more")).to_be_visible()
    blake.page.wait_for_load_state()  # the button is there before its script is
    folded = body.evaluate(height)
    blake.button("Show more").click()
    expect(blake.button("Show less")).to_be_visible()
    assert body.evaluate(height) > folded
    blake.context.grant_permissions(["clipboard-read", "clipboard-write"])
    blake.button("Copy code").click()
    expect(blake.page.get_by_role("status").filter(has_text="Code copied.")).to_be_visible()
    assert blake.page.evaluate("navigator.clipboard.readText()") == "open('door')"
    blake.page.get_by_role("button", name="Remove the message").click()
    expect(blake.page.get_by_text("Nothing saved yet")).to_be_visible()
