"""Reads of files that check nobody's access: for the server itself, which hands on none of it but to whom it checks."""

from collections.abc import Collection

from chat.files.keys import blob_key
from chat.files.loading import select_files
from models import File


def stored_keys(file_ids: Collection[int]) -> dict[int, str]:
    """Return under which keys the bytes of these files are stored; those of deleted ones are left out."""
    return {row.id: blob_key(row.blob) for row in select_files().where(File.id.in_(list(file_ids)))}
