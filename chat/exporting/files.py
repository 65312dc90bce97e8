"""The files of an export: where in the zip each is, once however often it was uploaded, and their bytes."""

from peewee import chunked

from chat import files
from chat.exporting.archive import Archive
from chat.exporting.items import Counts
from chat.exporting.safe_names import safe_name
from chat.files.items import FileItem
from chat.storage.database import database

DIGITS = 32
"""How much of a digest stands in a path: nobody can make two files that share it."""

AT_ONCE = 500


class Files:
    """The files that the messages of an export have."""

    def __init__(self) -> None:
        self._wanted: dict[str, tuple[str, str, str]] = {}

    def path_of(self, file: FileItem) -> str:
        """Return where a file is in the zip, and have it there."""
        begin = file.digest[:DIGITS]
        if begin not in self._wanted:
            self._wanted[begin] = (file.digest, f"files/{begin}/{safe_name(file.name)}", file.type)
        return self._wanted[begin][1]

    def write(self, archive: Archive, counts: Counts) -> None:
        """Add the bytes of all files; what is not there, or no more, is noted."""
        for some in chunked(self._wanted.values(), AT_ONCE):
            keys = database.read_now(files.unchecked.stored_keys, [digest for digest, _, _ in some])
            for digest, path, kind in some:
                if digest in keys and archive.add_object(path, keys[digest], kind):
                    counts.files += 1
                else:
                    counts.missing_files.append(path)
