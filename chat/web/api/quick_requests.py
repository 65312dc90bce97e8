"""Answers what programs ask most often without what else is done for each request: sending, and adding words.

What is as it should be is answered here, at a third of the CPU, and not compressed. All else goes on to the operation
that is described: it looks up tokens that are not known yet, and says what is wrong.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat.accounts.items import Caller
from chat.errors import ChatError, Forbidden
from chat.web.api import errors
from chat.web.api.auth import limited
from chat.web.api.known_callers import callers
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.throttle import Throttle

B = TypeVar("B", bound=BaseModel)

Headers = Mapping[bytes, bytes]


@dataclass(frozen=True, slots=True)
class QuickOperation(Generic[B]):
    """An operation that is posted to.

    Args:
        path: where, with one number, as the description has it
        limit: what each request counts for
        body: what is sent
        suits: whether this one can be answered quickly, by its headers, who asks, and what they have sent
        perform: does it for who asks, and returns a status and an answer in JSON; raises `ChatError`
    """

    path: str
    limit: Throttle
    body: type[B]
    suits: Callable[[Headers, Caller, B], bool]
    perform: Callable[[Caller, int, B], Awaitable[tuple[int, bytes]]]

    @property
    def pattern(self) -> str:
        """The addresses of it, in their shortest form."""
        return "/api" + re.sub(r"\{\w+\}", "([1-9][0-9]{0,17})", self.path)


class QuickRequests:
    """An ASGI middleware that answers requests of some operations, and passes all others on."""

    def __init__(self, app: ASGIApp, operations: Sequence[QuickOperation[Any]]) -> None:
        self.app = app
        self._operations = [(re.compile(operation.pattern), operation) for operation in operations]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        operation, number = self._operation_at(scope)
        headers: Headers = dict(reversed(scope["headers"])) if operation else {}  # of several the first counts
        caller = _known_caller(headers, operation.path) if operation else None
        if operation is None or caller is None:
            return await self.app(scope, receive, send)
        first = await receive()
        body = _body(first, operation.body)
        if body is None or not operation.suits(headers, caller, body):
            return await self.app(scope, _again(first, receive), send)
        try:
            await operation.limit.acquire(str(caller.owner_id or caller.id))
            status, answer = await operation.perform(caller, number, body)
        except ChatError as error:
            return await errors.answer(error)(scope, receive, send)
        except Exception:
            await errors.unexpected()(scope, receive, send)
            raise
        return await _answer(send, status, answer)

    def _operation_at(self, scope: Scope) -> tuple[QuickOperation[Any] | None, int]:
        if scope["method"] == "POST":
            for pattern, operation in self._operations:
                if found := pattern.fullmatch(scope["path"]):
                    return operation, int(found[1])
        return None, 0


def _known_caller(headers: Headers, path: str) -> Caller | None:
    """Return who asks, if their token is known, it is good for this, and what they send is said to be JSON."""
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme != b"Bearer" or headers.get(b"content-type") != b"application/json":
        return None
    caller = callers.known(token.decode("latin-1"))
    try:
        return limited(caller, "POST", path) if caller else None
    except Forbidden:
        return None


def _body(first: Message, of: type[B]) -> B | None:
    """Return what was sent, if all of it has come and is as it should be."""
    if first["type"] != "http.request" or first.get("more_body") or len(first["body"]) > MAX_BODY_BYTES:
        return None
    try:
        return of.model_validate_json(first["body"])
    except ValidationError:
        return None


def _again(first: Message, receive: Receive) -> Receive:
    """Have an application receive what was received already, and then what comes."""
    unread = [first]

    async def again() -> Message:
        return unread.pop() if unread else await receive()

    return again


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
