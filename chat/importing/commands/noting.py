"""Notes what has come, in the transaction in which it comes: so nothing comes twice, wherever an import is cut off."""

from collections.abc import Mapping

from peewee import chunked

from chat.importing.queries import AT_ONCE, column_of
from models import Imported


def note_imported(source: str, kind: str, ids: Mapping[str, int]) -> None:
    """Note the ids here of what has these keys there."""
    for some in chunked(ids.items(), AT_ONCE):
        rows = [(source, kind, column_of(key), local_id) for key, local_id in some]
        Imported.insert_many(rows, ("source", "kind", "external", "local_id")).execute()
