"""Compares what the database knows of files with what the store has."""

import time
from dataclasses import dataclass
from pathlib import Path

from chat.files.keys import keys_of
from chat.storage.database import database
from chat.storage.objects import FOLDERS, objects
from models import Blob, File

SETTLED = 3600.0
"""Seconds after which what no file refers to is no upload that is about to be finished."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is not in order: keys of what is missing or has another size, with files that have it, and of orphans."""

    total: int
    missing: dict[str, list[str]]
    orphans: list[str]
    are_repaired: bool

    @property
    def is_in_order(self) -> bool:
        """Whether nothing is left to do."""
        return not self.missing and (not self.orphans or self.are_repaired)

    @property
    def lines(self) -> list[str]:
        """What to tell whoever has asked."""
        removed = "removed" if self.are_repaired else "left over"
        return [
            *(f"missing: {key} ({', '.join(names)})" for key, names in self.missing.items()),
            *(f"{removed}: {key}" for key in self.orphans),
            f"checked {self.total:,} files: {len(self.missing):,} missing, {len(self.orphans):,} {removed}",
        ]


def check_database(url: str, place: tuple[str, Path], *, repairs: bool) -> Findings:
    """Do as `check_files` for a database that is not open yet, by its URL, and for the store that is at a place."""
    database.open(url, migrates=False)
    objects.open(*place)
    return database.write_now(lambda: check_files(repairs=repairs))


def check_files(*, repairs: bool) -> Findings:
    """Look for files whose bytes are missing, and for bytes that belong to none; blocks, and needs a connection.

    With `repairs`, the latter are removed; nothing brings back the former but a backup.
    """
    wanted: dict[str, Blob] = {key: blob for blob in Blob.select() for key in keys_of(blob)}
    there = {stored.key: stored for folder in FOLDERS for stored in objects.list(folder)}
    before = time.time() - SETTLED
    orphans = sorted(key for key, stored in there.items() if key not in wanted and stored.at < before)
    if repairs:
        objects.remove(orphans)
    return Findings(Blob.select().count(), _missing(wanted, {key: there[key].size for key in there}), orphans, repairs)


def _missing(wanted: dict[str, Blob], sizes: dict[str, int]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, blob in wanted.items():
        is_whole = sizes.get(key) == blob.size or (key in sizes and key.endswith(".webp"))
        if not is_whole:
            found[key] = [f"{file.name}, file {file.id}" for file in File.select().where(File.blob == blob)]
    return found
