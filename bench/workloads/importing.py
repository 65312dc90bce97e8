"""What it costs to bring a team in: the time and the memory of an import of a Slack export, and of a dry run."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, figure
from bench.slack_export import write_export
from bench.subcommands import run

FEWER = 5
"""The smaller export has so many times fewer messages."""


def measure(*, messages: int) -> Sequence[Figure]:
    """Import a large export into an empty place; and a smaller one in all ways there are."""
    with tempfile.TemporaryDirectory() as folder:
        place, other = Path(folder) / "place", Path(folder) / "other"
        large, small = Path(folder) / "large.zip", Path(folder) / "small.zip"
        few = messages // FEWER
        write_export(large, messages)
        write_export(small, few)
        figures = [figure(f"import of {messages:,} messages: size of the zip", "MB", large.stat().st_size / 1e6)]
        for what, count, data_dir, file, *options in (
            ("import", messages, place, large),
            ("import", few, other, small),
            ("import once more", few, other, small),
            ("dry run of an import", few, Path(folder) / "none", small, "--dry-run"),
        ):
            seconds, cpu, peak = run(data_dir, "import", str(file), *options)
            name = f"{what}, {count:,} messages of a Slack export"
            figures += [
                figure(f"{name}: time", "s", seconds),
                figure(f"{name}: CPU", "s", cpu),
                figure(f"{name}: memory at most", "MB", peak),
            ]
        return [*figures, figure("memory of a subcommand that does nothing", "MB", run(place, "migrate")[2])]
