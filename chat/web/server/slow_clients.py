"""Drops slow clients, and pages that no socket connected to.

Engine.IO keeps a client that answers pings but reads nothing for ever, and everything for it piles up in its
queue: uvicorn's own buffer holds 64 kB and then waits. A page whose socket is dropped may come back and catch up.
"""

import logging
from typing import Any
from weakref import WeakKeyDictionary

from nicegui import Client

from chat.counters import counts
from chat.web.server.patches.engine_sockets import (
    connections_with_sockets,
    ids_of_page_sockets,
    queue_length,
    queued_characters,
)
from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol

log = logging.getLogger(__name__)

SWEEP = 5.0
"""Seconds between two looks at all sockets, which take a few microseconds each."""

MAX_WAITING, MAX_WAITING_BYTES = 500, 1_000_000
"""Messages and bytes that may wait for one socket; a phone in a tunnel stays far below."""

GRACE_SWEEPS = 6
"""Sweeps after which a socket must have shown that it belongs to a page."""

UNCONNECTED_SECONDS = 30.0
"""How long a page that was fetched waits for its socket, about 80 kB each; NiceGUI's own choice is a minute."""

_without_page: WeakKeyDictionary[LimitedWebSocketProtocol, int] = WeakKeyDictionary()
"""How many sweeps have found that a connection belongs to no page."""


async def drop_slow_clients() -> None:
    """Close sockets of clients that do not read, or that belong to no page."""
    Client.prune_instances(client_age_threshold=UNCONNECTED_SECONDS)
    of_pages = ids_of_page_sockets()
    for connection, socket in connections_with_sockets():
        if socket and _is_slow(connection, socket):
            counts.slow_readers += 1
            log.info("dropped a slow client: %d messages were queued", queue_length(socket))
            connection.give_up()
        elif not socket or socket.sid not in of_pages:
            _without_page[connection] = _without_page.get(connection, 0) + 1
            if _without_page[connection] > GRACE_SWEEPS:
                connection.give_up()


def _is_slow(connection: LimitedWebSocketProtocol, socket: Any) -> bool:
    buffered = connection.transport.get_write_buffer_size()
    if queue_length(socket) > MAX_WAITING or buffered > MAX_WAITING_BYTES:
        return True
    return queued_characters(socket) > MAX_WAITING_BYTES
