"""The plots: what a delivery takes, how late it comes, and how much memory a viewer takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.figures import number
from bench.peers import PEERS, STREAMCHAT
from bench.report.results import Result
from bench.workloads.compare import BURST, GROSS, STEADY
from bench.workloads.footprint import IDLE, ROWS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, GRID = "#7d8590", "#7d859055"
"""Readable on white and on black alike; the background is left open."""

COLOURS = ("#8b949e", "#e5534b", "#2f81f7", "#39a35a", "#b78a1e", "#a371f7", "#d9768a")
STYLE = {
    "svg.fonttype": "none",
    "svg.hashsalt": "bench",  # the same results give the same file
    "font.family": "sans-serif",
    "font.size": 11,
    **dict.fromkeys(("text.color", "axes.labelcolor", "xtick.color", "ytick.color"), INK),
}
LATE = "send to receipt, p99"

Plot = tuple[str, str]
"""A file's name, and what it shows."""


def draw(results: dict[str, Result], folder: Path) -> list[Plot]:
    """Draw what there are results for; nothing without matplotlib, which only this needs."""
    try:
        import matplotlib as mpl
    except ImportError:
        return []
    mpl.use("svg")
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    with mpl.rc_context(STYLE):
        if compare := results.get("compare"):
            drawn.append(_lines(compare, GROSS, STEADY, "Server CPU per delivery, steady, µs", folder / "cpu.svg"))
            drawn.append(_lines(compare, GROSS, BURST, "Server CPU per delivery, burst, µs", folder / "burst.svg"))
            drawn.append(_lines(compare, LATE, STEADY, "Send to receipt, p99, steady, ms", folder / "delay.svg"))
        if footprint := results.get("footprint"):
            drawn.append(_bars(footprint, "Memory per viewer, idle, kB", folder / "memory.svg"))
    return drawn


def axes_of(title: str) -> tuple[Any, Axes]:
    """Begin a plot."""
    from matplotlib import pyplot
    from matplotlib.ticker import LogLocator

    figure, axes = pyplot.subplots(figsize=(8, 4.2), layout="constrained")
    axes.set_title(title, loc="left", fontsize=12)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(INK)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter(lambda value, _: number(value))
    axes.yaxis.set_minor_locator(LogLocator(subs=(2, 5)))
    axes.yaxis.set_minor_formatter(lambda value, _: number(value))
    return figure, axes


def _lines(result: Result, name: str, workload: str, title: str, path: Path) -> Plot:
    figure, axes = axes_of(title)
    sizes = sorted({one.size for one in result.figures if (one.name, one.workload) == (name, workload)})
    for peer, colour in zip(PEERS, COLOURS, strict=True):
        found = [result.find(name, peer.name, workload, size) for size in sizes]
        taken = [one for one in found if one and one.value and one.value > 0]
        low, high = [min(one.runs) for one in taken], [max(one.runs) for one in taken]
        width = 2.6 if peer.name == STREAMCHAT else 1.6
        x, y = [one.size for one in taken], [one.value or 0.0 for one in taken]
        axes.plot(x, y, color=colour, linewidth=width, marker="o", markersize=5, label=peer.name)
        axes.vlines(x, low, high, color=colour, linewidth=1)
    axes.set_xscale("log")
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    axes.set_xlabel("followers")
    return saved(figure, axes, title, path)


def _bars(result: Result, title: str, path: Path) -> Plot:
    figure, axes = axes_of(title)
    for at, rows in enumerate(ROWS):
        found = [result.find(IDLE, peer.name, f"{rows:,} rows", rows) for peer in PEERS]
        heights = [one.value if one and one.value else 0 for one in found]
        places = [place + 0.4 * at - 0.2 for place in range(len(PEERS))]
        bars = axes.bar(places, heights, 0.36, color=COLOURS, alpha=1 - 0.45 * at, label=f"{rows:,} rows")
        axes.bar_label(bars, [number(round(height)) if height else "" for height in heights], fontsize=8, color=INK)
    axes.set_xticks(range(len(PEERS)), [peer.name for peer in PEERS], rotation=20)
    return saved(figure, axes, title, path)


def saved(figure: Any, axes: Axes, title: str, path: Path) -> Plot:
    """End a plot."""
    from matplotlib import pyplot

    figure.legend(*axes.get_legend_handles_labels(), loc="outside right upper", frameon=False, fontsize=10)
    figure.savefig(path, transparent=True, metadata={"Date": None})
    pyplot.close(figure)
    return path.name, title
