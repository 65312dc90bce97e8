"""What a room's page asks for when it is opened, and that the rest comes when it is needed first."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Request, expect

from models import Room
from tests.browser.conftest import Person, TestRoom
from tests.browser.faulty_network import FaultyNetwork

OF_DIALOGS = {"emoji_picker.js", "emoji.json", "shortcut_help.js", "room_search.js", "combobox.js", "fuzzy_rank.js"}
OF_DIALOGS |= {"person_card.js", "emoji_search.js", "emoji_support.js", "emoji_list.js"}
ON_DEMAND = OF_DIALOGS | {"level_dialog.js", "completion.js", "candidates.js", "notify_many.js", "row_menu.js"}
ON_DEMAND |= {
    "lightbox.js",
    "zoom.js",
    "picture_words.js",
    "completion_options.js",
    "message_completion.js",
    "search_completion.js",
    "search_panel.js",
    "completion_trigger.js",
    "emoji_candidates.js",
}
MOST_REQUESTS = 12


@pytest.fixture
def adam(person: Callable[..., Person], network: FaultyNetwork) -> Person:
    """Adam, whose browser has kept nothing."""
    return person("Adam", network)


def dialog(person: Person, name: str) -> Locator:
    return person.page.get_by_role("dialog", name=name)


def test_what_is_rarely_used_is_not_asked_for_before(adam: Person, room: TestRoom) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url.partition("?")[0].rpartition("/")[2])

    adam.page.on("request", note)
    room.add(1, "Adam")
    adam.opens(room)
    adam.page.wait_for_load_state("networkidle")
    assert ON_DEMAND.isdisjoint(asked)
    assert len(asked) <= MOST_REQUESTS
    adam.page.keyboard.press("Control+/")
    expect(dialog(adam, "Keyboard shortcuts")).to_be_visible()
    adam.page.keyboard.press("Control+k")
    expect(dialog(adam, "Go to a room").get_by_role("option").first).to_be_visible()
    adam.page.keyboard.press("Escape")
    adam.stored("message 1").hover()
    adam.button("Add reaction").click()
    expect(dialog(adam, "Add reaction").get_by_role("option").first).to_be_visible()
    adam.page.keyboard.press("Escape")
    adam.row("message 1").get_by_role("button", name="Adam").click()
    expect(dialog(adam, "Adam").get_by_role("button", name="Close")).to_be_visible()
    assert set(asked) >= OF_DIALOGS


def test_what_is_typed_while_the_search_is_loaded_finds_a_room(
    adam: Person, new_room: Callable[..., TestRoom], network: FaultyNetwork
) -> None:
    here, there = new_room(), new_room()
    Room.update(name="a quick way").where(Room.id == there.id).execute()
    adam.opens(here)
    network.go_silent()
    adam.page.keyboard.press("Control+k")
    adam.page.keyboard.type("quick")
    adam.page.keyboard.press("Enter")
    adam.page.keyboard.type("too late")
    expect(dialog(adam, "Go to a room").get_by_role("combobox")).to_have_value("quick")
    expect(adam.composer).to_have_value("")
    network.restore()
    expect(adam.page.get_by_role("heading", name="a quick way")).to_be_visible()
    expect(adam.composer).to_have_value("")


def test_who_has_left_the_search_before_it_came_goes_nowhere(
    adam: Person, room: TestRoom, network: FaultyNetwork
) -> None:
    adam.opens(room)
    network.go_silent()
    for key in ("Control+k", "ArrowDown", "Enter", "Escape"):
        adam.page.keyboard.press(key)
    network.restore()
    adam.page.evaluate("import('room_search')")
    adam.page.keyboard.press("Control+k")
    expect(adam.page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    expect(adam.page.get_by_role("heading", name=room.name)).to_be_visible()


def test_what_could_not_be_loaded_says_so_and_can_be_tried_again(
    adam: Person, room: TestRoom, network: FaultyNetwork
) -> None:
    room.add(1, "Adam")
    adam.opens(room)
    network.drop()
    adam.page.keyboard.press("Control+k")
    switcher = dialog(adam, "Go to a room")
    expect(switcher.get_by_role("status")).to_have_text("The search could not be loaded. Please try again.")
    adam.page.keyboard.press("Control+/")
    expect(adam.page.get_by_text("The keyboard shortcuts could not be loaded.")).to_be_visible()
    adam.page.keyboard.press("Escape")
    adam.stored("message 1").hover()
    adam.button("Add reaction").click()
    expect(adam.page.get_by_text("The emoji could not be loaded.")).to_be_visible()
    network.restore()
    adam.button("Add reaction").click()
    expect(dialog(adam, "Add reaction")).to_be_visible()
    adam.page.keyboard.press("Control+/")
    expect(dialog(adam, "Keyboard shortcuts")).to_be_visible()
    adam.page.keyboard.press("Control+k")
    adam.page.keyboard.type(room.name)
    expect(switcher.get_by_role("option", name=room.name)).to_be_visible()


def test_while_one_is_loaded_the_newest_press_counts(adam: Person, room: TestRoom, network: FaultyNetwork) -> None:
    adam.opens(room)
    network.go_silent()
    adam.page.keyboard.press("Control+/")
    adam.page.keyboard.press("Control+k")
    network.restore()
    adam.page.evaluate("import('shortcut_help')")
    expect(dialog(adam, "Go to a room")).to_be_visible()
    expect(dialog(adam, "Keyboard shortcuts")).to_be_hidden()
