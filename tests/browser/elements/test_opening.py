"""Where a list opens, and how a reader is sent to a row."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 300px; width: 400px"


def tall(key: int, height: int = 40) -> list[object]:
    return [key, f"<p style='height: {height}px; margin: 0'>{key}</p>"]


def middle_of(tab: Tab, key: object) -> float:
    """Measure how far a row's middle is from the window's."""
    return tab.offset(key) + tab.row(key).evaluate("row => row.offsetHeight") / 2 - 150


# A list of a thousand posts as in LiveView's guide; what the reader asks for is noted.
POSTS = """
async def run(tab):
    tab.asked, tab.is_broken = [], False

    def posts(first, last):
        return [as_item([number, f"<p style='height: 40px; margin: 0'>{number}</p>"])
                for number in range(max(first, 1), min(last, 1000) + 1)]

    def older(key):
        tab.asked.append(["top", key])
        feed.prepend(*posts(int(key) - 20, int(key) - 1), limit=60)

    def newer(key):
        tab.asked.append(["bottom", key])
        feed.append(*posts(int(key) + 1, int(key) + 20), limit=-60)

    def around(key):
        tab.asked.append(["around", key])
        if tab.is_broken:
            raise RuntimeError("broken, as the test wants it")
        return posts(int(key) - 10, int(key) + 10)

    tab.around = around
    feed = tab.feed = Stream("feed", render=lambda item: item.text, items=FIRST,
                             on_top=older, on_bottom=newer, OPTIONS)
    feed.style("height: 300px; width: 400px")
"""


def opens_posts(tab: Tab, first: str, options: str) -> None:
    tab.makes().runs(POSTS.replace("FIRST", first).replace("OPTIONS", options))


def asked(tab: Tab) -> list[list[str]]:
    return list(tab.runs("async def run(tab): return tab.asked"))


def goes_to(tab: Tab, key: object) -> None:
    tab.runs(f"async def run(tab): tab.feed.scroll_to({key!r}, tab.around)")


# ---- opens_at


@pytest.mark.parametrize("first", ["posts(1, 20)", "lambda: posts(1, 20)"])
def test_page_one_stands_at_its_start_and_the_next_ones_come_as_one_reads_on(tab: Tab, first: str) -> None:
    opens_posts(tab, first, "opens_at='start'")
    feed = tab.stream("feed")
    expect(tab.rows("feed").last).to_have_text("20")
    tab.settles()
    assert feed.evaluate("feed => feed.scrollTop") == 0
    assert asked(tab) == []  # 800 px, and there is nothing above page one
    for last in (40, 60, 80):
        feed.evaluate("feed => { feed.scrollTop = feed.scrollHeight }")
        expect(tab.rows("feed").last).to_have_text(str(last))
    expect(tab.rows("feed").first).to_have_text("21")
    feed.evaluate("feed => { feed.scrollTop = 0 }")
    expect(tab.rows("feed").first).to_have_text("1")


def test_a_few_rows_at_first_are_followed_by_as_many_as_fill_the_window(tab: Tab) -> None:
    opens_posts(tab, "posts(1, 3)", "opens_at='start'")
    expect(tab.rows("feed").last).to_have_text("23")
    assert asked(tab) == [["bottom", "3"]]
    assert tab.stream("feed").evaluate("feed => feed.scrollTop") == 0


def test_an_empty_list_that_gets_its_first_rows_later_goes_on_by_itself(tab: Tab) -> None:
    opens_posts(tab, "[]", "opens_at='start'")
    tab.runs("async def run(tab): tab.feed.append(*tab.around('1'))")
    expect(tab.rows("feed").last).to_have_text("31")
    assert asked(tab) == [["around", "1"], ["bottom", "11"]]


def test_what_is_appended_takes_nobody_from_the_start_but_who_has_read_to_the_end(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(3)], opens_at="start", style=SHAPE)
    tab.does("append", *map(tall, range(3, 30)))
    assert tab.stream().evaluate("list => list.scrollTop") == 0
    tab.scrolls_to(10**6)
    tab.does("append", *map(tall, range(30, 40)))
    assert tab.gap() <= 2


@pytest.mark.parametrize("options", [{"items": [tall(key) for key in range(50)]}, {"load": [*map(tall, range(50))]}])
def test_it_opens_with_a_row_in_the_middle(tab: Tab, options: dict[str, object]) -> None:
    tab.makes(**options, opens_at="25", style=SHAPE)
    tab.page.wait_for_function("document.getElementById('list').scrollTop > 0")
    tab.settles()
    assert abs(middle_of(tab, 25)) <= 1


def test_the_row_stays_in_the_middle_while_images_above_it_load(tab: Tab) -> None:
    items = [[key, f"<p><img alt='' src='/image/{key % 7}'></p>"] for key in range(40)]
    tab.makes(items=items, opens_at="20", style=SHAPE)
    tab.page.wait_for_function("[...document.querySelectorAll('#list img')].every((image) => image.complete)")
    tab.settles()
    assert "20" in tab.in_sight()


def test_where_it_opens_costs_nothing_if_it_is_the_end(tab: Tab) -> None:
    tab.makes(items=[1])
    assert "opens-at" not in tab.runs("async def run(tab): return list(tab.streams['list']._props)")


# ---- scroll_to


def test_a_reader_is_sent_to_a_row_that_is_there(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(50)], style=SHAPE)
    tab.stream().evaluate("list => list.addEventListener('stream:target', ({ detail }) => { list.target = detail })")
    tab.runs("async def run(tab): tab.streams['list'].scroll_to(25)")
    assert abs(middle_of(tab, 25)) <= 1
    assert tab.stream().evaluate("list => [list.target.key, list.target.row.id]") == ["25", "list-25"]
    tab.does("append", tall(50))
    assert abs(middle_of(tab, 25)) <= 1


def test_where_a_list_does_not_scroll_by_itself_whatever_is_around_it_does(tab: Tab) -> None:
    tab.makes(items=[tall(key) for key in range(50)], scroll=False)
    tab.runs("async def run(tab): tab.streams['list'].scroll_to(45)")
    expect(tab.row(45)).to_be_in_viewport(ratio=1)


def test_a_row_that_is_not_there_is_loaded_with_its_neighbours_and_one_reads_on_from_there(tab: Tab) -> None:
    opens_posts(tab, "posts(981, 1000)", "")
    goes_to(tab, 500)
    expect(tab.page.locator("#feed-500")).to_be_in_viewport()
    assert ["around", "500"] in asked(tab)
    expect(tab.rows("feed").first).to_have_text("470")  # 400 px around the window are filled
    expect(tab.page.locator("#feed-500")).to_be_in_viewport()
    tab.stream("feed").evaluate("feed => { feed.scrollTop = feed.scrollHeight }")
    expect(tab.page.locator("#feed-530")).to_have_count(1)


def test_what_is_not_there_at_all_changes_nothing(tab: Tab) -> None:
    opens_posts(tab, "posts(981, 1000)", "")
    tab.stream("feed").evaluate("f => f.addEventListener('stream:target', ({ detail }) => { f.target = detail })")
    goes_to(tab, 5000)
    tab.page.wait_for_function("document.getElementById('feed').target?.row === null")
    expect(tab.rows("feed").last).to_have_text("1000")


def test_rows_around_a_row_that_could_not_be_loaded_can_be_tried_again(tab: Tab) -> None:
    opens_posts(tab, "posts(981, 1000)", "")
    tab.tells(is_broken=True)
    goes_to(tab, 500)
    retry = tab.page.get_by_role("button", name="Could not load. Retry")
    expect(retry).to_have_count(1)
    tab.tells(is_broken=False)
    retry.evaluate("button => button.click()")
    expect(tab.page.locator("#feed-500")).to_be_in_viewport()
    expect(retry).to_have_count(0)


def test_a_browser_gets_only_the_rows_it_was_sent_to(tab: Tab) -> None:
    opens_posts(tab, "posts(981, 1000)", "")
    goes_to(tab, 500)
    expect(tab.page.locator("#feed-500")).to_be_in_viewport()
    count = len(asked(tab))
    tab.stream("feed").evaluate("feed => feed.stream.$emit('page', { edge: 'around', key: '7' })")
    tab.is_served()
    assert len(asked(tab)) == count


# ---- at the very edge at once

OVERRAN = """
async def run(tab):
    def entries(first, last):
        return [as_item([number, f"<p style='height: 40px; margin: 0'>{number}</p>"])
                for number in range(max(first, 1), min(last, 1000) + 1)]

    def older(key, overran):
        tab.asked.append(["top", key, overran])
        if overran:
            tab.feed.reset(*entries(1, 40))
        else:
            tab.feed.prepend(*entries(int(key) - 20, int(key) - 1), limit=60)

    def newer(key, overran):
        tab.asked.append(["bottom", key, overran])
        tab.feed.append(*entries(int(key) + 1, int(key) + 20), limit=-60)

    tab.asked = []
    tab.feed = Stream("feed", render=lambda item: item.text, items=entries(481, 520), opens_at=500,
                      on_top=older, on_bottom=newer)
    tab.feed.style("height: 300px; width: 400px")
"""


def test_who_drags_the_scroll_bar_to_the_top_may_be_taken_to_the_very_first_row(tab: Tab) -> None:
    tab.makes().runs(OVERRAN)
    feed = tab.stream("feed")
    expect(tab.page.locator("#feed-500")).to_be_in_viewport()
    feed.evaluate("feed => { feed.scrollTop = 300 }")
    expect(tab.rows("feed").first).to_have_text("461")
    tab.settles()
    feed.evaluate("feed => { feed.scrollTop = 0 }")
    expect(tab.page.locator("#feed-1")).to_be_in_viewport()
    expect(tab.page.locator("#feed-500")).to_have_count(0)
    tops = [overran for edge, _, overran in asked(tab) if edge == "top"]
    assert tops[:2] == [False, True]
    feed.evaluate("feed => { feed.scrollTop = feed.scrollHeight }")
    expect(tab.page.locator("#feed-60")).to_have_count(1)
    assert asked(tab)[-1] == ["bottom", "40", True]
