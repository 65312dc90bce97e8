"""Deleting files, and with the last of those that have the same bytes, these bytes."""

from collections.abc import Collection
from typing import Any

from chat.files.keys import keys_of
from chat.storage.objects import objects
from chat.storage.transactions import on_commit
from models import Blob, File, lock_for_update

UNSENT = File.message.is_null()


def delete_unsent(files: Any) -> int:
    """Do as `delete_files` for those of selected files that are not sent; returns how many these are."""
    # Locked before they are looked at: a message that takes one at this moment keeps it, or does not find it any more.
    rows = list(lock_for_update(files.where(UNSENT).order_by(File.id)))
    delete_files(rows, UNSENT)
    return len(rows)


def delete_files(files: Collection[File], *conditions: Any) -> None:
    """Delete files inside a change; once it is committed, their bytes too where nothing else refers to them."""
    if not files:
        return
    # Locked first: of two changes that delete the last two files of the same bytes, the second sees what the first did.
    blobs = list(lock_for_update(Blob.select().where(Blob.id.in_({file.blob_id for file in files})).order_by(Blob.id)))
    File.delete().where(File.id.in_([file.id for file in files]), *conditions).execute()
    delete_unused(blobs)


def delete_unused(blobs: Collection[Blob]) -> None:
    """Do the same for locked blobs whose files are gone."""
    if not blobs:
        return
    ids = [blob.id for blob in blobs]
    used = {file.blob_id for file in File.select(File.blob).where(File.blob.in_(ids)).distinct()}
    unused = [blob for blob in blobs if blob.id not in used]
    Blob.delete().where(Blob.id.in_([blob.id for blob in unused])).execute()
    if keys := [key for blob in unused for key in keys_of(blob)]:
        on_commit(lambda: objects.delete_soon(keys))
