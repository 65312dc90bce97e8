"""What people type is what is stored and shown: indentation, input methods, translation, directions."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from models import Message, User
from tests.browser.conftest import Person, TestRoom
from tests.web.components.test_text_direction import INITIALS

pytestmark = pytest.mark.long

CODE = "\n  \n    if so:\n\treturn\n\n"

TRANSLATE = """() => {
    const walk = document.createTreeWalker(document, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    for (const text of texts) {
        const kept = text.parentElement.closest("[translate], script, style, textarea");
        if (!text.data.trim() || (kept && kept.translate === false) || kept?.matches("script, style")) continue;
        const font = document.createElement("font");
        font.textContent = text.parentElement.closest("title") ? text.data : "übersetzt";
        text.replaceWith(font);
    }
}"""

PRESS = """(element, [key, code]) => {
    const event = new KeyboardEvent("keydown", { key, keyCode: code, bubbles: true, cancelable: true });
    element.dispatchEvent(event);
    return event.defaultPrevented;
}"""

ORDER = """(body) => {
    const range = document.createRange();
    const seen = [];
    const walk = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const text = walk.currentNode;
        for (let at = 0; at < text.length; at += 1) {
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            const { left, width } = range.getBoundingClientRect();
            if (width) seen.push([left, text.data[at]]);
        }
    }
    return seen.sort((a, b) => a[0] - b[0]).map(([, one]) => one).join("");
}"""


def test_code_keeps_the_indentation_of_its_first_line(adam: Person, blake: Person, room: TestRoom) -> None:
    blake.opens(room)
    adam.opens(room).says(CODE)
    expect(blake.rows).to_have_count(1)
    kept = "    if so:\n\treturn"
    assert Message.get(Message.room == room.id).body == kept
    assert blake.bodies() == [kept]
    expect(blake.rows.locator(".message-body")).to_have_css("white-space", "pre-wrap")
    adam.sees("if so")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_value(kept)
    adam.editor.fill(f"\n{kept} and on\n")
    adam.button("Save").click()
    expect(adam.editor).to_have_count(0)
    blake.sees("and on")
    assert Message.get(Message.room == room.id).body == f"{kept} and on"


def test_a_key_that_an_input_method_uses_does_nothing_else(adam: Person, room: TestRoom) -> None:
    """Safari tells of the Enter that ends a composition by the code 229 alone."""
    adam.opens(room).says("にほん")
    adam.sees("にほん")

    def is_left_alone(place: str, *keys: str) -> None:
        element = adam.page.locator(place)
        assert [element.evaluate(PRESS, [key, 229]) for key in keys] == [False] * len(keys), place

    adam.composer.fill("ご")
    is_left_alone("#composer textarea", "Enter", "Escape")
    expect(adam.composer).to_have_value("ご")
    adam.composer.fill("")
    is_left_alone("#composer textarea", "ArrowUp")
    expect(adam.editor).to_have_count(0)
    adam.composer.press("ArrowUp")
    adam.editor.fill("にほんご")
    is_left_alone(".message-editor textarea", "Enter", "Escape")
    expect(adam.editor).to_have_value("にほんご")
    adam.editor.press("Escape")
    is_left_alone("#messages > [data-key]", "ArrowUp", "Escape", "?")
    adam.page.keyboard.press("Control+k")
    is_left_alone(".switcher .switcher-box", "Enter", "ArrowDown")
    adam.page.keyboard.press("Escape")
    adam.stored("にほん").hover()
    adam.button("Add reaction").click()
    is_left_alone(".emoji .switcher-box", "Enter", "ArrowDown", "ArrowRight")
    expect(adam.page.get_by_role("dialog", name="Add reaction")).to_be_visible()


def test_a_translation_of_the_page_does_not_get_into_what_people_wrote(
    adam: Person, blake: Person, room: TestRoom
) -> None:
    source = "  see https://x.example/a,\nplease"
    blake.opens(room)
    adam.opens(room).says(source)
    adam.sees("please")
    adam.page.evaluate(TRANSLATE)
    expect(adam.rows).to_contain_text("übersetzt")
    expect(adam.rows.locator(".message-body a")).to_have_text("https://x.example/a")
    blake.says("so do I")  # the row above is looked at again
    adam.sees("so do I")
    expect(adam.rows.first).to_have_attribute("data-initials", "AS")
    adam.composer.press("ArrowUp")
    expect(adam.editor).to_have_value(source)
    adam.editor.fill(f"{source}!")
    adam.editor.press("Enter")
    blake.sees("please!")
    assert blake.bodies()[0] == f"{source}!"


def test_an_override_does_not_turn_a_link_nor_what_follows(adam: Person, blake: Person, room: TestRoom) -> None:
    address = "https://x.example/gpj.exe"
    blake.opens(room)
    adam.opens(room).says(f"\u202esee {address} now")
    expect(blake.rows).to_have_count(1)
    body = blake.rows.locator(".message-body")
    assert f"{address} now" in body.evaluate(ORDER)
    expect(body.get_by_role("link")).to_have_css("direction", "ltr")


def test_a_name_from_right_to_left_keeps_to_itself(
    adam: Person, blake: Person, new_room: Callable[..., TestRoom]
) -> None:
    room = new_room()
    room.add(1, "Adam")
    name, plain = "שלום!", User.get(User.name.startswith("Adam"))
    User.update(name=name).where(User.id == plain.id).execute()
    try:
        blake.opens(room)
        row = blake.row("message 1")
        row.hover()
        expect(row.locator("> b")).to_have_css("unicode-bidi", "plaintext")
        assert row.locator("> b").evaluate("name => name.translate") is False
    finally:
        User.update(name=plain.name).where(User.id == plain.id).execute()


def test_the_browser_agrees_on_initials(adam: Person, room: TestRoom) -> None:
    adam.opens(room)
    script = """async (names) => {
        const { initials } = await import("avatar");
        return names.map(initials);
    }"""
    assert adam.page.evaluate(script, list(INITIALS)) == list(INITIALS.values())


FONTS = """() => [...document.querySelectorAll("input, textarea, select, [contenteditable]")]
    .filter((box) => !["hidden", "radio", "checkbox"].includes(box.type) && !box.hidden)
    .map((box) => [box.outerHTML.slice(0, 80), parseFloat(getComputedStyle(box).fontSize)])"""


@pytest.mark.parametrize("width", [390, 1024])
def test_no_field_is_so_small_that_a_phone_or_tablet_zooms_in(
    person: Callable[..., Person], room: TestRoom, width: int
) -> None:
    room.add(1, "Adam")
    adam = person("Adam", viewport={"width": width, "height": 800}, has_touch=True, is_mobile=True)
    adam.opens(room)
    adam.stored("message 1").tap()
    adam.button("Edit message").tap()
    adam.page.keyboard.press("Control+k")
    seen = adam.page.evaluate(FONTS)
    assert len(seen) >= 3, seen
    for path in ("/settings", "/rooms/new", "/api/docs"):
        adam.page.goto(adam.server.url + path)
        seen += adam.page.evaluate(FONTS)
    adam.context.clear_cookies()
    for path in ("/login", "/register", "/forgot"):
        adam.page.goto(adam.server.url + path)
        seen += adam.page.evaluate(FONTS)
    assert [json.dumps(box) for box in seen if box[1] < 16] == []
