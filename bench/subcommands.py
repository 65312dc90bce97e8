"""Runs a subcommand, and says what it has used."""

import subprocess
import sys
import time
from pathlib import Path

from bench.server import ROOT


def run(data_dir: Path, *words: str) -> tuple[float, float, float]:
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
