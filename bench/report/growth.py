"""The plots of what grows with a place: what was measured, and the line on to ten times as much."""

from math import log10
from pathlib import Path

from bench.figures import number
from bench.peers import STREAMCHAT
from bench.report.plots import COLOURS, STYLE, Plot, axes_of, saved
from bench.report.results import Result
from bench.workloads.compare import GROSS, STEADY
from bench.workloads.growth import NAMES, OPENING, SENDING

Line = list[tuple[float, float]]
"""Sizes and what was measured there."""

FAR = 10
"""How many times the largest size the line goes on."""


def draw_growth(results: dict[str, Result], folder: Path) -> list[Plot]:
    """Draw what there are results for; nothing without matplotlib."""
    try:
        import matplotlib as mpl
    except ImportError:
        return []
    mpl.use("svg")
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(STYLE):
        return [
            _drawn(lines, title, unit, folder / name)
            for name, title, unit, lines in (
                ("opening.svg", "CPU of opening a room, ms", "people, rooms, messages", _grown(results, OPENING)),
                ("sending.svg", "CPU of a message, ms", "people, rooms, messages", _grown(results, SENDING)),
                ("viewers.svg", "CPU of a message in a room that many look at, ms", "viewers", _viewers(results)),
            )
            if lines
        ]


def _grown(results: dict[str, Result], name: str) -> dict[str, Line]:
    growth = results.get("growth")
    lines = {}
    for what in NAMES.values() if growth else ():
        taken = [one for one in growth.figures if (one.name, one.workload) == (name, f"more {what}")] if growth else []
        lines[what] = [(float(one.size), one.value) for one in taken if one.value and one.value > 0]
    return {what: line for what, line in lines.items() if line}


def _viewers(results: dict[str, Result]) -> dict[str, Line]:
    compare = results.get("compare")
    taken = [
        one
        for one in (compare.figures if compare else ())
        if (one.name, one.peer, one.workload) == (GROSS, STREAMCHAT, STEADY) and (one.value or 0) > 0
    ]
    line = [(float(one.size), one.size * (one.value or 0.0) / 1e3) for one in taken]
    return {"viewers": line} if line else {}


def line_on(line: Line) -> Line:
    """Return the end of the line, and where it would be at ten times the size, going by its last two points."""
    (x0, y0), (x1, y1) = line[-2:]
    slope = (log10(y1) - log10(y0)) / (log10(x1) - log10(x0))
    return [(x1, y1), (FAR * x1, y1 * FAR ** max(0.0, slope))]


def _drawn(lines: dict[str, Line], title: str, sizes: str, path: Path) -> Plot:
    figure, axes = axes_of(title)
    for (what, line), colour in zip(lines.items(), COLOURS[1:], strict=False):
        axes.plot(*zip(*line, strict=True), color=colour, marker="o", markersize=5, label=what)
        if len(line) > 1:
            axes.plot(*zip(*line_on(line), strict=True), color=colour, linestyle=":")
    bottom, top = axes.get_ylim()
    axes.set_ylim(bottom / 1.7, top * 1.7)  # what hardly grows looks so, and there are numbers beside it
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(lambda value, _: number(value))
    axes.set_xlabel(sizes)
    return saved(figure, axes, title, path)
