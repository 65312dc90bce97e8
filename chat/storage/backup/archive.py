"""A backup with files: a tar archive of the database, every object of the store, and the digests of both.

It is written and read as a stream: no file in it is ever in memory. The last member has a line for each other one, as
`sha256sum` writes them, so `tar xf` and `sha256sum -c` check a backup without us.
"""

import hashlib
import io
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from chat.errors import NotFound, Unavailable
from chat.storage.backup.atomic_files import OperationError
from chat.storage.objects import FOLDERS, objects

DATABASE, DIGESTS = "database", "SHA256SUMS"
OBJECT = re.compile(rf"files/((?:{'|'.join(FOLDERS)})/[0-9a-f]{{2}}/[0-9a-zA-Z._-]{{1,200}})")
BLOCK = 1 << 20


def write(database: Path, part: Path) -> int:
    """Write an archive with a backup of the database and all objects into a file; returns how many those are."""
    digests: dict[str, str] = {}
    with tarfile.open(part, "w") as archive:
        with database.open("rb") as file:
            digests[DATABASE] = _add(archive, DATABASE, database.stat().st_size, file)
        for folder in FOLDERS:
            for stored in objects.list(folder):
                try:
                    digests[f"files/{stored.key}"] = _add(
                        archive, f"files/{stored.key}", stored.size, _Pieces(objects.pieces(stored.key))
                    )
                except NotFound:  # deleted since it was listed
                    continue
        lines = "".join(f"{digest}  {name}\n" for name, digest in digests.items()).encode()
        _add(archive, DIGESTS, len(lines), io.BytesIO(lines))
    return len(digests) - 1


def is_archive(file: Path) -> bool:
    """Whether a backup is an archive, and not a database alone."""
    with file.open("rb") as content:
        return content.read(len(DATABASE) + 1) == DATABASE.encode() + b"\0"


def check(file: Path) -> None:
    """Read all of an archive, and compare it with its digests; raises `OperationError` if anything differs."""
    # Digests of the lines, which are any number, and hundreds of megabytes for millions of files.
    lines, listed = hashlib.sha256(), ""
    for name, content in _members(file):
        digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        if name == DIGESTS:
            listed = digest
        else:
            lines.update(f"{digest}  {name}\n".encode())
    if listed != lines.hexdigest():
        raise OperationError(f'"{file}" is damaged: it is not as it was written (its digests differ)')


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """Put the objects of a checked archive into the store, and give its database; if that fails, take them back."""
    new: list[str] = []
    with tempfile.TemporaryDirectory(dir=objects.incoming) as folder:
        try:
            for name, content in _members(file):
                path = Path(folder, "member")
                if name == DATABASE:
                    path = Path(folder, DATABASE)
                elif name == DIGESTS or objects.has(key := _key(name)):
                    continue
                with path.open("wb") as target:
                    while block := content.read(BLOCK):
                        target.write(block)
                if name != DATABASE:
                    objects.put_file(key, path)
                    new.append(key)
            yield Path(folder, DATABASE)
        except BaseException:
            objects.remove(new)
            raise


def _members(file: Path) -> Iterator[tuple[str, IO[bytes]]]:
    try:
        with tarfile.open(file, "r|") as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isreg() else None
                if content is None or (member.name not in {DATABASE, DIGESTS} and not OBJECT.fullmatch(member.name)):
                    raise OperationError(f'"{file}" is not a backup of StreamChat')
                yield member.name, content
    except (tarfile.TarError, EOFError) as error:
        raise OperationError(f'"{file}" is damaged: {error}') from error


def _key(name: str) -> str:
    return name.removeprefix("files/")


class _Pieces(io.RawIOBase):
    """Reads what comes in pieces, as a file; the first one at once, so that what is missing is noticed before."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, next(pieces, b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._rest = self._rest or next(self._pieces, b"")
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


class _Hashing(io.RawIOBase):
    def __init__(self, file: io.IOBase | IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._file.read(size)
        self.digest.update(data)
        return data


def _add(archive: tarfile.TarFile, name: str, size: int, content: io.IOBase | IO[bytes]) -> str:
    """Add a member, and return the digest of what was added."""
    about = tarfile.TarInfo(name)
    about.size, about.mode = size, 0o600
    reading = _Hashing(io.BufferedReader(content, BLOCK) if isinstance(content, _Pieces) else content)
    try:
        archive.addfile(about, reading)
    except (OSError, Unavailable) as error:
        raise OperationError(f"cannot back up {name}: {error}") from error
    return reading.digest.hexdigest()
