"""Writes docs/performance.md, and its plots, from what has been measured; nothing in it is typed in."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from bench.figures import RESULTS
from bench.report.aims import aims
from bench.report.limits import limits
from bench.report.plots import draw
from bench.report.results import Result, read
from bench.report.scaling import write_scaling
from bench.report.tables import comparison, footprint, generic, table
from bench.server import ROOT

HERE = Path(__file__).parent
DOCUMENT = ROOT / "docs/performance.md"

SPECIAL = {"compare": comparison, "footprint": footprint}
"""Measures with tables of their own; all others' figures come one a line."""


def write(results: Path = RESULTS, document: Path = DOCUMENT) -> Path:
    """Write the document, and its plots into a folder beside it that has its name; and scaling.md beside it."""
    found = read(results)
    if not found:
        raise SystemExit("bench: nothing has been measured yet: `python -m bench`")
    plots = draw(found, document.with_suffix(""))
    text = Template((HERE / "performance.md").read_text()).substitute(
        facts=_facts(found),
        aims=_aims(found),
        limits=limits(found),
        comparison="\n\n".join(_compared(found, [f"![{title}]({document.stem}/{name})" for name, title in plots])),
        others="\n\n".join(_others(found)),
        original=_original(),
    )
    document.write_text(re.sub(r"\n{3,}", "\n\n", text))  # where nothing was measured for a place of the template
    write_scaling(found, document.with_name("scaling.md"))
    return document


def _facts(found: dict[str, Result]) -> str:
    newest = max(found.values(), key=lambda result: result.at)
    machine = newest.machine
    packages = ", ".join(f"{name} {version}" for name, version in machine["packages"].items())
    rows = [
        [name, result.at[:16].replace("T", " ") + " UTC", f"`{result.machine['commit']}`", _mode(result)]
        for name, result in found.items()
    ]
    hardware = f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    return f"Measured on: {hardware}; {packages}.\n\n{table(['measure', 'at', 'commit', 'how'], rows)}"


def _aims(found: dict[str, Result]) -> str:
    rows = ([aim.text, aim.where, aim.measured, aim.verdict, aim.floor] for aim in aims(found))
    return table(["aim", "where", "measured", "", "beside it, in the same run"], rows, words=5)


def _mode(result: Result) -> str:
    kind = "quick: small sizes, few rounds, two measures at a time" if result.options.get("quick") else "in full"
    took = f" in {result.options['seconds']} s" if "seconds" in result.options else ""
    failed = f"; **FAILED: {result.options['failed']}**" if "failed" in result.options else ""
    return f"{kind}{took}{failed}; load {result.machine['load']:.1f} at the end"


def _compared(found: dict[str, Result], plots: list[str]) -> Iterator[str]:
    yield from plots
    for name, write_tables in SPECIAL.items():
        if name in found:
            yield write_tables(found[name])


def _others(found: dict[str, Result]) -> Iterator[str]:
    for name, result in found.items():
        if name not in SPECIAL:
            yield "\n\n".join([f"## {name.capitalize()}", *generic(result.figures)])


def _original() -> str:
    told = json.loads((HERE / "original.json").read_text())
    head = f"Not measured in this run: {told['name']}, {told['measured']}. {told['conditions']}"
    return f"{head}\n\n{table([told['name'], told['measured']], told['figures'])}"
