"""The stream inspector, beside streams and nothing else."""

import re

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.browser.elements.tab import Tab

pytestmark = pytest.mark.long

MAKE = """
from chat.elements.inspector import StreamInspector
async def run(tab):
    with tab.client.content:
        StreamInspector()
"""


CONTRAST = """element => {
    const { color, backgroundColor } = getComputedStyle(element);
    const light = (text) => {
        const canvas = new OffscreenCanvas(1, 1).getContext("2d");
        canvas.fillStyle = text;
        canvas.fillRect(0, 0, 1, 1);
        const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
        const [red, green, blue] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => linear(value / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    };
    const both = [light(color), light(backgroundColor)];
    return Math.max(...both) / Math.min(...both);
}"""
"""Of an element's text, as WCAG reckons it."""


def inspects(tab: Tab, *keys: int, **options: int) -> Locator:
    """Show the topic "news", in which these rows have been created, and open the inspector."""
    tab.plans(topic="news", **options)
    tab.feed("change", "insert", *keys)
    tab.fills().is_live()
    tab.runs(MAKE)
    tab.page.get_by_role("button", name="Inspect streams").click()
    expect(panel(tab)).to_be_visible()
    return panel(tab)


def panel(tab: Tab) -> Locator:
    return tab.page.get_by_role("region", name="Stream inspector")


def newest(tab: Tab) -> Locator:
    return panel(tab).get_by_role("listitem").first


def test_operations_are_shown_as_they_arrive(tab: Tab) -> None:
    inspects(tab, 1, 2)
    tab.feed("change", "insert", 3)
    expect(newest(tab)).to_contain_text("broadcast")
    expect(newest(tab)).to_contain_text('inserts: [("list-3", -1, …)], deletes: []')
    expect(newest(tab)).to_contain_text('broadcast("news", 3, "insert", [row("3", …)])')
    tab.feed("change", "remove", 1)
    expect(newest(tab)).to_contain_text('inserts: [], deletes: ["list-1"]')
    tab.does("prepend", 7)
    expect(newest(tab)).to_contain_text("own")
    expect(newest(tab)).to_contain_text("list.prepend(‹7›)")
    tab.shows("7 2 3")


def test_each_operation_is_shown_as_the_call_that_makes_it(tab: Tab) -> None:
    inspects(tab, 1, 2, 3)
    tab.runs("""async def run(tab):
        feed = tab.streams["list"]
        feed.insert(as_item(4), before=1)
        feed.move(4, after=2)
        feed.update_part(4, "b", "<b>part</b>")
        feed.remove(1, 2)
        feed.scroll_to(3)
        feed.reset(as_item(9), limit=5)""")
    expect(panel(tab).get_by_role("group", name="As a call in Python")).to_have_text(
        [
            "list.reset(‹9›, limit=5)",
            'list.scroll_to("3")',
            'list.remove("1", "2")',
            'list.update_part("4", "b", …)',
            'list.move("4", after="2")',
            'list.insert(‹4›, before="1")',
        ]
    )


def test_a_gap_the_question_and_the_answer(tab: Tab) -> None:
    inspects(tab, 1)
    tab.feed("change", "insert", 2, lost=True)
    tab.feed("change", "insert", 3)
    tab.shows("1 2 3")
    expect(panel(tab).get_by_role("listitem").nth(2)).to_contain_text("gap: 1 is known")
    expect(panel(tab).get_by_role("listitem").nth(1)).to_contain_text("changes_since(1)")
    expect(newest(tab)).to_contain_text("changes_since(1) → Changes(3, created=[‹2›, ‹3›])")


def test_rows_are_counted_here_and_on_the_server(tab: Tab) -> None:
    row = inspects(tab, 1, 2).locator("tr[data-stream=list]")
    expect(row.get_by_role("cell")).to_have_text(["2", "0", "2", "2"])
    tab.feed("change", "insert", 3)
    expect(row.get_by_role("cell")).to_have_text(["3", "0", "3", "3"])
    tab.runs("""async def run(tab):
        props = tab.streams["list"]._props
        with props.suspend_updates():
            props["items"] = [("1", "<li>kept</li>")]""")
    tab.feed("change", "insert", 4)
    expect(row.get_by_role("cell")).to_have_text(["4", "1", "4", "4"])


def test_a_row_and_its_name_in_the_panel_light_up_together(tab: Tab) -> None:
    inspects(tab, 1)
    tab.feed("change", "insert", 2)
    name = newest(tab).get_by_role("button", name="Row list-2").first
    name.hover()
    expect(tab.row(2)).to_have_css("outline-style", "solid")
    expect(tab.row(1)).to_have_css("outline-style", "none")
    tab.row(1).hover()
    expect(tab.row(2)).to_have_css("outline-style", "none")
    dark = name.evaluate("name => getComputedStyle(name).backgroundColor")
    tab.row(2).hover()
    expect(name).not_to_have_css("background-color", dark)


def test_a_stream_that_comes_later_is_watched_and_one_that_has_gone_is_not(tab: Tab) -> None:
    inspects(tab, 1)
    tab.runs("""async def run(tab):
        with tab.client.content:
            tab.streams["other"] = Stream("other", render=lambda item: f"<li>{item.id}</li>")
        tab.streams["list"].delete()""")
    tab.does("append", 1, on="other")
    expect(newest(tab)).to_contain_text("other.append(‹1›)")
    expect(panel(tab).get_by_role("rowheader")).to_have_text(["other"])


@pytest.mark.parametrize("key", ["Escape", "Enter"])
def test_it_is_used_and_closed_by_keyboard(tab: Tab, key: str) -> None:
    inspects(tab, 1)
    tab.feed("change", "insert", 2)
    tab.feed("change", "insert", 3)
    expect(panel(tab).get_by_role("listitem")).to_have_count(2)
    panel(tab).get_by_role("list").focus()
    tab.page.keyboard.press("ArrowDown")
    tab.page.keyboard.press("ArrowDown")
    expect(panel(tab).get_by_role("listitem").nth(1)).to_be_focused()
    expect(tab.row(2)).to_have_css("outline-style", "solid")
    if key == "Enter":
        panel(tab).get_by_role("button", name="Close the stream inspector").focus()
    tab.page.keyboard.press(key)
    expect(panel(tab)).to_have_count(0)
    expect(tab.page.get_by_role("button", name="Inspect streams")).to_be_focused()


def test_rows_named_in_an_operation_are_gone_through_by_arrow_keys_and_no_stops_of_tab(tab: Tab) -> None:
    inspects(tab)
    tab.does("append", *range(1, 10))
    panel(tab).get_by_role("list").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowRight", "ArrowRight"):
        tab.page.keyboard.press(key)
    call = newest(tab).get_by_role("group", name="As LiveView prints it")
    expect(call).to_have_text(
        'inserts: [("list-1", -1, …), ("list-2", -1, …), ("list-3", -1, …), … 6 more], deletes: []'
    )
    tab.page.keyboard.press("Enter")
    expect(call.get_by_role("button", name="Row list-4")).to_be_focused()
    expect(call).to_contain_text('("list-4", -1, …), ("list-5", -1, …)')
    expect(tab.row(4)).to_have_css("outline-style", "solid")
    tab.page.keyboard.press("Tab")
    expect(panel(tab).locator(".si-list :focus")).to_have_count(0)


def test_nothing_of_it_is_there_before_it_is_opened_nor_runs_once_it_is_closed(tab: Tab) -> None:
    tab.opens(topic="news").is_live()
    requests: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    tab.page.on("request", note)
    tab.runs(MAKE)
    hooks = """() => {
        const { model } = document.querySelector("#list").stream;
        return [...Object.keys(model), ...Object.keys(window.socket).filter((name) => name === "emit")];
    }"""
    before = tab.page.evaluate(hooks), tab.page.evaluate("document.adoptedStyleSheets.length")
    assert not any("/resources/" in url for url in requests)
    tab.page.get_by_role("button", name="Inspect streams").click()
    expect(panel(tab)).to_be_visible()
    assert any("/resources/" in url for url in requests)
    assert tab.page.evaluate(hooks) != before[0]
    tab.page.keyboard.press("Escape")
    expect(panel(tab)).to_have_count(0)
    assert (tab.page.evaluate(hooks), tab.page.evaluate("document.adoptedStyleSheets.length")) == before
    tab.feed("change", "insert", 1)
    tab.shows("1")
    tab.page.remove_listener("request", note)


# ---- the fault lab


def opens_lab(tab: Tab, *keys: int) -> Locator:
    inspects(tab, *keys).get_by_role("tab", name="Fault lab").click()
    return panel(tab).get_by_role("tabpanel", name="Fault lab")


def plans_fault(lab: Locator, kind: str, count: int, seconds: int = 1) -> None:
    lab.get_by_label("What happens to them").select_option(kind)
    lab.get_by_label("How many broadcasts").fill(str(count))
    lab.get_by_label("Seconds").fill(str(seconds))
    lab.get_by_role("button", name="Start").click()


def verdict(tab: Tab) -> Locator:
    return panel(tab).locator(".si-verdict")


def test_what_is_dropped_is_missed_until_the_next_change_and_then_the_rows_are_equal(tab: Tab, second: Tab) -> None:
    lab = opens_lab(tab, 1, 2)
    second.enters().is_live()
    plans_fault(lab, "drop", 1)
    tab.feed("change", "insert", 3)
    expect(newest(tab)).to_contain_text("insert dropped")
    second.shows("1 2 3")  # nobody else notices
    assert tab.keys() == "1 2"
    compare = lab.get_by_role("button", name="Compare with the server")
    compare.click()
    assert compare.evaluate(CONTRAST) > 4.5, "it can be read under the pointer"
    expect(verdict(tab)).to_contain_text("1 of 3 rows differ")
    expect(panel(tab).locator("li[data-kind=follow]")).to_contain_text("for the comparison")
    expect(verdict(tab)).to_contain_text("list-3 missing here")
    assert tab.keys() == "1 2", "a comparison changes nothing"
    tab.feed("change", "update", [1, "changed"])
    tab.shows("1 2 3")
    expect(verdict(tab)).to_have_text("Equal to the server: 3 rows, revision 4.")


@pytest.mark.parametrize("kind", ["double", "delay", "reorder"])
def test_whatever_delivery_does_the_rows_end_up_equal(tab: Tab, kind: str) -> None:
    lab = opens_lab(tab, 1, 2)
    plans_fault(lab, kind, 2)
    tab.feed("change", "insert", 3)
    tab.feed("change", "remove", 1)
    tab.feed("heartbeat")
    expect(panel(tab).locator("li[data-origin=fault]")).to_have_count(2)
    tab.shows("2 3")
    expect(verdict(tab)).to_contain_text("Equal to the server: 2 rows")


def test_the_connection_is_cut_and_comes_back(tab: Tab) -> None:
    lab = opens_lab(tab, 1)
    lab.get_by_label("Seconds").fill("1")
    delay = tab.page.evaluate("window.socket.io.reconnectionDelay()")
    lab.get_by_role("button", name="Cut the connection").evaluate("button => { button.click(); button.click(); }")
    expect(verdict(tab)).to_contain_text("There is no connection now")
    tab.page.wait_for_function("!window.socket.connected")
    tab.feed("change", "insert", 2)
    tab.shows("1 2")
    expect(verdict(tab)).to_have_text("Equal to the server: 2 rows, revision 2.")
    assert tab.page.evaluate("window.socket.io.reconnectionDelay()") == delay


def test_all_rows_of_a_window_are_compared_page_by_page(tab: Tab) -> None:
    tab.plans(range=[1, 200], page=50, style="height: 300px")
    tab.fills()
    tab.shows_entries(151, 200)
    tab.scrolls_to(0)
    tab.shows_entries(101, 200)
    tab.runs(MAKE)
    tab.page.get_by_role("button", name="Inspect streams").click()
    panel(tab).get_by_role("tab", name="Fault lab").click()
    panel(tab).get_by_role("button", name="Compare with the server").click()
    expect(verdict(tab)).to_have_text("Equal to the server: 100 rows.")
    tab.does("remove_by_dom_id", "list-120")
    panel(tab).get_by_role("button", name="Compare with the server").click()
    expect(verdict(tab)).to_contain_text("list-120 missing here")
    expect(tab.rows()).to_have_count(99)


def test_a_stream_that_cannot_be_read_again_says_so(tab: Tab) -> None:
    tab.makes(items=[1, 2])
    tab.runs(MAKE)
    tab.page.get_by_role("button", name="Inspect streams").click()
    panel(tab).get_by_role("tab", name="Fault lab").click()
    panel(tab).get_by_role("button", name="Compare with the server").click()
    expect(verdict(tab)).to_contain_text("no way to read its rows again")


def test_the_server_restarts_only_for_a_program_that_lets_it(tab: Tab) -> None:
    tab.plans(topic="news")
    tab.fills().is_live()
    tab.runs("""
from chat.elements.inspector import StreamInspector
async def run(tab):
    async def refuse():
        return False
    with tab.client.content:
        StreamInspector()
        StreamInspector(restart=refuse)""")
    opened = tab.page.get_by_role("button", name="Inspect streams")
    restart = panel(tab).get_by_role("button", name="Restart the server")
    for button, count in [(opened.first, 0), (opened.last, 1)]:
        button.click()
        panel(tab).get_by_role("tab", name="Fault lab").click()
        expect(restart).to_have_count(count)
        if count:
            restart.click()
            expect(verdict(tab)).to_have_text("The server refused to restart.")
        tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("sessionStorage.getItem('stream-inspector-restarted')") is None


# ---- the replay


def test_operations_are_gone_through_on_a_copy(tab: Tab) -> None:
    inspects(tab, 1, 2)
    tab.feed("change", "insert", [3, '<li id="x"><button id="b" data-action="go" onclick="boom()">three</button></li>'])
    tab.feed("change", "remove", 1)
    tab.feed("change", "update", [2, "two"])
    tab.shows("2 3")
    expect(newest(tab)).to_contain_text("update")
    panel(tab).get_by_role("tab", name="Replay").click()
    copy = panel(tab).get_by_role("group", name="Copy of the list").locator("li")
    expect(copy).to_have_text(["two", "three"])
    for rows in (["row 2", "three"], ["row 1", "row 2", "three"], ["row 1", "row 2"]):
        panel(tab).get_by_role("button", name="Back", exact=True).click()
        expect(copy).to_have_text(rows)
    panel(tab).get_by_role("button", name="Forward").click()
    assert panel(tab).locator("button", has_text="three").evaluate("button => button.getAttributeNames()") == []
    assert tab.page.locator("#b").count() == tab.page.locator("#list-3").count() == 1
    assert tab.keys() == "2 3", "the list itself stays"


def test_another_list_of_the_same_name_takes_the_former_one_s_place(tab: Tab) -> None:
    inspects(tab, 1, 2)
    tab.feed("change", "insert", 3)
    panel(tab).get_by_role("tab", name="Replay").click()
    expect(panel(tab).get_by_text("1 of 1")).to_be_visible()
    tab.runs("""async def run(tab):
        tab.streams["list"].delete()
        with tab.client.content:
            tab.streams["list"] = Stream("list", render=lambda item: f"<li>{item.id}</li>", items=[as_item(8)])""")
    expect(panel(tab).get_by_text("0 of 0")).to_be_visible()
    expect(panel(tab).get_by_role("group", name="Copy of the list").locator("li")).to_have_text(["8"])
    panel(tab).get_by_role("tab", name="Operations").click()
    expect(newest(tab)).to_contain_text("another list: 1 row")


def operations_in_replay(tab: Tab) -> int:
    """Wait until the newest of them is shown; on a slow machine, some of what is kept are the page's own questions."""
    position = panel(tab).locator("output")
    expect(position).to_have_text(re.compile(r"^(\d+) of \1$"))
    return int(position.inner_text().split()[0])


def test_the_replay_goes_on_with_the_list_unless_one_looks_back(tab: Tab) -> None:
    inspects(tab, 1, limit=-100)
    for first in range(2, 1102, 220):
        tab.feed("change", "insert", *range(first, first + 220))
        tab.is_served()
    panel(tab).get_by_role("tab", name="Replay").click()
    copy = panel(tab).get_by_role("group", name="Copy of the list").locator("li")
    assert 900 < operations_in_replay(tab) <= 1000
    expect(copy).to_have_count(100)
    tab.feed("change", "insert", 1102)
    expect(copy.last).to_have_text("row 1102")
    kept = operations_in_replay(tab)

    slider = panel(tab).get_by_role("slider", name="Step")
    slider.fill(str(kept - 500))
    expect(copy.last).not_to_have_text("row 1102")
    shown = int(copy.last.inner_text().split()[1])
    assert 590 < shown < 615
    slider.press("ArrowLeft")
    expect(copy.last).to_have_text(f"row {shown - 1}")
    tab.feed("change", "insert", 1103)
    expect(panel(tab).locator("tbody tr").first).to_contain_text("1103")
    expect(copy.last).to_have_text(f"row {shown - 1}")
    panel(tab).get_by_role("button", name="First").click()
    expect(copy.last).to_have_text(re.compile(r"^row 1[0-2]\d$"))


# ---- the program goes on as if it were not there


def test_what_the_program_sends_from_a_streams_element_arrives(tab: Tab) -> None:
    inspects(tab, 1)
    tab.runs("""async def run(tab):
        tab.heard = []
        for sent in ("'text'", "3", "true", "null", "{since: 1, more: 2}", "{}"):
            hear = lambda event: tab.heard.append(event.args)
            tab.streams["list"].on("click", hear, js_handler=f"() => emit({sent})")
    """)
    tab.row(1).click()
    heard = tab.runs("async def run(tab): return tab.heard")
    assert sorted(map(str, heard)) == sorted(map(str, ["text", 3, True, None, {"since": 1, "more": 2}, {}]))


def test_an_answer_to_the_panel_is_none_for_the_list_once_the_panel_is_closed(tab: Tab) -> None:
    region = inspects(tab, 1, 2)
    region.get_by_role("tab", name="Fault lab").click()
    asked = tab.feed("")["asked"]
    tab.stream().evaluate(
        """list => {
            list.resets = 0;
            list.addEventListener("stream:changes", ({ detail }) => { list.resets += detail.reset !== null });
        }"""
    )
    for _ in range(2):  # the second time, another panel is opened before the answer has come
        region.evaluate("""panel => {
            [...panel.querySelectorAll("button")].find((button) => button.textContent.startsWith("Compare")).click();
            panel.querySelector(".si-close").click();
        }""")
        tab.page.get_by_role("button", name="Inspect streams").click()
        expect(region).to_be_visible()
        region.get_by_role("tab", name="Fault lab").click()
        asked += 1
        tab.waits_until(lambda expected=asked: tab.feed("")["asked"] == expected)  # type: ignore[misc]
        tab.is_served()
        assert tab.stream().evaluate("list => list.resets") == 0
    tab.page.keyboard.press("Escape")
    expect(region).to_have_count(0)
    assert tab.stream().evaluate("list => Object.hasOwn(list.stream.model, 'apply')") is False


def test_a_second_button_focuses_the_panel_that_is_open(tab: Tab) -> None:
    inspects(tab, 1)
    tab.runs(MAKE)
    tab.page.get_by_role("button", name="Inspect streams").nth(1).evaluate("button => button.click()")
    expect(panel(tab)).to_be_focused()
    expect(panel(tab)).to_have_count(1)
    tab.page.keyboard.press("Escape")
    expect(panel(tab)).to_have_count(0)
    tab.page.get_by_role("button", name="Inspect streams").nth(1).click()
    expect(panel(tab)).to_be_visible()
