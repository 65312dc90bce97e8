"""Rows enter and leave by CSS classes, which get in the way of nothing."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

STYLE = """<li><style>
  @keyframes fade { from { opacity: 0 } }
  .comes, .goes { animation: fade TIMEms }
</style></li>"""


def makes(tab: Tab, time: int = 60_000, **options: object) -> Tab:
    style = ["style", STYLE.replace("TIME", str(time))]
    tab.makes(items=[style, 1, 2, 3], entering="comes now", leaving="goes", **options)
    tab.page.evaluate("import('stream_transitions')")  # until it is there, rows come and go at once
    return tab


def test_new_rows_enter_and_the_first_ones_do_not(tab: Tab) -> None:
    makes(tab)
    tab.does("append", 4)
    tab.does("update_item", [4, "<li class=own>four</li>"])
    expect(tab.row(4)).to_have_class("own comes now")
    expect(tab.row(4)).to_have_text("four")
    assert tab.page.locator(".comes").count() == 1


def test_the_classes_end_with_the_animation(tab: Tab) -> None:
    makes(tab, time=50)
    tab.does("append", 4)
    expect(tab.row(4)).not_to_have_attribute("class", "comes now")
    tab.does("remove", 4)
    expect(tab.page.locator(".goes")).to_have_count(0)


def test_a_row_that_leaves_is_no_row_any_more(tab: Tab) -> None:
    makes(tab)
    tab.row(2).evaluate("row => { row.tabIndex = 0; row.focus() }")
    tab.does("remove", 2)
    assert tab.page.locator(".goes").text_content() == "row 2"
    assert tab.row(3).evaluate("row => row === document.activeElement")
    tab.does("insert", [2, "two again"], at=2)
    tab.does("move", 1, at=2)
    assert tab.keys() == "style 2 1 3"
    assert tab.row(2).text_content() == "two again"
    tab.does("remove", 3)
    tab.does("append", 4, limit=-3)
    assert tab.keys() == "2 1 4"
    assert tab.stream().evaluate("list => [list.stream.keyAt('top'), list.stream.keyAt('bottom')]") == ["2", "4"]
    tab.does("reset", 3, 2)
    assert tab.keys() == "3 2"
    assert tab.page.locator(".goes").all_text_contents() == ["row 2", "row 3"]


def test_the_empty_list_says_so_while_the_last_row_leaves(tab: Tab) -> None:
    makes(tab, empty="<p>Nobody yet</p>")
    tab.does("reset", 1)
    tab.does("remove", 1)
    expect(tab.page.get_by_text("Nobody yet")).to_be_visible()


def test_nothing_moves_where_people_want_less_motion(tab: Tab) -> None:
    tab.page.emulate_media(reduced_motion="reduce")
    makes(tab)
    tab.does("append", 4)
    tab.does("remove", 2)
    assert tab.page.locator(".comes, .goes").count() == 0
    assert tab.keys() == "style 1 3 4"
    tab.page.emulate_media(reduced_motion="no-preference")


def test_a_list_and_its_rows(tab: Tab) -> None:
    tab.makes(items=[1], tag="ul", scroll=False, empty="Nobody yet")
    tab.does("append", 2)
    expect(tab.page.get_by_role("list").get_by_role("listitem")).to_have_count(2)
    tab.does("remove", 1, 2)
    expect(tab.page.get_by_text("Nobody yet")).to_be_visible()


def test_a_table_and_its_rows(tab: Tab) -> None:
    tab.makes(items=[[1, "<tr><td>one<td>1</tr>"]], tag="tbody", empty="Nobody yet")
    tab.stream().evaluate(
        """list => {
            const table = document.createElement("table");
            list.parentElement.append(table);
            table.append(list);
        }"""
    )
    tab.does("append", [2, "<tr><td>two<td>2</tr>"])
    tab.does("update_item", [1, "<tr><td>uno<td>1</tr>"])
    expect(tab.page.get_by_role("row")).to_have_count(2)
    expect(tab.page.get_by_role("row", name="uno 1").get_by_role("cell")).to_have_count(2)
    tab.does("remove", 1, 2)
    expect(tab.page.get_by_role("cell", name="Nobody yet")).to_be_visible()


def test_nothing_is_left_to_do_for_rows_that_a_script_or_the_page_has_taken_away(tab: Tab) -> None:
    makes(tab, time=50)
    tab.does("remove", 2)
    tab.page.locator(".goes").evaluate_all("rows => rows.forEach((row) => row.remove())")
    tab.does("remove", 3)
    tab.runs("async def run(tab): tab.streams['list'].delete()")
    tab.page.evaluate("new Promise((resolve) => setTimeout(resolve, 100))")  # errors in the page fail the test


def test_rows_that_come_or_go_together_have_their_styles_computed_once(tab: Tab) -> None:
    """Each class that is added makes the styles invalid: what is asked of a row must not come in between."""
    makes(tab)
    order = tab.stream().evaluate(
        """list => {
            const order = [];
            const { getAnimations } = Element.prototype;
            Element.prototype.getAnimations = function () {
                order.push(document.querySelectorAll(".comes, .goes").length);
                return getAnimations.call(this);
            };
            const rows = [4, 5, 6].map((key) => [String(key), `<li>${key}</li>`]);
            list.stream.apply([["insert", rows]]);
            list.stream.apply([["remove", ["4", "5", "6"]]]);
            Element.prototype.getAnimations = getAnimations;
            return order;
        }"""
    )
    assert order == [3] * 6
