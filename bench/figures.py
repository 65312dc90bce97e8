"""Figures: printed one a line, and kept as JSON with what they were measured on."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

from bench.server import ROOT

RESULTS = Path(__file__).parent / "results"
PACKAGES = (
    "nicegui",
    "uvicorn",
    "uvloop",
    "wsproto",
    "python-socketio",
    "python-engineio",
    "orjson",
    "peewee",
    "pyview-web",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: the median of several runs, and the runs themselves.

    Where one measure is taken of several programs, at several sizes or in several ways, those are told beside the name,
    for tables and plots. A figure without a value says in its note why it was not taken.
    """

    name: str
    value: float | None
    unit: str
    runs: Sequence[float] = ()
    peer: str = ""
    workload: str = ""
    size: int = 0
    note: str = ""

    def __str__(self) -> str:
        """Write it as one line."""
        of = ", ".join(filter(None, [self.workload, self.peer, f"{self.size:,}" if self.size else ""]))
        name = f"{of}: {self.name}" if of else self.name
        if self.value is None:
            return f"{name:<44}      not run: {self.note}"
        return f"{name:<44} {number(self.value):>12} {self.unit}{spread(self.runs)}"


made: list[Figure] = []
"""All that were made in this process: what there is of a measure that fails."""


def figure(name: str, unit: str, *runs: float, peer: str = "", workload: str = "", size: int = 0) -> Figure:
    """Make a figure of one or more runs, say it, and return it."""
    return _said(Figure(name, median(runs), unit, runs, peer, workload, size))


def not_run(name: str, unit: str, why: str, *, peer: str, workload: str, size: int) -> Figure:
    """Make a figure that says why there is none."""
    return _said(Figure(name, None, unit, (), peer, workload, size, why))


def spread(runs: Sequence[float]) -> str:
    """Tell between which numbers several runs lie."""
    return f"  ({number(min(runs))} to {number(max(runs))})" if len(runs) > 1 else ""


def percentile(values: Iterable[float], percent: float) -> float:
    """Return the value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def save(name: str, figures: Sequence[Figure], options: dict[str, object]) -> Path:
    """Write figures to results/<name>.json."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    told = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "options": options, "machine": machine()}
    path.write_text(json.dumps(told | {"figures": [asdict(one) for one in figures]}, indent=2) + "\n")
    return path


def machine() -> dict[str, object]:
    """Tell what was measured, and on what."""
    commit = subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, capture_output=True, text=True)
    model = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processor": model[0].partition(": ")[2] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "packages": _versions(),
    }


def number(value: float) -> str:
    """Write a number as exactly as one wants to read it."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"


def _said(one: Figure) -> Figure:
    print(one, flush=True)
    made.append(one)
    return one


def _versions() -> dict[str, str]:
    versions = {}
    for package in PACKAGES:
        with suppress(PackageNotFoundError):  # of bench/requirements.txt, where no peers were asked for
            versions[package] = version(package)
    return versions
