"""What it costs to take a place away: the time and the memory of an export of very many messages."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, figure
from bench.server import ROOT, seed

ROOMS, PEOPLE = 200, 200


def measure(*, messages: int) -> Sequence[Figure]:
    """Export a place of bulk content, once."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, file = Path(folder) / "data", Path(folder) / "export.zip"
        data_dir.mkdir()
        seed(data_dir, rooms=ROOMS, users=PEOPLE, messages=messages)
        seconds, cpu, peak = _run(data_dir, "export", str(file))
        idle = _run(data_dir, "migrate")[2]
        name = f"export of {messages:,} messages"
        return [
            figure(f"{name}: time", "s", seconds),
            figure(f"{name}: CPU", "s", cpu),
            figure(f"{name}: size of the zip", "MB", file.stat().st_size / 1e6),
            figure(f"{name}: memory at most", "MB", peak),
            figure(f"{name}: memory of a subcommand that does nothing", "MB", idle),
        ]


def _run(data_dir: Path, *words: str) -> tuple[float, float, float]:
    """Run a subcommand; returns its seconds, its CPU seconds, and the most memory that it took, in MB."""
    command = [sys.executable, "-c", MEASURED, str(ROOT / "main.py"), *words, "--data-dir", str(data_dir)]
    started = time.perf_counter()
    out = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT).stdout
    cpu, peak = map(float, out.splitlines()[-1].split())
    return time.perf_counter() - started, cpu, peak


MEASURED = """
import resource, subprocess, sys
subprocess.run([sys.executable, *sys.argv[1:]], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""
"""Runs a program, and says what it has used: in a process of its own, as that counts all that were run before."""
