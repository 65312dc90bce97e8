"""Authentication by API token; never by cookie, so that no other site can act for a user."""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any

from fastapi import Depends, Request, Response, Security
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer

from chat.accounts.items import Caller, Scope
from chat.errors import Forbidden, NotSignedIn
from chat.web.api.known_callers import callers
from chat.web.api.request_bodies import read_json_body
from chat.web.api.without_reading import shortened
from chat.web.server.ip_addresses import address_key
from chat.web.server.limits import API, WORDS, WRONG_TOKENS
from chat.web.server.throttle import Throttle

BEARER = HTTPBearer(
    scheme_name="token", description="A personal access token, made in the app's settings.", auto_error=False
)


OF_ROOMS = ("/v1/rooms/{room_id}", "/v1/messages/{message_id}", "/v1/files/{file_id}")
"""What is about one room or what is in it, so that a token for one room can do it there."""

FOR_ALL = {("GET", path) for path in ("/v1/me", "/v1/rooms", "/v1/search", "/v1/events")}
"""What besides that such a token can do, and is answered of its room alone."""

OWN_LIMITS = {"/v1/messages/{message_id}/append": WORDS}
"""Operations that do not count as others do."""


async def admit(request: Request, limit: Throttle = API) -> Caller:
    """Return the user whose token was sent; raises `NotSignedIn`.

    Called for every request, before anything but its headers is read. Raises `TooMany` if the owner's programs and bots
    together make too many requests, or if too many wrong tokens came from the address.
    """
    person = await identify(request)
    await limit.acquire(str(person.owner_id or person.id))
    return person


async def identify(request: Request) -> Caller:
    """Return the user whose token was sent, if it is good by now; raises what `admit` does."""
    token = sent_token(request)
    person = await callers.find(token) if token else None
    if person is None:
        await WRONG_TOKENS.acquire(address_key(request))
        raise NotSignedIn("A valid API token is required: send it as “Authorization: Bearer <token>”.")
    return person


def limited(caller: Caller, method: str, path: str) -> Caller:
    """Return who asks if their token is good for an operation; raises `Forbidden`.

    Which rooms a token sees, the contexts look at; what is not about a room, a token for one room cannot do at all.
    """
    scope: Scope = "read" if method in ("GET", "HEAD") else "write"
    if scope not in caller.scopes:
        raise Forbidden(f"This token may only {caller.scopes[0]}: this needs one that may {scope}.")
    if caller.only_room and not path.startswith(OF_ROOMS) and (method, path) not in FOR_ALL:
        raise Forbidden("This token is for one room alone.")
    return caller


def require_lasting(caller: Caller) -> None:
    """Raise `Forbidden` for a token that is for one room or ends some day, before it makes what would outlast it."""
    if caller.only_room or caller.ends_at:
        raise Forbidden("This needs a token for all rooms that does not expire: what it makes would outlast yours.")


Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class GuardedRoute(APIRoute):
    """A route that authenticates requests before reading their bodies, and limits the size of bodies."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler, which reads the body before it calls any dependency."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            caller = await admit(request, OWN_LIMITS.get(self.path, API))
            request.state.actor = limited(caller, request.method, self.path)
            answer = await handle(await read_json_body(request) if self._has_body(request) else request)
            return shortened(answer, caller)

        return guarded

    def _has_body(self, request: Request) -> bool:
        """Whether there is a body to read: one that is not required may be missing, whatever its type would be."""
        is_empty = "transfer-encoding" not in request.headers and request.headers.get("content-length", "0") == "0"
        return self.body_field is not None and (not is_empty or self.body_field.field_info.is_required())


def sent_token(request: Request) -> str:
    """Return the token that was sent, or an empty string."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def _admitted(request: Request, _documented: Annotated[Any, Security(BEARER)]) -> Caller:  # else in a thread
    actor: Caller = request.state.actor
    return actor


Actor = Annotated[Caller, Depends(_admitted)]
"""The user who asks, as a parameter of an operation."""
