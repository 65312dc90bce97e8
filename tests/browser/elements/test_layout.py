"""What is looked at stays where it is, whatever style sheets do to it."""

import pytest

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 300px; width: 400px"


def tall(key: int, height: float = 40) -> list[object]:
    return [key, f"<p style='height: {height}px; margin: 0'>{key}</p>"]


def test_fractions_of_pixels_do_not_add_up(tab: Tab) -> None:
    tab.makes(items=[tall(key, 20.3) for key in range(100)], style=SHAPE)
    tab.scrolls_to(1000)
    key = tab.in_sight()[3]
    before = tab.offset(key)
    tab.do_all(*[["prepend", tall(1000 + number, 20.3), {}] for number in range(100)])
    assert tab.offset(key) == pytest.approx(before, abs=1.5)


@pytest.mark.parametrize("css", ["zoom: 1.3", "transform: scale(.5)"])
def test_a_window_that_is_shown_larger_or_smaller_keeps_its_place(tab: Tab, css: str) -> None:
    tab.makes(items=[tall(key) for key in range(100)], style=SHAPE)
    tab.stream().evaluate("(list, css) => { list.parentElement.style.cssText += css }", css)
    tab.settles()
    tab.scrolls_to(1000)
    key = tab.in_sight()[2]
    before = tab.offset(key)
    tab.does("prepend", *[tall(500 + number) for number in range(5)])
    assert tab.offset(key) == pytest.approx(before, abs=1.5)


def test_smooth_scrolling_is_for_readers_not_for_keeping_their_place(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(100)], style=f"{SHAPE}; scroll-behavior: smooth")
    assert tab.gap() <= 2
    tab.scrolls_to(1000)
    key = tab.in_sight()[3]
    before = tab.offset(key)
    tab.does("prepend", *[tall(200 + number) for number in range(5)])
    tab.does("prepend", tall(300))
    assert tab.offset(key) == pytest.approx(before, abs=1.5)


FILTERS = {"odd": "index % 2", "most": "index % 10", "the-middle": "index > 20 && index < 60", "first": "index < 50"}


@pytest.mark.parametrize("hidden", FILTERS.values(), ids=FILTERS)
def test_hidden_rows_are_not_looked_at(tab: Tab, hidden: str) -> None:
    tab.makes(items=[tall(key) for key in range(200)], style=SHAPE)
    hide = f"row.style.display = {hidden} ? 'none' : ''"
    tab.stream().evaluate(f"list => list.querySelectorAll('[data-key]').forEach((row, index) => {{ {hide} }})")
    tab.settles()
    reach = int(tab.stream().evaluate("list => list.scrollHeight - list.clientHeight"))
    for top in range(100, reach - 150, max(reach // 8, 40)):
        tab.scrolls_to(top)
        key = tab.in_sight()[1]
        before = tab.offset(key)
        tab.does("prepend", tall(1000 + top))
        assert tab.offset(key) == before
        tab.does("remove_item", 1000 + top)
        assert tab.offset(key) == before


def test_hiding_what_was_looked_at_shows_what_came_next(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(200)], style=SHAPE)
    tab.scrolls_to(2000)
    tab.settles()
    first, *_, last = tab.in_sight()
    before = tab.offset(last)
    tab.row(first).evaluate("row => [row, row.nextElementSibling].forEach(({ style }) => { style.display = 'none' })")
    tab.does("append", tall(1000))
    assert tab.offset(last) == pytest.approx(before, abs=1.5)
