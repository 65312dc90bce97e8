"""Signed limits: -4 keeps the last four rows, 4 the first four; tests/elements/test_stream_model.js has more cases."""

from typing import Any

import pytest

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("limit", "keys"), [(-4, "7 8 9 10"), (4, "1 2 3 4"), (-10, "1 2 3 4 5 6 7 8 9 10")])
def test_the_first_rows_are_sent_whole_and_limited_in_the_browser(tab: Tab, limit: int, keys: str) -> None:
    assert tab.makes(items=list(range(1, 11)), limit=limit).keys() == keys


@pytest.mark.parametrize(
    ("method", "items", "options", "keys"),
    [
        ("append", [5, 6, 7, 8, 9], {"limit": -4}, "6 7 8 9"),
        ("append", [5], {"limit": 4}, "1 2 3 4"),  # full, and on the wrong side
        ("prepend", [5, 6, 7], {"limit": -6}, "6 7 1 2 3 4"),
        ("insert", [5, 6, 7, 8, 9], {"at": 1, "limit": 4}, "1 5 6 7"),
        ("insert", [5], {"update_only": True, "limit": -4}, "1 2 3 4"),
    ],
)
def test_a_limit_of_one_call_counts_after_the_whole_batch(
    tab: Tab, method: str, items: list[Any], options: dict[str, Any], keys: str
) -> None:
    assert tab.makes(items=[1, 2, 3, 4]).keys() == "1 2 3 4"
    tab.does(method, *items, **options)
    assert tab.keys() == keys


def test_the_constructors_limit_is_the_default_of_all_calls(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3], limit=-3).does("append", 4)
    assert tab.keys() == "2 3 4"
    tab.does("prepend", 1)
    assert tab.keys() == "2 3 4"
    tab.does("insert", 5, 6, at=1)
    assert tab.keys() == "6 3 4"
    tab.does("reset", *range(10, 20))
    assert tab.keys() == "17 18 19"
    tab.does("append", 20, 21, limit=-5)
    assert tab.keys() == "17 18 19 20 21"
    tab.does("update_item", 19)
    assert tab.keys() == "19 20 21"


def test_a_full_list_stays_as_it_is_on_the_wrong_side_again_and_again(tab: Tab) -> None:
    tab.makes(items=[], limit=3)
    for number in range(1, 4):
        tab.does("append", number)
    tab.marks(1, 2, 3)
    for number in range(4, 7):
        tab.does("append", number, number + 10)
        assert tab.keys() == tab.marked() == "1 2 3"
    tab.does("prepend", 0)
    assert tab.keys() == "0 1 2"


def test_what_was_pruned_is_unknown_and_may_come_again(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3], limit=-3).does("append", 4)
    tab.does("update_item", [1, "one"])
    tab.does("remove_item", 1)
    assert tab.keys() == "2 3 4"
    tab.does("append", 1)
    assert tab.keys() == "3 4 1"
