"""Receives a file that is uploaded: from the request's body to the command, in constant memory."""

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

from chat import files
from chat.accounts.items import UserItem
from chat.errors import Invalid, TooSlow
from chat.files.items import FileItem
from chat.text import parse_id
from chat.web.files.multipart import INCOMPLETE, FilePart
from chat.web.server.body_limit import explains_itself

BATCH = 512 * 1024
"""Bytes that are collected before a thread parses, hashes and writes them: a hop between threads takes its time."""

AROUND = 16 * 1024
"""Bytes that a body may have around its file."""

IDLE_SECONDS = 30.0
"""How long nothing may come; that it comes fast enough on the whole, `server/deadlines.py` sees to."""


class Body:
    """The file in a request's body, as a source for `files.upload_file`."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._part = FilePart(request.headers.get("content-type", ""))

    @property
    def name(self) -> str:
        """Its name, as it was sent: empty until it has come."""
        return self._part.name

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Go through the body; raises `Invalid` for one that has no file or breaks off, and `TooSlow`."""
        async for batch in _batches(self._request):
            yield batch
        self._part.finish()

    def pieces(self, batch: bytes) -> list[bytes]:
        """Return which bytes of the file are in a batch of the body; raises `Invalid`."""
        return self._part.feed(batch)


async def receive(
    request: Request, actor: UserItem, room_id: int, client_id: object, *, keeps_metadata: bool
) -> tuple[FileItem, bool]:
    """Store the file in a request's body; returns it, and whether it is new. Raises what `files.upload_file` does.

    What is too large by its `Content-Length` is refused before anything of the body is read.
    """
    explains_itself(request)
    length = parse_id(request.headers.get("content-length", ""))
    declared = max(0, length - AROUND) if length else None
    body = Body(request)
    return await files.upload_file(actor, room_id, body, declared, client_id, keeps_metadata=keeps_metadata)


async def _batches(request: Request) -> AsyncIterator[bytes]:
    batch = bytearray()
    stream = aiter(request.stream())
    try:
        while True:
            async with asyncio.timeout(IDLE_SECONDS):
                batch += await anext(stream)
            if len(batch) >= BATCH:
                yield bytes(batch)
                batch.clear()
    except StopAsyncIteration:
        if batch:
            yield bytes(batch)
    except TimeoutError as error:
        raise TooSlow("The file comes too slowly. Please try again.") from error
    except ClientDisconnect as error:  # nobody receives the answer, and it is no error of ours
        raise Invalid(INCOMPLETE) from error
