"""What the stream element costs in a browser, against ordinary elements in a `ui.column`; all in turn, in one run.

`stream` gets its rows by `append` and the like, `topic` by broadcast, `column` as `ui.html` elements. The column does
less: it does not follow its end. It also gets fewer operations, since it is slow; lines say how many, and tell the cost
of one.
"""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from bench.clients.browser import Cost, Tab, open_browser
from bench.figures import Figure, figure
from bench.server import Server

HELD = 300
SIZES = (10, 100, 300, 1000)
BATCH = 100
ALONE = 0.03
"""Seconds between operations that are painted each on its own, as in a chat; else they follow in a row."""

Tabs = dict[str, Tab]


def measure(*, quick: bool) -> list[Figure]:
    """Take several rounds of each kind of work."""
    rounds = 2 if quick else 4
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        server = stack.enter_context(Server(Path(folder), ("-m", "bench.workloads.elements_app")))
        browser = stack.enter_context(open_browser())
        tabs = {peer: Tab(browser, server, peer, HELD) for peer in ("stream", "topic", "column")}
        both = {peer: tabs[peer] for peer in ("stream", "column")}
        figures = _appends(tabs, rounds)
        figures += _work("prepend", both, rounds // 2, {"stream": 200, "column": 40})
        figures += _work("update", both, rounds // 2, {"stream": 200, "column": 40})
        figures += _alone(tabs)
        figures += _batches(both)
        for tab in tabs.values():
            tab.close()
        return figures + _sizes(browser, server, SIZES[1::2] if quick else SIZES)


def _appends(tabs: Tabs, rounds: int) -> list[Figure]:
    before = {peer: tab.heap() for peer, tab in tabs.items()}
    times = {"stream": 1000, "topic": 200, "column": 40}
    figures = _work("append", tabs, rounds, times)
    for peer, tab in tabs.items():
        name = f"elements: JS heap, {HELD} rows, {peer}"
        figures.append(figure(f"{name}: at first", "MB", before[peer] / 1e6))
        figures.append(figure(f"{name}: {rounds * times[peer]:,} appends later", "MB", tab.heap() / 1e6))
    return figures


def _work(operation: str, tabs: Tabs, rounds: int, times: dict[str, int]) -> list[Figure]:
    costs: dict[str, list[Cost]] = {peer: [] for peer in tabs}
    for _ in range(rounds):
        for peer, tab in tabs.items():
            costs[peer].append(tab.run(operation, times[peer]))
    figures = []
    for peer, runs in costs.items():
        name = f"elements: {rounds * times[peer]:,} {operation}s, {peer}"
        figures += [
            figure(f"{name}: browser", "ms", *(run.main for run in runs)),
            figure(f"{name}: … styles", "ms", *(run.style for run in runs)),
            figure(f"{name}: … layout", "ms", *(run.layout for run in runs)),
            figure(f"{name}: layouts", "each", *(run.layouts for run in runs)),
            figure(f"{name}: wall", "ms", *(run.wall for run in runs)),
            figure(f"{name}: server CPU", "ms", *(run.server for run in runs)),
        ]
    ratios = [column.main / stream.main for column, stream in zip(costs["column"], costs["stream"], strict=True)]
    return [*figures, figure(f"elements: {operation}, column to stream: browser", "times", *ratios)]


def _alone(tabs: Tabs) -> list[Figure]:
    runs = [(peer, tab.run("append", 20, pause=ALONE)) for _ in range(3) for peer, tab in tabs.items()]
    return [
        figure(
            f"elements: append and paint, {peer}: browser", "ms", *(run.main for other, run in runs if other == peer)
        )
        for peer in tabs
    ]


def _batches(tabs: Tabs) -> list[Figure]:
    figures = []
    runs = [(peer, tab.run("append", 5, batch=BATCH, pause=0.1)) for _ in range(3) for peer, tab in tabs.items()]
    for peer in tabs:
        costs = [run for other, run in runs if other == peer]
        name = f"elements: batch of {BATCH} rows, {peer}"
        figures += [
            figure(f"{name}: layouts", "each", *(cost.layouts for cost in costs)),
            figure(f"{name}: browser", "ms", *(cost.main for cost in costs)),
            figure(f"{name}: server CPU", "ms", *(cost.server for cost in costs)),
        ]
    return figures


def _sizes(browser: Browser, server: Server, sizes: Sequence[int]) -> list[Figure]:
    """Append to lists of several lengths, to tell whether an append's cost depends on it."""
    times = {"stream": 100, "column": 10}
    tabs = {(size, peer): Tab(browser, server, peer, size) for peer in times for size in sizes}
    runs = [(key, tab.run("append", times[key[1]])) for _ in range(3) for key, tab in tabs.items()]
    figures = []
    for (size, peer), tab in tabs.items():
        costs = [run for key, run in runs if key == (size, peer)]
        name = f"elements: append to {size:,} rows, {peer}"
        figures += [
            figure(f"{name}: browser", "ms", *(cost.main for cost in costs)),
            figure(f"{name}: … styles", "ms", *(cost.style for cost in costs)),
            figure(f"{name}: … layout", "ms", *(cost.layout for cost in costs)),
            figure(f"{name}: elements styled", "each", tab.styled("append", 10, ALONE)),
        ]
    return figures
