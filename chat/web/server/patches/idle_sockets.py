"""Serves an engine.io socket with two tasks and a timer.

Why: engine.io has seven tasks for each socket, most of which wait for another one; they hold all that led to them, from
the first middleware on. And it looks at all sockets in turn, two hundred a second or more, whether they still answer.
Read in: python-engineio 4.15.1, uvicorn 0.54.0
Without it: 91 kB of memory for a viewer instead of 78
Can go when: engine.io waits without a task for each wait
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from engineio.async_socket import AsyncSocket
from engineio.exceptions import UnknownPacketError
from engineio.packet import CLOSE, PING, Packet
from nicegui import core

from chat.web.server.doors import LEAVING
from chat.web.server.patches.websocket_protocol import CONNECTION, LimitedWebSocketProtocol, connection_of

log = logging.getLogger(__name__)

TIMER = "_streamchat_timer"
"""Where a socket has the timer after which it is pinged or, once it was, is given up."""

Receive = Callable[[], Awaitable[dict[str, Any]]]


def install() -> None:
    """Replace how engine.io serves sockets; called once, before anybody connects."""
    core.sio.eio.start_service_task = False  # it would look at all sockets in turn; each has a timer
    AsyncSocket._upgrade_websocket = _accept
    AsyncSocket.schedule_ping = _ping_later


async def _accept(socket: AsyncSocket, environ: dict[str, Any]) -> str:
    """Accept a socket; its connection serves it once all who were asked about the request have returned."""
    connection: LimitedWebSocketProtocol = environ["asgi.scope"][CONNECTION]
    receive: Receive = environ["asgi.receive"]
    try:
        await environ["asgi.send"]({"type": "websocket.accept"})
    except BaseException:  # the browser has gone already, and nobody else would look at the socket again
        await _end(socket)
        raise
    connection.serve = lambda: _serve(socket, connection, receive)
    return ""


async def _serve(socket: AsyncSocket, connection: LimitedWebSocketProtocol, receive: Receive) -> None:
    socket.connected = socket.upgraded = True
    writer = asyncio.create_task(_write(socket.queue, connection))
    await _read(socket, receive)
    socket.queue.put_nowait(None)
    await writer
    async with LEAVING:
        await _end(socket)


async def _end(socket: AsyncSocket) -> None:
    await socket.close(wait=False, abort=True, reason=socket.server.reason.TRANSPORT_CLOSE)
    getattr(socket, TIMER).cancel()
    socket.server.sockets.pop(socket.sid, None)


async def _read(socket: AsyncSocket, receive: Receive) -> None:
    """Hand on what a browser sends until it has gone, sends what cannot be read, or the server stops."""
    try:
        while (event := await receive())["type"] == "websocket.receive":
            data = event.get("text") or event.get("bytes") or ""
            if len(data) > socket.server.max_http_buffer_size:
                return
            with suppress(UnknownPacketError):
                await socket.receive(Packet(encoded_packet=data))
    except asyncio.CancelledError:
        pass
    except Exception as error:  # anybody can send it; errors of our own code are caught further in
        log.debug("cannot read a packet from a socket: %s", type(error).__name__)


async def _write(queue: asyncio.Queue[Packet | None], connection: LimitedWebSocketProtocol) -> None:
    """Write what is put into the queue, until there is nothing more to come, and close the connection."""
    with suppress(Exception):  # it is lost
        while packet := await queue.get():
            queue.task_done()
            data = packet.encode()
            await connection.send({"type": "websocket.send", "text" if isinstance(data, str) else "bytes": data})
            if packet.packet_type == CLOSE:
                break
        await connection.send({"type": "websocket.close"})


def _ping_later(socket: AsyncSocket) -> None:
    """Ping a socket in a while: it is new, or has answered."""
    if socket.last_ping:
        socket.last_ping = None
        _set_timer(socket, socket.server.ping_interval, _ping)


def _ping(socket: AsyncSocket) -> None:
    socket.last_ping = time.time()
    socket.queue.put_nowait(Packet(PING))
    _set_timer(socket, socket.server.ping_timeout, _give_up)


def _give_up(socket: AsyncSocket) -> None:
    environ = core.sio.environ.get(socket.sid)
    if environ and (connection := connection_of(environ)):
        connection.give_up()


def _set_timer(socket: AsyncSocket, seconds: float, do: Callable[[AsyncSocket], None]) -> None:
    if timer := getattr(socket, TIMER, None):
        timer.cancel()
    setattr(socket, TIMER, asyncio.get_running_loop().call_later(seconds, do, socket))
