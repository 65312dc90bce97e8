"""How this program was started, for texts that tell somebody which command to run."""

import sys
from pathlib import Path


def command() -> str:
    """Return how its commands begin: with `streamchat`, if that was started, else with `python main.py`."""
    return "streamchat" if Path(sys.argv[0]).stem == "streamchat" else "python main.py"
