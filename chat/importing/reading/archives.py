"""Exports as they come: zip, tar, a folder, or one file. Whoever made them is not trusted."""

import io
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from chat.importing.items import printable

MAX_ENTRIES = 2_000_000
MAX_TOTAL = 500 * 1024**3
"""Bytes that an archive has unpacked."""

MAX_RATIO = 200
"""How many times larger than packed: text of chats is 10 to 50 times."""

UNSUSPICIOUS = 50 * 1024**2
"""Bytes up to which the ratio is nobody's business."""

BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
"""What reading an archive that is damaged, encrypted or packed in an unknown way raises."""

NO_TIME = (1980, 1, 1, 0, 0, 0)

ZIP_BEGINS = b"PK\x03\x04"
DAMAGED_ZIP = "the zip file is damaged or incomplete"


class UnusableExportError(Exception):
    """The file cannot be imported at all; the text says why in one line."""


class Archive(Protocol):
    """Files by their names, with `/` between folders. Names are only looked up: nothing is written to them."""

    sizes: dict[str, int]

    def open(self, name: str) -> IO[bytes]:
        """Open one of the names for reading."""


class ZipArchive:
    """A zip file."""

    def __init__(self, file: zipfile.ZipFile, packed: int) -> None:
        """Look at the table of contents; raises `UnusableExportError` for one that cannot be honest."""
        self._zip = file
        entries = [entry for entry in file.infolist() if not entry.is_dir()]
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MAX_ENTRIES or total > MAX_TOTAL:
            raise UnusableExportError("the zip file has too much in it")
        if total > UNSUSPICIOUS and total > MAX_RATIO * packed:
            raise UnusableExportError("the zip file would be suspiciously large when unpacked")
        for entry in entries:
            entry.date_time = NO_TIME  # nobody asks, and of 50,000 they take megabytes
        file.NameToInfo.clear()  # likewise
        self._entries = {_name_of(entry): entry for entry in entries if not _is_suspicious(entry)}
        self.sizes = {name: entry.file_size for name, entry in self._entries.items()}

    def open(self, name: str) -> IO[bytes]:
        """Open one of the names; it yields no more bytes than the table of contents says."""
        return self._zip.open(self._entries[name])


class FolderArchive:
    """A folder, or files that are somewhere under other names."""

    def __init__(self, paths: dict[str, Path]) -> None:
        self._paths = paths
        self.sizes = {name: path.stat().st_size for name, path in paths.items()}

    def open(self, name: str) -> IO[bytes]:
        """Open one of the names."""
        return self._paths[name].open("rb")


class Within:
    """What is in one folder of an archive: many people zip the folder around an export."""

    def __init__(self, archive: Archive, folder: str) -> None:
        self._archive, self._folder = archive, folder
        self.sizes = {name[len(folder) :]: size for name, size in archive.sizes.items() if name.startswith(folder)}

    def open(self, name: str) -> IO[bytes]:
        """Open one of the names."""
        return self._archive.open(self._folder + name)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """Open an export; raises `UnusableExportError` if it is none."""
    with ExitStack() as closing:
        try:
            archive = _open(path, closing)
        except zipfile.BadZipFile as error:
            raise UnusableExportError(DAMAGED_ZIP) from error
        except BROKEN as error:
            raise UnusableExportError(f"cannot read {_reason(path, error)}") from error
        yield archive


def _reason(path: Path, error: Exception) -> str:
    """Return what cannot be read and why; of a folder, that may be a file which went away meanwhile."""
    if isinstance(error, OSError) and error.strerror:
        return f'"{printable(str(error.filename or path))}": {error.strerror}'
    return f'"{path}": {" ".join(str(error).split())}'


def _open(path: Path, closing: ExitStack) -> Archive:
    if path.is_dir():
        return FolderArchive(dict(_files_in(path)))
    if zipfile.is_zipfile(path):
        return ZipArchive(closing.enter_context(zipfile.ZipFile(path)), path.stat().st_size)
    if tarfile.is_tarfile(path):
        return _unpacked(path, closing.enter_context(_folder()))
    with path.open("rb") as file:
        head = file.read(len(ZIP_BEGINS))
    if not head:
        raise UnusableExportError("the file is empty")
    if head == ZIP_BEGINS:
        raise UnusableExportError(DAMAGED_ZIP)
    return FolderArchive({path.name: path})


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield what is in a folder, without links, which could lead out of it."""
    for path in folder.rglob("*"):
        if stat.S_ISREG(path.lstat().st_mode):
            yield path.relative_to(folder).as_posix(), path


def _folder() -> AbstractContextManager[str]:
    return tempfile.TemporaryDirectory(prefix="streamchat-import-")


def _unpacked(path: Path, folder: str) -> Archive:
    """Unpack a tar file, which has no table of contents, to files with numbers for names."""
    paths: dict[str, Path] = {}
    total, most = 0, max(UNSUSPICIOUS, MAX_RATIO * path.stat().st_size)
    with tarfile.open(path) as tar:
        for member in tar:
            content = tar.extractfile(member) if member.isreg() else None
            if content is None:
                continue
            total += member.size
            if total > min(most, MAX_TOTAL) or len(paths) >= MAX_ENTRIES:
                raise UnusableExportError("the tar file has too much in it")
            target = paths[member.name.removeprefix("./")] = Path(folder, str(len(paths)))
            with target.open("wb") as file:
                while piece := content.read(io.DEFAULT_BUFFER_SIZE * 16):
                    file.write(piece)
    return FolderArchive(paths)


def _is_suspicious(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > UNSUSPICIOUS and entry.file_size > MAX_RATIO * max(entry.compress_size, 1)


def _name_of(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; many programs write UTF-8 without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode()
    except UnicodeError:
        return entry.filename
