"""The examples, each started as its reader would and used as its reader would."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.app_process import ROOT, environment
from tests.browser.conftest import PATIENCE, Server
from tests.ports import free_port

pytestmark = pytest.mark.drill

EXAMPLES = sorted(path.stem for path in ROOT.glob("examples/*.py") if "chat.elements" in path.read_text())

# `python -m`, at a port of its own, with more patience for a connection that a busy machine takes its time to restore.
RUN = """
import runpy, sys
from functools import partial
from nicegui import ui

port, module = int(sys.argv.pop(1)), sys.argv[1]
ui.run = partial(ui.run, host="127.0.0.1", port=port, reconnect_timeout=60)
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


SOON = "window.socket.io.reconnectionDelay(100).reconnectionDelayMax(100)"
"""Has a page try to reconnect more often than every other second."""


class Program(Server):
    """A module that runs as a program, in a folder that holds it."""

    def __init__(self, module: str, folder: Path = ROOT, python: Path = Path(sys.executable)) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        command = [python, "-c", RUN, str(self.port), module]
        self.process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=subprocess.PIPE, text=True)
        assert self.process.stdout
        assert any("ready" in line for line in self.process.stdout), f"{module} ended with {self.process.wait()}"
        self.wait_for_port()


@pytest.fixture
def start() -> Iterator[Callable[..., Program]]:
    """Start programs."""
    programs: list[Program] = []

    def run(module: str, folder: Path = ROOT) -> Program:
        programs.append(Program(module, folder))
        return programs[-1]

    yield run
    for program in programs:
        program.stop()


@pytest.fixture(scope="module")
def contexts() -> Iterator[list[BrowserContext]]:
    """Browsers that have nobody before them; with what they have cached, pages open in half the time."""
    contexts: list[BrowserContext] = []
    yield contexts
    for context in contexts:
        context.close()


@pytest.fixture
def visit(browser: Browser, contexts: list[BrowserContext], start: object) -> Iterator[Callable[[str], Page]]:
    """Open addresses, each in a browser of its own; script errors fail the test."""
    pages: list[Page] = []
    errors: list[str] = []

    def hear(message: str) -> None:
        if "ERR_INTERNET_DISCONNECTED" not in message:  # that is what the test wants
            errors.append(message)

    def open_page(url: str) -> Page:
        context = contexts.pop() if contexts else browser.new_context(viewport={"width": 800, "height": 600})
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: hear(str(error)))
        page.on("console", lambda message: hear(message.text) if message.type == "error" else None)
        pages.append(page)
        page.goto(url)
        page.wait_for_function("window.did_handshake === true")
        return page

    yield open_page
    for page in pages:
        page.context.set_offline(False)
        contexts.append(page.context)
        page.close()
    assert errors == []


def test_each_example_has_a_test() -> None:
    assert EXAMPLES == ["endless_feed", "infinite_scroll", "live_log", "todo"]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_stays_under_forty_lines(example: str) -> None:
    assert len((ROOT / f"examples/{example}.py").read_text().splitlines()) < 40


# ---- the live log


def lines(page: Page) -> list[str]:
    return page.locator("#log > [data-key]").all_text_contents()


def sees_line(page: Page, number: int) -> None:
    expect(page.locator(f"#log-{number}")).to_have_count(1)


def newest(page: Page) -> int:
    return int(lines(page)[-1].partition(":")[0])


def test_the_live_log(start: Callable[..., Program], visit: Callable[[str], Page]) -> None:
    program = start("examples.live_log")
    ada, ben = visit(program.url), visit(program.url)
    for page in (ada, ben):
        page.evaluate(SOON)
        sees_line(page, 2)

    ben.context.set_offline(True)
    ben.evaluate("window.socket.io.engine.close(); window.isSame = true")
    ben.wait_for_function("!window.socket.connected")
    last_seen = newest(ben)
    sees_line(ada, last_seen + 2)
    assert newest(ben) == last_seen
    ben.context.set_offline(False)

    sees_line(ben, last_seen + 2)
    sees_line(ben, newest(ada) + 1)  # and it goes on
    assert ben.evaluate("window.isSame")
    for_ada, for_ben = lines(ada), lines(ben)
    for shown in (for_ada, for_ben):
        numbers = [int(line.partition(":")[0]) for line in shown]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert set(for_ben[: last_seen + 2]) <= set(for_ada)


# ---- the to-do list


def tasks(page: Page, *expected: str) -> None:
    """Wait until these are the tasks, those done in angle brackets."""
    page.wait_for_function(
        """(expected) => {
            const rows = [...document.querySelectorAll("#todo > [data-key]")];
            const text = (row) => row.querySelector("s") ? `<${row.dataset.key}>` : row.dataset.key;
            return rows.map(text).join() === expected;
        }""",
        arg=",".join(expected),
    )


def test_the_todo_list(start: Callable[..., Program], visit: Callable[[str], Page]) -> None:
    program = start("examples.todo")
    page = visit(program.url)
    button = lambda task, name: page.get_by_role("listitem").filter(has_text=task).get_by_role("button", name=name)  # noqa: E731
    box = page.get_by_role("textbox", name="What is to be done?")
    tasks(page, "write", "read", "rest")
    for text in ("bake & <b>eat</b>", "a 'walk'"):
        box.fill(text)
        box.press("Enter")
    tasks(page, "write", "read", "rest", "bake & <b>eat</b>", "a 'walk'")
    assert page.get_by_role("listitem").nth(3).text_content() == "bake & <b>eat</b> ✓ ✕"

    button("read", "✓").click()
    button("walk", "✓").click()
    tasks(page, "write", "<read>", "rest", "bake & <b>eat</b>", "<a 'walk'>")
    button("write", "✕").click()
    button("read", "✓").click()
    tasks(page, "read", "rest", "bake & <b>eat</b>", "<a 'walk'>")

    page.locator("#todo-rest").evaluate("row => { row.isSame = true }")
    page.get_by_role("button", name="Sort").click()
    tasks(page, "<a 'walk'>", "bake & <b>eat</b>", "read", "rest")
    assert page.locator("#todo-rest").evaluate("row => row.isSame")
    box.press("Enter")  # what is there is not there twice
    button("rest", "✕").click()
    tasks(page, "<a 'walk'>", "bake & <b>eat</b>", "read")

    tasks(visit(program.url), "write", "read", "rest")  # everybody has a list of their own


# ---- the endless feed

# Scrolls, frame by frame, until an entry is shown at the edge scrolled to; notes the most rows there were, whether
# they ever had a gap, and how far anything that was read moved otherwise than by scrolling.
TRAVEL = """async (feed, { step, until, patience }) => {
    const seen = { rows: 0, gaps: 0, jolt: 0 };
    const rows = () => [...feed.querySelectorAll(":scope > [data-key]")];
    const deadline = performance.now() + patience;
    for (;;) {
        const all = rows();
        const keys = all.map((row) => Number(row.dataset.key));
        seen.rows = Math.max(seen.rows, keys.length);
        seen.gaps += keys.filter((key, index) => index && key !== keys[index - 1] + 1).length;
        if (step < 0 ? keys[0] <= until : keys.at(-1) >= until) return seen;
        if (performance.now() > deadline) throw new Error(`stuck at ${keys[0]} to ${keys.at(-1)}`);
        feed.scrollTop += step;
        const { top } = feed.getBoundingClientRect();
        const read = all.find((row) => row.getBoundingClientRect().bottom > top);
        const before = read.getBoundingClientRect().bottom;
        await new Promise(requestAnimationFrame);
        const moved = read.isConnected ? Math.abs(read.getBoundingClientRect().bottom - before) : Infinity;
        seen.jolt = Math.max(seen.jolt, moved);
    }
}"""


def test_the_endless_feed(start: Callable[..., Program], visit: Callable[[str], Page]) -> None:
    program = start("examples.endless_feed")
    page = visit(program.url)
    feed = page.locator("#feed")
    expect(page.locator("#feed-100000")).to_be_in_viewport()
    for step, until in ((-2000, 98_000), (2000, 100_000)):
        seen = feed.evaluate(TRAVEL, {"step": step, "until": until, "patience": 30_000})
        assert seen["rows"] == 300
        assert seen["gaps"] == 0
        assert seen["jolt"] <= 2
    feed.evaluate("feed => { feed.scrollTop = feed.scrollHeight }")
    expect(page.locator("#feed-100000")).to_be_in_viewport()


# ---- infinite scrolling, as in LiveView's guide


def test_the_infinite_scroll(start: Callable[..., Program], visit: Callable[[str], Page]) -> None:
    page = visit(start("examples.infinite_scroll").url)
    feed = page.locator("#posts")
    expect(page.locator("#posts-1")).to_be_in_viewport()
    for step, until in ((300, 200), (-300, 1), (300, 1000)):
        seen = feed.evaluate(TRAVEL, {"step": step, "until": until, "patience": 30_000})
        assert seen["rows"] <= 60
        assert seen["gaps"] == 0
        assert seen["jolt"] <= 2
    feed.evaluate("feed => { feed.scrollTop = 0 }")  # past all pages in between
    expect(page.locator("#posts-1")).to_be_in_viewport()
