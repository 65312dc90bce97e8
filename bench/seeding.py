"""Databases to measure with. Those of a folder are kept as long as a run takes: many measures begin with the same."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.server import ROOT, environment

KEPT = "BENCH_KEPT"
"""In the environment: the folder where they are kept."""


@contextmanager
def keeping() -> Iterator[None]:
    """Keep what is seeded until the end of the `with` block."""
    with tempfile.TemporaryDirectory(prefix="bench-kept-") as folder:
        os.environ[KEPT] = folder
        try:
            yield
        finally:
            del os.environ[KEPT]


def seed(data_dir: Path, *, rooms: int = 0, users: int = 0, messages: int = 0, database: str = "") -> None:
    """Fill a database, that of the folder unless another one is named, with the demo and so much more."""
    kept = os.environ.get(KEPT)
    if database or not kept:
        _seed(data_dir, rooms, users, messages, database)
        return
    place = Path(kept, f"{rooms}-{users}-{messages}")
    if not place.exists():
        _keep(place, rooms, users, messages)
    shutil.copytree(place, data_dir, dirs_exist_ok=True)


def _keep(place: Path, rooms: int, users: int, messages: int) -> None:
    """Make a place, unless a measure beside this one is making it: then wait for that."""
    with (place.parent / f"{place.name}.lock").open("w") as lock, tempfile.TemporaryDirectory(dir=place.parent) as new:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            return
        made = Path(new, "made")  # one that fails leaves nothing that looks whole
        made.mkdir()
        if rooms or users or messages:
            seed(made)
        _seed(made, rooms, users, messages, "")
        _index(made)
        made.rename(place)


def _index(data_dir: Path) -> None:
    """Write the index of the search: otherwise the first server would, while it is being measured."""
    code = (
        "import asyncio, sys; from chat import search; from chat.storage.database import database;"
        " database.open(sys.argv[1]); asyncio.run(search.index_messages(1)); database.close()"
    )
    url = f"sqlite:///{data_dir}/streamchat.db"
    subprocess.run([sys.executable, "-c", code, url], cwd=ROOT, env=environment(), check=True)


def _seed(data_dir: Path, rooms: int, users: int, messages: int, database: str) -> None:
    command = [sys.executable, str(ROOT / "seed.py"), "--data-dir", str(data_dir)]
    command += ["--database", database] if database else []
    if not (data_dir / "streamchat.db").exists():
        subprocess.run(command, cwd=data_dir, env=environment(), check=True, stdout=subprocess.PIPE)
    if rooms or users or messages:
        command += ["--rooms", str(rooms), "--users", str(users), "--messages", str(messages)]
        subprocess.run(command, cwd=data_dir, env=environment(), check=True, stdout=subprocess.PIPE)
