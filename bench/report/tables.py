"""Tables in Markdown."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from bench.figures import Figure, number, spread
from bench.peers import FLOOR, PEERS, STREAMCHAT
from bench.report.results import Result, ratios
from bench.workloads.compare import BURST, GROSS, NET, STEADY, WIRE
from bench.workloads.footprint import AFTER, IDLE, ROWS

ENDING = ("not delivered", "connections lost", "the viewers' own CPU")
COMPARED = {
    STEADY: (GROSS, NET, WIRE, "send to receipt, p50", "send to receipt, p99", *ENDING),
    BURST: (GROSS, NET, WIRE, "send to receipt, p99", *ENDING),
}
PLAIN = (*ENDING, "viewers who got it")
"""Of which nobody wants to know the ratio to the floor's."""


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """Write a table; the first columns are for words, the others for numbers."""
    lines = [head, ["---"] * words + ["---:"] * (len(head) - words), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def comparison(result: Result) -> str:
    """Write the tables of the fan-out."""
    parts = [
        "## Fan-out\n\nUnder each figure: how many times the floor's it is, and how many times StreamChat's, in the "
        "same rounds. Peers that would be too slow for a size are left out there."
    ]
    for workload, names in COMPARED.items():
        parts.append(f"### {workload[0].upper()}{workload[1:]}")
        parts += [_by_size(result, name, workload) for name in names]
    packed = "with compression offered"
    parts.append("### With compression\n\nAs browsers offer it and the peers accept by default. StreamChat declines.")
    parts += [_by_size(result, name, packed) for name in ("viewers who got it", GROSS, WIRE)]
    others = [one for one in result.figures if not one.size or one.workload == "idle"]
    return "\n\n".join([*parts, "### What is not per delivery", *generic(others)])


def footprint(result: Result) -> str:
    """Write the table of memory."""
    head = ["kB per viewer", *(f"{rows:,} rows" for rows in ROWS)]
    parts = ["## Memory"]
    for name in (IDLE, AFTER):
        rows = [
            [_named(peer.name), *(_cell(result, name, peer.name, f"{rows:,} rows", rows) for rows in ROWS)]
            for peer in PEERS
        ]
        parts.append(f"**{name}**\n\n{table(head, rows)}")
    return "\n\n".join(parts)


def generic(figures: Sequence[Figure]) -> Iterator[str]:
    """Write figures of whatever measure, one a line."""
    rows = [
        [
            _full_name(one),
            (one.note and f"not run: {one.note}") or f"{_value(one)} {one.unit}",
            spread(one.runs).strip(),
        ]
        for one in figures
    ]
    if rows:
        yield table(["", "median", "rounds"], rows)


def _by_size(result: Result, name: str, workload: str) -> str:
    taken = [one for one in result.figures if one.workload == workload and one.name in (name, GROSS)]
    sizes = sorted({one.size for one in taken})
    unit = next((one.unit for one in taken if one.name == name), "")
    head = [f"{name}, {unit}", *(f"{size:,} followers" for size in sizes)]
    rows = [[_named(peer.name), *(_cell(result, name, peer.name, workload, size) for size in sizes)] for peer in PEERS]
    return table(head, (row for row in rows if any(cell != "–" for cell in row[1:])))


def _cell(result: Result, name: str, peer: str, workload: str, size: int) -> str:
    figure = result.find(name, peer, workload, size)
    if figure is None or figure.value is None:
        left_out = figure or result.find(GROSS, peer, workload, size)
        return f"not run: {left_out.note}" if left_out and left_out.note else "–"
    lines = [" ".join([_value(figure), *spread(figure.runs).split("  ")[1:]])]
    if name not in PLAIN:
        found = [_times(figure, result.find(name, other, workload, size), other) for other in (FLOOR, STREAMCHAT)]
        lines.append(" · ".join(filter(None, found)))
    return "<br>".join(filter(None, lines))


def _times(figure: Figure, to: Figure | None, other: str) -> str:
    found = ratios(figure, to) if to and figure.peer != other else []
    return f"{number(median(found))} × {other}" if found else ""


def _named(peer: str) -> str:
    return f"**{peer}**" if peer == STREAMCHAT else peer


def _value(figure: Figure) -> str:
    return number(figure.value) if figure.value is not None else "–"


def _full_name(figure: Figure) -> str:
    of = [figure.workload, figure.peer, f"{figure.size:,}" if figure.size else ""]
    return ": ".join(filter(None, [", ".join(filter(None, of)), figure.name]))
