"""Compares what the database knows of files with what the store has."""

import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from peewee import chunked

from chat.errors import Unavailable
from chat.files.keys import keys_of
from chat.storage.database import database
from chat.storage.objects import FOLDERS, Stored, UnusableStoreError, objects
from models import Blob, File

SETTLED = 3600.0
"""Seconds after which what no file refers to is no upload that is about to be finished."""

AT_ONCE = 100
"""How many orphans are removed between two looks at whether a file has come to refer to them."""


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
    objects.open(*place, is_read=True)
    try:
        return check_files(repairs=repairs)
    except Unavailable as error:
        raise UnusableStoreError(error.message) from error


def check_files(*, repairs: bool) -> Findings:
    """Look for files whose bytes are missing, and for bytes that belong to none; blocks.

    With `repairs`, the latter are removed; nothing brings back the former but a backup. The store is listed, which may
    take minutes, outside of a transaction: others upload and delete meanwhile, so what is found is looked at again.
    """
    before = time.time() - SETTLED
    blobs = database.read_now(lambda: list(Blob.select()))
    wanted: dict[str, Blob] = {key: blob for blob in blobs for key in keys_of(blob)}
    there = {stored.key: stored for folder in FOLDERS for stored in objects.list(folder)}
    suspects = {key: blob for key, blob in wanted.items() if not _is_whole(key, blob, there.get(key))}
    orphans = sorted(key for key, stored in there.items() if key not in wanted and stored.at < before)
    orphans = [key for some in chunked(orphans, AT_ONCE) for key in _orphans_of(some, repairs=repairs)]
    return Findings(len(blobs), database.read_now(_missing, suspects), orphans, repairs)


def _is_whole(key: str, blob: Blob, stored: Stored | None) -> bool:
    return stored is not None and (stored.size == blob.size or key.endswith(".webp"))


def _orphans_of(keys: Collection[str], *, repairs: bool) -> list[str]:
    """Return which objects no file refers to by now, and remove these."""
    wanted = database.read_now(_wanted, {key.rpartition("/")[2].partition("-")[0] for key in keys})
    orphans = [key for key in keys if key not in wanted]
    if repairs:
        objects.remove(orphans)
    return orphans


def _wanted(digests: Collection[str]) -> set[str]:
    return {key for blob in Blob.select().where(Blob.digest.in_(digests)) for key in keys_of(blob)}


def _missing(suspects: dict[str, Blob]) -> dict[str, list[str]]:
    """Return those whose file is not deleted by now, with the names of all that have it."""
    return {
        key: [f"{file.name}, file {file.id}" for file in File.select().where(File.blob == blob)]
        for key, blob in suspects.items()
        if Blob.select().where(Blob.digest == blob.digest, Blob.nonce == blob.nonce).exists()  # SQLite uses ids again
    }
