"""The program as its users start it: in a process of its own, with nothing of the tests in its environment."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("STREAMCHAT", "NICEGUI", "PYTEST")


def environment(**more: str) -> dict[str, str]:
    """Return the environment without what tests have put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more
