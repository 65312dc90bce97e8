"""What a program gets wrong, or does in an unusual way, costs no more than itself."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.elements.tab import Tab


@pytest.fixture
def complaints(tab: Tab) -> Iterator[Callable[[], list[str]]]:
    """Read, and so forgive, what the stream has complained of on the console."""
    told: list[str] = []

    def forgive() -> list[str]:
        told.extend(error for error in tab.errors if "is no element" in error)
        tab.errors[:] = [error for error in tab.errors if error not in told]
        return told

    yield forgive
    forgive()


@pytest.mark.parametrize("html", ["<body>3</body>", "<li"])
def test_a_row_that_is_no_element_costs_no_other(tab: Tab, complaints: Callable[[], list[str]], html: str) -> None:
    tab.makes(items=[1])
    tab.does("append", 2, [3, html], 4)
    tab.does("append", 5)
    assert tab.keys() == "1 2 3 4 5"
    tab.does("update_item", [1, html], [2, "two"])
    assert tab.texts() == ["", "two", "", "row 4", "row 5"]
    assert html in complaints()[0]


def test_a_reset_may_change_the_first_rows_very_element(tab: Tab) -> None:
    tab.makes(items=[[1, "<li>one</li>"], [2, "<li>two</li>"]])
    tab.does("reset", [1, "<p>ONE</p>"], [2, "<li>TWO</li>"], [3, "<li>three</li>"])
    assert tab.texts() == ["ONE", "TWO", "three"]


def test_a_row_that_has_become_another_element_is_no_longer_watched(tab: Tab) -> None:
    tab.makes(items=[[1, "<li>one</li>"], [2, "<li>two</li>"]])
    tab.stream().evaluate(
        """list => {
            list.watched = new Set([...list.querySelectorAll(":scope > [data-key]")]);
            const { anchor } = list.stream;
            const watch = anchor.watch.bind(anchor);
            const unwatch = anchor.unwatch.bind(anchor);
            anchor.watch = (row) => { list.watched.add(row); watch(row); };
            anchor.unwatch = (row) => { list.watched.delete(row); unwatch(row); };
        }"""
    )
    tab.does("update_item", [1, "<p>one</p>"])
    assert tab.stream().evaluate("list => [...list.watched].every((row) => row.isConnected)")
    assert tab.stream().evaluate("list => list.watched.size") == 2


def test_a_heir_to_the_focus_may_become_another_element(tab: Tab) -> None:
    tab.makes(items=[[key, f"<li>{key}<button>press</button></li>"] for key in (1, 2, 3)])
    tab.row(1).get_by_role("button").focus()
    tab.stream().evaluate(
        """list => list.stream.apply([["remove", ["1"]], ["insert", [["2", "<p>two</p>"]], -1, null, true]])"""
    )
    assert tab.page.evaluate("document.activeElement.id") == "list-2"


def test_a_row_may_use_the_name_stream_for_things_of_its_own(tab: Tab) -> None:
    go = "<button data-action=go>{}</button>"
    html = f"<div><p class=stream>{go.format('one')}</p><form><input name=stream>{go.format('two')}</form></div>"
    tab.makes(items=[[1, html]])
    for name in ("one", "two"):
        tab.page.get_by_role("button", name=name).evaluate("button => { button.type = 'button'; button.click() }")
    tab.is_served()
    assert tab.tells()["actions"] == [["go", "1", {}], ["go", "1", {}]]


def test_what_stands_around_a_stream_is_not_its_to_act_on(tab: Tab) -> None:
    tab.makes(items=[[1, "<p>one</p>"]])
    tab.stream().evaluate("list => { list.parentElement.dataset.action = 'go' }")
    tab.row(1).click()
    tab.is_served()
    assert tab.tells()["actions"] == []


@pytest.mark.drill
def test_a_batch_may_be_as_large_as_it_likes(tab: Tab) -> None:
    tab.makes(style="height: 200px; display: none")
    count = tab.stream().evaluate(
        """list => {
            list.stream.apply([["insert", Array.from({ length: 200000 }, (_, key) => [String(key), "<i></i>"])]]);
            return list.stream.rows.size;
        }"""
    )
    assert count == 200_000


def test_tooltips_and_teleports_find_the_element(tab: Tab) -> None:
    tab.makes(items=[1]).runs("""
async def run(tab):
    with ui.teleport(tab.streams["list"]):
        ui.label("teleported")
    tab.streams["list"].tooltip("a tip")
""")
    expect(tab.stream().get_by_text("teleported")).to_be_visible()
    tab.stream().hover()
    expect(tab.page.get_by_text("a tip")).to_be_visible()


@pytest.mark.parametrize(
    "script",
    [
        "row => row.setAttribute('data-key', 'other')",
        "row => row.before(document.createElement('hr'))",
        "row => row.parentNode.querySelectorAll('[data-key]').forEach((other) => other.remove())",
    ],
)
@pytest.mark.parametrize("limit", [1, -1])
def test_what_scripts_do_to_a_list_does_not_stop_the_page(tab: Tab, script: str, limit: int) -> None:
    tab.makes(items=[1, 2, 3])
    tab.row(1).evaluate(script)
    tab.row(3).evaluate("row => row.after(document.createElement('hr'))") if tab.row(3).count() else None
    tab.does("append", 4, limit=limit)
    tab.does("reset", 5, 6)
    assert tab.keys() == "5 6"
