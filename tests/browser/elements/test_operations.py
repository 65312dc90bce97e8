"""What the operations make of the rows: LiveView's own catalogue of cases, and ours."""

from typing import Any

import pytest

from tests.browser.elements.tab import Tab


def test_the_first_rows_are_in_the_pages_first_html_and_then_forgotten(tab: Tab) -> None:
    tab.plans(items=[[1, "first < row"], 2])
    html = tab.context.request.get(tab.server.url).text()
    assert '["1","&lt;li&gt;first &amp;lt; row&lt;/li&gt;"],["2","&lt;li&gt;row 2&lt;/li&gt;"]' in html
    assert tab.tells()["kept"] == {"list": None}


def test_nothing_is_sent_twice(tab: Tab) -> None:
    tab.plans(items=[1, 2])
    frames: list[str] = []
    tab.page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    tab.enters().does("append", 3)
    tab.shows("1 2 3")
    tab.page.evaluate("1")  # frames are told a little later
    assert len([frame for frame in frames if "row 3" in frame]) == 1
    assert [frame for frame in frames if "row 1" in frame or '"update"' in frame] == []


@pytest.mark.parametrize(
    ("method", "items", "options", "keys"),
    [
        ("append", [4], {}, "1 2 3 4"),
        ("append", [4, 5, 6], {}, "1 2 3 4 5 6"),
        ("prepend", [4], {}, "4 1 2 3"),
        ("prepend", [4, 5, 6], {}, "4 5 6 1 2 3"),
        ("insert", [4, 5], {}, "1 2 3 4 5"),
        ("insert", [4, 5], {"at": 0}, "4 5 1 2 3"),
        ("insert", [4, 5], {"at": 1}, "1 4 5 2 3"),
        ("insert", [4, 5], {"at": 2}, "1 2 4 5 3"),
        ("insert", [4, 5], {"at": 3}, "1 2 3 4 5"),
        ("insert", [4, 5], {"at": 99}, "1 2 3 4 5"),
        ("insert", [], {"at": 1}, "1 2 3"),
        ("insert", [2, 4, 1, 5], {"at": 1}, "1 4 5 2 3"),
        ("insert", [4, 5, 4], {"at": 1}, "1 4 5 2 3"),
        ("insert", [4], {"update_only": True}, "1 2 3"),
        ("insert", [4, 2], {"at": 0, "update_only": True}, "1 2 3"),
        ("update_item", [4], {}, "1 2 3"),
        ("remove_item", [2], {}, "1 3"),
        ("remove_item", [4], {}, "1 2 3"),
        ("remove_by_dom_id", ["list-3"], {}, "1 2"),
        ("remove_by_dom_id", ["list-4"], {}, "1 2 3"),
        ("remove_by_dom_id", ["other-3"], {}, "1 2 3"),
        ("remove_by_dom_id", ["3"], {}, "1 2 3"),
        ("reset", [], {}, ""),
        ("reset", [7, 8], {}, "7 8"),
        ("reset", [3, 1, 2], {}, "3 1 2"),
        ("reset", [2, 4, 1, 5], {}, "2 4 1 5"),
        ("reset", [5, 3, 5], {}, "5 3"),
        ("reset", [4, 5, 6], {"limit": -2}, "5 6"),
        ("reset", [4, 5, 6], {"limit": 2}, "4 5"),
        ("insert", [4, 5], {"before": 1}, "4 5 1 2 3"),
        ("insert", [4, 5], {"before": 3}, "1 2 4 5 3"),
        ("insert", [4, 5], {"after": 1}, "1 4 5 2 3"),
        ("insert", [4, 5], {"after": 3}, "1 2 3 4 5"),
        ("insert", [4, 3], {"after": 1}, "1 4 2 3"),
        ("insert", [4, 2], {"before": 9}, "1 2 3"),
        ("insert", [4], {"after": 4}, "1 2 3"),
        ("remove_item", [3, 4, 1], {}, "2"),
        ("remove", [3, 1], {}, "2"),
        ("remove", [4], {}, "1 2 3"),
        ("remove", [], {}, "1 2 3"),
        ("move", [1], {}, "2 3 1"),
        ("move", [1], {"at": 0}, "1 2 3"),
        ("move", [1], {"at": 1}, "2 1 3"),
        ("move", [1], {"at": 2}, "2 3 1"),
        ("move", [3], {"at": 0}, "3 1 2"),
        ("move", [3], {"at": 1}, "1 3 2"),
        ("move", [2], {"at": 9}, "1 3 2"),
        ("move", [3], {"before": 1}, "3 1 2"),
        ("move", [1], {"before": 3}, "2 1 3"),
        ("move", [1], {"before": 2}, "1 2 3"),
        ("move", [1], {"after": 2}, "2 1 3"),
        ("move", [1], {"after": 3}, "2 3 1"),
        ("move", [3], {"after": 2}, "1 2 3"),
        ("move", [2], {"before": 2}, "1 2 3"),
        ("move", [2], {"after": 2}, "1 2 3"),
        ("move", [2], {"before": 9}, "1 2 3"),
        ("move", [9], {"before": 1}, "1 2 3"),
    ],
)
def test_operations_on_three_rows(tab: Tab, method: str, items: list[Any], options: dict[str, Any], keys: str) -> None:
    tab.makes(items=[1, 2, 3]).does(method, *items, **options)
    assert tab.keys() == keys
    assert tab.rows().evaluate_all("rows => rows.map((row) => row.id)") == [f"list-{key}" for key in keys.split()]


@pytest.mark.parametrize(("method", "options"), [("append", {}), ("prepend", {}), ("insert", {"at": 1})])
def test_a_known_key_is_updated_where_it_stands(tab: Tab, method: str, options: dict[str, Any]) -> None:
    tab.makes(items=[1, 2, 3])
    tab.marks(3)
    tab.does(method, [3, "three"], **options)
    assert tab.texts() == ["row 1", "row 2", "three"]
    assert tab.marked() == "3"


def test_an_update_may_tell_new_rows_and_known_ones_in_one_batch(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3]).does("insert", [4, "four"], [2, "two"], [5, "five"], at=0)
    assert tab.texts() == ["four", "five", "row 1", "two", "row 3"]


def test_of_duplicate_keys_the_last_ones_content_wins_at_the_first_ones_place(tab: Tab) -> None:
    tab.makes(items=[[1, "a"], [2, "b"], [1, "c"]])
    assert tab.texts() == ["c", "b"]
    tab.does("append", [3, "d"], [2, "e"], [4, "f"], [3, "g"], [2, "h"])
    assert tab.texts() == ["c", "h", "g", "f"]
    tab.does("reset", [4, "i"], [5, "j"], [4, "k"])
    assert tab.texts() == ["k", "j"]


def test_keys_are_compared_as_strings(tab: Tab) -> None:
    tab.makes(items=[1, 2]).does("append", ["1", "one"], ["2", "two"])
    assert tab.texts() == ["one", "two"]
    tab.does("remove_item", ["2", ""])
    assert tab.keys() == "1"


def test_keys_and_dom_ids_of_ones_own(tab: Tab) -> None:
    tab.makes(name="people", key="name", items=[{"name": "Ada L."}, {"name": 'Ben "B"'}, {"name": "c/#[d]"}])
    assert tab.keys("people") == 'Ada L. Ben "B" c/#[d]'
    assert tab.post("/do/people", [["dom_id", [{"name": "Ada L."}], {}]])["result"] == "people-Ada L."
    tab.do_all(["remove_item", {"name": 'Ben "B"'}, {}], ["remove_by_dom_id", "people-c/#[d]", {}], on="people")
    assert tab.keys("people") == "Ada L."


def test_to_move_a_row_is_to_remove_and_insert_it(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3, 4])
    tab.do_all(["remove_item", 3, {}], ["insert", 3, {"at": 1}])
    assert tab.keys() == "1 3 2 4"


def test_what_a_reset_keeps_are_the_same_elements(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3, 4])
    tab.marks(1, 2, 3, 4)
    tab.does("reset", [4, "four"], 9, [2, "two"], 1)
    assert tab.texts() == ["four", "row 9", "two", "row 1"]
    assert tab.marked() == "4 2 1"


def test_resets_again_and_again(tab: Tab) -> None:
    tab.makes(items=["a", "b", "c", "d"]).does("reset", "b", "c", "d")
    tab.does("prepend", "x")
    assert tab.keys() == "x b c d"
    tab.does("reset", "a", "b", "c", "d")
    tab.does("append", "y")
    assert tab.keys() == "a b c d y"
    for keys in ("d c b a", "", "", "a b c d", "b"):
        tab.does("reset", *keys.split())
        assert tab.keys() == keys
    tab.does("insert", "z", at=1)
    assert tab.keys() == "b z"


def test_a_reset_applies_what_changed_in_the_rows_own_attributes(tab: Tab) -> None:
    tab.makes(items=[[1, "<li class=old title=gone>1</li>"]]).does("reset", [1, "<li class=new lang=eo>1</li>"])
    attributes = "row => Object.fromEntries([...row.attributes].map(({ name, value }) => [name, value]))"
    assert tab.row(1).evaluate(attributes) == {"id": "list-1", "data-key": "1", "class": "new", "lang": "eo"}


def test_nothing_is_left_behind_between_the_rows(tab: Tab) -> None:
    tab.makes(items=[1], limit=-5)
    count = "list => list.childNodes.length - list.querySelectorAll(':scope > [data-key]').length"
    before = tab.stream().evaluate(count)
    for number in range(10):
        tab.does("append", *[[10 * number + digit, "\n <li>spaced</li> \n"] for digit in range(10)])
    assert tab.stream().evaluate(count) == before


def test_operations_from_many_tasks_at_once_arrive_in_order(tab: Tab) -> None:
    tab.makes(items=[])
    called = tab.runs("""
async def run(tab):
    called, numbers, stream = [], count(), tab.streams["list"]

    async def work(pause):
        for _ in range(10):
            number = next(numbers)
            called.append(str(number))
            stream.append(as_item(number))
            await asyncio.sleep(pause)

    await asyncio.gather(*(work(pause / 1000) for pause in range(20)))
    return " ".join(called)
""")
    assert tab.keys() == called
    assert len(called.split()) == 200


def test_operations_before_the_browser_has_connected_reach_it_in_order(tab: Tab) -> None:
    at_once = [
        ["append", [3, 4], {}],
        ["prepend", [0], {}],
        ["remove_item", [1], {}],
        ["update_item", [[2, "two"]], {}],
    ]
    tab.makes(items=[1, 2], at_once=at_once)
    tab.shows("0 2 3 4")
    assert tab.texts() == ["row 0", "two", "row 3", "row 4"]


def test_a_stream_made_once_the_page_is_shown_has_its_first_rows_too(tab: Tab) -> None:
    tab.makes(name="other")
    tab.runs("""
async def run(tab):
    with ui.card():
        tab.streams["list"] = Stream("list", render=lambda item: f"<li>{item.text}</li>", items=[as_item(1)])
    tab.streams["list"].append(as_item(2))
""")
    tab.shows("1 2")
    assert tab.tells()["kept"]["list"] is None


@pytest.mark.parametrize(
    ("method", "items", "options", "cure"),
    [
        ("append", [1], {"limit": 0}, "ValueError: limit=0 would keep no row at all: use reset() to empty the list"),
        ("insert", [1], {"at": -2}, "ValueError: at=-2: use an index from 0, or -1 for the end"),
        ("append", [{"name": "Ada"}], {}, "has no id: give the stream a key=… that tells its items apart"),
        ("append", [[1, "<"]], {}, "TypeError: render must return one root element of HTML, such as '<li>…</li>', not"),
    ],
)
def test_mistakes_raise_on_the_server_and_name_the_cure(
    tab: Tab, method: str, items: list[Any], options: dict[str, Any], cure: str
) -> None:
    tab.makes(items=[1])
    assert cure in tab.fails(method, *items, **options)
    assert tab.keys() == "1"


def test_a_moved_row_keeps_its_element_what_is_typed_into_it_and_the_focus(tab: Tab) -> None:
    tab.makes(items=[1, 2, [3, "<li><input></li>"]])
    tab.row(3).locator("input").fill("half a sentence")
    tab.marks(1, 2, 3)
    tab.does("move", 3, before=1)
    assert (tab.keys(), tab.marked()) == ("3 1 2", "3 1 2")
    assert tab.row(3).locator("input").evaluate("box => [box.value, box === document.activeElement]") == [
        "half a sentence",
        True,
    ]


def test_a_moved_row_and_its_neighbours_are_reported_to_scripts(tab: Tab) -> None:
    tab.makes(items=[1, 2, 3, 4, 5])
    tab.stream().evaluate("""list => list.addEventListener("stream:rows", (event) => {
        list.reported = event.detail.rows.map((row) => row.dataset.key).sort().join(" ");
    })""")
    tab.does("move", 1, before=4)
    assert tab.stream().evaluate("list => list.reported") == "1 2 4"


def test_who_awaits_an_operation_finds_it_done(tab: Tab) -> None:
    tab.makes(items=[1])
    result = tab.runs("""
async def run(tab):
    feed, counts = tab.streams["list"], []

    async def count():
        counts.append(await ui.run_javascript("document.querySelectorAll('#list > [data-key]').length", timeout=10))

    feed.append(as_item(2))
    await count()  # comes after it, though nobody has waited
    feed.append(as_item(3))
    done = feed.append(as_item(4))
    feed.remove(1, 2)
    await done
    await count()
    return counts
""")
    assert result == [2, 2]


def test_an_operation_may_be_awaited_before_the_page_is_there(tab: Tab) -> None:
    tab.opens(items=[1]).runs("""
async def run(tab):
    from nicegui import app

    @ui.page("/early")
    async def early():
        feed = Stream("early", render=lambda item: f"<li>{item}</li>", key=str)
        await feed.append("a")
        feed.append("b")
""")
    tab.page.goto(tab.server.url + "/early")
    tab.shows("a b", "early")
