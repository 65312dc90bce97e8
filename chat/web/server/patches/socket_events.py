"""Guards NiceGUI's socket handlers: a client id alone gives no access to a page.

Why: NiceGUI takes a client id for a proof, from any socket. Here a socket enters a page's room only with the session
cookie with which the page was fetched and while that session lives, and speaks for no page whose room it has not
entered. What is no packet of NiceGUI's script ends here, before it can raise anything.
Read in: nicegui 3.18.0, python-socketio 5.18.1
Without it: whoever learns a client id presses that page's buttons, logged out or not
Can go when: NiceGUI lets an app decide about each handshake and each event
"""

import logging
import re
from collections.abc import Awaitable, Callable
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qsl

from nicegui import Client, core, nicegui
from socketio.exceptions import ConnectionRefusedError as Refused
from starlette.requests import HTTPConnection

from chat.errors import NotSignedIn, Unavailable
from chat.web.auth import identify_again, session_token
from chat.web.server.doors import COMING_BACK
from chat.web.server.patches import direct_events, lean_requests
from chat.web.server.patches.engine_sockets import connection_of_socket

log = logging.getLogger(__name__)

OURS = re.compile(r'0|1|0\{.*|2[0-9]{0,9}\["(event|handshake|javascript_response|ack|log)",.*', re.DOTALL)
"""Packets that nicegui.js sends: connect, disconnect, and these events. Others are dropped before they are parsed."""

LONGEST_ID = 64

MOST_SOCKETS = 5
"""Of one page: its own, and those of lost connections that have not been noticed yet; the oldest are closed."""


def install() -> None:
    """Replace NiceGUI's handlers by checks that call them."""
    core.sio.eio.on("message", _receive)
    core.sio.on("connect", _connect)
    core.sio.on("handshake", _handshake)
    core.sio.on("event", _for_its_own_page(nicegui._on_event))
    core.sio.on("javascript_response", _for_its_own_page(nicegui._on_javascript_response))
    core.sio.on("ack", _for_its_own_page(nicegui._on_ack))
    core.sio.on("log", _for_its_own_page(_log_from_browser))


async def _receive(engine_id: str, data: object) -> None:
    """Pass on packets that our pages could have sent."""
    if not isinstance(data, str) or not OURS.fullmatch(data):
        return log.debug("a socket sent a packet that no page of ours sends")
    if data[0] == "0" and core.sio.manager.sid_from_eio_sid(engine_id, "/"):
        return None  # a second one would leave the first behind for good
    await _quietly(core.sio._handle_eio_message, engine_id, data)
    return None


async def _connect(sid: str, environ: dict[str, Any], _auth: object = None) -> None:
    query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
    if query.get("implicit_handshake") == "true" and not await _handshake(sid, query):
        raise Refused("Implicit handshake failed")  # in these words nicegui.js knows that it has to load the page anew
    lean_requests.forget_request(environ)


async def _handshake(sid: str, *args: object) -> bool:
    match args:
        case [{"client_id": str(client_id), "tab_id": str(tab_id), "document_id": str(document_id)} as data]:
            are_short = max(len(tab_id), len(document_id)) <= LONGEST_ID
            if are_short and _has_the_pages_session(sid, client_id):
                async with COMING_BACK:  # and asked once more: it may have gone while it waited in line
                    if _has_the_pages_session(sid, client_id) and await _is_signed_in(sid, client_id):
                        return bool(await _quietly(nicegui._on_handshake, sid, data)) and _settle(sid, client_id)
    return False


def _settle(sid: str, client_id: str) -> bool:
    if connection := connection_of_socket(sid):
        connection.belongs_to_a_page()
        direct_events.install(connection, sid)
    for oldest in list(core.sio.manager.rooms["/"].get(client_id, ()))[:-MOST_SOCKETS]:
        core.sio.manager.basic_leave_room(oldest, "/", client_id)
        if connection := connection_of_socket(oldest):
            connection.give_up()
    return True


def _has_the_pages_session(sid: str, client_id: str) -> bool:
    client, environ = Client.instances.get(client_id), core.sio.get_environ(sid)
    if client is None or environ is None:
        return False
    socket = HTTPConnection(environ["asgi.scope"])
    return compare_digest(session_token(client.request).encode(), session_token(socket).encode())


async def _is_signed_in(sid: str, client_id: str) -> bool:
    """Check the page's session in the database: NiceGUI resends messages that only its owner may read."""
    try:
        await identify_again(Client.instances[client_id].request.state.identity)
    except NotSignedIn:
        return False
    except Unavailable:  # to refuse would have the page loaded anew, in vain; cut off, it comes back by itself
        if connection := connection_of_socket(sid):
            connection.shutdown()
        return False
    return client_id in Client.instances


def _for_its_own_page(handle: Callable[[str, dict[str, Any]], object]) -> Callable[..., Awaitable[None]]:
    """Call a handler with messages of sockets about the page whose room they have entered."""

    async def handle_own(sid: str, *args: object) -> None:
        match args:
            case [{"client_id": str(client_id)} as message] if sid in core.sio.manager.rooms["/"].get(client_id, ()):
                await _quietly(handle, sid, message)

    return handle_own


async def _quietly(handle: Callable[..., object], *args: object) -> object:
    """Call a handler; what it cannot read is worth a line and no traceback (errors of our own code end further in)."""
    try:
        result = handle(*args)
        return await result if isinstance(result, Awaitable) else result
    except Exception as error:
        log.debug("cannot read a message from a socket: %s", type(error).__name__)
        return None


def _log_from_browser(_sid: str, message: dict[str, Any]) -> None:
    """Log what a browser reports, at a level that is off by default: anybody can send it."""
    log.debug("browser log: %.200s", message.get("message"))
