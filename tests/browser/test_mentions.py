"""Mentioning people: names are completed, whoever is meant sees it at once, and counts stay right."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from models import Membership, Message, Room, User
from tests.browser.conftest import Person, TestRoom

pytestmark = pytest.mark.long

COMPOSED_ENTER = """box => box.dispatchEvent(new KeyboardEvent("keydown", {
    key: "Enter", keyCode: 229, bubbles: true, cancelable: true,
}))"""
"""The Enter that ends what an input method composes, as Safari fires it."""


def options(person: Person, name: str = "People") -> Locator:
    return person.page.get_by_role("listbox", name=name).get_by_role("option")


def counted(person: Person, room: TestRoom, mentions: int) -> None:
    link = person.page.locator(f"#rooms-{room.id}")
    if mentions:
        expect(link).to_have_attribute("data-mentions", str(mentions))
    else:
        expect(link).not_to_have_attribute("data-mentions", "1")


def test_a_name_is_completed_and_whoever_is_meant_sees_it_at_once_wherever_they_are(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(there)
    box = adam.composer
    box.press_sequentially("hello @bla")
    expect(options(adam)).to_have_text(["BG" + blake.name])
    expect(box).to_have_attribute("aria-controls", "completion")
    expect(box).to_have_attribute("aria-activedescendant", "completion-0")
    box.evaluate(COMPOSED_ENTER)
    expect(options(adam)).to_have_count(1)
    box.press("Enter")
    expect(box).to_have_value(f"hello @{blake.name} ")
    expect(options(adam)).to_have_count(0)
    expect(box).not_to_have_attribute("aria-controls", "completion")
    box.press("Enter")
    mention = adam.page.locator("#messages .mention")
    expect(mention).to_have_text(f"@{blake.name}")
    expect(mention).not_to_have_attribute("data-me", "")
    counted(blake, here, 1)

    adam.says("@room look")
    counted(blake, here, 2)
    blake.moves_to(here)
    expect(blake.page.locator("#messages .mention[data-me]")).to_have_count(2)
    blake.moves_to(there)
    counted(blake, here, 0)


def test_an_edit_counts_who_is_meant_now_and_keeps_what_was_typed(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    here, there = new_room(), new_room()
    adam.opens(here)
    blake.opens(there)
    adam.says("hello @blake!")
    counted(blake, here, 1)
    message = Message.get(Message.room == here.id)
    row = adam.page.locator(f"#messages-{message.id}")
    expect(row.locator(".mention")).to_have_text(f"@{blake.name}")
    adam.composer.press("ArrowUp")
    box = adam.page.get_by_role("textbox", name="Edit message")
    expect(box).to_have_value("hello @blake!")
    box.fill("hello you")
    box.press("Enter")
    expect(row.locator(".mention")).to_have_count(0)
    counted(blake, here, 0)
    adam.composer.press("ArrowUp")
    box.press_sequentially(", and @bl")
    expect(options(adam)).to_have_count(1)
    options(adam).first.click()
    expect(box).to_have_value(f"hello you, and @{blake.name} ")
    box.press("Enter")
    counted(blake, here, 1)
    blake.page.reload()
    counted(blake, here, 1)


def test_esc_closes_the_list_and_it_stays_closed_for_this_name(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    box = adam.composer
    box.press_sequentially("@a")
    expect(options(adam).first).to_be_visible()
    box.press("Escape")
    expect(options(adam)).to_have_count(0)
    box.press_sequentially("n")
    box.press("Enter")
    adam.sees("@an")
    box.press_sequentially("#")
    expect(options(adam, "Rooms").first).to_be_visible()
    box.press_sequentially(room.name)
    expect(options(adam, "Rooms")).to_have_text([f"#{room.name}"])
    box.press("Tab")
    expect(box).to_have_value(f"#{room.name} ")


def test_before_everybody_in_a_large_room_is_told_it_asks(adam: Person, new_room: Callable[..., TestRoom]) -> None:
    for number in range(25):
        User.get_or_create(email=f"many{number}@example.com", defaults={"name": f"Many {number}", "password_hash": "-"})
    room = new_room()
    adam.opens(room)
    box = adam.composer
    box.press_sequentially("lunch, @room")
    box.press("Escape")
    box.press("Enter")
    question = adam.page.get_by_role("dialog", name="Notify")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    expect(box).to_have_value("lunch, @room")
    box.press("Enter")
    question.get_by_role("button", name="Notify everybody").click()
    adam.sees("lunch, @room")
    adam.says("dinner")
    adam.sees("dinner")
    adam.composer.press("ArrowUp")
    editor = adam.page.get_by_role("textbox", name="Edit message")
    editor.press_sequentially(", @room")
    editor.press("Escape")
    expect(editor).to_be_visible()  # the list was closed, not the editor
    editor.press("Enter")
    expect(question).to_be_visible()
    question.get_by_role("button", name="Cancel").click()
    expect(editor).to_have_value("dinner, @room")
    expect(editor).to_be_focused()
    editor.press("Enter")
    question.get_by_role("button", name="Notify everybody").click()
    adam.sees("dinner, @room")
    expect(editor).to_have_count(0)
    expect(adam.page.locator(".message-waiting")).to_have_count(0)
    assert Room.get_by_id(room.id).revision == 3
    User.delete().where(User.email.startswith("many")).execute()


def test_whoever_is_mentioned_and_not_in_the_room_can_be_added(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    room, other = new_room(), new_room()
    blakes = User.get(User.name == blake.name)
    Membership.delete().where(Membership.room == room.id, Membership.user == blakes).execute()
    adam.opens(room)
    blake.opens(other)
    adam.composer.press_sequentially("@bla")
    expect(options(adam)).to_contain_text(["not in this room"])
    adam.composer.press("Enter")
    adam.composer.press("Enter")
    adam.sees(f"@{blake.name}")
    expect(adam.page.get_by_text("is not in this room and will not be told.")).to_be_visible()
    adam.button("Add to room").click()
    expect(adam.page.get_by_text("is not in this room")).to_have_count(0)
    expect(blake.page.locator(f"#rooms-{room.id}")).to_be_visible()
