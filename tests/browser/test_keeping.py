"""What is kept, and what is not, in the browser: former texts, messages that are too old, files of a room."""

import io
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import expect

from models import Message, Room, Setting, now_ms
from tests.browser.conftest import Administrator, Person, TestRoom

SETTINGS = ("edit_history", "upkeep")
DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def history(room: TestRoom) -> Iterator[None]:
    """Have edits keep the texts before, in a room that keeps messages for a month."""
    Room.update(keeps_days=30).where(Room.id == room.id).execute()
    Setting.create(name="edit_history", value="on")
    yield
    Setting.delete().where(Setting.name.in_(SETTINGS)).execute()


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (300, 200), "red").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.usefixtures("history")
def test_edits_show_what_was_said_and_what_is_too_old_leaves_open_pages(
    adam: Person, blake: Person, boss: Administrator, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    expect(blake.page.locator(".room-start")).to_have_text("Messages are deleted after 30 days.")
    boss.changes("retention", room.id, days="40", sure="9")
    expect(blake.page.locator(".room-start")).to_have_text("Messages are deleted after 40 days.")
    adam.says("words of a *month* ago", "the first words")
    adam.edits("the first words", "the second words")
    blake.sees("the second words")
    blake.row("the second words").get_by_role("button", name="Edited: show what it said before").press("Enter")
    edits = blake.page.get_by_role("dialog", name="Edits")
    expect(edits.get_by_role("listitem")).to_have_count(2)
    expect(edits.get_by_role("listitem").last).to_contain_text("the first words")
    blake.page.keyboard.press("Escape")
    expect(edits).to_be_hidden()

    Message.update(created_at=now_ms() - 41 * DAY_MS).where(Message.body == "words of a *month* ago").execute()
    Setting.replace(name="upkeep", value="0 0").execute()
    for person in (adam, blake):
        person.sees_no("words of a month ago")
        expect(person.rows).to_have_count(1)

    file = {"name": "red.png", "mimeType": "image/png", "buffer": picture()}
    adam.page.locator("input[type=file]").first.set_input_files([file])  # type: ignore[list-item]
    expect(adam.page.locator(".attached-file[data-up]")).to_have_count(1)
    adam.says("look at that")
    blake.sees("look at that")
    blake.button("Room menu").click()
    blake.item("Files").click()
    blake.page.wait_for_url("**/files")
    blake.page.wait_for_load_state("networkidle")  # until then, a picture opens in a tab of its own
    blake.page.get_by_role("link", name="red.png", exact=True).click()
    expect(blake.page.get_by_role("dialog", name="Picture")).to_be_visible()
    blake.page.keyboard.press("Escape")
    blake.page.get_by_role("link", name="Show red.png in the room").click()
    blake.is_live()
    expect(blake.row("look at that")).to_have_attribute("data-linked", "")
    assert adam.errors == blake.errors == []
