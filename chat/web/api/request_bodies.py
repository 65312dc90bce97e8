"""Request bodies: JSON of a limited size."""

import json

from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from chat.errors import Invalid, TooLarge, UnsupportedMediaType
from chat.web.api.errors import NOT_JSON
from chat.web.server.body_limit import MAX_BODY_BYTES


async def read_json_body(request: Request) -> Request:
    """Read a request's body, and return a copy of the request that contains it.

    Raises `UnsupportedMediaType` unless the body is declared as JSON, and `TooLarge` past `MAX_BODY_BYTES`.
    """
    _check_media_type(request)
    body = await _read(request)
    if not json.detect_encoding(body).startswith("utf-8"):  # Python would read UTF-16 and UTF-32 too, RFC 8259 does not
        raise Invalid(NOT_JSON)

    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return unread.pop() if unread else await request.receive()  # who waits for the end of the connection, waits

    return Request(request.scope, receive)


def media_type(request: Request) -> str:
    """Return which type a request's body is said to have."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _check_media_type(request: Request) -> None:
    if media_type(request) != "application/json":
        raise UnsupportedMediaType("The body must be JSON: send it with “Content-Type: application/json”.")


async def _read(request: Request) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise TooLarge(f"The body is too large (the limit is {MAX_BODY_BYTES:,} bytes).")
    except ClientDisconnect as error:  # nobody receives the answer, and it is no error of ours
        raise Invalid("The body is incomplete.") from error
    return bytes(body)
