"""What is read aloud, and where the focus goes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

LISTEN = """log => {
    log.heard = [];
    new MutationObserver(() => log.heard.push(log.getAttribute("aria-live"))).observe(
        log, { subtree: true, childList: true, characterData: true });
}"""
AGAIN_ALOUD = "document.querySelector('#list').getAttribute('aria-live') === 'polite'"


def heard(tab: Tab) -> list[str]:
    """How live the log was at each change since `LISTEN`."""
    return tab.stream().evaluate("log => log.heard.splice(0)")


@pytest.mark.parametrize(
    ("method", "items", "options"),
    [
        ("append", [4, 5], {}),
        ("append", [4, [2, "two"]], {}),
        ("insert", [4], {"at": 99}),
        ("append", [4], {"limit": -2}),
    ],
)
def test_a_log_reads_aloud_what_is_appended(tab: Tab, method: str, items: list[Any], options: dict[str, Any]) -> None:
    tab.makes(items=[1, 2, 3], props="role=log")
    tab.does("remove_item", 3)
    tab.stream().evaluate(LISTEN)
    tab.does(method, *items, **options)
    assert heard(tab) == ["polite"]


@pytest.mark.parametrize(
    ("method", "items", "options"),
    [
        ("append", [[2, "two"]], {}),
        ("prepend", [4, 5], {}),
        ("insert", [4], {"at": 1}),
        ("update_item", [[3, "three"]], {}),
        ("remove_item", [2], {}),
        ("reset", [3, 2], {}),
    ],
)
def test_a_log_reads_nothing_else_aloud(tab: Tab, method: str, items: list[Any], options: dict[str, Any]) -> None:
    tab.makes(items=[1, 2], props="role=log")
    tab.does("append", 3)
    tab.stream().evaluate(LISTEN)
    tab.does(method, *items, **options)
    assert heard(tab) == ["off"]


@pytest.mark.parametrize("first", [{"items": [1, 2]}, {"load": [1, 2]}])
def test_the_first_rows_are_no_news(second: Tab, first: dict[str, Any]) -> None:
    second.patches("stream_view.js", "QUIET = 500", "QUIET = 60000")  # so that there is time to look
    second.makes(**first, props="role=log")
    second.shows("1 2")
    assert second.stream().get_attribute("aria-live") == "off"


def test_pages_are_no_news(tab: Tab) -> None:
    tab.makes(range=[1, 400], page=50, window=100, props="role=log", style="height: 300px")
    tab.shows_entries(351, 400)
    tab.page.wait_for_function(AGAIN_ALOUD)
    tab.stream().evaluate(LISTEN)
    for first in (301, 251):
        tab.scrolls_to(0)
        tab.shows_entries(first, first + 99)
    tab.scrolls_to(99999)
    tab.shows_entries(301, 400)
    assert set(heard(tab)) == {"off"}


def test_rows_that_come_by_topic_are_news_and_edits_are_not(tab: Tab) -> None:
    tab.makes(topic="news", props="role=log").is_live()
    tab.page.wait_for_function(AGAIN_ALOUD)
    tab.stream().evaluate(LISTEN)
    tab.feed("change", "insert", 1)
    tab.shows("1")
    assert heard(tab) == ["polite"]
    tab.feed("change", "update", [1, "one"])
    expect(tab.row(1)).to_have_text("one")
    assert heard(tab) == ["off"]
    tab.page.wait_for_function(AGAIN_ALOUD)
    tab.feed("change", "insert", 2, lost=True)
    tab.feed("heartbeat")
    tab.shows("1 2")
    assert heard(tab) == ["polite"]


def test_what_is_no_log_is_not_read_aloud_at_all(tab: Tab) -> None:
    tab.makes(items=[1]).does("append", 2)
    assert tab.stream().get_attribute("aria-live") is None


def test_the_list_is_what_its_author_says_it_is(tab: Tab) -> None:
    tab.makes(items=[1, 2], props='role=list aria-label="To do"')
    assert tab.page.get_by_role("list", name="To do").get_by_role("listitem").all_text_contents() == ["row 1", "row 2"]


BUTTON = "<li>{} <button>press</button></li>"


@pytest.mark.parametrize(
    ("orders", "focused"),
    [
        ([["remove_item", 2, {}]], "list-3"),
        ([["remove_item", 2, {}], ["remove_item", 3, {}]], "list-4"),
        ([["remove_item", 3, {}], ["remove_item", 4, {}], ["remove_item", 2, {}]], "list-1"),
        ([["reset", 1, 4, {}]], "list-4"),
        ([["reset", 1, {}]], "list-1"),
        ([["reset", 7, 8, {}]], "list"),
        ([["reset", {}]], "list"),
        ([["append", 5, 6, {"limit": -3}]], "list-4"),
        ([["prepend", 5, 6, {"limit": 3}]], "list-1"),
        ([["remove_item", 1, {}], ["remove_item", 4, {}]], "button"),
    ],
)
def test_a_removed_row_passes_its_focus_to_its_neighbour(tab: Tab, orders: list[list[Any]], focused: str) -> None:
    tab.makes(items=[[key, BUTTON.format(key)] for key in (1, 2, 3, 4)])
    tab.row(2).get_by_role("button").focus()
    tab.do_all(*orders)
    assert tab.page.evaluate("document.activeElement.id || document.activeElement.localName") == focused


def test_removing_other_rows_takes_no_focus_away(tab: Tab) -> None:
    tab.makes({"name": "list", "items": [1, 2]}, {"name": "other", "items": [[1, BUTTON]]})
    tab.row(1, "other").get_by_role("button").focus()
    tab.does("reset")
    expect(tab.row(1, "other").get_by_role("button")).to_be_focused()


def test_passing_the_focus_on_does_not_scroll(tab: Tab) -> None:
    tab.makes(
        items=[[key, f"<li style='height: 40px' tabindex=0>{key}</li>"] for key in range(40)], style="height: 300px"
    )
    tab.row(5).focus()
    tab.scrolls_to(800)
    before = tab.offset(25)
    tab.does("remove_item", 5)
    assert tab.page.evaluate("document.activeElement.id") == "list-6"
    assert tab.offset(25) == before
