"""What is between the program and its browsers here: no network and no threads, so that each seed plays the same."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
import socketio
from nicegui import background_tasks, client, core

from chat.elements import socket_rooms, topic
from chat.errors import NotFound
from chat.realtime.bus import bus
from chat.realtime.events import Event
from chat.storage.database import database
from chat.storage.transactions import collect_callbacks
from chat.web import news
from chat.web.server import limits
from models import db

Deliver = Callable[[str, tuple[Any, ...]], None]

SOON = 40
"""Turns of the event loop in which everything is done that waits for nothing."""


class Sockets:
    """In the place of socket.io: its rooms, and who gets what is emitted to them."""

    def __init__(self) -> None:
        self.manager = socketio.AsyncManager()
        self.receivers: dict[str, Deliver] = {}

    def connect(self, socket: str, page: str, deliver: Deliver) -> None:
        self.manager.basic_enter_room(socket, "/", None, socket)
        self.manager.basic_enter_room(socket, "/", page, socket)
        self.receivers[socket] = deliver

    def disconnect(self, socket: str) -> None:
        for room in self.manager.get_rooms(socket, "/"):
            self.manager.basic_leave_room(socket, "/", room)
        self.manager.basic_leave_room(socket, "/", None)
        del self.receivers[socket]

    async def enter_room(self, socket: str, room: str) -> None:
        self.manager.basic_enter_room(socket, "/", room)

    async def emit(self, event: str, arguments: tuple[Any, ...], room: str) -> None:
        for socket in list(self.manager.rooms.get("/", {}).get(room, ())):
            if socket in self.receivers:
                self.receivers[socket](event, arguments)


class Outbox:
    """In the place of NiceGUI's: what a page's elements send, until its tab takes it."""

    def __init__(self, owner: client.Client) -> None:
        self.owner = owner.id
        self.has_updates = False
        self.messages: list[str] = []
        self.wake: Callable[[], None] = lambda: None

    def enqueue_update(self, _element: object) -> None:
        self.has_updates = True
        self.wake()

    enqueue_delete = enqueue_update

    def enqueue_message(self, message_type: str, data: dict[str, Any], target: str) -> None:
        assert (message_type, target) == ("run_javascript", self.owner)
        self.messages.append(data["code"])
        self.wake()

    def stop(self) -> None:
        """Nothing runs."""


class Wire:
    """Events on their way to the program, reads that take their time, and the clock."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.sockets = Sockets()
        self.hold = 0.0
        self.held: list[asyncio.Future[None]] = []
        self.events: list[Event] = []  # published, and not delivered yet: Redis is in between
        self.pauses: list[Callable[[], None]] = []  # of news
        self.errors: list[BaseException] = []
        self.now = 0.0

    def _note(self, error: BaseException) -> None:
        """Keep an error, but for who is refused since access was lost while they asked."""
        if not isinstance(error, NotFound):
            self.errors.append(error)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Take the places of the network, of the threads and of the clock."""
        patch.setattr(core, "loop", asyncio.get_running_loop())
        patch.setattr(core, "sio", self.sockets)
        patch.setattr(socket_rooms, "write_at_once", None)
        patch.setattr(core.app, "handle_exception", self._note)
        patch.setattr(client, "Outbox", Outbox)
        patch.setattr(database, "read", self.read)
        patch.setattr(database, "_change", self.change)
        patch.setattr(database, "_groups", None)
        patch.setattr(bus, "_send", self.events.append)
        patch.setattr(bus, "is_degraded", False)
        loop = SimpleNamespace(call_later=lambda _, action, *args: self.pauses.append(lambda: action(*args)))
        patch.setattr(news, "asyncio", SimpleNamespace(get_running_loop=lambda: loop))
        for module, name in ((news, "_waiting"), (news, "_told"), (topic, "_latest")):
            patch.setattr(module, name, {})
        for throttle in limits.ALL:
            throttle.forget()
            patch.setattr(throttle, "_clock", lambda: self.now)

    async def read(self, query: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Read now, and perhaps say so only after other things have happened."""
        with db.atomic():
            result = query(*args, **kwargs)
        if self.random.random() < self.hold:
            answered = asyncio.get_running_loop().create_future()
            self.held.append(answered)
            await answered
        return result

    async def change(self, _threads: object, _transact: object, change: Callable[[], Any]) -> Any:
        """Commit a change, and publish what it has to say before whoever made it goes on."""
        with db.atomic():
            result, callbacks = collect_callbacks(change)
        for callback in callbacks:
            callback()
        return result

    async def settle(self) -> None:
        """Let all go on that can."""
        self.now += 10.0
        for _ in range(SOON):
            await asyncio.sleep(0)

    async def go_on(self) -> None:
        """Answer a read that was held."""
        if self.held:
            self.held.pop(self.random.randrange(len(self.held))).set_result(None)
        await self.settle()

    async def carry(self, *, is_lost: bool = False) -> None:
        """Deliver all events that were published, or lose them."""
        while self.events:
            event = self.events.pop(0)
            if not is_lost:
                bus.deliver(event)
        await self.settle()

    async def second(self) -> None:
        """Let the pauses between news be over."""
        pauses, self.pauses[:] = self.pauses[:], []
        for go_on in pauses:
            go_on()
        await self.settle()

    async def finish(self) -> None:
        """End all that still runs."""
        running = list(background_tasks.running_tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def quietly(action: Awaitable[object], *errors: type[Exception]) -> None:
    """Do what may be refused."""
    with suppress(*errors):
        await action
