"""What a row costs the browser does not depend on how many there are."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Person, TestRoom
from tests.browser.stream_tab import Tab

pytest_plugins = "tests.browser.stream_tab"

A_FEW = 60  # elements: a row, what is in it, its neighbours; the longer list below has 500 rows, each with some


def styled(browser: Browser, page: Page, work: Callable[[], object]) -> int:
    """Count for how many elements something has the browser compute styles."""
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    work()
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")


@pytest.mark.parametrize("size", [20, 500])
def test_an_operation_has_a_few_elements_styled_anew(browser: Browser, tab: Tab, size: int) -> None:
    tab.opens(items=list(range(1, size + 1)), limit=-size)
    for order in (["append", 1000], ["append", 1001], ["prepend", 1002], ["update_item", 500], ["remove_item", 1001]):
        assert styled(browser, tab.page, lambda order=order: tab.does(*order)) < A_FEW, order


def test_a_message_has_a_few_elements_styled_anew(
    browser: Browser, room: TestRoom, adam: Person, blake: Person
) -> None:
    room.add(50, "Adam")
    adam.opens(room)
    blake.opens(room)

    def hears(text: str) -> None:
        blake.says(text)
        adam.sees(text)

    hears("Anybody here?")  # the first one makes the column a live region
    assert styled(browser, adam.page, lambda: hears("Good morning")) < 100  # and not all of the 50 others
