"""A part of a row can be updated alone."""

import pytest

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

HTML = "<li><b class=count>1</b><i>{}</i><u class=count>1</u></li>"


def update_part(tab: Tab, *arguments: object) -> None:
    tab.runs(f"async def run(tab):\n    await tab.streams['list'].update_part(*{arguments!r})")


@pytest.mark.parametrize("key", [1, "1"])
def test_only_what_matches_changes(tab: Tab, key: object) -> None:
    tab.makes(items=[[1, HTML.format("old")], [2, HTML.format("old")]])
    tab.row(1).evaluate(
        """row => {
            row.querySelector("i").textContent = "a script's";
            row.insertAdjacentHTML("beforeend", "<p data-keep><b class=count>9</b></p>");
        }"""
    )
    update_part(tab, key, ".count", "<b class='count new'>2</b>")
    assert tab.row(1).evaluate("row => row.innerText.replaceAll(/\\s/g, '')") == "2ascript's29"
    assert tab.row(2).text_content() == "1old1"
    sent = tab.stream().evaluate("list => list.stream.sent('1')").replace('"', "")
    assert sent == "<li><b class=count new>2</b><i>old</i><b class=count new>2</b></li>"


def test_the_part_keeps_its_element_and_the_focus(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><p><button>1 like</button></p></li>"]])
    tab.page.get_by_role("button").evaluate("button => { button.focus(); button.marked = true }")
    update_part(tab, 1, "p", "<p><button>2 likes</button></p>")
    button = tab.page.get_by_role("button", name="2 likes")
    assert button.evaluate("button => button.marked && button === document.activeElement")


def test_unknown_rows_and_parts_are_ignored(tab: Tab) -> None:
    tab.makes(items=[[1, HTML.format("old")]])
    update_part(tab, 7, ".count", "<b>2</b>")
    update_part(tab, 1, ".other", "<b>2</b>")
    assert tab.row(1).text_content() == "1old1"
    assert "whole part" in tab.runs(
        "async def run(tab):\n    try:\n        tab.streams['list'].update_part(1, 'b', '3')\n"
        "    except ValueError as error:\n        return str(error)"
    )


def test_a_selector_that_is_none_is_reported_and_what_follows_is_done(tab: Tab) -> None:
    tab.makes(items=[[1, "<li>one</li>"]]).runs("""
async def run(tab):
    stream = tab.streams["list"]
    stream.update_part(1, "[[", "<b>two</b>")
    await stream.append(as_item([2, "<li>two</li>"]))
""")
    tab.shows("1 2")
    assert "update_part(…, [[)" in tab.errors.pop(0)
    tab.errors.clear()


def test_a_part_of_a_drawing_is_drawn(tab: Tab) -> None:
    tab.makes(items=[[1, "<li><svg viewBox='0 0 100 100'><circle r=2 /></svg></li>"]])
    update_part(tab, 1, "circle", "<circle r=77 />")
    circle = tab.row(1).locator("circle")
    assert circle.evaluate("circle => circle instanceof SVGCircleElement && circle.getAttribute('r')") == "77"
    assert circle.evaluate("circle => circle.getBoundingClientRect().width") > 0
