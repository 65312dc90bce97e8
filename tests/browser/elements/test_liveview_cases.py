"""The behaviour that LiveView's own tests ask of streams, in our words; docs/streams.md says what differs on purpose.

After LiveView 1.2.10: test/e2e/tests/streams.spec.js and the issues beside it, and in test/phoenix_live_view
integrations/stream_test.exs, integrations/stream_async_test.exs and live_stream_test.exs.
"""

from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

ABCD = [*"abcd"]
SHOWN = """list => [...list.querySelectorAll(":scope > [data-key]")].map(({ dataset: { key }, textContent }) =>
    textContent === `row ${key}` ? key : `${key}=${textContent}`).join(" ")"""


@dataclass
class Case:
    """Operations, each with the rows after it.

    Args:
        checks: what LiveView's test is about
        steps: an operation's name, its items as words or a list, its options, and the rows afterwards
        items: the first rows
        limit: the stream's
        at_first: the rows at first, if they are not the items
    """

    checks: str
    steps: list[tuple[str, Any, dict[str, Any], str]]
    items: list[Any] = field(default_factory=lambda: ABCD)
    limit: int | None = None
    at_first: str | None = None


def one_by_one(first: int, last: int, keys: str, **options: Any) -> list[tuple[str, Any, dict[str, Any], str]]:
    """Insert numbers in calls of their own, as LiveView does with a list; only the rows at the end matter."""
    steps = [("insert", [number], options, "") for number in range(first, last + 1)]
    return [*steps[:-1], ("insert", [last], options, keys)]


CASES = [
    Case(
        "a row is updated where it stands, and deleted",
        [
            ("update_item", [["a", "updated"]], {}, "a=updated b c d"),
            ("update_item", [["b", "updated"]], {}, "a=updated b=updated c d"),
            ("remove_item", "a", {}, "b=updated c d"),
        ],
    ),
    Case(
        "a row moves to the first and to the last place, changed",
        [
            ("remove_item", "b", {}, "a c d"),
            ("insert", [["b", "moved"]], {"at": 0}, "b=moved a c d"),
            ("remove_item", "b", {}, "a c d"),
            ("insert", [["b", "last"]], {"at": -1}, "a c d b=last"),
            ("move", "b", {"at": 0}, "b=last a c d"),
            ("move", "b", {}, "a c d b=last"),
        ],
    ),
    Case(
        "a row moves forward, backward and to where it is",
        [
            ("move", "a", {"at": 1}, "b a c d"),
            ("move", "a", {"at": 0}, "a b c d"),
            ("move", "a", {"at": 0}, "a b c d"),
            ("move", "d", {"at": 3}, "a b c d"),
        ],
    ),
    Case("a reset removes all rows", [("reset", "", {}, ""), ("reset", "", {}, ""), ("append", "e", {}, "e")]),
    Case("a reset puts rows in another order, with new ones between", [("reset", "c a e b", {}, "c a e b")]),
    Case(
        "a reset shows other rows, and the first ones again (2656)",
        [("reset", "x y", {}, "x y"), ("reset", "a b c d", {}, "a b c d"), ("reset", "x y", {}, "x y")],
    ),
    Case(
        "rows are filtered and shown again (2994)",
        [("reset", "b c d", {}, "b c d"), ("reset", "a b c d", {}, "a b c d"), ("reset", "b a c d", {}, "b a c d")],
    ),
    Case(
        "what is filtered can be prepended and appended to (2994)",
        [
            ("reset", "b c d", {}, "b c d"),
            ("prepend", "n", {}, "n b c d"),
            ("reset", "a b c d", {}, "a b c d"),
            ("append", "m", {}, "a b c d m"),
        ],
    ),
    Case("more rows are loaded after a reset (3993)", [("reset", "x y", {}, "x y"), ("append", "z w", {}, "x y z w")]),
    Case("many rows are inserted at an index (3023)", [("insert", "e f g", {"at": 1}, "a e f g b c d")]),
    Case("the order of appended rows is kept", [("append", "z y", {}, "a b c d z y")]),
    Case(
        "inserting a known row does not move it",
        [
            ("prepend", "c", {}, "a b c d"),
            ("append", "c", {}, "a b c d"),
            ("insert", "c", {"at": 1}, "a b c d"),
            ("insert", "n", {"at": 1}, "a n b c d"),
            ("reset", "a b c d", {}, "a b c d"),
            ("remove_item", "c", {}, "a b d"),
            ("insert", "c", {"at": 1}, "a c b d"),
        ],
    ),
    Case(
        "an update of an unknown row adds none",
        [
            ("insert", "e", {"update_only": True}, "a b c d"),
            ("insert", [["c", "new"]], {"update_only": True, "at": 0}, "a b c=new d"),
        ],
    ),
    Case("of duplicates the last one counts", [("append", [["e", "1"], ["e", "2"]], {}, "a b c d e=2")]),
    Case("a row is deleted by its DOM id", [("remove_by_dom_id", "list-b", {}, "a c d")]),
    Case("deleting an unknown row does nothing", [("remove_item", "x", {}, "a b c d")]),
    Case(
        "a limit holds for the first rows and for those appended (2686)",
        [("append", [11], {}, "7 8 9 10 11"), ("append", [*range(12, 22)], {}, "17 18 19 20 21")],
        items=[*range(1, 11)],
        limit=-5,
        at_first="6 7 8 9 10",
    ),
    Case(
        "a positive limit cuts the end when rows are prepended (2686)",
        [("prepend", [11], {}, "11 10 9 8 7"), *one_by_one(12, 21, "21 20 19 18 17", at=0)],
        items=[*range(10, 0, -1)],
        limit=5,
        at_first="10 9 8 7 6",
    ),
    Case(
        "appending to a list that is full of first rows changes nothing (2686)",
        [*one_by_one(1, 5, "1 2 3 4 5"), ("append", [6], {}, "1 2 3 4 5"), ("append", [7, 8, 9], {}, "1 2 3 4 5")],
        items=[],
        limit=5,
    ),
    Case(
        "prepending to a list that is full of last rows changes nothing (2686)",
        [
            *one_by_one(1, 5, "5 4 3 2 1", at=0),
            ("prepend", [6], {}, "5 4 3 2 1"),
            ("prepend", [7, 8, 9], {}, "5 4 3 2 1"),
        ],
        items=[],
        limit=-5,
    ),
    Case(
        "a positive limit with an index (2686)",
        [*one_by_one(1, 10, "1 10 9 8 7", at=1), *one_by_one(11, 20, "1 20 19 18 17", at=1)],
        items=[],
        limit=5,
    ),
    Case(
        "a negative limit with an index (2686)",
        [*one_by_one(1, 10, "10 5 4 3 2", at=1), *one_by_one(11, 20, "20 5 4 3 2", at=1)],
        items=[],
        limit=-5,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.checks)
def test_liveview(tab: Tab, case: Case) -> None:
    tab.makes(items=case.items, limit=case.limit)
    assert tab.stream().evaluate(SHOWN) == (" ".join(map(str, case.items)) if case.at_first is None else case.at_first)
    for index, (method, items, options, rows) in enumerate(case.steps):
        tab.does(method, *(items.split() if isinstance(items, str) else items), **options)
        if rows or method != "insert":
            assert tab.stream().evaluate(SHOWN) == rows, f"step {index}: {method} {items} {options}"


def test_the_html_holds_all_first_rows_though_the_limit_shows_fewer(tab: Tab) -> None:
    tab.opens(items=[*range(1, 11)], limit=-5)
    html = tab.context.request.get(tab.server.url).text()
    assert all(f"row {number}&lt;" in html for number in range(1, 11))
    tab.shows("6 7 8 9 10")


def test_the_server_holds_nothing_of_what_it_has_sent(tab: Tab) -> None:
    tab.makes(items=ABCD).do_all(["append", "e", {}], ["reset", "x", {}])
    assert tab.tells()["kept"] == {"list": None}


def test_streams_with_the_same_keys_are_their_own_also_in_one_another_and_elsewhere_in_the_page(tab: Tab) -> None:
    """3681, 4121: neither a reset nor an update reaches another one."""
    tab.page.evaluate("document.body.append(Object.assign(document.createElement('aside'), { id: 'aside' }))")
    tab.makes(
        {"name": "one", "items": ABCD}, {"name": "two", "items": ABCD}, {"name": "far", "into": "#aside", "items": ABCD}
    )
    tab.does("reset", "b", on="far")
    tab.does("update_item", ["a", "new"], on="two")
    assert [tab.stream(name).evaluate(SHOWN) for name in ("one", "two", "far")] == ["a b c d", "a=new b c d", "b"]
    tab.page.evaluate("document.getElementById('aside').remove()")


def test_a_stream_inside_a_row_keeps_its_order_when_the_rows_are_put_in_another_one(tab: Tab) -> None:
    """2982, and streams nested in components."""
    tab.makes(items=[[key, f"<li>{key}<div></div></li>"] for key in ABCD])
    tab.runs("""
async def run(tab):
    for key in "abcd":
        with tab.streams["list"].inside(as_item(key), "div"):
            name = f"in-{key}"
            tab.streams[name] = Stream(name, render=lambda item: f"<p>{item.id}</p>", scroll=False,
                                       items=[as_item(number) for number in (1, 2, 3)])
""")
    tab.shows("1 2 3", "in-d")
    tab.does("reset", 5, 1, 6, on="in-a")
    tab.does("reset", ["e", "<li>e</li>"], ["a", "<li>new a<div></div></li>"], ["c", "<li>c<div></div></li>"])
    assert (tab.keys(), tab.keys("in-a"), tab.keys("in-c")) == ("e a c", "5 1 6", "1 2 3")
    expect(tab.page.locator("#in-b, #in-d")).to_have_count(0)


def test_elements_inside_a_row_end_with_that_row_alone(tab: Tab) -> None:
    """3530."""
    tab.makes(items=ABCD).runs("""
async def run(tab):
    tab.insides = {}
    for key in "abcd":
        with tab.streams["list"].inside(as_item(key)) as tab.insides[key]:
            ui.label(f"inside {key}")
""")
    expect(tab.row("b").get_by_text("inside b")).to_be_visible()
    tab.does("reset", "a", "c", "d")
    alive = "async def run(tab): return ''.join(key for key in tab.insides if not tab.insides[key].is_deleted)"
    tab.waits_until(lambda: tab.runs(alive) == "acd")


def test_rows_stay_when_what_is_around_them_is_drawn_anew(tab: Tab) -> None:
    """3047, and a stream in a view whose parent updates."""
    tab.makes(items=ABCD).does("reset", "b", "c")
    tab.marks("b", "c")
    tab.runs("""
async def run(tab):
    around = tab.streams["list"].parent_slot.parent
    around.classes("changed")
    with around:
        ui.label("beside")
""")
    expect(tab.page.get_by_text("beside")).to_be_visible()
    assert (tab.keys(), tab.marked()) == ("b c", "b c")


def test_other_children_stay_behind_the_rows(tab: Tab) -> None:
    """3260; LiveView keeps them where they are."""
    tab.makes(items=[1, 2], children=["Empty!"])
    children = "list => [...list.children].map((child) => child.textContent).filter((text) => text)"
    tab.does("reset")
    assert tab.stream().evaluate(children) == ["Empty!"]
    tab.does("append", 4, 3)
    assert tab.stream().evaluate(children) == ["row 4", "row 3", "Empty!"]


def test_frequent_operations_between_other_updates_lose_no_row(tab: Tab) -> None:
    tab.makes(items=[]).runs("""
async def run(tab):
    with tab.client.content:
        label = ui.label()
    for number in range(50):
        tab.streams["list"].insert(as_item(number), at=0)
        label.text = str(number)
        await asyncio.sleep(0)
""")
    tab.shows(" ".join(map(str, reversed(range(50)))))


def test_what_a_script_did_to_a_row_is_still_so_after_the_connection_was_lost(tab: Tab) -> None:
    """JS commands when re-joining, and 3378: nested streams make no errors then."""
    tab.makes(items=ABCD).runs("""
async def run(tab):
    with tab.streams["list"].inside(as_item("b")):
        tab.streams["inner"] = Stream("inner", render=lambda item: f"<p>{item.id}</p>", items=[as_item(1)])
""")
    tab.shows("1", "inner")
    tab.row("a").evaluate("row => { row.hidden = true }")
    tab.loses_the_connection()
    tab.gets_it_back()
    tab.does("append", 2, on="inner")
    expect(tab.row("a")).to_be_hidden()
    assert (tab.keys(), tab.keys("inner")) == ("a b c d", "1 2")


def test_a_row_moves_without_being_taken_out_of_the_page(tab: Tab) -> None:
    """4212: custom elements learn of a move, not of a removal."""
    tab.page.evaluate("""() => {
        window.heard = [];
        if (customElements.get("row-part")) return;
        customElements.define("row-part", class extends HTMLElement {
            connectedCallback() { window.heard.push(`${this.title} came`) }
            disconnectedCallback() { window.heard.push(`${this.title} went`) }
            connectedMoveCallback() { window.heard.push(`${this.title} moved`) }
        });
    }""")
    tab.makes(items=[[key, f"<li><row-part title={key}></row-part></li>"] for key in "abc"])
    tab.page.evaluate("() => { window.heard = [] }")
    tab.does("insert", ["n", "<li><row-part title=n></row-part></li>"], at=1)
    tab.does("move", "c", at=0)
    assert tab.page.evaluate("window.heard") == ["n came", "c moved"]


def test_rows_that_are_leaving_are_restored_by_a_reset(tab: Tab) -> None:
    """phx-remove when nodes are restored, and 3199."""
    tab.makes(items=ABCD, leaving="leave")
    tab.page.add_style_tag(content="@keyframes leave { to { opacity: 0 } } .leave { animation: leave 60s }")
    tab.page.evaluate("import('stream_transitions')")  # until it is there, rows go at once
    tab.does("remove", "a")
    expect(tab.page.locator("#list > .leave")).to_have_text("row a")
    tab.does("reset", *ABCD)
    assert tab.stream().evaluate(SHOWN) == "a b c d"
    tab.does("move", "a", at=2)
    tab.does("remove", "c")
    assert (tab.stream().evaluate(SHOWN), tab.page.locator("#list > .leave").count()) == ("b a d", 2)


def test_rows_that_load_later_join_those_that_are_there(tab: Tab) -> None:
    """Of stream_async: the list is there before, loading clears nothing, and several lists load beside each other.

    A failure and its retry are in test_loading.py.
    """
    tab.makes({"name": "one", "load": [1, 2], "held": True}, {"name": "two", "load": [3], "held": True})
    tab.does("append", 9, on="one")
    assert (tab.keys("one"), tab.keys("two")) == ("9", "")
    tab.tells(is_held=False)
    tab.shows("1 2 9", "one")
    tab.shows("3", "two")
