"""On a phone: the list of rooms is a page, and Back closes what is in front."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from chat.live import using
from models import Message
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_touch import PHONE

pytestmark = pytest.mark.long


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    return person("Adam", **PHONE)


def at_the_list(person: Person) -> Person:
    person.page.goto(f"{person.url}/rooms")
    expect(person.page.locator("#rooms")).to_be_visible()
    return person


def last_in(person: Person, room: TestRoom) -> Locator:
    return person.page.locator(f"#rooms-{room.id} .room-last")


def test_the_list_says_what_was_said_last_and_leads_there_and_back(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    here.add(2, "Blake")
    at_the_list(adam)
    expect(last_in(adam, here)).to_have_text("Blake: message 2")
    expect(last_in(adam, there)).to_have_count(0)
    row = adam.page.locator(f"#rooms-{here.id}")
    assert row.bounding_box()["height"] == 56
    expect(row.locator("time")).to_be_visible()
    blake.opens(there)
    blake.says("news")
    expect(last_in(adam, there)).to_have_text("Blake: news")
    row.tap()
    adam.is_live()
    expect(row).to_be_hidden()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{here.id}$"))
    adam.composer.fill("from the phone")
    adam.button("Send").tap()
    adam.sees("from the phone")
    adam.button("Open the room list").tap()
    expect(last_in(adam, here)).to_have_text("You: from the phone")
    adam.page.go_forward()
    adam.is_live()
    adam.page.go_back()
    expect(row).to_be_visible()
    expect(adam.page.get_by_role("link", name="New message").last).to_be_visible()


def test_in_a_wide_window_no_list_is_asked_for(blake: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    blake.page.goto(f"{blake.url}/rooms")
    blake.is_live()
    expect(last_in(blake, room)).to_have_count(0)
    blake.page.set_viewport_size({"width": 500, "height": 800})
    blake.button("Open the room list").click()
    expect(last_in(blake, room)).to_have_text("Adam: message 1")
    blake.page.set_viewport_size({"width": 1280, "height": 800})
    expect(last_in(blake, room)).to_be_hidden()


def test_back_closes_what_is_in_front(adam: Person, room: TestRoom) -> None:
    room.add(3, "Adam")
    state, _ = using.begin("checklist", {"text": "Party | Buy cake"})
    Message.update(kind="checklist", state=state).where(Message.room == room.id, Message.body == "message 3").execute()
    at_the_list(adam)
    adam.page.locator(f"#rooms-{room.id}").tap()
    adam.is_live()
    adam.stored("message 2").tap()
    adam.button("More actions").tap()
    sheet = adam.page.get_by_role("menu", name="More actions")
    expect(sheet).to_be_visible()
    adam.page.go_back()
    expect(sheet).to_be_hidden()
    adam.button("Add reaction").tap()
    picker = adam.page.get_by_role("dialog", name="Add reaction")
    expect(picker).to_be_visible()
    adam.page.go_back()
    expect(picker).to_be_hidden()
    expect(adam.page).to_have_url(re.compile(f"/rooms/{room.id}$"))
    adam.stored("message 1").tap()
    adam.button("More actions").tap()
    adam.page.keyboard.press("Escape")  # closed in another way: no step of the history is left
    expect(sheet).to_be_hidden()
    adam.page.wait_for_function("() => !history.state?.isInFront")
    adam.page.get_by_role("button", name="Give: Buy cake").tap()
    question = adam.page.get_by_role("dialog", name="Give: Buy cake")
    question.get_by_role("textbox").press_sequentially("@Blak")
    expect(question.get_by_role("option", name="Blake")).to_be_visible()
    for _ in range(2):
        adam.page.keyboard.press("Enter")  # the second sends the form, which a script takes: nor is one left by that
    expect(question).to_have_count(0)
    adam.page.wait_for_function("() => !history.state?.isInFront")
    adam.page.go_back()
    expect(adam.page.locator(f"#rooms-{room.id}")).to_be_visible()
    expect(adam.page).to_have_url(re.compile("/rooms$"))


def test_what_a_finger_presses_is_large_enough(adam: Person, room: TestRoom) -> None:
    room.add(2, "Adam")
    adam.opens(room)
    adam.stored("message 2").tap()
    buttons = adam.page.locator(".main").get_by_role("button").filter(visible=True)
    for button in buttons.all():
        if button.evaluate("button => button.matches('.message > b')"):
            continue
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 44, button.evaluate("button => button.outerHTML")
