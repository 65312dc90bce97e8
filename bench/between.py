"""Compares two commits: `python -m bench between A B [names]` measures both in turn, round after round, in one run.

Both are measured by the `bench/` of this tree, so that only what is measured differs.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.figures import Figure, number, spread
from bench.report.results import read
from bench.report.tables import table
from bench.server import ROOT

Key = tuple[str, str, str, int, str]
"""What tells figures of one round apart: name, peer, workload, size and unit."""

MANY_TIMES = 5
"""Rounds: if nothing differed, five would lie apart from five others once in 126 figures."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure of both commits, round by round."""

    name: str
    unit: str
    before: Sequence[float]
    after: Sequence[float]

    @property
    def is_beyond_noise(self) -> bool:
        """Tell whether no round of the one lies within the rounds of the other."""
        return max(self.before) < min(self.after) or max(self.after) < min(self.before)

    @property
    def change(self) -> str:
        """Say by how much the second differs from the first."""
        before, after = median(self.before), median(self.after)
        return f"{100 * (after / before - 1):+.1f} %" if before else "–"

    def row(self) -> list[str]:
        """Write it as a line of a table."""
        sides = [f"{number(median(runs))}{spread(runs)}" for runs in (self.before, self.after)]
        verdict = f"**{self.change}**" if self.is_beyond_noise else f"within noise ({self.change})"
        return [self.name, self.unit, *sides, verdict]


def compare(before: str, after: str, names: Sequence[str], *, rounds: int, quick: bool) -> str:
    """Measure two commits in turn, and write a table of what was found; differences beyond noise come first.

    Raises SystemExit if there is no such commit, or a measure fails with one of them.
    """
    words = [*names, *(["--quick"] if quick else [])]
    with tempfile.TemporaryDirectory() as folder:
        trees = [_checked_out(commit, Path(folder, side)) for side, commit in (("A", before), ("B", after))]
        taken: list[list[list[Figure]]] = [[], []]
        for round_ in range(rounds):
            for side in (0, 1) if round_ % 2 == 0 else (1, 0):  # who comes second finds a warmer machine
                print(f"round {round_ + 1} of {rounds}: {(before, after)[side]}", flush=True)
                taken[side].append(_measured(trees[side], words))
    rows = sorted(differences(*taken), key=lambda one: not one.is_beyond_noise)
    return table(["figure", "unit", before, after, "difference"], (one.row() for one in rows), words=2)


def differences(before: Sequence[Sequence[Figure]], after: Sequence[Sequence[Figure]]) -> Iterator[Difference]:
    """Put together what both sides have measured in all of their rounds."""
    first, second = _by_key(before), _by_key(after)
    for key, runs in first.items():
        if len(runs) == len(before) and len(second[key]) == len(after):
            name, peer, workload, size, unit = key
            of = ", ".join(filter(None, [workload, peer, f"{size:,}" if size else ""]))
            yield Difference(f"{of}: {name}" if of else name, unit, runs, second[key])


def _by_key(rounds: Sequence[Sequence[Figure]]) -> dict[Key, list[float]]:
    found: dict[Key, list[float]] = defaultdict(list)
    for one in (one for figures in rounds for one in figures if one.value is not None):
        found[one.name, one.peer, one.workload, one.size, one.unit].append(one.value or 0.0)
    return found


def _checked_out(commit: str, tree: Path) -> Path:
    tree.mkdir()
    packed = subprocess.run(["git", "archive", "--format=tar", commit, "--"], cwd=ROOT, stdout=subprocess.PIPE)
    if packed.returncode:
        raise SystemExit(f"bench: git knows no commit {commit}")
    subprocess.run(["tar", "-x", "-C", str(tree)], input=packed.stdout, check=True)
    shutil.rmtree(tree / "bench", ignore_errors=True)
    shutil.copytree(ROOT / "bench", tree / "bench", ignore=shutil.ignore_patterns("results", "__pycache__"))
    return tree


def _measured(tree: Path, words: Sequence[str]) -> list[Figure]:
    results = tree / "bench/results"
    shutil.rmtree(results, ignore_errors=True)
    command = [sys.executable, "-m", "bench", "--no-report", *words]
    run = subprocess.run(command, cwd=tree, env=os.environ | {"PYTHONPATH": str(tree)}, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"bench: it fails in {tree.name}:\n{run.stdout[-500:]}\n{run.stderr[-3000:]}")
    return [one for result in read(results).values() for one in result.figures]
