"""Files are chosen, dropped or pasted, wait like texts, and arrive once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Person, TestRoom
from tests.browser.faulty_network import FaultyNetwork

UPLOADS = re.compile(r"/rooms/\d+/files")

EVENT = """([selector, type, files]) => {
    const data = new DataTransfer();
    for (const [name, kind, content] of files) {
        const bytes = typeof content === "number" ? new Uint8Array(content) : content;
        data.items.add(new File([bytes], name, { type: kind }));
    }
    const target = document.querySelector(selector);
    const options = { bubbles: true, cancelable: true };
    if (type === "paste") return target.dispatchEvent(new ClipboardEvent(type, { ...options, clipboardData: data }));
    const drag = { ...options, dataTransfer: data };
    for (const each of ["dragover", type]) target.dispatchEvent(new DragEvent(each, drag));
}"""

PICTURE = """() => new Promise((resolve) => {
    const canvas = new OffscreenCanvas(640, 360);
    canvas.getContext("2d").fillRect(0, 0, 320, 180);
    canvas.convertToBlob().then(async (blob) => resolve([...new Uint8Array(await blob.arrayBuffer())]));
})"""

NOTE_CLICK = """box => { box.clicked = new Promise((resolve) => box.addEventListener("click", (event) => {
    event.preventDefault();
    resolve(true);
}, { once: true })) }"""
"""Instead of the system's dialog, which Chromium may leave out on a busy machine."""

Files = list[tuple[str, str, str | int]]


def drops(person: Person, files: Files, on: str = "#messages") -> None:
    """Drop files, each a name, a type, and a text or how many bytes."""
    person.page.evaluate(EVENT, [on, "drop", [list(file) for file in files]])


def pastes(person: Person, files: Files) -> None:
    person.page.evaluate(EVENT, ["#composer textarea", "paste", [list(file) for file in files]])


def attached(person: Person) -> Locator:
    return person.page.get_by_role("list", name="Attached files").get_by_role("listitem")


def has_uploaded_all(person: Person) -> None:
    expect(person.page.locator(".attached-file:not([data-up])")).to_have_count(0)


def files_in(person: Person, text: str) -> Locator:
    return person.rows.filter(has_text=text).locator(".attachment[data-file]")


@pytest.fixture
def adam(person: Callable[..., Person], network: FaultyNetwork) -> Person:
    """The one who attaches, on a network that can fail."""
    return person("Adam", network)


def test_what_is_dropped_offline_arrives_once_after_a_reload_and_one_that_fails_keeps_the_others(
    adam: Person, blake: Person, network: FaultyNetwork, room: TestRoom
) -> None:
    adam.opens(room)
    blake.opens(room)
    tries: list[str] = []

    def refuse_one(route: Route) -> None:
        is_bad = b"<img src=x onerror=alert(1)>.txt" in (route.request.post_data_buffer or b"")
        tries.append("bad" if is_bad else "good")
        if is_bad:
            route.fulfill(status=422, json={"error": {"code": "invalid", "message": "Not this one."}})
        else:
            route.continue_()

    network.drop()
    expect(adam.page.locator("#connection")).to_contain_text("Connection lost")
    drops(adam, [("plan.txt", "text/plain", "to the lake"), ("plan.txt", "text/plain", "to the lake")])
    drops(adam, [("../<img src=x onerror=alert(1)>.txt", "text/plain", "x")], on="#message-box")
    expect(attached(adam)).to_have_count(3)
    expect(attached(adam).first).to_contain_text("plan.txt11 bytes, waiting")
    adam.says("the plans")
    expect(attached(adam)).to_have_count(0)
    expect(adam.page.locator(".pending-messages [data-pending] .pending-file")).to_have_count(3)
    adam.page.route(UPLOADS, refuse_one)
    network.restore()
    adam.page.reload()
    failed = adam.page.locator(".pending-messages [data-failed]").filter(has_text="the plans")
    expect(failed).to_contain_text("“<img src=x onerror=alert(1)>.txt” was not uploaded. Not this one.")
    adam.says("a text does not wait")
    blake.sees("a text does not wait")
    adam.page.unroute(UPLOADS)
    failed.get_by_role("button", name="Retry").click()
    blake.sees("the plans")
    expect(files_in(blake, "the plans")).to_have_count(3)
    expect(files_in(adam, "the plans")).to_have_count(3)
    expect(adam.page.locator(".pending-messages [data-client-id]")).to_have_count(0)
    assert tries.count("good") == 2
    adam.page.wait_for_function("!Object.keys(localStorage).some((key) => /:(file|outbox):/.test(key))")


def test_a_message_goes_without_the_file_that_fails(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.route(UPLOADS, lambda route: route.fulfill(status=404, json={"error": {"message": "Room not found."}}))
    pastes(adam, [("image.png", "image/png", "no picture")])
    expect(attached(adam)).to_contain_text("Room not found.")
    adam.says("hello")
    expect(adam.button("Retry image.png")).to_be_focused()
    adam.page.keyboard.press("Tab")
    adam.page.keyboard.press("Enter")
    expect(attached(adam)).to_have_count(0)
    expect(adam.composer).to_be_focused()
    adam.page.keyboard.press("Enter")
    blake.sees("hello")


def test_what_is_being_uploaded_can_be_cancelled_and_taken_back(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    adam.page.route(UPLOADS, lambda _: None)  # it takes for ever
    drops(adam, [(f"big{number}.bin", "application/octet-stream", str(number)) for number in range(3)])
    expect(attached(adam)).to_have_count(3)
    adam.says("the film")
    adam.button("1 waiting").click()
    shown = adam.page.locator(".outbox-text")
    expect(shown).to_have_text("the film\nbig0.bin, big1.bin and 1 more")
    adam.page.keyboard.press("Escape")
    pending = adam.page.locator(".pending-messages [data-pending]")
    pending.get_by_role("button", name="Cancel sending").click()
    expect(pending).to_have_count(0)
    adam.page.unroute(UPLOADS)
    adam.button("Undo").click()
    expect(files_in(blake, "the film")).to_have_count(3)
    expect(pending).to_have_count(0)


def test_by_keyboard_alone_a_picture_is_chosen_and_sent_without_a_text(
    adam: Person, blake: Person, room: TestRoom, tmp_path: Path
) -> None:
    adam.opens(room)
    blake.opens(room)
    picture = tmp_path / "lake.png"
    picture.write_bytes(bytes(adam.page.evaluate(PICTURE)))
    adam.tabs_to(adam.button("Attach files"))
    box = adam.page.locator("#composer input[type=file][multiple]")
    box.evaluate(NOTE_CLICK)
    adam.page.keyboard.press("Enter")
    assert box.evaluate("box => box.clicked")
    box.dispatch_event("cancel")
    expect(adam.composer).to_be_focused()
    adam.button("Attach files").focus()
    box.set_input_files(picture)
    expect(attached(adam)).to_contain_text("lake.png")
    expect(adam.composer).to_be_focused()
    expect(attached(adam).locator("img")).to_be_visible()
    has_uploaded_all(adam)
    adam.page.reload()
    expect(attached(adam).locator("img")).to_be_visible()  # a draft outlasts that
    expect(adam.page.locator(f"#rooms-{room.id}")).to_have_attribute("data-draft", "")
    adam.composer.press("Enter")
    expect(blake.rows.locator(".attachment[data-file]")).to_have_count(1)
    expect(adam.page.locator(f"#rooms-{room.id}")).not_to_have_attribute("data-draft", "")


def test_what_cannot_be_uploaded_is_said_before_it_is(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    asked: list[str] = []
    adam.page.on("request", lambda request: asked.append(request.url) if UPLOADS.search(request.url) else None)
    drops(adam, [("film.mp4", "video/mp4", 60_000_000), ("empty.txt", "text/plain", "")])
    note = adam.page.locator(".composer-files-note")
    expect(note).to_contain_text("“film.mp4”: too large")
    expect(attached(adam)).to_have_count(1)
    has_uploaded_all(adam)
    drops(adam, [(f"{number}.txt", "text/plain", str(number)) for number in range(11)])
    expect(note).to_have_text("“9.txt” and “10.txt”: a message takes 10 files.")
    expect(attached(adam)).to_have_count(10)
    has_uploaded_all(adam)
    assert len(asked) == 10
    assert adam.page.url.endswith(f"/rooms/{room.id}")  # nothing that is dropped replaces the page
