"""What it costs to bring a team in: the time and the memory of an import of a Slack export, and of a dry run."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.figures import Figure, figure
from bench.slack_export import write_export
from bench.subcommands import run


def measure(*, messages: int) -> Sequence[Figure]:
    """Import an export into an empty place, once; then once more, when all of it is there."""
    with tempfile.TemporaryDirectory() as folder:
        data_dir, file = Path(folder) / "data", Path(folder) / "export.zip"
        write_export(file, messages)
        runs = {
            "dry run of an import": run(Path(folder) / "none", "import", str(file), "--dry-run"),
            "import": run(data_dir, "import", str(file)),
            "import once more": run(data_dir, "import", str(file)),
        }
        figures = [figure(f"import of {messages:,} messages: size of the zip", "MB", file.stat().st_size / 1e6)]
        for what, (seconds, cpu, peak) in runs.items():
            name = f"{what}, {messages:,} messages of a Slack export"
            figures += [
                figure(f"{name}: time", "s", seconds),
                figure(f"{name}: CPU", "s", cpu),
                figure(f"{name}: memory at most", "MB", peak),
            ]
        return [*figures, figure("memory of a subcommand that does nothing", "MB", run(data_dir, "migrate")[2])]
