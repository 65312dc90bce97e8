"""Figures: printed one a line, and kept as JSON with what they were measured on."""

import json
import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.server import ROOT

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("nicegui", "uvicorn", "uvloop", "wsproto", "python-socketio", "python-engineio", "orjson", "peewee")


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured: the median of several runs, and the runs themselves."""

    name: str
    value: float
    unit: str
    runs: Sequence[float] = ()

    def __str__(self) -> str:
        """Write it as one line."""
        spread = f"  ({_number(min(self.runs))} to {_number(max(self.runs))})" if len(self.runs) > 1 else ""
        return f"{self.name:<44} {_number(self.value):>12} {self.unit}{spread}"


def figure(name: str, unit: str, *runs: float) -> Figure:
    """Make a figure of one or more runs, say it, and return it."""
    made = Figure(name, median(runs), unit, runs)
    print(made, flush=True)
    return made


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
        "packages": {package: version(package) for package in PACKAGES},
    }


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"
