"""What docs/streams.md promises and no other test shows: its snippets run, the folder can be taken along, and more.

What it says about operations, limits, windows, topics, loading, updates and screen readers is shown by the modules
test_*.py beside this one, what it says about the server's side by tests/elements/test_stream.py.
"""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.app_process import ROOT
from tests.browser.elements.tab import Tab
from tests.browser.elements.test_examples import SOON, Program, contexts, start, visit

__all__ = ["contexts", "start", "visit"]  # fixtures

pytestmark = pytest.mark.drill

DOCUMENT = (ROOT / "docs/streams.md").read_text()
PROGRAM, WINDOW, TOPIC, _TYPE, *_others = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)

FORBID = """
import sys
sys.modules |= dict.fromkeys(["chat", "models", "peewee", "argon2", "pydantic_settings", "faker"])  # not importable

"""

FRAME = f"""
from dataclasses import dataclass
from html import escape

from nicegui import ui

from chat.elements.stream import Stream


@dataclass
class Item:
    id: int
    text: str = ""


def draw(item):
    return f"<p>{{escape(item.text or str(item.id))}}</p>"


def entries(first, last):
    return [Item(number) for number in range(max(first, 1), min(last, 500) + 1)]


async def load_last_page():
    return entries(451, 500)


async def entries_before(key):
    return entries(int(key) - 50, int(key) - 1)


async def entries_after(key):
    return entries(int(key) + 1, int(key) + 50)


@ui.page("/window")
def window():
    exec({WINDOW!r}, dict(globals()))


topic = dict(globals())
exec({TOPIC!r}, topic)


@ui.page("/topic")
def topic_page():
    topic["show"]()
    text = ui.input("text")

    def button(word, function, key):
        ui.button(f"{{word}} {{key}}", on_click=lambda: topic[function](Item(key, text.value)))

    for key in (1, 2, 3):
        button("Save", "save", key)
        button("Delete", "delete", key)
"""
"""The other snippets as they stand, each in what it supposes."""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The page's whole program and its other snippets, and of ours nothing but the folder that it says to copy."""
    folder = tmp_path_factory.mktemp("copied")
    shutil.copytree(ROOT / "chat/elements", folder / "elements", ignore=shutil.ignore_patterns("__pycache__"))
    for name, source in {"snippets": FRAME, "program": f"{FORBID}import snippets\n\n{PROGRAM}"}.items():
        (folder / f"{name}.py").write_text(source.replace("chat.elements", "elements"))
    program = Program("program", folder)
    yield program
    program.stop()


def texts(page: Page, name: str) -> list[str]:
    return page.locator(f"#{name} > [data-key]").all_text_contents()


def shows(page: Page, name: str, *expected: str) -> None:
    """Wait until these are the rows."""
    expect(page.locator(f"#{name} > [data-key]")).to_have_text([*expected])


def frames_of(page: Page) -> list[str]:
    """Note what the page's socket receives; from the next page on."""
    frames: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(str(frame))))
    page.reload()
    page.wait_for_function("window.did_handshake === true")
    return frames


# ---- the snippets


def test_the_folder_copied_elsewhere_runs_the_program_of_the_page(
    copied: Program, visit: Callable[[str], Page]
) -> None:
    page = visit(copied.url)
    shows(page, "people", "Ada ✕", "Ben ✕")
    page.get_by_role("button", name="Append").click()
    page.get_by_role("button", name="Rename").click()
    shows(page, "people", "Ada ✕", "Benjamin ✕", "Cleo ✕")
    assert page.locator("#people-2").get_attribute("data-key") == "2"
    for key in (2, 1, 3):
        expect(page.get_by_text("Nobody yet")).to_be_hidden()
        page.locator(f"#people-{key}").get_by_role("button").click()
    expect(page.get_by_text("Nobody yet")).to_be_visible()
    page.get_by_role("button", name="Append").click()
    shows(page, "people", "Cleo ✕")


def test_the_window_of_the_page_pages_through_a_long_list(copied: Program, visit: Callable[[str], Page]) -> None:
    page = visit(f"{copied.url}/window")
    feed = page.locator("#feed")
    expect(page.locator("#feed-500")).to_be_in_viewport()
    for first in range(401, 0, -50):
        feed.evaluate("feed => { feed.scrollTop = 0 }")
        expect(page.locator("#feed > [data-key]").first).to_have_text(str(first))
        assert len(texts(page, "feed")) <= 300
    for last in range(350, 501, 50):
        feed.evaluate("feed => { feed.scrollTop = feed.scrollHeight }")
        expect(page.locator("#feed > [data-key]").last).to_have_text(str(last))
    assert texts(page, "feed") == [str(number) for number in range(201, 501)]


def test_the_topic_of_the_page_brings_all_viewers_to_the_same(copied: Program, visit: Callable[[str], Page]) -> None:
    ada, ben = (visit(f"{copied.url}/topic") for _ in range(2))
    press = lambda name: ada.get_by_role("button", name=name).click()  # noqa: E731
    write = lambda text: ada.get_by_role("textbox", name="text").fill(text)  # noqa: E731
    for_ada, for_ben = frames_of(ada), frames_of(ben)
    for page in (ada, ben):
        expect(page.locator("#notes")).to_have_attribute("data-state", "live")
    write("<one>")
    press("Save 1")
    write("two")
    press("Save 2")
    for page in (ada, ben):
        shows(page, "notes", "<one>", "two")
    page.evaluate("1")  # frames are told a little later
    heard = [frame for frame in for_ada if frame.startswith('42["stream"')]
    assert heard[-1] == '42["stream","notes",2,"insert",[["2","<p>two</p>"]]]'
    assert heard == [frame for frame in for_ben if frame.startswith('42["stream"')]

    ben.evaluate(SOON)
    ben.context.set_offline(True)
    ben.evaluate("window.socket.io.engine.close(); window.isSame = true")
    expect(ben.locator("#notes")).to_have_attribute("data-state", "connecting")
    write("three")
    press("Save 3")
    press("Delete 2")
    write("uno")
    press("Save 1")
    shows(ada, "notes", "uno", "three")
    shows(ben, "notes", "<one>", "two")
    ben.context.set_offline(False)
    shows(ben, "notes", "uno", "three")
    expect(ben.locator("#notes")).to_have_attribute("data-state", "live")
    assert ben.evaluate("window.isSame")
    shows(visit(f"{copied.url}/topic"), "notes", "uno", "three")


def test_an_operation_for_one_viewer_is_one_call_on_the_wire(copied: Program, visit: Callable[[str], Page]) -> None:
    page = visit(copied.url)
    frames = frames_of(page)
    page.get_by_role("button", name="Append").click()
    shows(page, "people", "Ada ✕", "Ben ✕", "Cleo ✕")
    page.evaluate("1")  # frames are told a little later
    [frame] = [frame for frame in frames if "Cleo" in frame]
    call = r'runMethod\(\d+, "apply", \[\[\["insert",\[\["3","<div>Cleo .*</div>"\]\],-1,null,false\]\],.*\]\)'
    assert re.search(call, frame.replace('\\"', '"'))
    assert [frame for frame in frames if "Ada" in frame] == []


# ---- rows


def test_what_has_an_id_is_recognised_wherever_in_the_row_it_stands(tab: Tab) -> None:
    row = "<div>{}<input id=box><div id=place></div></div>"
    tab.opens(items=[["a", row.format("")]]).runs("""
async def run(tab):
    with ui.teleport("#place"):
        Stream("inner", render=lambda item: f"<p>{item.id}</p>", items=[as_item(1)], scroll=False)
""")
    tab.shows("1", "inner")
    tab.page.locator("#box").fill("typed")
    tab.marks(1, name="inner")
    for before in ("<em>edited</em>", "<em>edited</em><p>twice</p>", ""):
        tab.does("update_item", ["a", row.format(before)])
        expect(tab.page.locator("#box")).to_have_value("typed")
        assert tab.marked("inner") == "1"


def test_a_field_is_cleared_by_another_id(tab: Tab) -> None:
    tab.opens(items=[[1, "<div><input id=first></div>"]])
    tab.row(1).get_by_role("textbox").fill("typed")
    tab.does("update_item", [1, "<div><input id=first></div>"])
    expect(tab.row(1).get_by_role("textbox")).to_have_value("typed")
    tab.does("update_item", [1, "<div><input id=second></div>"])
    expect(tab.row(1).get_by_role("textbox")).to_have_value("")


def test_arguments_are_named_as_in_dataset(tab: Tab) -> None:
    tab.opens(items=[[1, '<div><button data-action="ask" data-user-id="7" data-x="é">ask</button></div>']])
    tab.page.get_by_role("button").click()
    tab.is_served()
    assert tab.tells()["actions"] == [["ask", "1", {"userId": "7", "x": "é"}]]


# ---- scripts and connection


@pytest.fixture
def cut_off(tab: Tab) -> Iterator[Callable[[], None]]:
    """Cut the socket; the browser may say on its console that it is offline."""

    def cut() -> None:
        tab.page.evaluate(SOON)
        tab.loses_the_connection()

    yield cut
    tab.errors[:] = [error for error in tab.errors if "ERR_INTERNET_DISCONNECTED" not in error]


def test_scripts_hear_of_the_connection(tab: Tab, cut_off: Callable[[], None]) -> None:
    tab.opens(topic="news").is_live()
    tab.stream().evaluate(
        """list => {
            list.states = [];
            list.addEventListener("stream:state", ({ detail }) => list.states.push(detail.state));
        }"""
    )
    cut_off()
    expect(tab.stream()).to_have_attribute("data-state", "connecting")
    tab.gets_it_back()
    tab.is_live()
    assert tab.stream().evaluate("list => list.states") == ["connecting", "live"]


def test_a_page_asks_for_the_changes_once_soon_after_it_is_shown(tab: Tab) -> None:
    tab.opens(topic="of its own").is_live()
    assert tab.feed("", topic="of its own")["asked"] == 1


def test_operations_during_a_cut_arrive_once_and_in_order(tab: Tab, cut_off: Callable[[], None]) -> None:
    tab.opens(items=[1, 2])
    tab.page.evaluate("window.isSame = true")
    cut_off()
    tab.post("/do/list", [["append", [3], {}], ["remove_item", [1], {}], ["prepend", [4], {}], ["append", [1], {}]])
    tab.gets_it_back()
    tab.shows("4 2 3 1")
    assert tab.page.evaluate("window.isSame")
    tab.does("append", 5)
    assert tab.keys() == "4 2 3 1 5"


def test_a_page_that_nicegui_has_given_up_is_reloaded_as_new(tab: Tab, cut_off: Callable[[], None]) -> None:
    tab.opens(items=[1, 2]).does("append", 3)
    tab.page.evaluate("window.isOld = true")
    cut_off()
    tab.context.request.post(f"{tab.server.url}/python", data="async def run(tab): tab.client.delete()")
    tab.context.set_offline(False)
    tab.page.wait_for_function("window.isOld === undefined && window.did_handshake")
    tab.shows("1 2")


def test_a_jump_without_topic_or_function_leads_to_the_end_of_what_is_there(tab: Tab) -> None:
    tab.opens(items=list(range(50)), style="height: 200px")
    tab.scrolls_to(0)
    tab.stream().evaluate("list => list.stream.jump()")
    assert tab.gap() <= 2


# ---- limits


def test_the_server_has_nothing_that_could_be_asked_for_rows(tab: Tab) -> None:
    tab.opens(items=[1, 2], children=["more"])
    children = tab.runs("""
async def run(tab):
    return [child.text for child in tab.streams["list"].descendants()]
""")
    assert children == ["more"]


@pytest.mark.parametrize("cause", ["stream.move(tab.other)", "stream.on('focusin', lambda: None)"])
def test_mounted_anew_a_stream_without_topic_has_forgotten_what_happened(tab: Tab, cause: str) -> None:
    tab.opens(items=[1, 2]).does("append", 3, 4)
    tab.marks(1)
    tab.runs(f"""
async def run(tab):
    with ui.card() as tab.other:
        ui.label("other")
    stream = tab.streams["list"]
    {cause}
""")
    expect(tab.row(3)).to_have_count(0)
    assert tab.marked() == ""
    tab.does("append", 4)
    expect(tab.row(4)).to_have_count(1)


def test_in_a_dialog_a_function_loads_at_each_opening(tab: Tab) -> None:
    tab.opens().runs("""
async def run(tab):
    tab.items = [as_item([1, "<p>1</p>"])]
    with ui.dialog() as tab.dialog:
        tab.streams["in"] = Stream("in", render=lambda item: item.text, items=lambda: tab.items)
""")
    opening = "async def run(tab): tab.dialog.open()"
    tab.runs(opening)
    tab.shows("1", "in")
    tab.does("append", [2, "<p>2</p>"], on="in")
    tab.shows("1 2", "in")
    tab.runs("""
async def run(tab):
    tab.dialog.close()
    tab.items = [as_item([key, f"<p>{key}</p>"]) for key in (1, 2, 3)]
""")
    expect(tab.stream("in")).to_have_count(0)
    tab.does("append", [4, "<p>4</p>"], on="in")  # meanwhile nobody hears that
    tab.runs(opening)
    tab.shows("1 2 3", "in")
