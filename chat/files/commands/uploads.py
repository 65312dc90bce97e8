"""Uploading a file to a room, and removing it again before it is sent."""

import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any, Protocol

from chat import rooms
from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound, TooLarge
from chat.files.commands.blobs import delete_unsent
from chat.files.commands.looks import look
from chat.files.commands.quota import Reservation, refusal, reserve, settle
from chat.files.items import Allowance, FileItem
from chat.files.keys import blob_key, keys_of, preview_key
from chat.files.limits import limits
from chat.files.loading import file_item, select_files
from chat.files.looking import Look
from chat.files.spool import Spool
from chat.files.threads import run, run_cutting, run_storing
from chat.storage.database import database
from chat.storage.objects import objects
from chat.text import clean_client_id, clean_file_name
from models import Blob, File, lock_for_update, row_id

Columns = dict[str, Any]
"""Those of a new `Blob`."""


class Source(Protocol):
    """Where a file comes from: its bytes, piece by piece, and its name, which is known once the first has come."""

    @property
    def name(self) -> str:
        """Its name as it was sent."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Go through what comes."""

    def pieces(self, batch: bytes) -> Iterable[bytes]:
        """Return which bytes of the file are in something that came; called on a thread."""


async def upload_file(
    actor: UserItem,
    room_id: int,
    source: Source,
    declared: int | None = None,
    client_id: object = None,
    *,
    keeps_metadata: bool = False,
) -> tuple[FileItem, bool]:
    """Store a file that the actor may then send in this room; returns it, and whether it is new.

    Nothing of it is read if it is known before that it is refused. Raises `NotFound`, `Forbidden` where one cannot
    write, `TooLarge` for a file or a day past its limit, and `Invalid` for the client id.

    Args:
        actor: who uploads
        room_id: where it will be sent
        source: the file
        declared: how many bytes it has at least, if that is known
        client_id: makes it safe to upload again: a file that the actor has uploaded with it is returned
        keeps_metadata: whether place, camera and the like stay in a picture
    """
    key = clean_client_id(client_id)
    reserved = await database.write(_begin, actor, room_id, declared, key)
    if isinstance(reserved, FileItem):
        await _pass_over(source)
        return reserved, False
    used = 0
    try:
        async with _received(source, reserved) as spool:
            if not keeps_metadata:
                await run_cutting(spool.cut_metadata)
            file = await _store(actor, room_id, spool, clean_file_name(source.name), key)
            used = spool.size
    finally:
        await database.write(settle, reserved, used)
    return file


async def remove_file(actor: UserItem, file_id: int) -> None:
    """Remove one's own file that is not sent; nothing happens for any that is not there, or somebody else's.

    Raises `NotFound` for one that is sent.
    """
    await database.write(_remove, actor, row_id(file_id))


def _begin(actor: UserItem, room_id: int, declared: int | None, client_id: str | None) -> FileItem | Reservation:
    require_active(actor)
    rooms.require_writable_room(actor, room_id)
    if known := _known(actor, room_id, client_id):
        return known
    return reserve(actor, declared)


def _known(actor: UserItem, room_id: int, client_id: str | None) -> FileItem | None:
    if client_id is None:
        return None
    row = select_files().where(File.owner == actor.id, File.client_id == client_id).first()
    if row and row.room_id != room_id:
        raise Invalid("This client id was already used for a file in another room.")
    return file_item(row) if row else None


async def _pass_over(source: Source) -> None:
    """Read what is there already: whoever sends it listens for an answer only then."""
    size = 0
    async for batch in source:
        size += await run(lambda batch: sum(map(len, source.pieces(batch))), batch)
        if size > limits.max_file:
            raise TooLarge(refusal(Allowance(limits.max_file, limits.max_file)))


@asynccontextmanager
async def _received(source: Source, reserved: Reservation) -> AsyncIterator[Spool]:
    spool = await run(Spool, reserved.most, reserved.refusal)
    try:
        async for batch in source:
            await run(lambda batch: spool.write(source.pieces(batch)), batch)
        await run(spool.finish)
        yield spool
    finally:
        await run(spool.discard)


async def _store(
    actor: UserItem, room_id: int, spool: Spool, name: str, client_id: str | None
) -> tuple[FileItem, bool]:
    """Store the bytes, unless there are the same ones already, and the file.

    What is there may be deleted in the meantime, together with the last file that has it: then it is stored anew,
    under another key, so that the deletion cannot hit it.
    """
    digest = spool.digest
    new: Columns | None = None
    try:
        while True:
            if new is None and await database.read(_blob, digest) is None:
                new = await _put(spool, digest, await look(actor.id, spool.path, name))
            file = await database.write(_insert, actor, room_id, digest, new, name, client_id)
            if file is not None:
                return file
    finally:
        if new and await database.read(_blob, digest, new["nonce"]) is None:  # somebody else was first, or it failed
            objects.delete_soon(keys_of(Blob(**new)))


def _blob(digest: str, nonce: str | None = None) -> Blob | None:
    blob: Blob | None = Blob.get_or_none(Blob.digest == digest)
    return blob if nonce is None or (blob and blob.nonce == nonce) else None


async def _put(spool: Spool, digest: str, seen: Look) -> Columns:
    columns: Columns = {"digest": digest, "nonce": secrets.token_hex(4), "size": spool.size}
    columns |= {"type": seen.type, "width": seen.width, "height": seen.height, "is_animated": seen.is_animated}
    columns |= {"excerpt": seen.excerpt, "has_preview": bool(seen.previews)}
    blob = Blob(**columns)
    for density, preview in enumerate(seen.previews, start=1):
        await run_storing(objects.put, preview_key(blob, density), preview)
    await run_storing(objects.put_file, blob_key(blob), spool.path)
    return columns


def _insert(
    actor: UserItem, room_id: int, digest: str, new: Columns | None, name: str, client_id: str | None
) -> tuple[FileItem, bool] | None:
    """Return the file and whether it is new; None if its bytes are not there, and not new either."""
    row, room = require_active(actor), rooms.require_writable_room(actor, room_id)
    if known := _known(actor, room_id, client_id):
        return known, False
    blob = lock_for_update(Blob.select().where(Blob.digest == digest)).first()
    if blob is None:
        if new is None:
            return None
        blob = Blob.create(**new)
    file = File.create(blob=blob, owner=row, room=room, name=name, client_id=client_id)
    return file_item(file), True


def _remove(actor: UserItem, file_id: int) -> None:
    row = require_active(actor)
    mine = File.select().where(File.id == file_id, File.owner == row)
    if not delete_unsent(mine) and mine.exists():
        raise NotFound("File not found.")
