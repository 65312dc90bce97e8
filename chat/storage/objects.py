"""Where the bytes of files are: a folder or, through obstore, a bucket that several machines share."""

import logging
import os
from collections.abc import AsyncIterator, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, MemoryStore, from_url

from chat.errors import NotFound, Unavailable

log = logging.getLogger(__name__)

PART = 5 * 1024 * 1024
"""Bytes of a part of a large object for a bucket, where one cannot be smaller; one is on its way at a time."""

PIECE = 256 * 1024
"""Bytes that are read at once; what a slow reader waits for in memory."""

FOLDERS = ("blobs", "previews")
"""The first part of every key: files, and small pictures of them."""

RETRIES: Any = {"max_retries": 4, "retry_timeout": timedelta(seconds=20)}
"""How long obstore tries to reach a store that does not answer, before whoever asks is told."""

INCOMING = "incoming"
"""The folder, beside the objects, of what is not complete yet."""


class UnusableStoreError(Exception):
    """The place for files cannot be used; the text says why in one line."""


class Stored(NamedTuple):
    """An object: its key, its size in bytes, and when it was stored, in seconds since 1970."""

    key: str
    size: int
    at: float


class Objects:
    """A store of objects by key. All but `read` and `delete_soon` block: call them on a thread."""

    def __init__(self) -> None:
        self._store: Any = None
        self._folder: Path | None = None
        self._deleting = ThreadPoolExecutor(1, "deleting")
        self.incoming = Path()
        """A folder for what is not complete yet, from which `put_file` takes."""

    def open(self, where: str, beside: Path, *, is_read: bool = False) -> None:
        """Open a folder, which is made if it is missing, or a store by its URL; raises `UnusableStoreError`.

        Args:
            where: a path, or a URL such as `s3://bucket/prefix`
            beside: the data folder, which has the incoming ones of a store that is no folder
            is_read: whether nothing is to be stored; then a folder that is missing is an empty one, and is not made
        """
        try:
            if is_read and "://" not in where and not Path(where).exists():
                self._store, self._folder = MemoryStore(), None
                return
            if "://" in where:
                self._store, self._folder, self.incoming = (
                    from_url(where, retry_config=RETRIES),
                    None,
                    beside / INCOMING,
                )
                next(iter(obstore.list(self._store, "blobs", chunk_size=1)), None)
            else:
                self._folder = Path(where)
                self._folder.mkdir(0o700, parents=True, exist_ok=True)
                self._store, self.incoming = LocalStore(self._folder), self._folder / INCOMING
            if not is_read:
                self.incoming.mkdir(0o700, parents=True, exist_ok=True)
        except (BaseError, OSError, ValueError) as error:
            reason = " ".join(str(error).split())[:200]
            raise UnusableStoreError(f'--files: cannot use "{where.partition("?")[0]}": {reason}') from error

    def put_file(self, key: str, path: Path) -> None:
        """Store a file of `incoming` whole or not at all; in a folder it is moved, and on disk when this returns."""
        try:
            if self._folder:
                _move(path, self._folder / key)
            else:
                obstore.put(self._store, key, path, chunk_size=PART, max_concurrency=1)
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    def put(self, key: str, data: bytes) -> None:
        """Store some bytes, small enough to be in memory, whole or not at all."""
        try:
            obstore.put(self._store, key, data)
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    async def read(self, key: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Go through an object's bytes from a place to before another, or to the end; raises `NotFound` without it."""
        if start == end:
            return
        try:
            options: Any = {} if end is None else {"range": (start, end)}
            found = await obstore.get_async(self._store, key, options=options)
            async for piece in found.stream(min_chunk_size=PIECE):
                yield bytes(piece)
        except FileNotFoundError as error:
            raise NotFound("File not found.") from error
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    def pieces(self, key: str) -> Iterator[bytes]:
        """Go through all bytes of an object; raises `NotFound` if it is not there."""
        try:
            yield from map(bytes, obstore.get(self._store, key).stream(min_chunk_size=PIECE))
        except FileNotFoundError as error:
            raise NotFound(f"There is no {key}.") from error
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    def has(self, key: str) -> bool:
        """Whether there is an object."""
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error
        return True

    def list(self, prefix: str) -> Iterator[Stored]:
        """Go through all objects whose keys begin with this folder."""
        try:
            for some in obstore.list(self._store, prefix):
                yield from (Stored(one["path"], one["size"], one["last_modified"].timestamp()) for one in some)
        except (BaseError, OSError) as error:
            raise _unavailable(error) from error

    def remove(self, keys: Collection[str]) -> None:
        """Remove objects; what is not there is no error."""
        for key in keys:
            try:
                with suppress(FileNotFoundError):
                    obstore.delete(self._store, key)
            except (BaseError, OSError) as error:
                raise _unavailable(error) from error

    def delete_soon(self, keys: Collection[str]) -> None:
        """Delete objects that nothing refers to any more, on a thread; what fails is left for `streamchat check`."""
        self._deleting.submit(self._try_to_delete, tuple(keys))

    def finish(self) -> None:
        """Wait until what is to be deleted soon has been."""
        self._deleting.submit(bool).result()

    def _try_to_delete(self, keys: Collection[str]) -> None:
        try:
            self.remove(keys)
        except Unavailable as error:
            log.warning("files that nothing refers to were not deleted (%s): %s", ", ".join(keys), error.__cause__)


def _move(path: Path, to: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
    to.parent.mkdir(0o700, parents=True, exist_ok=True)
    path.replace(to)
    for folder in (to.parent, to.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def _unavailable(error: Exception) -> Unavailable:
    log.warning("the store of files does not work: %s", " ".join(str(error).split())[:500])
    return Unavailable("Files are not available right now. Please try again.")


objects = Objects()
