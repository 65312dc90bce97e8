"""Adds words to messages, of which there may be many a second, without what else is done for each request.

What is as it should be is answered here, at a third of the CPU. All else goes on to the operation in `words.py`: it is
the one that is described, looks up tokens that are not known yet, and says what is wrong.
"""

import re
from collections.abc import Mapping

from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from chat import messages
from chat.accounts.items import Caller
from chat.errors import ChatError, Forbidden
from chat.web.api import errors
from chat.web.api.auth import limited
from chat.web.api.known_callers import callers
from chat.web.api.schemas_of_words import Words
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.limits import WORDS

OPERATION = "/v1/messages/{message_id}/append"

PATH = re.compile(r"/api/v1/messages/([1-9][0-9]{0,17})/append")


class QuickWords:
    """Answers requests that add words, and passes all others on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        asked = PATH.fullmatch(scope["path"])
        caller = _known_caller(scope) if asked and scope["method"] == "POST" else None
        if asked is None or caller is None:
            return await self.app(scope, receive, send)
        first = await receive()
        words = _words(first)
        if words is None:
            return await self.app(scope, _again(first, receive), send)
        try:
            await WORDS.acquire(str(caller.owner_id or caller.id))
            length = await messages.append_words(caller, int(asked[1]), words.text, words.offset)
        except ChatError as error:
            return await errors.answer(error)(scope, receive, send)
        return await _answer(send, b'{"length":%d}' % length)


def _known_caller(scope: Scope) -> Caller | None:
    """Return who asks, if their token is known, it is good for this, and what they send is said to be JSON."""
    headers: Mapping[bytes, bytes] = dict(reversed(scope["headers"]))  # of several of a name the first counts
    scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
    if scheme != b"Bearer" or headers.get(b"content-type") != b"application/json":
        return None
    caller = callers.known(token.decode("latin-1"))
    try:
        return limited(caller, "POST", OPERATION) if caller else None
    except Forbidden:
        return None


def _words(body: Message) -> Words | None:
    """Return what is to be added, if the whole body has come and is as it should be."""
    if body["type"] != "http.request" or body.get("more_body") or len(body["body"]) > MAX_BODY_BYTES:
        return None
    try:
        return Words.model_validate_json(body["body"])
    except ValidationError:
        return None


def _again(first: Message, receive: Receive) -> Receive:
    """Have an application receive what was received already, and then what comes."""
    unread = [first]

    async def again() -> Message:
        return unread.pop() if unread else await receive()

    return again


async def _answer(send: Send, body: bytes) -> None:
    headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})
