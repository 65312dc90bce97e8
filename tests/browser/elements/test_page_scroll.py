"""Lists that do not scroll by themselves: the page does, or an element around them."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

# A list between a heading of 200 px and a footer of 150 px, in the page or in a window within it; a thousand rows.
BETWEEN = """
async def run(tab):
    def entries(first, last):
        return [as_item([number, f"<p style='height: 40px; margin: 0'>{number}</p>"])
                for number in range(max(first, 1), min(last, 1000) + 1)]

    around = tab.box = ui.element("section").style("WINDOW")
    with tab.client.content, around, ui.element().style("overflow-x: auto"):  # which does not scroll down
        tab.head = ui.element("header").style("height: 200px")
        tab.list = Stream(
            "rows", render=lambda item: item.text, items=entries(FIRST, LAST), scroll="page", opens_at=OPENS,
            on_top=lambda key: tab.list.prepend(*entries(int(key) - 20, int(key) - 1), limit=60),
            on_bottom=lambda key: tab.list.append(*entries(int(key) + 1, int(key) + 20), limit=-60),
        )
        ui.element("footer").style("height: 150px")
    tab.around = lambda key: entries(int(key) - 10, int(key) + 10)
"""

SCROLLER = "(document.querySelector('section[style*=auto]') ?? document.scrollingElement)"


@pytest.fixture(params=["", "height: 400px; overflow-y: auto; display: block"], ids=["page", "ancestor"])
def window(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def shows(tab: Tab, window: str, first: int, last: int, opens_at: object = "end") -> None:
    source = BETWEEN.replace("WINDOW", window).replace("FIRST", str(first)).replace("LAST", str(last))
    tab.makes().runs(source.replace("OPENS", repr(opens_at)))
    tab.settles()


def scrolls(tab: Tab, to: str) -> None:
    """Scroll to a number of px, or to `scroller.scrollHeight`."""
    tab.page.evaluate(f"{{ const scroller = {SCROLLER}; scroller.scrollTop = {to} }}")


def top_of(tab: Tab, key: int) -> float:
    return float(tab.row(key, "rows").evaluate("row => row.getBoundingClientRect().top"))


def test_the_last_row_is_in_sight_at_first_and_followed(tab: Tab, window: str) -> None:
    shows(tab, window, 981, 1000)
    expect(tab.row(1000, "rows")).to_be_in_viewport(ratio=1)
    tab.runs("async def run(tab): tab.list.append(as_item([2000, '<p>the newest</p>']))")
    expect(tab.row(2000, "rows")).to_be_in_viewport(ratio=1)


def test_page_one_stands_at_the_pages_top_and_one_reads_on_in_both_directions(tab: Tab, window: str) -> None:
    shows(tab, window, 1, 20, "start")
    assert tab.page.evaluate(f"{SCROLLER}.scrollTop") == 0
    for last in (40, 60, 80):
        scrolls(tab, "scroller.scrollHeight")
        expect(tab.row(last, "rows")).to_have_count(1)
    expect(tab.rows("rows").first).to_have_text("21")
    scrolls(tab, "0")
    expect(tab.rows("rows").first).to_have_text("1")


def test_what_is_read_stays_where_it_is(tab: Tab, window: str) -> None:
    shows(tab, window, 481, 520, 500)
    expect(tab.row(500, "rows")).to_be_in_viewport(ratio=1)
    scrolls(tab, "scroller.scrollTop - 30")
    tab.settles()
    before = top_of(tab, 500)
    tab.runs("async def run(tab): tab.list.prepend(as_item([1, '<p>above</p>']))")
    tab.settles()
    assert top_of(tab, 500) == before
    tab.runs("async def run(tab): tab.head.style('height: 500px')")
    tab.settles()
    assert top_of(tab, 500) == before


def test_a_reader_is_sent_to_a_row(tab: Tab, window: str) -> None:
    shows(tab, window, 981, 1000)
    tab.runs("async def run(tab): tab.list.scroll_to(500, tab.around)")
    expect(tab.row(500, "rows")).to_be_in_viewport(ratio=1)


def test_what_is_gone_leaves_the_page_as_it_was(tab: Tab, window: str) -> None:
    shows(tab, window, 981, 1000)
    tab.runs("async def run(tab): tab.list.delete()")
    assert tab.page.locator("[data-stream-scroller]").count() == 0
    assert tab.page.evaluate("history.scrollRestoration") == "auto"


def test_the_browser_keeps_no_places_until_the_last_list_has_gone(tab: Tab, window: str) -> None:
    shows(tab, window, 1, 20)
    tab.runs("""
async def run(tab):
    with tab.box:
        tab.other = Stream("other", render=lambda item: item.text, scroll="page")
""")
    tab.settles()
    by_lists = f"[{SCROLLER}.hasAttribute('data-stream-scroller'), history.scrollRestoration]"
    restoration = "auto" if window else "manual"
    for name, expected in (("list", [True, restoration]), ("other", [False, "auto"])):
        tab.runs(f"async def run(tab): tab.{name}.delete()")
        tab.page.wait_for_function(f"!document.getElementById('{'rows' if name == 'list' else name}')")
        assert tab.page.evaluate(by_lists) == expected
