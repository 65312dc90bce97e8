"""The reader's place: what is looked at stays where it is, and who reads the end follows it."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

NOTE_POSITION = """list => {
    window.position = null;
    list.addEventListener("stream:position", ({ detail }) => { window.position = detail });
}"""
SHAPE = "height: 300px; width: 400px"


def tall(key: object, height: int = 40, text: object = "") -> list[object]:
    return [key, f"<div style='height: {height}px'>{text or key}</div>"]


@pytest.fixture
def long(tab: Tab) -> Tab:
    """Fifty rows of 40 px in a window of 300 px."""
    return tab.makes(items=[tall(key) for key in range(50)], style=SHAPE)


def test_it_opens_at_its_end(long: Tab) -> None:
    assert long.gap() <= 2
    assert long.in_sight()[-1] == "49"


@pytest.mark.parametrize(
    "order",
    [
        ["prepend", *map(tall, "abcde"), {}],
        ["insert", *map(tall, "abcde"), {"at": 3}],
        ["insert", *map(tall, "abcde"), {"at": 40}],
        ["update_item", tall(3, 400), tall(4, 4), tall(45, 400), {}],
        ["remove_item", tall(3), {}],
        ["remove_item", tall(45), {}],
        ["append", *map(tall, "abcde"), {}],
        ["append", *map(tall, "abcde"), {"limit": -40}],
        ["prepend", *map(tall, "abcde"), {"limit": 40}],
        ["reset", *map(tall, range(10, 40)), {}],
    ],
    ids=lambda order: f"{order[0]} {order[-1]}",
)
def test_nothing_moves_what_is_looked_at(long: Tab, order: list[Any]) -> None:
    long.scrolls_to(1010)
    looked_at = {key: long.offset(key) for key in long.in_sight()}
    assert len(looked_at) == 6
    long.do_all(order)
    assert {key: long.offset(key) for key in looked_at} == looked_at


@pytest.mark.parametrize("gone", [{25}, {25, 26, 28}, set(range(25, 33)), {*range(5, 10), *range(25, 33), 40}])
def test_what_is_looked_at_stays_where_it_is_when_rows_of_it_go(long: Tab, gone: set[int]) -> None:
    long.scrolls_to(1010)
    next_one = min({*range(25, 34)} - gone)
    before = long.offset(next_one)
    long.does("reset", *(tall(key) for key in range(50) if key not in gone))
    assert long.offset(next_one) == before


def test_a_reset_that_keeps_nothing_of_it_shows_something(long: Tab) -> None:
    long.scrolls_to(1010)
    long.does("reset", *map(tall, range(100, 120)))
    assert len(long.in_sight()) >= 6


@pytest.mark.parametrize("gap", [0, 60, 99])
def test_who_reads_the_end_follows_it(long: Tab, gap: int) -> None:
    long.scrolls_to(1700 - gap)
    long.does("append", tall("a"), tall("b"))
    assert long.gap() <= 2
    long.does("append", tall("c"), limit=-50)
    assert long.gap() <= 2
    assert long.in_sight()[-1] == "c"


def test_who_reads_further_up_is_told_so_and_may_jump(long: Tab) -> None:
    long.stream().evaluate(NOTE_POSITION)
    long.scrolls_to(1500)
    assert long.page.evaluate("window.position") == {"nearEnd": False, "unseen": 0}
    long.does("append", tall("a"))
    assert long.gap() == 240
    long.stream().evaluate("list => list.stream.jump()")
    assert long.gap() <= 2
    assert long.page.evaluate("window.position") == {"nearEnd": True, "unseen": 0}


@pytest.mark.parametrize("change", ["height = '200px'", "width = '200px'", "width = '700px'"])
@pytest.mark.parametrize("is_at_end", [True, False])
def test_a_window_of_another_size_shows_the_same(tab: Tab, change: str, is_at_end: bool) -> None:
    words = "some words that break into more lines where there is less room " * 2
    tab.makes(items=[[key, f"<div>{key} {words}</div>"] for key in range(80)], style=SHAPE)
    tab.scrolls_to(99999 if is_at_end else 1010)
    first = tab.in_sight()[0]
    tab.stream().evaluate(f"list => {{ list.style.{change} }}")
    tab.settles()
    assert tab.gap() <= 2 if is_at_end else first in tab.in_sight()


@pytest.mark.parametrize(
    ("hide", "show"),
    [
        ("list.style.display = 'none'", "list.style.display = ''"),
        ("window.place = list.parentElement; list.remove()", "window.place.append(list)"),
    ],
)
def test_hidden_and_shown_again_it_stands_where_it_stood(long: Tab, hide: str, show: str) -> None:
    long.scrolls_to(1010)
    before = long.offset(30)
    long.page.evaluate(f"window.list = document.querySelector('#list'); {hide}")
    long.settles()
    long.does("prepend", tall("a"))
    long.does("append", tall("b"))
    long.page.evaluate(show)
    long.settles()
    assert long.offset(30) == before


def test_made_hidden_it_opens_at_its_end_when_it_is_shown(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(50)], style=SHAPE + "; display: none")
    tab.does("append", tall("last"))
    tab.stream().evaluate("list => { list.style.display = 'block' }")
    tab.settles()
    assert tab.gap() <= 2
    assert tab.in_sight()[-1] == "last"


@pytest.mark.parametrize(("key", "top"), [(2, 1010), (25, 1010), (30, 1010), (48, 1700)])
def test_an_image_that_loads_late_pushes_nothing_away(long: Tab, key: int, top: int) -> None:
    held: list[Route] = []
    long.page.route("**/image/*", lambda route: held.append(route))  # until everything has been measured
    with long.page.expect_request("**/image/*"):
        long.does("update_item", [key, f"<div>{key}<img src='/image/6?{key}'></div>"])
    long.scrolls_to(99999 if top == 1700 else top)
    first = long.in_sight()[0]
    bottom = "row => row.getBoundingClientRect().bottom"
    before = long.row(first).evaluate(bottom)
    held[0].continue_()
    long.row(key).locator("img").evaluate("image => image.decode()")  # once it can be drawn; `complete` comes earlier
    long.page.unroute("**/image/*")
    long.settles()
    if top == 1700:
        assert long.gap() <= 2
    else:
        assert long.row(first).evaluate(bottom) == pytest.approx(before, abs=1)


@pytest.mark.parametrize(
    ("meanwhile", "moved"),
    [
        ("list.scrollTop -= 50", 50),
        ("list.scrollTop += 50", -50),
        ("list.stream.apply([['remove', ['40']]])", 0),
        ("list.stream.apply([['insert', [['new', '<div>new</div>']], 3]])", 0),
    ],
)
def test_what_grows_in_the_very_moment_of_something_else_moves_nothing_either(
    long: Tab, meanwhile: str, moved: int
) -> None:
    long.scrolls_to(1010)
    before = long.offset(30)
    long.stream().evaluate(
        f"""list => {{
            document.getElementById("list-7").style.height = "300px";
            {meanwhile};
        }}"""
    )
    long.settles()
    assert long.offset(30) == before + moved


def test_a_script_may_scroll_in_the_very_moment_of_an_operation(long: Tab) -> None:
    long.stream().evaluate(
        """list => {
            list.stream.apply([["insert", [["new", "<div style='height: 90px'>new</div>"]], 9]]);
            document.getElementById("list-new").scrollIntoView({ block: "center" });
        }"""
    )
    long.settles()
    assert "new" in long.in_sight()


def test_listeners_hear_of_touched_rows_before_they_are_measured(long: Tab) -> None:
    long.scrolls_to(1010)
    looked_at = long.offset(30)
    long.stream().evaluate(
        """list => list.addEventListener("stream:rows", ({ detail }) => {
            window.touched = detail.rows.map((row) => row.dataset.key);
            for (const row of detail.rows) row.style.height = "99px";
        })"""
    )
    touched: Callable[[], Any] = lambda: long.page.evaluate("window.touched")  # noqa: E731
    long.does("insert", tall("a"), tall("b"), tall(7), at=3)
    assert sorted(touched()) == ["3", "7", "a", "b"]  # 3 has a new neighbour above
    long.does("remove_item", 10)
    assert touched() == ["11"]
    assert long.offset(30) == looked_at


def test_switched_off_it_is_a_list_like_any_other(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(50)], scroll=False, style=SHAPE + "; overflow: auto")
    assert tab.stream().evaluate("list => list.scrollTop") == 0
    tab.stream().evaluate("list => { list.scrollTop = 1010 }")
    tab.stream().evaluate(NOTE_POSITION)
    tab.do_all(["append", tall("a"), {}], ["remove_item", tall(49), {}])
    assert tab.stream().evaluate("list => list.scrollTop") == 1010
    tab.stream().evaluate("list => list.stream.jump()")
    assert tab.stream().evaluate("list => list.scrollTop") == 1010
    assert tab.page.evaluate("window.position") is None


def test_switched_off_it_needs_no_height_of_its_own(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(50)], scroll=False)
    assert tab.stream().evaluate("list => [list.clientHeight, getComputedStyle(list).overflowY]") == [2000, "visible"]
