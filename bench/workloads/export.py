"""What it costs to take a place away: the time and the memory of an export of very many messages."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, figure
from bench.seeding import seed
from bench.subcommands import run

ROOMS, PEOPLE = 198, 0
"""In addition to the demo's; as in `sidebar`, with which they are shared."""


def measure(*, messages: int) -> Sequence[Figure]:
    """Export a place of bulk content, once."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, file = Path(folder) / "data", Path(folder) / "export.zip"
        data_dir.mkdir()
        seed(data_dir, rooms=ROOMS, users=PEOPLE, messages=messages)
        seconds, cpu, peak = run(data_dir, "export", str(file))
        idle = run(data_dir, "migrate")[2]
        name = f"export of {messages:,} messages"
        return [
            figure(f"{name}: time", "s", seconds),
            figure(f"{name}: CPU", "s", cpu),
            figure(f"{name}: size of the zip", "MB", file.stat().st_size / 1e6),
            figure(f"{name}: memory at most", "MB", peak),
            figure(f"{name}: memory of a subcommand that does nothing", "MB", idle),
        ]
