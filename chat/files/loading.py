"""Gathers the items of files from their tables."""

from collections.abc import Collection, Sequence
from typing import Any

from chat.files.items import FileItem
from models import Blob, File


def select_files() -> Any:
    """Select files as `file_item` wants them: with what is known of their bytes."""
    return File.select(File, Blob).join(Blob)


def files_of(message_ids: Collection[int]) -> dict[int, tuple[FileItem, ...]]:
    """Return the files of each of these messages, in their order; no query if there is no message."""
    if not message_ids:
        return {}
    found: dict[int, list[FileItem]] = {}
    rows = select_files().where(File.message.in_(list(message_ids))).order_by(File.message, File.position)
    for row in rows:
        found.setdefault(row.message_id, []).append(file_item(row))
    return {message_id: tuple(files) for message_id, files in found.items()}


def names_of(message_ids: Collection[int]) -> dict[int, str]:
    """Say in a line which files these messages have, for where a text would stand; no query if there is no message."""
    return {message_id: _said_of(files) for message_id, files in files_of(message_ids).items()}


def _said_of(files: Sequence[FileItem]) -> str:
    what = {"picture": "Picture", "video": "Video", "audio": "Audio"}.get(files[0].kind, "File")
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    return f"{what}: {files[0].alt or files[0].name}{more}"


def file_item(row: File) -> FileItem:
    """Return the item of a file's row."""
    blob: Any = row.blob
    return FileItem(
        id=row.id,
        name=row.name,
        type=blob.type,
        size=blob.size,
        digest=blob.digest,
        width=blob.width,
        height=blob.height,
        is_animated=blob.is_animated,
        has_preview=blob.has_preview,
        excerpt=blob.excerpt,
        alt=row.alt,
    )
