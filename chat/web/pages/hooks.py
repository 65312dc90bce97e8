"""`/hooks/{token}`: where programs post messages of a room, as they post to Slack and to Mattermost."""

import asyncio
import re

from fastapi import Request
from fastapi.responses import PlainTextResponse, Response
from nicegui import app
from starlette.requests import ClientDisconnect

from chat import messages, programs
from chat.accounts import hash_token
from chat.accounts.items import Guise
from chat.errors import ChatError, Forbidden, Invalid, NotFound, NotSignedIn, TooLarge, TooMany, Unavailable
from chat.programs.items import HookTarget
from chat.storage.database import database
from chat.text import parse_id
from chat.web.pages import forms
from chat.web.server.body_limit import MAX_BODY_BYTES, UNLIMITED, explains_itself
from chat.web.server.ip_addresses import address_key
from chat.web.server.limits import HOOKS, WRONG_TOKENS
from chat.web.server.own_address import own_address

PATH = "/hooks/{token:path}"
"""Whatever is below, so that nothing is redirected: many programs do not post again where they are sent to."""

TOKEN = re.compile(r"[0-9a-f]{48}")

EXAMPLE = """curl -H 'Content-Type: application/json' -d '{"text": "It works."}' """
"""What the address of a webhook comes after."""

HELP = """This is the address of a webhook: what is posted to it appears in a room. Post what Slack's and Mattermost's
incoming webhooks take, JSON or a form with JSON in its field "payload":

{example}
"""


class Refusal(ChatError):
    """A webhook's answer: a status, and the word by which Slack says why."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status


WORDS: dict[type[ChatError], Refusal] = {
    NotFound: Refusal(404, "channel_not_found"),
    NotSignedIn: Refusal(404, "no_service"),  # its bot was deactivated a moment ago
    Forbidden: Refusal(403, "action_prohibited"),
    Invalid: Refusal(400, "invalid_payload"),
    TooLarge: Refusal(413, "payload_too_large"),
    TooMany: Refusal(429, "rate_limited"),
}
"""What is said of errors in Slack's words."""


def register() -> None:
    """Add the routes; programs post from anywhere, by the token alone."""
    app.get(PATH)(explain)
    app.post(PATH, max_body_size=UNLIMITED)(receive)
    app.api_route(PATH, methods=["PUT", "PATCH", "DELETE"])(refuse)


async def explain(request: Request, token: str) -> Response:
    """Say what the address is for, to whom has it."""
    try:
        await _target(request, token)
    except Refusal as refusal:
        if "text/html" in request.headers.get("accept", ""):
            raise NotFound("There is no webhook at this address.") from None
        return PlainTextResponse("no_service", 404 if refusal.status == 403 else refusal.status)
    example = f"{EXAMPLE}{own_address(request)}{request.url.path.rstrip('/')}"
    if "text/html" in request.headers.get("accept", ""):
        return forms.page("hook.html", example=example)
    return PlainTextResponse(HELP.format(example=example))


async def refuse() -> Response:
    """Say how else one asks, to whoever does not post."""
    return PlainTextResponse("Send POST to this address, with JSON.\n", 405, {"Allow": "GET, POST"})


async def receive(request: Request, token: str) -> Response:
    """Post what was sent; answers are those of Slack."""
    explains_itself(request)
    try:
        await _post(request, await _target(request, token))
    except ChatError as error:
        answer = next((said for kind, said in WORDS.items() if isinstance(error, kind)), error)
        wait = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany | Unavailable) else None
        return PlainTextResponse(answer.message, answer.status, wait)
    return PlainTextResponse("ok")


async def _target(request: Request, token: str) -> HookTarget:
    """Return where a token leads, with a slash at its end or without.

    Raises `Refusal`, and `TooMany` for an address that tries many.
    """
    token = token.rstrip("/")
    found = await database.read(programs.hook_target, hash_token(token)) if TOKEN.fullmatch(token) else None
    if found is None:
        await WRONG_TOKENS.acquire(address_key(request))
        raise Refusal(404, "no_service") if TOKEN.fullmatch(token) else Refusal(403, "invalid_token")
    return found


async def _post(request: Request, hook: HookTarget) -> None:
    await HOOKS.acquire(str(hook.id))
    if hook.is_archived:
        raise Refusal(410, "channel_is_archived")
    if not hook.is_there:
        raise Refusal(404, "channel_not_found")
    post = await asyncio.to_thread(_understood, await _body(request), hook.may_tell_all)
    if more := len(post.texts) - 1:
        await HOOKS.acquire(str(hook.id), more)
    guise = Guise(post.name, post.emoji) if post.name or post.emoji else None
    await messages.post_messages(
        hook.bot, hook.room_id, post.texts, root_id=post.root, guise=guise, may_tell_all=hook.may_tell_all
    )
    if hook.is_stale:
        await programs.note_use(hook.id)


def _understood(body: bytes, may_tell_all: bool) -> programs.Post:
    return programs.post_of(programs.read_payload(body), may_tell_all=may_tell_all)


async def _body(request: Request) -> bytes:
    """Read the body; one that is said to be too large, not at all."""
    body = bytearray()
    if parse_id(request.headers.get("content-length", "")) > MAX_BODY_BYTES:
        raise TooLarge("The body is too large.")
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise TooLarge("The body is too large.")
    except ClientDisconnect as error:  # nobody receives the answer, and it is no error of ours
        raise Invalid("The body is incomplete.") from error
    return bytes(body)
