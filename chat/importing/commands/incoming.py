"""Files of an export on their way in: their bytes are stored before the messages are that have them."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO

from chat.errors import ChatError
from chat.files import StoredBytes, store_bytes
from chat.importing.fetching import Downloads
from chat.importing.items import FileRecord
from chat.importing.reading import Archive
from chat.importing.reading.archives import BROKEN

PIECE = 1024 * 1024

Opener = Callable[[], IO[bytes]]

Came = dict[FileRecord, StoredBytes | str | None]
"""What the bytes of files have become, or why they could not be stored; in a dry run, None for those that would be."""


class Incoming:
    """Where files come from.

    Args:
        archive: of the export
        downloads: fetches files of which it has an address only; None if these stay links
        tell: says how far it has come
        is_dry: whether they are looked for only
    """

    def __init__(
        self, archive: Archive, downloads: Downloads | None, tell: Callable[[str], None], *, is_dry: bool
    ) -> None:
        self._archive, self._downloads, self._tell, self._is_dry = archive, downloads, tell, is_dry
        self._fetched = 0
        self.fetches = downloads is not None
        self.verb = "Trying" if is_dry else "Storing"

    def comes(self, file: FileRecord) -> bool:
        """Whether a file is in the archive, or can be tried to be fetched."""
        return file.path in self._archive.sizes or (self.fetches and bool(file.url))

    def store(self, files: Iterable[FileRecord]) -> Came:
        """Store the bytes of those files that come; blocks."""
        wanted = sorted(filter(self.comes, set(files)))
        if self._is_dry:
            return dict.fromkeys(wanted)
        stored: dict[str, StoredBytes] = {}
        return {file: _stored(found, file, stored) for file, found in self.opened(wanted)}

    def opened(self, files: Iterable[FileRecord]) -> Iterator[tuple[FileRecord, Opener | str]]:
        """Yield for each file what opens it, or why it cannot be had; none in a dry run."""
        by_address: dict[str, list[FileRecord]] = {}
        for file in () if self._is_dry else files:
            if file.path in self._archive.sizes:
                yield file, partial(self._archive.open, file.path)
            else:
                by_address.setdefault(file.url, []).append(file)
        for address, found in self._downloads.fetch(list(by_address)) if self._downloads else ():
            self._fetched += 1
            self._tell(f"Fetching: {self._fetched:,} files")
            for file in by_address[address]:
                yield file, found if isinstance(found, str) else partial(_open, found)


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _stored(found: Opener | str, file: FileRecord, stored: dict[str, StoredBytes]) -> StoredBytes | str:
    if isinstance(found, str):
        return found
    try:
        with found() as source:
            return store_bytes(iter(lambda: source.read(PIECE), b""), file.name, stored)
    except ChatError as error:
        return error.message
    except BROKEN:
        return "it is damaged"
