"""A window on a long list: rows come and go at both edges, and the reader never notices."""

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

SHAPE = "height: 400px; width: 500px"

# Sums up, frame by frame, by how much a row moves that is in sight before and after: what the reader sees of scrolling.
# Where rows stand when a frame is painted is what an IntersectionObserver tells, since it is asked last.
WATCH = """(list) => new Promise((begun) => {
    const { top } = list.getBoundingClientRect();
    let stood = new Map();
    Object.assign(list, { moved: 0, low: 0, high: 0 });
    const look = () => {
        const observer = new ResizeObserver(() => {
            observer.disconnect();
            const rows = [...list.querySelectorAll(":scope > [data-key]")];
            const stands = new Map(rows.map((row) => [row, row.getBoundingClientRect().bottom]));
            const read = [...stood.keys()].find((row) => stood.get(row) > top && stands.get(row) > top);
            if (read) list.moved += stood.get(read) - stands.get(read);
            list.low = Math.min(list.low, list.moved);
            list.high = Math.max(list.high, list.moved);
            stood = stands;
            begun();
        });
        observer.observe(list);
        requestAnimationFrame(look);
    };
    look();
    list.turn = () => { list.from = list.low = list.high = list.moved };
    // Waits until all has moved by a turn, and tells how far anything has moved elsewhere.
    list.jolt = async (turn) => {
        const to = list.from + turn;
        const patience = performance.now() + 5000;
        do await new Promise((later) => setTimeout(later));
        while (Math.abs(list.moved - to) > 1 && performance.now() < patience);
        const [low, high] = turn < 0 ? [to, list.from] : [list.from, to];
        return Math.max(Math.abs(list.moved - to), low - list.low, list.high - high);
    };
})"""

# Scrolls until a key is reached, and notes what is wrong on the way.
TRAVEL = """async (list, { step, until }) => {
    const found = { jolt: 0, most: 0, torn: 0, reached: null };
    const patience = performance.now() + 60000;
    while (performance.now() < patience) {
        const keys = [...list.querySelectorAll(":scope > [data-key]")].map((row) => Number(row.dataset.key));
        found.most = Math.max(found.most, keys.length);
        if (keys.some((key, index) => index && key !== keys[index - 1] + 1)) found.torn += 1;
        found.reached = keys.at(step < 0 ? 0 : -1);
        if (step < 0 ? found.reached <= until : found.reached >= until) break;
        await new Promise(requestAnimationFrame); // as a wheel does: nothing comes between the turn and its frame
        const before = list.scrollTop;
        list.turn();
        list.scrollTop += step;
        found.jolt = Math.max(found.jolt, await list.jolt(list.scrollTop - before));
    }
    return found;
}"""

HAVE_COME = "[...document.querySelectorAll('#list img')].every((image) => image.complete)"

HAS_ROOM = """(turn) => {
    const { scrollTop, scrollHeight, clientHeight } = document.querySelector("#list");
    return turn < 0 ? scrollTop >= -turn : scrollHeight - scrollTop - clientHeight >= turn;
}"""


def begins(tab: Tab) -> None:
    """Watch what moves from now on."""
    tab.page.wait_for_function(HAVE_COME)  # images that come push who stands at the end
    tab.settles()
    tab.stream().evaluate(WATCH)


def travels(tab: Tab, step: int, until: int) -> dict[str, float]:
    """Scroll, watched, until a key is shown at that edge."""
    return tab.stream().evaluate(TRAVEL, {"step": step, "until": until})


def test_hundreds_of_rows_up_and_down_again_without_a_jump(tab: Tab) -> None:
    tab.makes(range=[1, 10_000], page=50, window=300, images=True, style=SHAPE)
    tab.shows_entries(9951, 10_000)
    begins(tab)
    for step, until in ((-300, 9600), (300, 10_000)):
        way = travels(tab, step, until)
        assert way["reached"] == pytest.approx(until, abs=50)
        assert way["jolt"] <= 2
        assert way["torn"] == 0
        assert way["most"] <= 300
    tab.scrolls_to(10**6)
    tab.settles()
    assert tab.gap() <= 2
    tab.shows_entries(9701, 10_000)


def test_the_wheel_moves_what_is_looked_at_by_its_turn_and_nothing_else_does(tab: Tab) -> None:
    tab.makes(range=[1, 1000], page=20, window=60, images=True, style=SHAPE)
    tab.shows_entries(981, 1000)
    tab.stream().hover()
    begins(tab)
    for turn in [-250] * 24 + [250] * 16:
        tab.page.wait_for_function(HAS_ROOM, arg=turn)
        tab.settles()  # what a wheel's turn scrolls is the frame that was drawn last
        tab.stream().evaluate("list => list.turn()")
        tab.page.mouse.wheel(0, turn)
        assert tab.stream().evaluate("(list, turn) => list.jolt(turn)", turn) <= 2
        assert tab.rows().count() <= 60


def test_paging_up_prunes_below_and_paging_down_prunes_above(tab: Tab) -> None:
    tab.makes(range=[1, 400], page=50, window=100, style=SHAPE)
    tab.shows_entries(351, 400)
    for first, last in ((301, 400), (251, 350), (201, 300)):
        tab.scrolls_to(0)
        tab.shows_entries(first, last)
    for first, last in ((251, 350), (301, 400)):
        tab.scrolls_to(10**6)
        tab.shows_entries(first, last)


def test_a_handler_that_says_nothing_is_asked_until_it_brings_nothing(tab: Tab) -> None:
    tab.makes(range=[1, 100], page=50, style=SHAPE)
    tab.shows_entries(51, 100)
    tab.scrolls_to(0)
    tab.shows_entries(1, 100)
    expect(tab.stream()).not_to_have_attribute("data-start", "")
    tab.scrolls_to(0)
    expect(tab.stream()).to_have_attribute("data-start", "")
    tab.scrolls_to(10)
    tab.is_served()
    assert tab.tells()["pages"] == 4  # the first, one below, two above


def test_a_window_that_is_not_full_fills_itself(tab: Tab) -> None:
    tab.makes(range=[1, 40], page=3, style=SHAPE)
    tab.page.wait_for_function("document.querySelector('#list').scrollTop > 400")
    assert tab.gap() <= 2
    assert tab.keys().endswith("38 39 40")


def further_up(tab: Tab) -> None:
    """Show a hundred rows that are not the last ones."""
    tab.makes(range=[1, 1000], page=50, window=100, style=SHAPE)
    tab.shows_entries(951, 1000)
    for first, last in ((901, 1000), (851, 950), (801, 900)):
        tab.scrolls_to(0)
        tab.shows_entries(first, last)


def test_jumping_to_the_newest_loads_the_last_page_and_lands_at_its_end(tab: Tab) -> None:
    further_up(tab)
    assert "1000" not in tab.keys().split()
    tab.stream().evaluate("list => { list.stream.jump() }")
    tab.page.wait_for_function("document.getElementById('list-1000') !== null")
    assert tab.gap() <= 2
    assert tab.in_sight()[-1] == "1000"
    tab.scrolls_to(0)
    tab.page.wait_for_function("document.getElementById('list-901') !== null")


def test_an_explicit_append_always_appends(tab: Tab) -> None:
    further_up(tab)
    before = tab.in_sight()
    tab.does("append", 2001, 2002)
    assert tab.keys().endswith(" 2001 2002")
    assert tab.in_sight() == before


def test_a_page_may_come_in_several_pieces(tab: Tab) -> None:
    tab.makes().runs("""
async def run(tab):
    async def older(key):
        for number in range(int(key) - 1, int(key) - 21, -1):
            tab.stream.prepend(as_item(number))
            await asyncio.sleep(0.001)
        return int(key) > 61

    items = [as_item(number) for number in range(81, 101)]
    tab.stream = Stream("many", render=lambda item: f"<p>{item.id}</p>", items=items, on_top=older)
    tab.stream.style("height: 300px")
""")
    for count in (40, 60):
        tab.stream("many").evaluate("list => { list.scrollTop = 0 }")
        expect(tab.rows("many")).to_have_count(count)
    assert tab.keys("many") == " ".join(map(str, range(41, 101)))
    expect(tab.stream("many")).to_have_attribute("data-start", "")


def test_a_handler_may_work_on_another_stream(tab: Tab) -> None:
    tab.makes().runs("""
async def run(tab):
    def older(key):
        tab.other.append(as_item(f"beside-{key}"))
        return False

    tab.other = Stream("other", render=lambda item: f"<p>{item.id}</p>")
    Stream("main", render=lambda item: f"<p>{item.id}</p>", items=[as_item(1)], on_top=older)
""")
    tab.shows("beside-1", "other")
