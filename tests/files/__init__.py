"""What tests of files share: files to upload."""

from collections.abc import AsyncIterator

from chat import files
from chat.accounts.items import UserItem
from chat.files.items import FileItem
from chat.storage.objects import objects


class Given:
    """A file whose bytes are given."""

    def __init__(self, *pieces: bytes, name: str = "notes.txt") -> None:
        self.given, self.name = pieces, name

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.given:
            yield piece

    def pieces(self, batch: bytes) -> list[bytes]:
        return [batch]


async def upload(
    actor: UserItem, room_id: int, data: bytes = b"hello", name: str = "notes.txt", client_id: str | None = None
) -> FileItem:
    """Upload a file."""
    return (await files.upload_file(actor, room_id, Given(data, name=name), len(data), client_id))[0]


def kept() -> dict[str, bytes]:
    """Read all that the store has, by key, once what is to be deleted is."""
    objects.finish()
    keys = [stored.key for folder in ("blobs", "previews") for stored in objects.list(folder)]
    return {key: b"".join(objects.pieces(key)) for key in keys}
