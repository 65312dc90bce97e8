"""Removing what nobody has sent, and what was left over where the program was interrupted."""

import shutil
import time
from contextlib import suppress
from pathlib import Path

from chat.files.commands.blobs import delete_unsent, delete_unused
from chat.files.limits import DAY_MS
from chat.files.threads import run
from chat.storage.database import database
from chat.storage.objects import objects
from models import Blob, File, lock_for_update, now_ms

AT_ONCE = 500
"""How many files are removed in one transaction."""


async def forget_unsent_files() -> None:
    """Remove files that were uploaded a day ago and not sent, and what has been incoming for so long."""
    while await database.write(_forget) == AT_ONCE:
        pass
    await run(_clear_incoming)


def _forget() -> int:
    deleted = delete_unsent(File.select().where(File.created_at < now_ms() - DAY_MS).limit(AT_ONCE))
    # An account that is deleted takes its files with it, without a look at what else has the same bytes.
    unused = Blob.select().where(Blob.id.not_in(File.select(File.blob))).limit(AT_ONCE)
    delete_unused(list(lock_for_update(unused)))
    return deleted


def _clear_incoming() -> None:
    before = time.time() - DAY_MS / 1000
    for path in objects.incoming.iterdir():
        with suppress(FileNotFoundError):  # it is complete, or somebody else clears as well
            if path.stat().st_mtime < before:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir():  # what a restore has left that was cut off
        shutil.rmtree(path)
    else:
        path.unlink()
