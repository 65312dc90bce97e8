"""The steps of docs/tutorial.md: each is started as its reader would, and does what the text says.

With STREAMCHAT_TEST_IMAGES=1 in the environment, the pictures of the tutorial are taken anew (`make tutorial-images`).
"""

import os
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.app_process import ROOT
from tests.browser.elements.test_examples import SOON, TRAVEL, Program, contexts, start, visit

__all__ = ["contexts", "start", "visit"]  # fixtures

pytestmark = pytest.mark.long

TUTORIAL = (ROOT / "docs/tutorial.md").read_text()
TAKES_PICTURES = "STREAMCHAT_TEST_IMAGES" in os.environ

Visit = Callable[..., Page]


@pytest.fixture
def step(start: Callable[[str], Program], visit: Callable[[str], Page]) -> Callable[[str], Visit]:
    """Start a step; returns what opens its page as somebody."""

    def step(name: str) -> Visit:
        url = start(f"examples.tutorial.{name}").url

        def open_page(person: str = "") -> Page:
            page = visit(f"{url}/?name={person}")
            page.set_viewport_size({"width": 1180, "height": 620})  # the inspector is beside the list
            return page

        return open_page

    return step


def inspects(page: Page) -> None:
    """Open the stream inspector."""
    page.get_by_role("button", name="Inspect streams").click()
    expect(page.get_by_role("region", name="Stream inspector")).to_be_visible()


def inspector_shows(page: Page, step: int) -> None:
    """Wait until the inspector shows what the text says that it shows at this step; `‹8 more›` stands for anything."""
    section = TUTORIAL.split(f"\n## {step}. ")[1].split("**In the inspector**")[1]
    for line in re.findall(r"```text\n(.*?)```", section, re.DOTALL)[0].splitlines():
        text = re.sub(r"‹\d+ more›", ".*", re.escape(" ".join(line.split())).replace("\\ ", " "))
        page.wait_for_function(
            """text => {
                const inspector = document.querySelector("[aria-label='Stream inspector']");
                return new RegExp(text).test(inspector.innerText.replace(/\\s+/g, " "));
            }""",
            arg=text,
        )


def picture(page: Page, step: int) -> None:
    """Take a step's picture, in few colours: a third of the bytes."""
    if TAKES_PICTURES:
        page.mouse.move(0, 0)
        image = Image.open(BytesIO(page.screenshot(animations="disabled")))
        image.quantize(128).save(ROOT / f"docs/images/tutorial-{step}.png", optimize=True)


def rows(page: Page) -> Locator:
    return page.locator("#messages > [data-key]")


def row(page: Page, key: int) -> Locator:
    return page.locator(f"#messages-{key}")


def shows(page: Page, first: int, last: int, *, without: int = 0) -> None:
    """Wait until these are the rows' keys."""
    keys = [str(key) for key in range(first, last + 1) if key != without]
    page.wait_for_function(
        "keys => [...messages.querySelectorAll(':scope > [data-key]')].map((row) => row.dataset.key).join() === keys",
        arg=",".join(keys),
    )


def says(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name=re.compile("^Message as"))
    box.fill(text)
    box.press("Enter")
    expect(box).to_have_value("")


def edits(page: Page, key: int, text: str) -> None:
    row(page, key).get_by_role("button", name="Edit").click()
    box = page.get_by_role("textbox", name="Edit message")
    box.fill(text)
    page.get_by_role("button", name="Save").click()
    expect(box).to_have_count(0)


def deletes(page: Page, key: int) -> None:
    row(page, key).get_by_role("button", name="Delete").click()


def test_step_1_lists_the_last_ten_messages(step: Callable[[str], Visit]) -> None:
    page = step("step1_list")()
    shows(page, 991, 1000)
    expect(row(page, 1000)).to_have_text("Dan The build is green again.")
    expect(page.get_by_text("They are in the wiki, under <Releases>.").first).to_be_visible()
    inspects(page)
    page.get_by_role("button", name="Send again").click()
    inspector_shows(page, 1)
    picture(page, 1)


def test_step_2_shows_that_the_server_holds_nothing(step: Callable[[str], Visit]) -> None:
    page = step("step2_nothing_kept")()
    shows(page, 991, 1000)
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_text("The server holds 0 messages")).to_be_visible()
    inspects(page)
    inspector_shows(page, 2)
    picture(page, 2)


def test_step_3_points_at_a_row_by_its_dom_id(step: Callable[[str], Visit]) -> None:
    page = step("step3_dom_ids")()
    people = page.locator("#people > [data-key]")
    assert (
        people.evaluate_all("rows => rows.map((row) => row.id).join()")
        == "people-Ada,people-Ben,people-Cleo,people-Dan"
    )
    row(page, 993).get_by_role("link").click()
    assert page.evaluate("document.querySelector(':target').id") == "messages-993"
    inspects(page)
    page.get_by_role("textbox", name="Point at message").fill("998")
    page.wait_for_function("document.querySelector(':target')?.id === 'messages-998'")
    inspector_shows(page, 3)
    picture(page, 3)


def test_step_4_scrolls_back_to_the_first_message_without_a_jump(step: Callable[[str], Visit]) -> None:
    page = step("step4_scroll_back")()
    shows(page, 971, 1000)
    expect(row(page, 1000)).to_be_in_viewport()
    inspects(page)
    seen = page.locator("#messages").evaluate(TRAVEL, {"step": -100, "until": 951, "patience": 30_000})
    inspector_shows(page, 4)
    picture(page, 4)
    further = page.locator("#messages").evaluate(TRAVEL, {"step": -300, "until": 871, "patience": 30_000})
    for each in (seen, further):
        assert each["gaps"] == 0
        assert each["jolt"] <= 2


def test_step_5_brings_a_message_to_every_page(step: Callable[[str], Visit]) -> None:
    visit = step("step5_append")
    ada, ben = visit("Ada"), visit("Ben")
    inspects(ada)
    says(ada, "hello <b>Ben</b>")
    for page in (ada, ben):
        expect(row(page, 1001)).to_have_text("1001Ada hello <b>Ben</b>")
        expect(row(page, 1001)).to_be_in_viewport()
    says(ben, "hello Ada")
    shows(ada, 971, 1002)
    inspector_shows(ada, 5)
    picture(ada, 5)


def test_step_6_updates_a_message_where_it_stands(step: Callable[[str], Visit]) -> None:
    visit = step("step6_edit")
    ada, ben = visit("Ada"), visit("Ben")
    row(ben, 997).evaluate("row => { row.isSame = true }")
    inspects(ada)
    edits(ada, 997, "Good evening!")
    for page in (ada, ben):
        expect(row(page, 997)).to_contain_text("Good evening!")
        shows(page, 971, 1000)
    assert row(ben, 997).evaluate("row => row.isSame")
    expect(row(ben, 997).get_by_role("button")).to_be_hidden()
    inspector_shows(ada, 6)
    picture(ada, 6)


def test_step_7_removes_a_message_everywhere(step: Callable[[str], Visit]) -> None:
    visit = step("step7_delete")
    ada, ben = visit("Ada"), visit("Ben")
    inspects(ada)
    deletes(ada, 997)
    for page in (ada, ben):
        shows(page, 971, 1000, without=997)
    inspector_shows(ada, 7)
    picture(ada, 7)
    ben.evaluate("messages.stream.act(993, { action: 'delete' })")  # Ada's, by a script: refused
    deletes(ben, 998)
    expect(row(ada, 998)).to_have_count(0)
    expect(row(ada, 993)).to_have_count(1)


def test_step_8_catches_up_exactly_within_a_window_of_300(step: Callable[[str], Visit]) -> None:
    visit = step("step8_many_viewers")
    ada, ben = visit("Ada"), visit("Ben")
    for page in (ada, ben):
        page.evaluate(SOON)
        expect(page.locator("#messages")).to_have_attribute("data-state", "live")
    inspects(ben)
    says(ada, "hello")
    shows(ben, 901, 1001)
    ben.context.set_offline(True)
    ben.evaluate("window.socket.io.engine.close(); window.isSame = true")
    expect(ben.locator("#messages")).to_have_attribute("data-state", "connecting")
    says(ada, "while you were away")
    edits(ada, 997, "edited meanwhile")
    deletes(ada, 993)
    shows(ada, 901, 1002, without=993)
    shows(ben, 901, 1001)
    ben.context.set_offline(False)
    shows(ben, 901, 1002, without=993)
    expect(row(ben, 997)).to_contain_text("edited meanwhile")
    assert ben.evaluate("window.isSame")
    inspector_shows(ben, 8)
    picture(ben, 8)

    seen = ben.locator("#messages").evaluate(TRAVEL, {"step": -2000, "until": 301, "patience": 30_000})
    assert seen["rows"] == 300
    ben.get_by_role("button", name="Jump to newest").click()
    expect(row(ben, 1002)).to_be_in_viewport()
