"""Drops slow clients, and pages that no socket connected to.

Seen: who answers pings but reads nothing is kept by engine.io for ever, and all that is meant for them piles up in its
queue: uvicorn's own buffer holds 64 kB and then waits. A page whose socket is dropped may come back and catch up.
"""

import logging
from collections.abc import Iterator
from typing import Any
from weakref import WeakKeyDictionary

from nicegui import Client, core

from chat.counters import counts
from chat.web.server.patches.websocket_protocol import LimitedWebSocketProtocol, connection_of, open_sockets

log = logging.getLogger(__name__)

SWEEP = 5.0
"""Seconds between two looks at all sockets, which take a few microseconds each."""

MAX_WAITING, MAX_WAITING_BYTES = 500, 1_000_000
"""What may wait for one socket; a phone in a tunnel does not read for a while either, but is not told more."""

GRACE_SWEEPS = 6
"""Sweeps after which a socket must have shown that it belongs to a page."""

UNCONNECTED_SECONDS = 30.0
"""How long a page that was fetched waits for its socket, about 160 kB each; NiceGUI's own choice is a minute."""

_strange: WeakKeyDictionary[LimitedWebSocketProtocol, int] = WeakKeyDictionary()
"""In how many sweeps a connection belonged to no page."""


async def drop_slow_clients() -> None:
    """Close sockets of clients that do not read, or that belong to no page."""
    Client.prune_instances(client_age_threshold=UNCONNECTED_SECONDS)
    known = {sid for client in Client.instances.values() for sid in client._socket_to_document_id}
    for connection, socket in _connections():
        if socket and not _reads(connection, socket):
            counts.slow_readers += 1
            log.info("dropped a slow client: %d messages were queued", socket.queue.qsize())
            connection.give_up()
        elif not socket or core.sio.manager.sid_from_eio_sid(socket.sid, "/") not in known:
            _strange[connection] = _strange.get(connection, 0) + 1
            if _strange[connection] > GRACE_SWEEPS:
                connection.give_up()


def _connections() -> Iterator[tuple[LimitedWebSocketProtocol, Any]]:
    """Pair uvicorn's connections with engine.io's sockets."""
    environ = core.sio.environ
    sockets = {
        connection_of(environ[engine_id]): socket
        for engine_id, socket in core.sio.eio.sockets.items()
        if engine_id in environ
    }
    for connection in open_sockets():
        yield connection, sockets.get(connection)


def _reads(connection: LimitedWebSocketProtocol, socket: Any) -> bool:
    count = socket.queue.qsize()
    if count > MAX_WAITING or connection.transport.get_write_buffer_size() > MAX_WAITING_BYTES:
        return False
    waiting = list(socket.queue._queue)
    return sum(len(packet.data or "") for packet in waiting if packet) <= MAX_WAITING_BYTES
