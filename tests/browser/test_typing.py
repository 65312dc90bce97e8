"""Who is typing: seen by the others in the room, and for no longer than it is true."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from chat.text import clean_name
from models import Room, now_ms
from tests.browser.conftest import Person, TestRoom
from tests.browser.test_composer import HOSTILE
from tests.hostile_texts import accepted

pytestmark = pytest.mark.long

LISTEN = """window.told = [];
document.addEventListener("stream:signal", ({ detail }) => detail.name === "typing" && told.push(detail.data.name));"""

RECORD = """window.heard = [];
document.addEventListener("stream:signal", ({ detail }) => heard.push(detail.name));
document.addEventListener("stream:changes", ({ detail: { created } }) => {
    for (const [, html] of created) heard.push(/message-body>(.*?)</.exec(html)[1]);
});"""

TELL = """(log, [id, name]) => {
    const detail = { name: "typing", data: { id, name } };
    log.dispatchEvent(new CustomEvent("stream:signal", { detail, bubbles: true }));
}"""

SHOWN = f"""async (log, names) => {{
    const seen = [];
    for (const name of names) {{
        ({TELL})(log, [1000000, name]);
        for (let turn = 0; turn < 5; turn += 1) await null;
        const line = document.querySelector(".typing-indicator");
        const isNarrow = document.documentElement.scrollWidth <= innerWidth;
        seen.push(isNarrow && !line.querySelector("bdi *") ? line.textContent : line.outerHTML);
    }}
    return seen;
}}"""

PLACES = """() =>
  [...document.querySelectorAll("#messages, #messages > *, #composer, #composer *:not(.typing-indicator *)")]
    .map((one) => Object.values(one.getBoundingClientRect().toJSON()))"""

STANDS_STILL = """() =>
  document.getAnimations().every((each) => each.effect.getTiming().iterations === Infinity)"""

AHEAD = timedelta(seconds=3)
"""By which a clock is put forward to stop it; after 25 seconds without a ping a page gives its connection up."""

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture
def blake(person: Callable[..., Person], room: TestRoom) -> Person:
    """Blake, who looks on in a browser whose clock stands still: what goes there has not just run out."""
    return stands_still(person("Blake", locale="en-US"), room)


def stands_still(person: Person, room: TestRoom) -> Person:
    person.page.clock.install()
    person.opens(room)
    person.page.clock.pause_at(datetime.now(UTC) + AHEAD)
    person.page.evaluate(LISTEN)
    return person


def line(person: Person) -> Locator:
    return person.page.locator(".typing-indicator")


def told(person: Person) -> list[str]:
    return list(person.page.evaluate("window.told"))


def hears_of(person: Person, number: int, name: str) -> None:
    person.log.evaluate(TELL, [number, name])


def is_typing(one: Person) -> str:
    return f"{one.name} is typing…"


def test_who_types_is_seen_until_it_is_said(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    expect(line(blake)).to_be_empty()
    adam.composer.press_sequentially("hello")
    expect(line(blake)).to_have_text(is_typing(adam))
    adam.composer.press("Enter")
    blake.sees("hello")
    expect(line(blake)).to_be_empty()
    adam.composer.press_sequentially("and")  # the next message is told of from its beginning
    expect(line(blake)).to_have_text(is_typing(adam))


def test_who_was_not_heard_of_for_five_seconds_has_stopped(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room).composer.press_sequentially("hello")
    expect(line(blake)).to_have_text(is_typing(adam))
    blake.page.clock.run_for(4999)
    expect(line(blake)).to_have_text(is_typing(adam))
    hears_of(blake, 1_000_000, "Ada")
    blake.page.clock.run_for(1)
    expect(line(blake)).to_have_text("Ada is typing…")
    blake.page.clock.run_for(4000)
    hears_of(blake, 1_000_000, "Ada")
    blake.page.clock.run_for(4999)
    expect(line(blake)).to_have_text("Ada is typing…")
    blake.page.clock.run_for(1)
    expect(line(blake)).to_be_empty()


def test_an_edit_is_not_what_somebody_is_typing(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room).says("frist")
    blake.sees("frist")
    adam.composer.fill("and then")
    expect(line(blake)).to_have_text(is_typing(adam))
    adam.edits("frist", "first")
    blake.sees("first")
    expect(line(blake)).to_have_text(is_typing(adam))


def test_one_does_not_see_oneself_typing_nor_in_another_window(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    again = Person(adam.context, adam.server, adam.name).opens(room)
    for window in (adam, again):
        window.page.evaluate(LISTEN)
    adam.composer.fill("hello")
    for window in (adam, again):
        window.page.wait_for_function("told.length")
        assert line(window).text_content() == ""


def test_an_emptied_box_ends_it_at_once(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room)
    for _ in range(2):
        adam.composer.press_sequentially("hello")
        expect(line(blake)).to_have_text(is_typing(adam))
        adam.composer.press("Control+a")
        adam.composer.press("Delete")
        expect(line(blake)).to_be_empty()
    adam.says("changed my mind")
    blake.sees("changed my mind")


def test_a_message_ends_it_and_nothing_else_before(
    person: Callable[..., Person], blake: Person, room: TestRoom
) -> None:
    blake.page.evaluate(RECORD)
    rachel = person("Rachel")  # who has typed nothing before: there is a limit
    rachel.opens(room)
    rachel.composer.press_sequentially("hello")
    blake.page.wait_for_function("heard.includes('typing')")
    rachel.composer.press("Enter")
    blake.sees("hello")
    rachel.composer.press_sequentially("a")
    rachel.composer.press("Backspace")
    blake.page.wait_for_function("heard.includes('stopped-typing')")
    rachel.says("done")
    blake.sees("done")
    assert blake.page.evaluate("heard") == [
        *("typing", "hello"),
        *("typing", "stopped-typing"),
        *("typing", "done"),
    ]


def test_it_is_told_at_once_and_then_every_three_seconds(blake: Person) -> None:
    blake.page.evaluate(
        """async () => {
            const { TypingNotifier } = await import("typing");
            window.count = window.stops = 0;
            window.typingNotifier = new TypingNotifier((isTyping) => { isTyping ? (count += 1) : (stops += 1); });
        }"""
    )

    def types(text: str) -> int:
        return int(blake.page.evaluate("(text) => { typingNotifier.typed(text); return count; }", text))

    assert [types(text) for text in ("", " \n", "h", "he", "hel")] == [0, 0, 1, 1, 1]
    blake.page.clock.run_for(2999)
    assert types("hell") == 1
    blake.page.clock.run_for(1)
    assert [types("hello"), types(""), types(" ")] == [2, 2, 2]
    assert types("a") == 3  # after the box was emptied it begins anew
    blake.page.evaluate("typingNotifier.sent()")
    assert [types(""), types("a")] == [3, 4]
    blake.page.clock.run_for(5000)
    types("")
    assert blake.page.evaluate("stops") == 1, "it ends what others see, and nothing that has ended"


def test_a_draft_that_comes_back_is_not_typed(
    adam: Person, blake: Person, room: TestRoom, new_room: Callable[..., TestRoom]
) -> None:
    other = new_room()
    adam.opens(room).composer.fill("half a thought")
    expect(line(blake)).to_have_text(is_typing(adam))
    for place, draft in ((other, ""), (room, "half a thought")):
        adam.page.locator(f"#rooms-{place.id}").click()
        expect(adam.log).to_have_attribute("aria-label", f"Messages in {place.name}")
        expect(adam.is_live().composer).to_have_value(draft)
    adam.composer.press("Enter")
    blake.sees("half a thought")
    assert told(blake) == [adam.name]


def test_what_was_typed_without_a_connection_is_not_told_later(adam: Person, blake: Person, room: TestRoom) -> None:
    adam.opens(room).loses_the_connection()
    adam.composer.press_sequentially("hello")
    adam.gets_it_back()
    adam.composer.press("Enter")
    blake.sees("hello")
    assert told(blake) == []


def test_another_room_has_typists_of_its_own(
    adam: Person, blake: Person, room: TestRoom, new_room: Callable[..., TestRoom]
) -> None:
    other = new_room()
    blake.page.reload()  # to list it
    blake.is_live().page.evaluate(LISTEN)
    adam.opens(room).composer.fill("hello")
    expect(line(blake)).to_have_text(is_typing(adam))
    for place in (other, room):
        blake.page.locator(f"#rooms-{place.id}").click()
        expect(blake.log).to_have_attribute("aria-label", f"Messages in {place.name}")
        expect(line(blake.is_live())).to_be_empty()
    blake.page.clock.run_for(6000)
    assert told(blake) == [adam.name]


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_moves_when_somebody_begins_or_stops(blake: Person, room: TestRoom, size: dict[str, int]) -> None:
    room.add(60, "Rachel")
    blake.page.set_viewport_size(size)  # type: ignore[arg-type]
    blake.opens(room)
    blake.page.wait_for_function(STANDS_STILL)  # on a phone a room slides in
    before = blake.page.evaluate(PLACES)
    for number, name in (
        (1, "Ada"),
        (1, "Z" + "\u0335" * 200 + "algo"),
        (1, "😀 語 ไทย"),
        (1, "w" * 80),
        (2, "W" * 80),
    ):
        hears_of(blake, 1_000_000 + number, name)
        expect(line(blake)).to_contain_text(f"{name} ")
        assert blake.page.evaluate(PLACES) == before
        assert line(blake).evaluate(
            "line => line.lastElementChild.getBoundingClientRect().right <= line.getBoundingClientRect().right"
        ), "it is said that they type, however long their names"
    blake.page.clock.run_for(5000)
    expect(line(blake)).to_be_empty()
    assert blake.page.evaluate(PLACES) == before


def test_two_are_named_and_others_counted(blake: Person) -> None:
    lines = (
        "Ada is typing…",
        "Ada and Ben are typing…",
        "Ada, Ben and 1 other are typing…",
        "Ada, Ben and 2 others are typing…",
    )
    for number, (name, words) in enumerate(zip(("Ada", "Ben", "Cleo", "Dan"), lines, strict=True), 1_000_000):
        hears_of(blake, number, name)
        expect(line(blake)).to_have_text(words)
        hears_of(blake, 1_000_000, "Ada")  # once more, which changes nothing
        expect(line(blake)).to_have_text(words)


def test_the_dots_stand_still_for_who_wants_no_motion(blake: Person) -> None:
    hears_of(blake, 1_000_000, "Ada")
    for wish, moves in (("no-preference", True), ("reduce", False)):
        blake.page.emulate_media(reduced_motion=wish)  # type: ignore[arg-type]
        assert bool(line(blake).locator("i").first.evaluate("dot => dot.getAnimations().length")) is moves


def test_whatever_somebody_is_called_are_words(blake: Person) -> None:
    names = [*HOSTILE, *accepted(clean_name)]
    assert len(names) > 1200
    assert blake.log.evaluate(SHOWN, names) == [f"{name} is typing…" for name in names]
    assert blake.page.evaluate("[window.pwned, window.wasRun]") == [None, None]


def test_who_does_not_want_to_be_seen_is_not_until_they_do(adam: Person, blake: Person, room: TestRoom) -> None:
    switch = adam.page.get_by_label("Show when I’m active or typing")
    adam.page.goto(f"{adam.url}/settings/status")
    switch.uncheck()
    adam.button("Save presence").click()
    expect(adam.page.get_by_text("You are shown as offline")).to_be_visible()
    adam.opens(room).says("unseen")
    blake.sees("unseen")
    assert told(blake) == []
    adam.page.goto(f"{adam.url}/settings/status")
    switch.check()
    adam.button("Save presence").click()
    expect(adam.page.get_by_text("Others see when you are active")).to_be_visible()
    adam.opens(room).composer.fill("seen")
    expect(line(blake)).to_have_text(is_typing(adam))


def test_nobody_is_bothered_with_a_telling_that_fails(
    person: Callable[..., Person], blake: Person, room: TestRoom
) -> None:
    adam = stands_still(person("Adam", locale="en-US"), room)
    Room.update(archived_at=now_ms()).where(Room.id == room.id).execute()
    adam.composer.press_sequentially("in vain")
    adam.page.clock.run_for(3000)
    Room.update(archived_at=None).where(Room.id == room.id).execute()
    adam.composer.press_sequentially(" no more")
    expect(line(blake)).to_have_text(is_typing(adam))
    expect(adam.page.locator(".q-notification")).to_have_count(0)
    assert told(blake) == [adam.name]
