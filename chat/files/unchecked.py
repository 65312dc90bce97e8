"""Reads of files that check nobody's access: for the server itself, which hands on none of it but to whom it checks."""

from collections.abc import Collection

from chat.files.keys import blob_key
from models import Blob


def stored_keys(digests: Collection[str]) -> dict[str, str]:
    """Return under which keys bytes are stored, by their SHA-256; those of deleted files are left out.

    Not by the ids of files: SQLite gives that of a deleted one again, to somebody else's.
    """
    rows = Blob.select().where(Blob.digest.in_(list(digests)))
    return {row.digest: blob_key(row) for row in rows}
