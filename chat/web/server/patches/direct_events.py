"""Hands what a page's script says to NiceGUI at once, without the tasks between the connection and there.

Why: engine.io makes two tasks for each message, one of them only to wait for it with a timeout; socket.io makes a third
one; and meanwhile reading from the connection is paused and resumed, which are two calls of the kernel.
Read in: nicegui 3.18.0, python-socketio 5.18.1, python-engineio 4.15.1
Without it: a message that somebody sends takes 0.2 to 0.3 ms of CPU more
Can go when: engine.io and socket.io call handlers without a task of their own
"""

import logging
from contextvars import copy_context
from functools import partial
from typing import Any

from nicegui import Client, background_tasks, core, json, nicegui

from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol

log = logging.getLogger(__name__)

EVENT = '42["event",'
"""How the text of an event of an element begins; others, such as acknowledgements, are rare or have an order."""


def install(connection: LimitedWebSocketProtocol, sid: str) -> None:
    """Take events from a connection; called once its socket has shown which page it belongs to."""
    connection.on_text = partial(take, connection, sid)


def take(connection: LimitedWebSocketProtocol, sid: str, text: str) -> bool:
    """Handle an event, and return whether that was one; what comes too fast has to wait for its turn."""
    if not text.startswith(EVENT):
        return False
    if not connection.throttle.lets_pass(len(text)):
        connection.on_text = None  # from now on all go the long way, or a later one would overtake this one
        return False
    copy_context().run(_handle, sid, text)  # a task would have a context of its own, too
    return True


def _handle(sid: str, text: str) -> None:
    try:
        match json.loads(text[2:]):
            case [_, {"client_id": str(client_id)} as message] if sid in core.sio.manager.rooms["/"].get(client_id, ()):
                if not _call(client_id, message):
                    nicegui._on_event(sid, message)
    except Exception as error:  # anybody can send it; errors of our own code are caught further in
        log.debug("cannot read a message from a socket: %s", type(error).__name__)


def _call(client_id: str, message: dict[str, Any]) -> bool:
    """Call a handler that its element names in `AT_ONCE`, and return whether there is one."""
    client = Client.instances.get(client_id)
    element = client and client.elements.get(message["id"])
    names = getattr(element, "AT_ONCE", None)
    if not (client and element and names and client.has_socket_connection) or element.is_ignoring_events:
        return False
    name = names.get(element._event_listeners[message["listener_id"]].type)
    if name is None:
        return False
    background_tasks.create(getattr(element, name)(json.loads(message["args"][0])), name=name)
    return True
