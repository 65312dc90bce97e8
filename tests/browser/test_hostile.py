"""Hostile texts in a real browser: on every page that shows what people have typed."""

from collections.abc import Callable

from playwright.sync_api import Page

from models import Room, User
from tests.browser.conftest import Person, TestRoom
from tests.hostile import texts

LOOK = """() => ({
    wasRun: Boolean(window.wasRun) || [...document.querySelectorAll("iframe")].length > 0,
    isBroken: document.documentElement.scrollWidth > innerWidth,
})"""
IS_ALL_SEEN = "log => log.hasAttribute('data-start') || log.querySelectorAll('[data-key]').length > 250"
PER_ROOM = 260


def test_nothing_that_people_type_runs_or_breaks_the_page(
    person: Callable[..., Person], new_room: Callable[..., TestRoom]
) -> None:
    everything = list(texts())
    rooms = [new_room(text[:300]) for text in everything[:: len(everything) // 8]]
    for number, room in enumerate(rooms):
        name = f"{everything[17 * number + 3][:60]} {number}"
        Room.update(name=name).where(Room.id == room.id).execute()
        User.create(name=everything[23 * number][:80], email=f"hostile{number}@example.com", password_hash="-")
    for start in range(0, len(everything), PER_ROOM):
        part = everything[start : start + PER_ROOM]
        rooms[start // PER_ROOM].add(len(part), "Steven", lambda number, part=part: part[number - 1])
    steven = person("Steven", viewport={"width": 390, "height": 844})
    seen = Seen(steven.page)
    for room in rooms[: -(-len(everything) // PER_ROOM)]:
        steven.opens(room)
        seen.looks()
        while not steven.log.evaluate(
            "log => log.hasAttribute('data-start') || log.querySelectorAll('[data-key]').length > 250"
        ):
            steven.scrolls_to_top()
            steven.page.wait_for_function("document.querySelector('#messages').scrollTop > 0")
        seen.looks()
    for path in ("/rooms", "/settings", "/admin", "/login"):
        steven.page.goto(steven.server.url + path)
        seen.looks()


class Seen:
    """What a browser notices of a page that is not as it should be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        page.on("dialog", lambda dialog: self.wrong.append(dialog.message))
        page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        page.on("request", self.asks)

    def asks(self, request: object) -> None:
        url = str(getattr(request, "url", ""))
        if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            self.wrong.append(url)

    def looks(self) -> None:
        assert self.page.evaluate(LOOK) == {"wasRun": False, "isBroken": False}, self.page.url
        assert self.wrong == []
