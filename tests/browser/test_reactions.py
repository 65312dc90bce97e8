"""Emoji on messages, between two people."""

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from models import Reaction, Room, now_ms
from tests.browser.conftest import Person, TestRoom


def chips(person: Person, text: str) -> Locator:
    return person.row(text).locator(".reactions button")


def picks(person: Person, text: str, emoji: str) -> None:
    person.stored(text).hover()
    person.button("Add reaction").click()
    person.page.get_by_role("combobox", name="Emoji").fill(emoji)
    person.page.keyboard.press("Enter")


def test_an_emoji_is_seen_by_all_and_pressed_by_others(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.says("we won")
    blake.sees("we won")
    picks(blake, "we won", "party popper")
    expect(chips(adam, "we won")).to_have_text(["🎉1"])
    mine, others = chips(adam, "we won"), chips(blake, "we won")
    expect(mine).to_have_attribute("aria-pressed", "false")
    expect(others).to_have_attribute("aria-pressed", "true")
    mine.click()
    expect(others).to_have_text("🎉2")
    expect(mine).to_have_attribute("aria-pressed", "true")
    expect(mine).to_have_attribute("title", f"{blake.name} and {adam.name}")
    others.click()
    expect(mine).to_have_text("🎉1")
    mine.click()
    expect(mine).to_have_count(0)
    expect(others).to_have_count(0)


def test_only_ones_own_messages_are_offered_for_more(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    blake.opens(room)
    blake.stored("message 1").hover()
    expect(blake.button("Add reaction")).to_be_visible()
    expect(blake.button("Edit message")).to_be_hidden()
    blake.button("More actions").click()
    expect(blake.item("Copy text")).to_be_visible()
    expect(blake.item("Edit message")).to_be_hidden()
    expect(blake.item("Delete message")).to_be_hidden()


def test_by_keys_alone(adam: Person, room: TestRoom) -> None:
    room.add(3, "Adam")
    adam.opens(room)
    row = adam.row("message 2")
    row.focus()
    adam.tabs_to(adam.button("Add reaction"))
    adam.page.keyboard.press("Enter")
    expect(adam.page.get_by_role("combobox", name="Emoji")).to_be_focused()
    options = adam.page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    adam.page.keyboard.press("ArrowRight")
    adam.page.keyboard.press("Enter")
    expect(chips(adam, "message 2")).to_have_text(["❤️1"])
    expect(row).to_be_focused()
    adam.tabs_to(chips(adam, "message 2"))
    adam.page.keyboard.press("Enter")  # taken back, and gone with it
    expect(chips(adam, "message 2")).to_have_count(0)
    expect(row).to_be_focused()


def test_the_focus_stays_on_a_chip_that_moves(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    blake.opens(room)
    for person, emoji in ((adam, "eyes"), (blake, "thumbs up"), (blake, "eyes")):
        revision = adam.row("message 1").get_attribute("data-revision")
        picks(person, "message 1", emoji)
        expect(adam.row("message 1")).not_to_have_attribute("data-revision", revision)
    expect(chips(adam, "message 1")).to_have_text(["👀2", "👍1"])
    chips(adam, "message 1").first.focus()
    adam.page.keyboard.press("Enter")  # Blake's came after the thumb
    expect(chips(adam, "message 1")).to_have_text(["👍1", "👀1"])
    expect(chips(adam, "message 1").last).to_be_focused()


def test_esc_chooses_nothing_and_leads_back(adam: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    adam.stored("message 1").hover()
    adam.button("Add reaction").click()
    adam.page.get_by_role("combobox", name="Emoji").fill("there is none of that name")
    expect(adam.page.get_by_text("No emoji found.")).to_be_visible()
    adam.page.keyboard.press("Enter")  # still nothing
    adam.page.keyboard.press("Escape")
    expect(adam.page.get_by_role("combobox", name="Emoji")).to_be_hidden()
    expect(adam.composer).to_be_focused()
    assert (
        not Reaction.select().where(Reaction.message == int(adam.row("message 1").get_attribute("data-key"))).exists()
    )


def test_what_was_chosen_last_comes_first(adam: Person, room: TestRoom) -> None:
    room.add(2, "Adam")
    adam.opens(room)
    picks(adam, "message 1", "unicorn")
    expect(chips(adam, "message 1")).to_have_text(["🦄1"])
    adam.stored("message 2").hover()
    adam.button("Add reaction").click()
    expect(adam.page.get_by_role("option").first).to_have_text("🦄")
    adam.page.keyboard.press("Enter")
    expect(chips(adam, "message 2")).to_have_text(["🦄1"])


def test_they_do_not_move_the_reader(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(80, "Adam", step_ms=3_600_000)
    adam.opens(room)
    blake.opens(room)
    blake.row("message 60").first.evaluate("row => row.scrollIntoView()")
    blake.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    before = blake.offset("message 60")
    adam.row("message 55").first.evaluate("row => row.scrollIntoView({ block: 'center' })")
    picks(adam, "message 55", "eyes")
    expect(chips(blake, "message 55")).to_have_text(["👀1"])
    assert blake.offset("message 60") == before


def test_who_stands_at_the_end_stays_there(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(80, "Adam")
    adam.opens(room)
    blake.opens(room)
    picks(adam, "message 80", "eyes")
    expect(chips(blake, "message 80")).to_have_text(["👀1"])
    expect(chips(blake, "message 80")).to_be_in_viewport()
    assert blake.scroll()["gap"] <= 1


def test_what_came_while_away_is_caught_up_with(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(3, "Adam")
    adam.opens(room)
    blake.opens(room)
    blake.loses_the_connection()
    picks(adam, "message 2", "eyes")
    expect(chips(adam, "message 2")).to_have_text(["👀1"])
    blake.gets_it_back()
    expect(chips(blake, "message 2")).to_have_text(["👀1"])


FORGE = """([key, count]) => {
    const { outbox } = document.querySelector(".room-view").roomView;
    for (let number = 0; number < count; number += 1) {
        outbox.add("react", { emoji: "👀", on: String(number % 2 === 0) }, key);
    }
}"""


def test_who_presses_like_mad_is_slowed_down_and_the_last_press_counts(adam: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    adam.page.evaluate(FORGE, [adam.row("message 1").get_attribute("data-key"), 60])
    expect(chips(adam, "message 1")).to_have_count(0)
    expect(adam.page.locator(".message-waiting")).to_have_count(0)
    assert Room.get_by_id(room.id).revision < 1 + 60, "not all of them were stored"


def test_an_archived_room_offers_none_and_takes_none(adam: Person, blake: Person, room: TestRoom) -> None:
    room.add(1, "Adam")
    blake.opens(room)
    picks(blake, "message 1", "eyes")
    expect(chips(blake, "message 1")).to_have_count(1)
    Room.update(archived_at=now_ms()).where(Room.id == room.id).execute()
    adam.opens(room)
    adam.stored("message 1").hover()
    expect(adam.button("More actions")).to_be_visible()
    expect(adam.button("Add reaction")).to_be_hidden()
    expect(adam.button("React with eyes")).to_be_hidden()
    chips(adam, "message 1").click()
    expect(adam.page.get_by_text("This room is archived")).to_have_count(2)
    expect(chips(adam, "message 1")).to_have_text(["👀1"])


def test_on_a_phone_it_comes_from_below(person: Callable[..., Person], room: TestRoom) -> None:
    room.add(1, "Adam")
    adam = person(
        "Adam", viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    adam.opens(room)
    adam.stored("message 1").tap()
    adam.button("Add reaction").tap()
    dialog = adam.page.get_by_role("dialog", name="Add reaction")
    expect(dialog).to_be_visible()
    expect(adam.page.get_by_role("combobox", name="Emoji")).not_to_be_focused()  # no keyboard until it is asked for
    box = dialog.bounding_box()
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, 390, 844)
    adam.page.get_by_role("option", name="thumbs up").first.tap()
    expect(chips(adam, "message 1")).to_have_text(["👍1"])
