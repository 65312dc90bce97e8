"""What a row costs the browser does not depend on how many there are."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Person, TestRoom
from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long


def styled(browser: Browser, page: Page, work: Callable[[], object]) -> int:
    """Count for how many elements something has the browser compute styles."""
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    work()
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    return sum(event["args"].get("elementCount", 0) for event in events if event["name"] == "UpdateLayoutTree")


ORDERS = (["append", 1000], ["append", 1001], ["prepend", 1002], ["update_item", 5], ["remove_item", 1001])
FEW, MANY = 20, 500


def test_an_operation_has_as_many_elements_styled_anew_among_many_rows(browser: Browser, tab: Tab) -> None:
    """Were the rows looked at, each would be an element more; what a busy machine draws besides is far less."""
    cost = {}
    for size in (FEW, MANY):
        tab.opens(items=list(range(1, size + 1)), limit=-size)
        cost[size] = [styled(browser, tab.page, lambda order=order: tab.does(*order)) for order in ORDERS]
    for order, few, many in zip(ORDERS, cost[FEW], cost[MANY], strict=True):
        assert many - few < (MANY - FEW) / 2, order


def test_a_message_has_as_many_elements_styled_anew_among_many_others(
    browser: Browser, new_room: Callable[..., TestRoom], adam: Person, blake: Person
) -> None:
    """The least of several: a busy machine draws what else moves on the page more often."""
    cost = []
    for others in (1, 50):
        room = new_room()
        room.add(others, "Adam")
        adam.opens(room)
        blake.opens(room)

        def hears(text: str) -> None:
            blake.says(text)
            adam.sees(text)

        hears("Anybody here?")  # the first one makes the column a live region
        cost.append(min(styled(browser, adam.page, lambda text=text: hears(text)) for text in ("One", "Two", "Three")))
    assert cost[1] - cost[0] < 50  # the rows that are there besides
