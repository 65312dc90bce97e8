"""The program as its users start it: in a process of its own, with nothing of the tests in its environment."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("STREAMCHAT", "NICEGUI", "PYTEST")


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what tests have put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def start(*options: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the program until it ends by itself."""
    command = [sys.executable, "main.py", *map(str, options)]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=30, check=False)


def assert_one_clear_line(result: subprocess.CompletedProcess[str], *words: str) -> None:
    assert result.returncode != 0
    assert len(result.stderr.strip().splitlines()) == 1
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


def run_with_one_table_more(statements: str, *words: str | Path) -> None:
    """Run statements in a later version of the program: one whose models have a table that today's have not."""
    later = (
        "import sys, models, peewee\n"
        "class Telepathy(models.Table):\n"
        "    thought = peewee.TextField()\n"
        "models.TABLES += (Telepathy,)\n"
    )
    command = [sys.executable, "-c", f"{later}{statements}", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
