"""Events: listen to what happens, as Server-Sent Events."""

from typing import Annotated

from fastapi import FastAPI, Header, Query, Request
from fastapi.responses import Response
from pydantic.json_schema import SkipJsonSchema

from chat.accounts import hash_token, only_room
from chat.web.api.auth import Actor, sent_token
from chat.web.api.errors import Documented, problems
from chat.web.api.listening.cursor import MAX_LENGTH, decode
from chat.web.api.listening.desk import desk
from chat.web.api.listening.listener import Listener
from chat.web.api.listening.stream import EventStream
from chat.web.api.schemas import Id

EVENTS = "/v1/events"
STREAM: Documented = {200: {"content": {"text/event-stream": {}}}}

Only = Annotated[
    Id | SkipJsonSchema[None], Query(description="Hear this room and its threads alone, whether you are in it or not.")
]
Last = Annotated[
    str | SkipJsonSchema[None],
    Query(
        max_length=MAX_LENGTH,
        description="The `id` of the last event that you have seen, if you cannot send it as a header.",
    ),
]
LastHeader = Annotated[
    str | SkipJsonSchema[None],
    Header(alias="Last-Event-ID", max_length=MAX_LENGTH, description="The `id` of the last event that you have seen."),
]


def register(api: FastAPI) -> None:
    """Add the operation."""
    api.get(
        EVENTS,
        summary="Listen to events",
        response_description="Events, until you end the connection.",
        responses=STREAM | problems(403, 404, 422),
        response_class=Response,
    )(listen)


async def listen(
    request: Request, actor: Actor, room: Only = None, last_event_id: Last = None, resume: LastHeader = None
) -> Response:
    """Hear what happens in all rooms that you are in, or in one, as Server-Sent Events.

    With the `id` of the last event that you have seen, as `Last-Event-ID`, you are first told everything that has
    changed since; then `ready`; and from there on what happens, when it does.
    """
    last = resume or last_event_id
    since = decode(last) if last else None
    listener = Listener(actor, hash_token(sent_token(request)), room or only_room(actor))
    heard = await desk.admit(listener, since, is_lost=bool(last) and since is None)
    return EventStream(desk, listener, heard.missed)
