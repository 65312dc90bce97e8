"""Rows that are on their way, and rows that could not be loaded."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 400px; width: 500px"
BROKEN = "broken, as the test wants it"


def word_at(tab: Tab, edge: str) -> str:
    """What is said at an edge, `top` or `end`, while rows are loading."""
    return tab.stream().locator(f".stream-{edge}").evaluate("edge => getComputedStyle(edge, '::after').content")


def retry(tab: Tab) -> Locator:
    return tab.page.get_by_role("button", name="Could not load. Retry")


def is_loading(tab: Tab, edge: str) -> None:
    expect(tab.stream().locator(f".stream-{edge}")).to_have_attribute("data-loading", "")


def goes_to(tab: Tab, edge: str) -> None:
    """Scroll to the `top`, or all the way to the `bottom`."""
    tab.scrolls_to(0 if edge == "top" else 10**6)


def in_the_middle(tab: Tab) -> None:
    """Show entries 41 to 100 of 120, so that there is more on both sides."""
    tab.makes(range=[1, 120], page=20, window=60, more=True, style=SHAPE)
    tab.shows_entries(101, 120)
    for first, last in ((81, 120), (61, 120), (41, 100)):
        tab.scrolls_to(0)
        tab.shows_entries(first, last)
    tab.scrolls_to(900)
    tab.settles()


# ---- the first rows


def test_a_placeholder_stands_where_the_first_rows_will_be(tab: Tab) -> None:
    tab.makes(load=[1, 2], empty="<p>nothing</p>", held=True)
    is_loading(tab, "top")
    assert word_at(tab, "top") == '"Loading…"'
    expect(tab.stream()).to_have_attribute("aria-busy", "true")
    expect(tab.page.get_by_text("nothing")).to_be_hidden()  # who knows?
    tab.tells(is_held=False)
    tab.shows("1 2")
    assert word_at(tab, "top") == "none"
    expect(tab.stream()).to_have_attribute("aria-busy", "false")
    assert tab.tells()["pages"] == 1


def test_where_there_is_nothing_to_load_it_is_said_once_that_is_known(tab: Tab) -> None:
    tab.makes(load=[], empty="<p>nothing</p>", held=True)
    is_loading(tab, "top")
    expect(tab.page.get_by_text("nothing")).to_be_hidden()
    tab.tells(is_held=False)
    expect(tab.page.get_by_text("nothing")).to_be_visible()


def test_what_happens_while_the_first_rows_load_stands_after_them(tab: Tab) -> None:
    tab.makes(load=[1, 2, 3], held=True)
    is_loading(tab, "top")
    tab.does("append", 4, [2, "newer"])
    tab.shows("4 2")
    tab.tells(is_held=False)
    tab.shows("1 3 4 2")


def test_a_reset_while_the_first_rows_load_is_the_last_word(tab: Tab) -> None:
    tab.makes(load=[1, 2, 3], held=True)
    is_loading(tab, "top")
    tab.does("reset", 7, 8)
    tab.tells(is_held=False)
    expect(tab.stream()).to_have_attribute("aria-busy", "false")
    assert tab.keys() == "7 8"


def test_first_rows_that_could_not_be_loaded_can_be_tried_again(tab: Tab) -> None:
    tab.makes(load=[1, 2], empty="<p>nothing</p>", broken=True)
    expect(retry(tab)).to_be_visible()
    assert word_at(tab, "top") == "none"
    retry(tab).click()
    expect(retry(tab)).to_be_visible()
    assert tab.tells(is_broken=False)["logged"] == [BROKEN, BROKEN]
    retry(tab).click()
    tab.shows("1 2")
    expect(retry(tab)).to_have_count(0)


def test_a_retry_of_the_first_rows_stays_when_others_come_before_it(tab: Tab) -> None:
    tab.makes(range=[1, 60], page=20, broken=True, style=SHAPE)
    expect(retry(tab)).to_be_visible()
    tab.tells(is_broken=False)
    tab.does("append", 61)
    retry(tab).click()
    tab.page.wait_for_function("document.getElementById('list-41') !== null")
    assert tab.keys().endswith(" 58 59 60 61")


def test_a_retry_is_a_button_like_any_other(tab: Tab) -> None:
    tab.makes(load=[1], broken=True)
    expect(retry(tab)).to_be_visible()
    tab.tells(is_broken=False)
    retry(tab).focus()
    tab.page.keyboard.press("Enter")
    tab.shows("1")


def test_first_rows_that_are_loaded_open_at_their_end(tab: Tab) -> None:
    tab.makes(load=list(range(80)), style=SHAPE)
    tab.shows(" ".join(map(str, range(80))))
    assert tab.gap() <= 2


# ---- states in the program's own words


def test_what_is_loading_and_what_failed_may_be_said_by_the_program(tab: Tab) -> None:
    tab.makes(load=[1], loading="<p>One moment</p>", failed="<b>Again?</b>", held=True, broken=True)
    expect(tab.page.get_by_text("One moment").first).to_be_visible()
    assert word_at(tab, "top") == "none"
    assert float(tab.stream().evaluate("list => list.offsetHeight")) > 15  # the first rows' takes room
    tab.tells(is_held=False)
    again = tab.page.get_by_role("button", name="Again?")
    expect(again).to_be_visible()
    expect(tab.stream()).to_have_attribute("data-failed", "")
    expect(tab.page.get_by_text("One moment").first).to_be_hidden()
    tab.tells(is_broken=False)
    again.click()
    tab.shows("1")
    expect(tab.stream()).not_to_have_attribute("data-failed", "")


def test_words_for_further_rows_push_nothing_away(tab: Tab) -> None:
    tab.makes(range=[1, 120], page=20, loading="<p>One moment</p>", style=SHAPE)
    tab.shows_entries(101, 120)
    tab.is_served()
    tab.tells(is_held=True)
    tab.scrolls_to(300)
    before = tab.offset(110)
    is_loading(tab, "top")
    expect(tab.page.get_by_text("One moment").first).to_be_in_viewport()
    tab.settles()
    assert tab.offset(110) == before
    tab.tells(is_held=False)


# ---- all rows once more


def reloads(tab: Tab, *items: object) -> None:
    tab.runs(f"""
async def run(tab):
    tab.streams["list"]._load = lambda: tab.load({list(items)!r})
    tab.streams["list"].reload()
""")


def test_a_reload_replaces_all_rows_once_they_have_come_and_can_be_tried_again(tab: Tab) -> None:
    tab.makes(load=[1, 2])
    tab.shows("1 2")
    tab.marks(2)
    tab.tells(is_held=True)
    reloads(tab, 2, 3)
    is_loading(tab, "top")
    assert tab.keys() == "1 2"
    tab.tells(is_held=False, is_broken=True)
    expect(retry(tab)).to_be_visible()
    assert tab.keys() == "1 2"
    tab.tells(is_broken=False)
    retry(tab).click()
    tab.shows("2 3")
    assert tab.marked() == "2"


def test_a_reload_leaves_what_is_read_where_it_is(tab: Tab) -> None:
    tab.makes(load=list(range(80)), style=SHAPE)
    tab.page.wait_for_function("document.querySelectorAll('#list > [data-key]').length === 80")
    tab.scrolls_to(700)
    key = tab.in_sight()[0]
    before = tab.offset(key)
    reloads(tab, *range(5, 90))
    tab.page.wait_for_function("document.getElementById('list-89') !== null")
    assert tab.offset(key) == before


# ---- further rows


@pytest.mark.parametrize(("edge", "place", "entries"), [("top", "top", (21, 80)), ("bottom", "end", (61, 120))])
def test_a_placeholder_and_a_retry_at_each_edge(tab: Tab, edge: str, place: str, entries: tuple[int, int]) -> None:
    in_the_middle(tab)
    tab.tells(is_held=True)
    goes_to(tab, edge)
    is_loading(tab, place)
    assert word_at(tab, place) == '"Loading…"'
    expect(tab.stream()).to_have_attribute("aria-busy", "false")
    tab.tells(is_held=False, is_broken=True)
    expect(retry(tab)).to_be_visible()
    assert word_at(tab, place) == "none"
    assert tab.tells()["logged"] == [BROKEN]

    pages = tab.tells()["pages"]
    tab.scrolls_to(600)
    goes_to(tab, edge)
    tab.is_served()
    assert tab.tells()["pages"] == pages  # nobody insists by scrolling

    retry(tab).click()
    expect(retry(tab)).to_be_visible()
    tab.tells(is_broken=False)
    retry(tab).click()
    tab.shows_entries(*entries)
    expect(retry(tab)).to_have_count(0)


@pytest.mark.parametrize("top", [0, 300])
def test_a_retry_comes_into_sight_at_the_very_top_and_pushes_nothing_away_below_it(tab: Tab, top: int) -> None:
    in_the_middle(tab)
    tab.tells(is_held=True)
    tab.scrolls_to(top)
    is_loading(tab, "top")
    before = tab.offset(45)
    tab.tells(is_held=False, is_broken=True)
    expect(retry(tab)).to_be_visible()
    tab.settles()
    if top == 0:
        expect(retry(tab)).to_be_in_viewport()
    else:
        assert tab.offset(45) == before
    tab.tells(is_broken=False)
    retry(tab).evaluate("button => button.click()")  # without scrolling there
    tab.shows_entries(21, 80)
    tab.settles()
    assert tab.offset(45) == before


@pytest.mark.parametrize(
    ("method", "items", "keys"),
    [
        ("append", [4], "1 2 3 4"),
        ("prepend", [4], "4 1 2 3"),
        ("update_item", [[2, "two"]], "1 2 3"),
        ("remove_item", [2], "1 3"),
        ("reset", [7, 8], "7 8"),
    ],
)
def test_a_handler_that_fails_hinders_no_later_operation(tab: Tab, method: str, items: list[object], keys: str) -> None:
    button = "<li><button data-action=press>press</button></li>"
    tab.makes(items=[1, 2, [3, button]])
    tab.tells(is_broken=True)
    tab.page.get_by_role("button", name="press").click()
    tab.is_served()
    assert tab.tells(is_broken=False)["logged"] == [BROKEN]
    tab.page.get_by_role("button", name="press").click()
    tab.does(method, *items)
    assert tab.keys() == keys
    assert tab.tells()["actions"] == [["press", "3", {}]]


def test_a_page_that_fails_hinders_no_operation(tab: Tab) -> None:
    in_the_middle(tab)
    tab.tells(is_broken=True)
    goes_to(tab, "top")
    expect(retry(tab)).to_be_visible()
    tab.do_all(["append", 999, {}], ["remove_item", 50, {}], ["prepend", 0, {}])
    assert tab.keys().startswith("0 41 ")
    assert tab.keys().endswith(" 100 999")
    assert "50" not in tab.keys().split()
    tab.tells(is_broken=False)
    tab.does("reset", 119, 120)
    assert tab.keys().endswith("119 120")
    expect(retry(tab)).to_have_count(0)


def test_a_page_is_asked_for_again_when_the_question_was_lost(tab: Tab) -> None:
    in_the_middle(tab)
    tab.loses_the_connection()
    goes_to(tab, "top")
    is_loading(tab, "top")
    tab.gets_it_back()
    tab.shows_entries(21, 80)
