"""Pictures in messages: in the row, as large as the window, and in words."""

import io
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Person, TestRoom


def picture(colour: str, size: tuple[int, int] = (1600, 1000)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, "PNG")
    return buffer.getvalue()


def moving() -> bytes:
    buffer = io.BytesIO()
    frames = [Image.new("RGB", (300, 200), colour) for colour in ("red", "blue")]
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=50)
    return buffer.getvalue()


def sends(person: Person, room: TestRoom, body: str, **files: bytes) -> None:
    """Send files, as the composer does: each is uploaded, then they go with a message."""
    ids = []
    for name, data in files.items():
        part = {"name": name.replace("_", "."), "mimeType": "application/octet-stream", "buffer": data}
        answer = person.context.request.post(
            f"{person.server.url}/rooms/{room.id}/files",
            multipart={"file": part},
            headers={"Origin": person.server.url},
        )
        ids.append(str(answer.json()["id"]))
    add = "([body, files]) => document.querySelector('.room-view').roomView.outbox.add('send', { body, files })"
    person.page.evaluate(add, [body, " ".join(ids)])
    expect(person.page.locator(f".attachment[data-file='{ids[-1]}']")).to_be_visible()


def lightbox(person: Person) -> Locator:
    return person.page.get_by_role("dialog", name="Picture")


def test_two_people_look_at_pictures_by_keyboard_and_by_mouse(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    sends(adam, room, "look", red_png=picture("red"), blue_png=picture("blue", (400, 1000)))
    first, second = (blake.page.get_by_role("link", name=name) for name in ("red.png", "blue.png"))
    expect(second).to_be_visible()

    first.focus()
    blake.page.keyboard.press("Enter")
    box = lightbox(blake)
    expect(box.get_by_role("img", name="red.png")).to_be_visible()
    expect(box.get_by_text("1 of 2")).to_be_visible()
    assert Axe().run(blake.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]}).violations_count == 0
    blake.page.keyboard.press("ArrowRight")
    expect(box.get_by_role("img", name="blue.png")).to_be_visible()
    expect(box.get_by_role("button", name="Next")).to_have_count(0)
    box.get_by_role("button", name="Previous").click()
    expect(box.get_by_role("img", name="red.png")).to_be_visible()
    blake.page.keyboard.press("+")
    expect(box.get_by_role("button", name="Zoom")).to_have_attribute("aria-pressed", "true")
    expect(box.get_by_role("button", name="description")).to_have_count(0)  # it is not theirs
    with blake.page.expect_download() as download:
        box.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "red.png"
    blake.page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(first).to_be_focused()

    adam.page.get_by_role("link", name="red.png").click()
    lightbox(adam).get_by_role("button", name="Add description").click()
    adam.page.get_by_role("textbox", name="Description").fill("A red wall")
    adam.page.keyboard.press("Enter")
    expect(lightbox(adam).get_by_text("A red wall")).to_be_visible()
    adam.page.keyboard.press("Escape")
    expect(blake.page.get_by_role("link", name="A red wall")).to_be_visible()
    adam.deletes("look")
    expect(blake.page.locator(".attachment")).to_have_count(0)


def test_the_place_of_a_picture_is_kept_and_what_moves_plays_while_one_points_at_it(
    adam: Person, room: TestRoom
) -> None:
    adam.opens(room)
    adam.page.route(re.compile("preview="), lambda route: route.abort())
    sends(adam, room, "one", wide_png=picture("green", (1601, 777)))
    sends(adam, room, "several", a_png=picture("red"), b_png=picture("blue"), tiny_png=picture("red", (8, 8)))
    sends(adam, room, "moves", dance_gif=moving())
    heights = (
        "[...document.querySelectorAll('#messages > [data-key]')].map((row) => row.getBoundingClientRect().height)"
    )
    before = adam.page.evaluate(heights)
    adam.page.unroute(re.compile("preview="))
    adam.opens(room)
    expect(adam.page.get_by_role("link", name="dance.gif")).to_be_visible()
    adam.page.wait_for_function("[...document.querySelectorAll('.picture img')].every((image) => image.naturalWidth)")
    assert [round(height) for height in adam.page.evaluate(heights)] == [round(height) for height in before]

    image = adam.page.get_by_role("img", name="dance.gif")
    image.hover()
    expect(image).to_have_attribute("src", re.compile(r"dance\.gif$"))
    adam.composer.hover()
    expect(image).to_have_attribute("src", re.compile("preview=1$"))
    adam.page.emulate_media(reduced_motion="reduce")
    image.hover()
    expect(image).to_have_attribute("src", re.compile("preview=1$"))


RECORD = """() => new Promise((resolve, reject) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
    const [pen, pieces] = [canvas.getContext("2d"), []];
    const recorder = new MediaRecorder(canvas.captureStream(30), { mimeType: "video/webm;codecs=vp8" });
    const started = performance.now();
    const draw = () => {
        pen.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`;
        pen.fillRect(0, 0, 320, 180);
        if (recorder.state === "recording" && performance.now() - started > 1500) recorder.stop();
        else requestAnimationFrame(draw);
    };
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onerror = reject;
    recorder.onstop = async () => resolve([...new Uint8Array(await new Blob(pieces).arrayBuffer())]);
    recorder.start();
    draw();
})"""
"""A film that the browser itself makes: a second and a half of colours."""


@pytest.mark.long
def test_a_film_plays_in_its_row_from_where_one_likes(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    blake.opens(room)
    film = bytes(adam.page.evaluate(RECORD))
    assert film.startswith(b"\x1aE\xdf\xa3")
    parts: list[tuple[int, str]] = []
    blake.page.on(
        "response",
        lambda answer: (
            parts.append((answer.status, answer.headers.get("content-range", "")))
            if answer.url.endswith("/clip.webm")
            else None
        ),
    )
    sends(adam, room, "look", clip_webm=film)
    video = blake.page.locator("video")
    expect(video).to_be_visible()
    video.evaluate("video => { video.muted = true; return video.play(); }")
    blake.page.wait_for_function("document.querySelector('video').currentTime > 0.3")
    assert video.evaluate("video => [video.videoWidth, video.videoHeight, video.error]") == [320, 180, None]
    video.evaluate("video => { video.currentTime = 0.1; }")
    blake.page.wait_for_function("document.querySelector('video').seeking === false")
    assert (206, f"bytes 0-{len(film) - 1}/{len(film)}") in parts
    url = f"{blake.url}{video.get_attribute('src')}"
    middle = blake.context.request.get(url, headers={"Range": "bytes=100-199"})
    assert (middle.status, middle.body()) == (206, film[100:200])
