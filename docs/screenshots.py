"""Takes the pictures of the README from a running demo: `make screenshots`.

Needs Chromium and a font with coloured emoji, such as Debian's fonts-noto-color-emoji.
"""

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.server import ROOT, Server
from tests import chromium

DOCS = ROOT / "docs"
ROOM = "/rooms/1"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}

FRAME, SECONDS = 250, 10
"""Milliseconds for which a picture of the animation is shown, and how long all of it takes."""

WIDTH = 960
"""Of the animation, in pixels."""


def main() -> None:
    """Take all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox", "--disable-gpu"])
        with Server(Path(folder), (str(ROOT / "main.py"),)) as server:
            _take(browser, server.url)
        browser.close()


def _take(browser: Browser, url: str) -> None:
    adam, blake, jade = (_person(browser, url, name) for name in ("Adam", "Blake", "Jade"))
    _set_the_scene(blake, jade)
    _row(adam, "And maybe crisps").hover()
    _save(adam, DOCS / "screenshot.png")
    for size, scheme, path, name in (
        (DESKTOP, "dark", ROOM, "room-dark"),
        (PHONE, "light", ROOM, "phone-room"),
        (PHONE, "light", "/rooms", "phone-rooms"),
    ):
        page = _person(browser, url, "Adam", size, scheme, path)
        _save(page, DOCS / "images" / f"{name}.png")
        page.context.close()
    _animate(adam, _talk(adam, blake, jade), DOCS / "images" / "live.webp")


def _person(
    browser: Browser, url: str, name: str, size: dict[str, int] = DESKTOP, scheme: str = "light", path: str = ROOM
) -> Page:
    context = browser.new_context(viewport=size, color_scheme=scheme, timezone_id="Europe/Berlin")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{url}/login")
    page.get_by_role("button", name=f"Continue as {name}").click()
    page.wait_for_url("**/rooms*")
    page.goto(url + path)
    if path == ROOM:
        page.locator("#messages[data-state=live]").wait_for()
    return page


def _row(page: Page, text: str) -> Locator:
    return page.locator("#messages > [data-key]", has_text=text).last


def _box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Message", exact=True)


def _react(page: Page, text: str, emoji: str) -> None:
    row = _row(page, text)
    row.hover()
    row.get_by_role("button", name="Add reaction").click()
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).last.wait_for()
    page.keyboard.type(emoji)
    page.wait_for_timeout(500)  # the picker looks once nobody types any more
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)


def _set_the_scene(blake: Page, jade: Page) -> None:
    for page in (blake, jade):
        _react(page, "I can bring the big blanket", "party popper")
    _react(blake, "Both welcome", "red heart")
    _react(jade, "Both welcome", "thumbs up")
    _box(jade).press_sequentially("See you th")
    _box(blake).press_sequentially("I ask")


def _talk(adam: Page, blake: Page, jade: Page) -> dict[int, Callable[[], object]]:
    """Return what happens at which picture of the animation."""
    return {
        4: lambda: _box(jade).press_sequentially("ere, at ten"),
        8: lambda: _box(jade).press("Enter"),
        10: lambda: _box(blake).press_sequentially(" my sister along"),
        13: lambda: _box(blake).press("Enter"),
        16: lambda: _react(blake, "See you there", "thumbs up"),
        20: lambda: _box(adam).press_sequentially("Perfect. I "),
        22: lambda: _box(adam).press_sequentially("bring coffee "),
        24: lambda: _box(adam).press_sequentially("for all of us"),
        26: lambda: _box(adam).press("Enter"),
        29: lambda: _react(jade, "Perfect. I bring", "red heart"),
        32: lambda: _react(blake, "Perfect. I bring", "red heart"),
    }


def _animate(page: Page, talk: dict[int, Callable[[], object]], path: Path) -> None:
    pictures = []
    for number in range(SECONDS * 1000 // FRAME):
        if happens := talk.get(number):
            happens()
        page.wait_for_timeout(FRAME // 2)
        picture = Image.open(io.BytesIO(page.screenshot()))
        pictures.append(picture.resize((WIDTH, picture.height * WIDTH // picture.width), Image.Resampling.LANCZOS))
    first, *others = pictures
    first.save(path, save_all=True, append_images=others, duration=FRAME, loop=0, quality=60, method=6)


def _save(page: Page, path: Path) -> None:
    page.wait_for_timeout(1_000)  # until nothing moves any more
    page.screenshot(path=path)


if __name__ == "__main__":
    main()
