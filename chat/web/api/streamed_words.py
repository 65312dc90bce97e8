"""Words that are added by one request for as long as they come: each line of its body is added as soon as it is there.

A request for each costs ten times the CPU; the more come at once, the less each costs.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError

from chat import messages
from chat.accounts.items import Caller
from chat.errors import Invalid, TooMany
from chat.web.api.auth import GuardedRoute, Handler, admit, identify, limited
from chat.web.api.request_bodies import media_type
from chat.web.api.schemas import Id
from chat.web.api.schemas_of_words import Line
from chat.web.api.validation_messages import in_words
from chat.web.server.body_limit import explains_itself
from chat.web.server.limits import WORD_STREAMS
from chat.web.server.long_bodies import PAUSE, LongBody

LINES = "application/x-ndjson"

MAX_OF_ACCOUNT, MAX_IN_ALL = 10, 200
"""Requests of this kind at a time, of somebody and their bots, and in this process."""

MAX_TOGETHER = 100
"""Lines that are added as one piece."""

ID = TypeAdapter(Id)

_open: Counter[str] = Counter()


class AppendingRoute(GuardedRoute):
    """A route that takes lines beside JSON."""

    def get_route_handler(self) -> Handler:
        """Have lines go their own way."""
        handle = super().get_route_handler()

        async def either(request: Request) -> Response:
            return await (_append_lines if media_type(request) == LINES else handle)(request)

        return either


@dataclass(slots=True)
class Piece:
    """Texts that go on where the one before ends, and how many characters come before the first."""

    offset: int
    texts: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """How many characters there are behind it."""
        return self.offset + sum(map(len, self.texts))


async def _append_lines(request: Request) -> Response:
    """Add each line as it comes; the first that is wrong ends it, and those before it stay."""
    actor = _good(await admit(request, WORD_STREAMS), request)
    message_id, length, end = _message_id(request), None, 0
    explains_itself(request)
    with _counted(str(actor.owner_id or actor.id)):
        async for lines in LongBody(request.scope, request.receive):
            for number, piece in enumerate(_pieces(lines, end)):
                if number:
                    await asyncio.sleep(PAUSE)
                actor = _good(await identify(request), request)
                length, end = await _add(actor, message_id, piece), piece.end
    if length is None:
        raise Invalid("There is nothing to add: send lines.")
    return JSONResponse({"length": length})


def _good(caller: Caller, request: Request) -> Caller:
    return limited(caller, request.method, request.scope["route"].path)


def _message_id(request: Request) -> int:
    try:
        return ID.validate_python(request.path_params["message_id"])
    except ValidationError as error:
        faults = [{**fault, "loc": ("path", "message_id")} for fault in error.errors()]
        raise RequestValidationError(faults) from error


@contextmanager
def _counted(account: str) -> Iterator[None]:
    """Count a request while it goes on; raises `TooMany`."""
    if _open[account] >= MAX_OF_ACCOUNT or _open.total() >= MAX_IN_ALL:
        raise TooMany("There are too many requests of this kind at the same time: end one of them first.", 5)
    _open[account] += 1
    try:
        yield
    finally:
        _open[account] -= 1
        if not _open[account]:
            del _open[account]


def _pieces(lines: Iterable[bytearray], end: int) -> Iterator[Piece]:
    """Put lines together that can be added at once; raises `Invalid` after all before the first that is wrong."""
    piece = Piece(end)
    for line in lines:
        try:
            said = Line.model_validate_json(line)
        except ValidationError as error:
            if piece.texts:
                yield piece
            faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in error.errors()]
            raise Invalid(in_words(faults, "A line")) from error
        offset = piece.end if said.offset is None else said.offset
        if piece.texts and (offset != piece.end or len(piece.texts) == MAX_TOGETHER):
            yield piece
            piece = Piece(offset)
        piece.offset = piece.offset if piece.texts else offset
        piece.texts.append(said.text)
    yield piece


async def _add(actor: Caller, message_id: int, piece: Piece) -> int:
    """Add a piece and return how long the text is; as far as nothing of it is wrong, else raises what is."""
    try:
        return await messages.append_words(actor, message_id, "".join(piece.texts), piece.offset)
    except Invalid:
        if len(piece.texts) == 1:
            raise
    length, offset = 0, piece.offset
    for text in piece.texts:
        length, offset = await messages.append_words(actor, message_id, text, offset), offset + len(text)
    return length
