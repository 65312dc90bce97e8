import asyncio

import pytest
from engineio.async_server import AsyncServer
from engineio.async_socket import AsyncSocket
from engineio.packet import CLOSE, MESSAGE, PONG, Packet
from nicegui import core
from uvicorn.protocols.utils import ClientDisconnected

from chat.web.server.patches import idle_sockets
from chat.web.server.patches.shared_frames import CountingQueue
from chat.web.server.patches.websocket_protocol import CONNECTION


class Tab:
    """The connection of a socket, and all that goes over it."""

    def __init__(self, monkeypatch):
        for name in ("_upgrade_websocket", "schedule_ping"):
            monkeypatch.setattr(AsyncSocket, name, getattr(AsyncSocket, name))
        monkeypatch.setattr(core.sio.eio, "start_service_task", True)
        idle_sockets.install()
        self.incoming = asyncio.Queue()
        self.heard, self.received, self.ended = [], [], []
        self.is_given_up = False
        self.serve = None
        self.engine = AsyncServer(async_mode="asgi", ping_interval=0.01, ping_timeout=0.01)
        self.engine.create_queue = CountingQueue
        self.engine.on("message", self._take)
        self.engine.on("disconnect", self._end)
        self.socket = self.engine.sockets["one"] = AsyncSocket(self.engine, "one")
        scope = {CONNECTION: self}
        self.environ = {"asgi.receive": self.incoming.get, "asgi.send": self.send, "asgi.scope": scope}
        monkeypatch.setattr(core.sio, "environ", {"one": self.environ})

    async def _take(self, _sid, data):
        self.received.append(data)

    async def _end(self, _sid, reason):
        self.ended.append(reason)

    async def send(self, message):
        self.heard.append(message.get("text", message["type"]))

    def give_up(self):
        self.is_given_up = True
        self.incoming.put_nowait({"type": "websocket.disconnect"})

    def says(self, text):
        self.incoming.put_nowait({"type": "websocket.receive", "text": text})

    async def open(self):
        self.socket.schedule_ping()
        assert await self.socket._upgrade_websocket(self.environ) == ""
        assert self.heard == ["websocket.accept"]
        return asyncio.create_task(self.serve())


@pytest.fixture
def tab(monkeypatch):
    return Tab(monkeypatch)


async def test_a_socket_is_served_from_its_first_message_to_its_end(tab):
    serving = await tab.open()
    await tab.socket.send(Packet(MESSAGE, "to the browser"))
    tab.says("4to the server")
    tab.incoming.put_nowait({"type": "websocket.disconnect"})
    await serving
    assert tab.received == ["to the server"]
    assert tab.heard == ["websocket.accept", "4to the browser", "websocket.close"]
    assert tab.ended == ["transport close"]
    assert tab.engine.sockets == {}
    assert getattr(tab.socket, idle_sockets.TIMER).cancelled()


async def test_a_socket_whose_browser_has_gone_before_it_is_accepted_is_forgotten(tab):
    async def refuse(_message):
        raise ClientDisconnected

    tab.environ["asgi.send"] = refuse
    tab.socket.schedule_ping()
    with pytest.raises(ClientDisconnected):
        await tab.socket._upgrade_websocket(tab.environ)
    assert (tab.engine.sockets, tab.ended) == ({}, ["transport close"])
    assert getattr(tab.socket, idle_sockets.TIMER).cancelled()


@pytest.mark.parametrize("text", ["", "x", "4" + "x" * 1_000_000, "9", "\0"])
async def test_what_cannot_be_read_ends_its_socket_alone(tab, text):
    serving = await tab.open()
    tab.says(text)
    await serving
    assert tab.socket.closed


async def test_a_socket_that_the_server_closes_is_told_and_closed(tab):
    serving = await tab.open()
    await tab.socket.close(wait=False)
    while "websocket.close" not in tab.heard:  # noqa: ASYNC110 (nobody says when)
        await asyncio.sleep(0)
    assert tab.heard == ["websocket.accept", Packet(CLOSE).encode(), "websocket.close"]
    tab.incoming.put_nowait({"type": "websocket.disconnect"})
    await serving


async def test_who_answers_is_pinged_again_and_who_does_not_is_given_up(tab):
    serving = await tab.open()
    while tab.heard.count("2") < 3:
        if tab.socket.last_ping:
            tab.says(Packet(PONG).encode())
        await asyncio.sleep(0.001)
    assert not tab.is_given_up
    await serving
    assert tab.is_given_up
    assert tab.ended == ["transport close"]


async def test_a_cancelled_socket_ends_in_order(tab):
    serving = await tab.open()
    await asyncio.sleep(0)
    serving.cancel()
    await serving
    assert tab.engine.sockets == {}


async def test_a_socket_has_two_tasks(tab):
    before = asyncio.all_tasks()
    serving = await tab.open()
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks() - before) == 2
    tab.incoming.put_nowait({"type": "websocket.disconnect"})
    await serving
