"""The results of one or more runs of the measures, as they were saved."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import Figure


@dataclass(frozen=True, slots=True)
class Result:
    """What one measure found, when, with which options and on what."""

    name: str
    at: str
    options: dict[str, Any]
    machine: dict[str, Any]
    figures: list[Figure]

    def find(self, name: str, peer: str, workload: str, size: int) -> Figure | None:
        """Return the figure of that name, if it was taken."""
        wanted = (name, peer, workload, size)
        return next((one for one in self.figures if (one.name, one.peer, one.workload, one.size) == wanted), None)


def read(folder: Path) -> dict[str, Result]:
    """Read all results of a folder, by name."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.json"))}


def _read(path: Path) -> Result:
    told = json.loads(path.read_text())
    figures = [Figure(**one) for one in told["figures"]]
    return Result(path.stem, told["at"], told["options"], told["machine"], figures)


def ratios(figure: Figure, to: Figure) -> list[float]:
    """Return how many times another figure one is, round by round where both were measured in turn.

    There is nothing to say where one of them is noise, or the other one zero.
    """
    if figure.value is None or not to.value or is_noise(figure) or is_noise(to):
        return []
    if len(figure.runs) == len(to.runs) and min(to.runs) > 0:
        return [one / other for one, other in zip(figure.runs, to.runs, strict=True)]
    return [figure.value / to.value]


def is_noise(figure: Figure) -> bool:
    """Tell whether a figure, which may be the difference of two, was below zero in a round.

    Nothing takes less than nothing: then what the machine did besides is as large as what was measured.
    """
    return min((figure.value or 0.0, *figure.runs)) < 0
