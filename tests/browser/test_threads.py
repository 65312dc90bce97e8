"""A thread, by two people: one with a keyboard alone, one with a finger on a phone."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Person, TestRoom

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "reduced_motion": "reduce",
}

SHOWN = """() => [...document.querySelectorAll("#thread > [data-key]")].map((row) =>
    [row.dataset.key, row.dataset.revision, row.querySelector(":scope > .message-body").textContent])"""


class Thread:
    """A thread beside the room, as somebody sees it."""

    def __init__(self, person: Person) -> None:
        self.page = person.page
        self.log = self.page.get_by_role("log", name=re.compile("^Thread in"))
        self.box = self.page.get_by_role("textbox", name="Reply in thread")
        self.rows = self.page.locator("#thread > [data-key]")
        self.root = self.log.locator(".thread-root > .message")

    def is_live(self) -> None:
        expect(self.log).to_have_attribute("data-state", "live")

    def row(self, text: str) -> Locator:
        return self.rows.filter(has_text=text)

    def shows(self, *texts: str) -> None:
        expect(self.rows.locator("> .message-body")).to_have_text(texts)


def types(person: Person, text: str) -> None:
    person.page.keyboard.type(text)
    person.page.keyboard.press("Enter")


def test_two_people_talk_in_a_thread(person: Callable[..., Person], room: TestRoom) -> None:
    room.add(3, "Blake")
    adam, blake = person("Adam").opens(room), person("Blake", **PHONE).opens(room)
    theirs, his = Thread(blake), Thread(adam)
    keys = adam.page.keyboard

    # Adam opens it from the message, and comes to its box.
    adam.page.locator("#messages").focus()
    keys.press("ArrowUp")
    adam.tabs_to(adam.row("message 3").get_by_role("button", name="Reply in thread"))
    keys.press("Enter")
    his.is_live()
    expect(his.box).to_be_focused()
    expect(his.root.locator(".message-body")).to_have_text("message 3")
    expect(his.root).to_be_visible()
    his.box.fill("/leave")
    his.box.press("Enter")
    expect(adam.page.get_by_role("alert").filter(has_text="This works in rooms, not in threads.")).to_be_visible()
    his.box.press("Escape")
    expect(adam.page.get_by_role("alert").filter(has_text="not in threads")).to_have_count(0)
    his.box.fill("")
    types(adam, "the first reply")
    his.shows("the first reply")
    expect(adam.row("message 3").locator(".thread-link")).to_contain_text("1 reply")
    assert len(adam.bodies()) == 3

    # Blake, whose message it is, has heard of it, and answers.
    link = blake.row("message 3").get_by_role("link", name="1 reply")
    expect(blake.page.locator(".side-links [data-unread]")).to_have_attribute("data-unread", "1")
    link.tap()
    theirs.is_live()
    expect(theirs.box).not_to_be_focused()
    expect(blake.page.locator(".side-links [data-unread]")).to_have_count(0)
    theirs.box.fill("an answer")
    blake.page.locator(".thread-panel").get_by_role("button", name="Send").tap()
    for thread in (his, theirs):
        thread.shows("the first reply", "an answer")

    # Adam thinks better of what he has said, and takes back another reply.
    types(adam, "too much")
    expect(theirs.row("too much")).to_have_count(1)
    keys.press("ArrowUp")
    keys.press("Control+a")
    types(adam, "nothing at all")
    expect(theirs.row("nothing at all")).to_have_attribute("data-edited", re.compile(r"\d"))
    expect(his.box).to_be_focused()
    his.log.focus()
    keys.press("ArrowUp")
    adam.tabs_to(his.row("nothing at all").get_by_role("button", name="More actions"))
    keys.press("Enter")
    keys.press("End")
    keys.press("Enter")
    keys.press("Enter")
    for thread in (his, theirs):
        thread.shows("the first reply", "an answer")
        expect(thread.log.locator(".thread-count")).to_have_text("2 replies")
    expect(his.row("an answer")).to_be_focused()

    # While Adam is away Blake goes on; both end up with the same.
    adam.loses_the_connection()
    his.box.focus()
    types(adam, "from the train")
    expect(adam.page.locator("#thread [data-pending]")).to_contain_text("from the train")
    expect(adam.page.locator("#messages [data-pending]")).to_have_count(0)
    expect(adam.page.locator(f"#rooms-{room.id}")).to_have_attribute("data-unsent", "1")
    theirs.box.fill("and one more")
    blake.page.locator(".thread-panel").get_by_role("button", name="Send").tap()
    expect(theirs.row("and one more")).to_have_attribute("data-revision", re.compile(r"\d"))
    adam.context.set_offline(False)
    for thread in (his, theirs):
        thread.is_live()
        thread.shows("the first reply", "an answer", "and one more", "from the train")
    assert adam.page.evaluate(SHOWN) == blake.page.evaluate(SHOWN)

    # The address keeps it open; Esc closes it, and leads back to the message; on the phone, Back does.
    adam.page.reload()
    his.is_live()
    expect(his.box).to_be_focused()
    keys.press("Escape")
    expect(his.log).to_be_hidden()
    expect(adam.row("message 3")).to_be_focused()
    expect(adam.page).to_have_url(f"{adam.url}/rooms/{room.id}")
    adam.page.go_forward()
    his.is_live()
    blake.page.get_by_role("button", name="Back").tap()
    expect(theirs.log).to_be_hidden()
    expect(blake.page).to_have_url(f"{blake.url}/rooms/{room.id}")

    # A link to a reply leads to it, beside what it is a reply to.
    reply = his.row("an answer").get_attribute("data-key")
    blake.page.goto(f"{blake.url}/rooms/{room.id}/@{reply}")
    expect(theirs.row("an answer")).to_have_attribute("data-linked", "")
    expect(theirs.root.locator(".message-body")).to_have_text("message 3")
