"""A window on a long list: rows come and go at both edges, and the reader never notices."""

import pytest
from playwright.sync_api import expect

from tests.browser.stream_tab import Tab

pytest_plugins = "tests.browser.stream_tab"

SHAPE = "height: 400px; width: 500px"

# Where rows stood in the last frame is what an IntersectionObserver tells: it is asked when all else is done.
IN_FRAME = """(list) => new Promise((drawn) => {
    const observer = new IntersectionObserver((entries) => {
        observer.disconnect();
        drawn(new Map(entries.map(({ target, boundingClientRect }) => [target, boundingClientRect.bottom])));
    });
    list.querySelectorAll(":scope > [data-key]").forEach((row) => observer.observe(row));
})"""

# Scrolls, frame by frame, until a key is reached, and notes how far a row in sight was moved by anything else.
TRAVEL = """async (list, { step, until, patience }) => {
    const found = { jolt: 0, most: 0, torn: 0 };
    const { top } = list.getBoundingClientRect();
    const start = performance.now();
    let stands = await inFrame(list);
    while (performance.now() < start + patience) {
        const rows = [...stands.keys()];
        const keys = rows.map((row) => Number(row.dataset.key));
        found.reached = keys.at(step < 0 ? 0 : -1);
        found.most = Math.max(found.most, keys.length);
        if (keys.some((key, index) => index && key !== keys[index - 1] + 1)) found.torn += 1;
        if (step < 0 ? found.reached <= until : found.reached >= until) break;
        const read = rows.find((row) => stands.get(row) > top + Math.max(step, 0)); // the first that stays in sight
        const before = list.scrollTop;
        list.scrollTop += step;
        const expected = stands.get(read) - (list.scrollTop - before);
        stands = await inFrame(list);
        found.jolt = Math.max(found.jolt, Math.abs((stands.get(read) ?? Infinity) - expected));
    }
    return found;
}""".replace("inFrame", f"({IN_FRAME})")

LOOK = """async (list, turn) => {
    const { top } = list.getBoundingClientRect();
    const stands = await inFrame(list);
    list.read = [...stands.keys()].find((row) => stands.get(row) > top + Math.max(turn, 0));
    list.readAt = stands.get(list.read);
}""".replace("inFrame", f"({IN_FRAME})")

MOVED = """async (list, turn) => {
    const patience = performance.now() + 5000;
    let moved = 0;
    while (Math.abs(moved) < Math.abs(turn) && performance.now() < patience) {
        moved = list.readAt - (await inFrame(list)).get(list.read);
    }
    return moved;
}""".replace("inFrame", f"({IN_FRAME})")

HAS_ROOM = """(turn) => {
    const { scrollTop, scrollHeight, clientHeight } = document.querySelector("#list");
    return turn < 0 ? scrollTop >= -turn : scrollHeight - scrollTop - clientHeight >= turn;
}"""


def travels(tab: Tab, step: int, until: int) -> dict[str, float]:
    """Scroll until a key is shown at that edge."""
    return tab.stream().evaluate(TRAVEL, {"step": step, "until": until, "patience": 60_000})


def test_hundreds_of_rows_up_and_down_again_without_a_jump(tab: Tab) -> None:
    tab.opens(range=[1, 10_000], page=50, window=300, images=True, style=SHAPE)
    tab.shows_entries(9951, 10_000)
    up = travels(tab, step=-300, until=9600)
    assert up["reached"] <= 9600
    down = travels(tab, step=300, until=10_000)
    assert down["reached"] == 10_000
    for way in (up, down):
        assert way["jolt"] <= 2
        assert way["torn"] == 0
        assert way["most"] <= 300
    tab.scrolls_to(10**6)
    tab.settles()
    assert tab.gap() <= 2
    tab.shows_entries(9701, 10_000)


def test_the_wheel_moves_what_is_looked_at_by_its_turn_and_nothing_else_does(tab: Tab) -> None:
    tab.opens(range=[1, 1000], page=20, window=60, images=True, style=SHAPE)
    tab.shows_entries(981, 1000)
    tab.stream().hover()
    for turn in [-250] * 24 + [250] * 16:
        tab.page.wait_for_function(HAS_ROOM, arg=turn)
        tab.stream().evaluate(LOOK, turn)
        tab.page.mouse.wheel(0, turn)
        assert tab.stream().evaluate(MOVED, turn) == pytest.approx(turn, abs=2)
        assert tab.rows().count() <= 60


def test_paging_up_prunes_below_and_paging_down_prunes_above(tab: Tab) -> None:
    tab.opens(range=[1, 400], page=50, window=100, style=SHAPE)
    tab.shows_entries(351, 400)
    for first, last in ((301, 400), (251, 350), (201, 300)):
        tab.scrolls_to(0)
        tab.shows_entries(first, last)
    for first, last in ((251, 350), (301, 400)):
        tab.scrolls_to(10**6)
        tab.shows_entries(first, last)


def test_at_both_ends_nothing_more_is_asked(tab: Tab) -> None:
    tab.opens(range=[1, 100], page=50, more=True, window=80, style=SHAPE)
    tab.shows_entries(51, 100)
    tab.scrolls_to(0)
    tab.shows_entries(1, 80)
    expect(tab.stream()).to_have_attribute("data-start", "")
    tab.scrolls_to(10**6)
    tab.shows_entries(21, 100)
    asked = tab.tells()["pages"]
    for top in (10**6, 900, 10**6, 900):
        tab.scrolls_to(top)
    tab.is_served()
    assert tab.tells()["pages"] == asked == 3


def test_a_handler_that_says_nothing_is_asked_until_it_brings_nothing(tab: Tab) -> None:
    tab.opens(range=[1, 100], page=50, style=SHAPE)
    tab.shows_entries(51, 100)
    tab.scrolls_to(0)
    tab.shows_entries(1, 100)
    expect(tab.stream()).not_to_have_attribute("data-start", "")
    tab.scrolls_to(0)
    expect(tab.stream()).to_have_attribute("data-start", "")
    tab.scrolls_to(10)
    tab.is_served()
    assert tab.tells()["pages"] == 3


def test_a_window_that_is_not_full_fills_itself(tab: Tab) -> None:
    tab.opens(range=[1, 40], page=3, style=SHAPE)
    tab.page.wait_for_function("document.querySelector('#list').scrollTop > 400")
    assert tab.gap() <= 2
    assert tab.keys().endswith("38 39 40")


def test_jumping_to_the_newest_loads_the_last_page_and_lands_at_its_end(tab: Tab) -> None:
    tab.opens(range=[1, 1000], page=50, window=100, style=SHAPE)
    tab.shows_entries(951, 1000)
    travels(tab, step=-1200, until=700)
    assert "1000" not in tab.keys().split()
    tab.stream().evaluate("list => { list.stream.jump() }")
    tab.page.wait_for_function("document.getElementById('list-1000') !== null")
    assert tab.gap() <= 2
    assert tab.in_sight()[-1] == "1000"
    tab.scrolls_to(0)
    tab.page.wait_for_function("document.getElementById('list-901') !== null")


def test_an_explicit_append_always_appends(tab: Tab) -> None:
    tab.opens(range=[1, 1000], page=50, window=100, style=SHAPE)
    tab.shows_entries(951, 1000)
    travels(tab, step=-1200, until=800)
    before = tab.in_sight()
    tab.does("append", 2001, 2002)
    assert tab.keys().endswith(" 2001 2002")
    assert tab.in_sight() == before


@pytest.mark.parametrize("what", ["remove_item", "reset"])
def test_a_page_beside_a_row_that_has_gone_meanwhile_is_asked_again(tab: Tab, what: str) -> None:
    tab.opens(range=[1, 200], page=50, style=SHAPE)
    tab.shows_entries(151, 200)
    tab.tells(is_held=True)
    tab.scrolls_to(0)
    expect(tab.stream().locator(".stream-top")).to_have_attribute("data-loading", "")
    if what == "remove_item":
        tab.does("remove_item", 151)
    else:
        tab.does("reset", *range(141, 201))
    tab.tells(is_held=False)
    if what == "remove_item":
        tab.shows_entries(102, 200)
    else:
        tab.scrolls_to(0)
        tab.shows_entries(91, 200)


def test_a_page_may_come_in_several_pieces(tab: Tab) -> None:
    tab.opens().runs("""
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
    tab.opens().runs("""
async def run(tab):
    def older(key):
        tab.other.append(as_item(f"beside-{key}"))
        return False

    tab.other = Stream("other", render=lambda item: f"<p>{item.id}</p>")
    Stream("main", render=lambda item: f"<p>{item.id}</p>", items=[as_item(1)], on_top=older)
""")
    tab.shows("beside-1", "other")
