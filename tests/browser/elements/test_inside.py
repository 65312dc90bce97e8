"""NiceGUI elements inside a row: they come when it comes, stay as long as it stays, and go when it goes."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

ROW = "<li><b>{}</b><div class=tasks></div></li>"


def row(key: object, text: str = "") -> list[Any]:
    return [key, ROW.format(text or key)]


def puts(tab: Tab, key: object, selector: str = ".tasks") -> None:
    """Put a button inside a row, which counts how often it is pressed."""
    tab.runs(f"""
async def run(tab):
    tab.pressed = 0
    with tab.streams["list"].inside(as_item({key!r}), {selector!r}) as tab.inside:
        def press():
            tab.pressed += 1
            button.text = f"pressed {{tab.pressed}}"
        button = ui.button("inside", on_click=press)
        ui.input(label="note")
""")


def is_gone(tab: Tab) -> None:
    """Wait until the server has deleted it."""
    tab.waits_until(lambda: tab.runs("async def run(tab): return tab.inside.is_deleted"))
    expect(tab.page.get_by_label("note")).to_have_count(0)


def test_it_is_shown_in_the_part_of_the_row_and_works(tab: Tab) -> None:
    tab.makes(items=[row(1), row(2)])
    puts(tab, 2)
    tab.row(2).locator(".tasks").get_by_role("button", name="inside").click()
    expect(tab.row(2).get_by_role("button", name="pressed 1")).to_be_visible()
    expect(tab.row(1).get_by_role("button")).to_have_count(0)


def test_it_survives_updates_moves_and_resets_of_its_row(tab: Tab) -> None:
    tab.makes(items=[row(1), row(2), row(3)])
    puts(tab, 2)
    note = tab.row(2).get_by_label("note")
    note.fill("typed")
    note.evaluate("note => { note.marked = true }")
    tab.does("update_item", row(2, "changed"))
    tab.does("move", 2, before=1)
    tab.does("insert", row(2, "again"), row(4), at=0)
    tab.does("reset", row(5), row(2, "after all"))
    expect(tab.row(2).locator("b")).to_have_text("after all")
    assert tab.row(2).locator(".tasks").get_by_label("note").evaluate("note => [note.marked, note.value]") == [
        True,
        "typed",
    ]
    tab.row(2).get_by_role("button", name="inside").click()
    expect(tab.row(2).get_by_role("button", name="pressed 1")).to_be_visible()


def test_it_moves_on_when_its_part_of_the_row_or_the_row_becomes_another_element(tab: Tab) -> None:
    tab.makes(items=[row(1)])
    puts(tab, 1)
    tab.row(1).get_by_label("note").fill("typed")
    for html in ("<li><p>new</p><section class=tasks></section></li>", "<article><div class=tasks></div></article>"):
        tab.does("update_item", [1, html])
        expect(tab.row(1).locator(".tasks").get_by_label("note")).to_have_value("typed")


def test_it_waits_for_its_row(tab: Tab) -> None:
    tab.makes(items=[])
    puts(tab, 7)
    tab.does("append", row(6))
    expect(tab.page.get_by_label("note")).to_be_hidden()
    tab.does("append", row(7))
    expect(tab.row(7).locator(".tasks").get_by_label("note")).to_be_visible()


def test_a_row_and_what_is_inside_come_from_one_handler(tab: Tab) -> None:
    tab.makes(items=[row(1)]).runs("""
async def run(tab):
    stream = tab.streams["list"]
    stream.remove(1)  # what is inside of the next row with this key has nothing to do with this one
    for item in (as_item([1, "<li>new</li>"]), as_item([2, "<li>two</li>"])):
        stream.append(item)
        with stream.inside(item):
            ui.label(f"inside {item.id}")
""")
    for key in (1, 2):
        expect(tab.row(key).get_by_text(f"inside {key}")).to_be_visible()


def test_it_may_be_made_before_the_page_is_connected(tab: Tab) -> None:
    tab.opens(items=[]).runs("""
async def run(tab):
    @ui.page("/early")
    def early():
        feed = Stream("early", render=lambda item: f"<li>{item}</li>", key=str, items=["a"])
        feed.append("b")
        for key in "ab":
            with feed.inside(key):
                ui.label("inside " + key)
""")
    tab.page.goto(tab.server.url + "/early")
    for key in "ab":
        expect(tab.row(key, "early").get_by_text(f"inside {key}")).to_be_visible()


@pytest.mark.parametrize(
    "order",
    [
        ["remove", 1, {}],
        ["remove_by_dom_id", "list-1", {}],
        ["reset", row(3), {}],
        ["append", row(3), row(4), {"limit": -2}],
        ["prepend", row(3), {"limit": 1}],
    ],
    ids=lambda order: str(order[0]),
)
def test_it_ends_with_its_row(tab: Tab, order: list[Any]) -> None:
    tab.makes(items=[row(1), row(2)])
    puts(tab, 1)
    expect(tab.row(1).get_by_label("note")).to_be_visible()
    tab.do_all(order)
    is_gone(tab)
    tab.does("append", row(1))
    expect(tab.row(1).get_by_label("note")).to_have_count(0)


def test_it_ends_when_a_broadcast_removes_its_row(tab: Tab) -> None:
    tab.plans(topic="news")
    tab.feed("change", "insert", row(1), row(2))
    tab.fills().is_live()
    puts(tab, 1)
    expect(tab.row(1).get_by_label("note")).to_be_visible()
    tab.feed("change", "remove", row(1))
    is_gone(tab)


def test_it_ends_with_the_stream(tab: Tab) -> None:
    tab.makes(items=[row(1)])
    puts(tab, 1)
    tab.does("delete")
    is_gone(tab)


def test_a_stream_inside_a_row_is_a_stream(tab: Tab) -> None:
    tab.makes(items=[row(1)]).runs("""
async def run(tab):
    with tab.streams["list"].inside(as_item(1), ".tasks"):
        tab.streams["tasks"] = Stream("tasks", render=lambda item: f"<li>{item.text}</li>", scroll=False)
    tab.streams["tasks"].append(as_item([5, "five"]))
""")
    tab.shows("5", "tasks")
    tab.does("update_item", row(1, "changed"))
    tab.does("append", [6, "six"], on="tasks")
    assert tab.keys("tasks") == "5 6"


def test_a_selector_that_is_none_is_reported_and_costs_nothing_else(tab: Tab) -> None:
    tab.makes(items=[row(1)])
    puts(tab, 1, "..")
    tab.does("append", row(2))
    assert tab.keys() == "1 2"
    assert "inside(…, ..)" in tab.errors.pop(0)
    tab.errors.clear()


def test_what_is_done_with_a_stream_inside_is_not_lost_while_its_row_is_away(tab: Tab) -> None:
    tab.makes(items=[]).runs("""
async def run(tab):
    stream, item = tab.streams["list"], as_item([1, "<li><div class=tasks></div></li>"])
    with stream.inside(item, ".tasks"):
        tasks = tab.streams["tasks"] = Stream("tasks", render=lambda item: f"<li>{item.text}</li>", scroll=False)
    tasks.append(as_item([5, "five"]))
    stream.append(item)
    tasks.append(as_item([6, "six"]))
""")
    tab.shows("5 6", "tasks")
    tab.does("update_item", [1, "<li>without the part</li>"])
    expect(tab.row(5, "tasks")).to_be_hidden()
    tab.does("append", [7, "seven"], on="tasks")
    tab.does("update_item", row(1))
    expect(tab.row(5, "tasks")).to_be_visible()
    assert tab.keys("tasks") == "5 6 7"


def test_mounted_anew_it_is_in_its_row_again_and_ends_with_it(tab: Tab) -> None:
    tab.opens(items=[]).runs("""
async def run(tab):
    tab.shown, tab.insides = [1, 2, 3], {}
    @ui.page("/dialog")
    def page():
        with ui.dialog() as tab.dialog, ui.card():
            tab.feed = Stream("feed", render=lambda key: f"<li>row {key}</li>", key=str, items=lambda: tab.shown)
            for key in (1, 2, 3):
                with tab.feed.inside(key) as tab.insides[key]:
                    ui.label(f"inside {key}")
        ui.button("open", on_click=tab.dialog.open)
""")
    tab.page.goto(tab.server.url + "/dialog")
    for shown in ("1 2 3", "2 3"):
        tab.page.get_by_role("button", name="open").click()
        expect(tab.row(3, "feed").get_by_text("inside 3")).to_be_visible()
        assert tab.keys("feed") == shown
        tab.runs("async def run(tab): tab.shown = [2, 3]")
        if shown == "1 2 3":
            tab.page.keyboard.press("Escape")
            expect(tab.row(3, "feed")).to_have_count(0)
    tab.runs("async def run(tab): tab.feed.remove(2)")
    gone = "async def run(tab): return [inside.is_deleted for inside in tab.insides.values()]"
    tab.waits_until(lambda: tab.runs(gone) == [True, True, False])


def test_only_those_in_rows_that_changed_are_looked_up(tab: Tab) -> None:
    tab.makes(items=[row(1), row(2)])
    puts(tab, 2)
    expect(tab.row(2).get_by_label("note")).to_be_visible()
    tab.page.evaluate("""() => {
      const { querySelectorAll } = Element.prototype;
      window.lookedUp = 0;
      Element.prototype.querySelectorAll = function (selector) {
        if (selector === ".tasks") window.lookedUp += 1;
        return querySelectorAll.call(this, selector);
      };
    }""")
    tab.does("update_item", row(1, "changed"))
    assert tab.page.evaluate("lookedUp") == 0
    tab.does("update_item", row(2, "changed"))
    assert tab.page.evaluate("lookedUp") == 1
