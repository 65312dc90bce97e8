"""The export of a place on the command line, by whoever owns the machine: closed and direct rooms are in it."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from chat.errors import ChatError, Invalid
from chat.exporting.contents import Writing
from chat.exporting.items import Counts, Scope
from chat.exporting.period import beginning_of, end_of
from chat.exporting.progress import Progress
from chat.exporting.queries import rooms_named
from chat.storage.backup.atomic_files import OperationError, beside, keep
from chat.storage.database import database
from chat.storage.objects import objects

ROOM, FROM, TO = "--room", "--from", "--to"


def export_place(
    url: str, place: tuple[str, Path], file: Path, values: Mapping[str, Sequence[str]], address: str
) -> str:
    """Export a place, or some of it, and return in one line what was done; others may use it meanwhile.

    Raises `OperationError`; then there is no file.

    Args:
        url: of the database
        place: where the files are
        file: the zip file to write, which must not be there
        values: of the options `--room`, `--from` and `--to`
        address: of the place, which links lead to
    """
    if file.exists():
        raise OperationError(f'export: "{file}" already exists')
    database.open(url, migrates=False)
    objects.open(*place, is_read=True)
    try:
        counts = _write(file, values, address)
    except (ChatError, OSError, OperationError) as error:
        raise OperationError(f"export: {getattr(error, 'strerror', None) or error}") from error
    finally:
        database.close()
    return _said(file, counts)


def _write(file: Path, values: Mapping[str, Sequence[str]], address: str) -> Counts:
    scope = database.read_now(_scope, values, address)
    progress = Progress(sys.stderr)
    with beside(file) as part:
        with part.open("wb") as target, Writing(scope, target, str(file.parent), progress) as writing:
            try:
                database.read_now(writing.write_rows)
                writing.finish()
            finally:
                progress.end()
        keep(part, file)
    return writing.counts


def _scope(values: Mapping[str, Sequence[str]], address: str) -> Scope:
    first, last, rooms = (values.get(option, ()) for option in (FROM, TO, ROOM))
    begins = beginning_of(first[-1], FROM) if first else None
    ends = end_of(last[-1], TO) if last else None
    if begins is not None and ends is not None and begins >= ends:
        raise Invalid(f"{FROM} {first[-1]} is after {TO} {last[-1]}")
    room_ids = rooms_named(rooms) if rooms else None
    return Scope(kind="place", room_ids=room_ids, begins=begins, ends=ends, address=address)


def _said(file: Path, counts: Counts) -> str:
    missing = "".join(f"\nmissing: {path}" for path in counts.missing_files)
    return (
        f'exported to "{file}": {counts.messages:,} messages in {counts.rooms:,} rooms, {counts.files:,} files'
        f" ({file.stat().st_size:,} bytes), closed rooms and direct messages too{missing}"
    )
