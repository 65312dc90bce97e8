"""Windows at their limits: small ones, emptied ones, hidden ones, and pages that come in between."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 400px; width: 500px"
TALL = "<p style='height: {}px; margin: 0'>{}</p>"


def tall(key: int, height: int = 40) -> list[object]:
    return [key, TALL.format(height, key)]


# Pages through a thousand rows of one height; what is asked for is noted.
PAGED = """
async def run(tab):
    tab.asked = []

    def entries(first, last):
        return [as_item(number) for number in range(max(first, 1), min(last, 1000) + 1)]

    def older(key):
        tab.asked.append(["top", key])
        tab.stream.prepend(*entries(int(key) - PAGE, int(key) - 1), limit=WINDOW)

    def newer(key):
        tab.asked.append(["bottom", key])
        tab.stream.append(*entries(int(key) + 1, int(key) + PAGE), limit=-WINDOW)

    tab.stream = tab.streams["many"] = Stream(
        "many", render=lambda item: f"<p style='height: 30px; margin: 0'>{item.id}</p>",
        items=lambda: entries(1001 - FIRST, 1000), on_top=older, on_bottom=newer,
    )
    tab.stream.style("STYLE")
"""


def pages(tab: Tab, *, page: int, window: int, first: int, style: str = "height: 560px") -> None:
    source = PAGED.replace("PAGE", str(page)).replace("WINDOW", str(window)).replace("FIRST", str(first))
    tab.makes().runs(source.replace("STYLE", style))


def asked(tab: Tab) -> list[list[str]]:
    return list(tab.runs("async def run(tab): return tab.asked"))


def rests(tab: Tab) -> list[list[str]]:
    """Wait until what was asked for has come; return what was asked, and again after ten more rounds."""
    for _ in range(10):
        tab.settles()
        tab.is_served()
    return asked(tab)


def stands(tab: Tab, gap: int) -> None:
    tab.stream("many").evaluate("(list, gap) => { list.scrollTop = list.scrollHeight - list.clientHeight - gap }", gap)


def test_who_was_brought_to_the_other_edge_by_a_page_gets_on_from_there(tab: Tab) -> None:
    """One cannot scroll further there, so nothing would ever ask for what the page has pruned."""
    pages(tab, page=10, window=40, first=40)
    expect(tab.rows("many").last).to_have_text("1000")
    tab.stream("many").evaluate("list => { list.scrollTop = 340 }")
    before = rests(tab)
    assert rests(tab) == before == [["bottom", "1000"], ["top", "961"], ["bottom", "990"], ["bottom", "1000"]]


def test_a_small_limit_still_pages_both_ways_as_the_reader_scrolls(tab: Tab) -> None:
    pages(tab, page=10, window=40, first=40)
    expect(tab.rows("many").last).to_have_text("1000")
    tab.stream("many").evaluate(
        """async (list) => {
            const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
            const first = () => Number(list.querySelector("[data-key]").dataset.key);
            const last = () => Number([...list.querySelectorAll("[data-key]")].at(-1).dataset.key);
            while (first() > 850) { list.scrollTop -= 100; await frame(); }
            while (last() < 1000) { list.scrollTop += 100; await frame(); }
        }"""
    )


@pytest.mark.parametrize("edge", ["top", "bottom"])
def test_after_a_page_a_window_that_has_lost_its_rows_fills_itself(tab: Tab, edge: str) -> None:
    """Nobody can scroll a window that is not full."""
    pages(tab, page=40, window=80, first=80)
    expect(tab.rows("many").last).to_have_text("1000")
    stands(tab, 1900)
    tab.page.wait_for_function("document.getElementById('many-1000') === null")
    if edge == "bottom":
        stands(tab, 0)
        tab.page.wait_for_function("document.getElementById('many-1000') !== null")
    rests(tab)
    keys = [int(key) for key in tab.keys("many").split()]
    doomed = keys[:-2] if edge == "bottom" else keys[2:]
    tab.do_all(*[["remove_item", key, {}] for key in doomed], on="many")
    tab.page.wait_for_function("document.querySelectorAll('#many > [data-key]').length > 20")


@pytest.mark.parametrize("style", ["height: 300px; display: none", "height: 0"])
def test_hidden_at_first_a_window_fills_itself_when_it_is_shown(tab: Tab, style: str) -> None:
    pages(tab, page=20, window=300, first=3, style=style)
    tab.shows("998 999 1000", "many")
    tab.stream("many").evaluate("list => { list.style.display = 'block'; list.style.height = '300px' }")
    tab.page.wait_for_function("document.querySelectorAll('#many > [data-key]').length > 20")


@pytest.mark.parametrize("topic", [None, "news"])
def test_when_all_rows_are_removed_one_by_one_those_above_are_loaded(tab: Tab, topic: str | None) -> None:
    """By a handler's own hand, and by topic."""
    if topic:
        tab.plans(topic=topic, page=20, style=SHAPE)
        tab.feed("change", "insert", *[tall(key) for key in range(1, 101)])
        tab.enters().is_live()
    else:
        tab.makes(range=[1, 100], page=20, style=SHAPE)
    tab.page.wait_for_function("document.getElementById('list-100') !== null")
    tab.is_served()
    keys = [int(key) for key in tab.keys().split()]
    if topic:
        tab.feed("change", "remove", *keys)
    else:
        # The program's own list has lost these rows too.
        tab.runs(f"async def run(tab): tab.streams['list']._load = lambda: tab.load(range(1, {keys[0]}))")
        tab.do_all(*[["remove_item", key, {}] for key in keys])
    tab.page.wait_for_function("last => document.getElementById(`list-${last}`) !== null", arg=keys[0] - 1)


def test_rows_paged_in_beyond_the_constructors_limit_stay_while_they_are_read(tab: Tab) -> None:
    tab.plans(topic="news", limit=-50, style=SHAPE)
    tab.feed("change", "insert", *[tall(key) for key in range(1000, 1050)])
    tab.enters().is_live()
    tab.does("prepend", *[tall(key) for key in range(900, 1000)], limit=200)
    tab.scrolls_to(200)
    seen, keys = tab.in_sight(), tab.keys()
    tab.feed("change", "insert", tall(2000))
    tab.is_served()
    assert (tab.keys(), tab.in_sight()) == (keys, seen)
    tab.feed("change", "remove", 1049)
    tab.feed("change", "insert", tall(1048), lost=True)  # known, and told by catching up
    tab.feed("heartbeat")
    tab.is_live().is_served()
    assert (tab.keys(), tab.in_sight()) == (keys.removesuffix(" 1049"), seen)


def test_what_a_handlers_task_does_later_is_no_page(tab: Tab) -> None:
    tab.makes().runs("""
async def run(tab):
    tab.go_on = asyncio.Event()

    async def later():
        await tab.go_on.wait()
        tab.stream.append(as_item(999))

    def older(key):
        tab.task = asyncio.create_task(later())
        tab.stream.prepend(*[as_item(number) for number in range(int(key) - 20, int(key))])

    items = [as_item(number) for number in range(1000, 1040)]
    tab.stream = Stream("many", render=lambda item: f"<p>{item.id}</p>", items=items, on_top=older)
    tab.stream.style("height: 300px")
""")
    for first in (980, 960):
        tab.stream("many").evaluate("list => { list.scrollTop = 0 }")
        expect(tab.rows("many").first).to_have_text(str(first))
        stands(tab, 0)
    tab.runs("async def run(tab): tab.go_on.set()")
    expect(tab.row(999, "many")).to_have_count(1)
    tab.stream("many").evaluate("list => { list.scrollTop = 0 }")
    expect(tab.rows("many").first).to_have_text("940")  # and the next answer is not taken for a repeated one


@pytest.mark.parametrize("is_refused", [True, False])
def test_of_two_streams_of_a_topic_one_refused_takes_the_page_out_of_it(tab: Tab, is_refused: bool) -> None:
    tab.makes({"name": "a", "topic": "news"}, {"name": "b", "topic": "news"})
    tab.is_live("a").is_live("b")
    if is_refused:
        tab.feed("close")
        tab.stream("a").evaluate("list => list.stream.model.follower.onConnect()")
        tab.waits_until(lambda: tab.feed("")["followed"] == [])
        for name in "ab":
            expect(tab.stream(name)).to_have_attribute("data-state", "connecting")
    tab.feed("change", "insert", 1)
    tab.is_served()
    assert (tab.keys("a"), tab.keys("b")) == (("", "") if is_refused else ("1", "1"))
