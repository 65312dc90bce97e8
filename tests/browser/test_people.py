"""Cards of people over a room, in the browser."""

import pytest
from playwright.sync_api import expect

from models import User
from tests.browser.conftest import Person, TestRoom


@pytest.mark.long
def test_names_and_pictures_open_a_card_and_message_leads_to_the_direct_room(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    blake.says("good morning")
    adam.sees("good morning")
    name = User.get(User.email == "blake@streamchat.io").name
    author = adam.row("good morning").get_by_role("button", name=name, exact=True)
    card = adam.page.get_by_role("dialog", name=name, exact=True)

    author.click()
    expect(card.get_by_role("heading", name=name)).to_be_visible()
    adam.page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    box = author.bounding_box()
    assert box
    adam.page.mouse.click(box["x"] - 30, box["y"] + 12)
    expect(card).to_be_visible()
    card.get_by_role("button", name="Close").click()

    adam.stored("good morning").focus()
    adam.page.keyboard.press("Tab")
    expect(author).to_be_focused()
    adam.page.keyboard.press("Enter")
    expect(card).to_be_visible()
    card.get_by_role("button", name="Message").click()
    expect(adam.page.get_by_role("log", name=f"Messages in {name}")).to_be_visible()
    expect(card).to_be_hidden()
    adam.says("and to you")
    expect(adam.row("and to you")).to_be_visible()


PUSHED = 45_000
"""Milliseconds until a change is surely told: that is done every ten seconds, and lost pages count for ten more."""


@pytest.mark.long
def test_a_dot_says_who_is_there_until_they_leave_or_hide(adam: Person, blake: Person, room: TestRoom) -> None:
    two = [User.get(User.email == f"{who}@streamchat.io") for who in ("adam", "blake")]
    blake.context.request.post(f"{blake.url}/people/{two[0].id}/message", max_redirects=0)
    blake.opens(room)
    dot = blake.page.locator(f"#rooms [data-presence-of='{two[0].id}']")
    adam.opens(room)
    expect(dot).to_have_attribute("data-presence", "active", timeout=PUSHED)
    expect(blake.page.get_by_role("link", name=two[0].name).get_by_role("img", name="Active")).to_be_visible()
    adam.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    expect(dot).to_have_attribute("data-presence", "away", timeout=PUSHED)
    adam.page.evaluate("delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))")
    expect(dot).to_have_attribute("data-presence", "active", timeout=PUSHED)
    adam.context.request.post(f"{adam.url}/settings/status/presence", form={"shown": ""})
    expect(dot).to_have_attribute("data-presence", "offline", timeout=PUSHED)
    adam.context.request.post(f"{adam.url}/settings/status/presence", form={"shown": "yes"})
    expect(dot).to_have_attribute("data-presence", "active", timeout=PUSHED)
    adam.opens(room).page.close()  # the post was a visit, which counts until they are seen elsewhere
    expect(dot).to_have_attribute("data-presence", "offline", timeout=PUSHED)
