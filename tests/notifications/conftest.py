"""What tests of notifications share: a push service, browsers, and time that passes."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from chat import messages, notifications
from chat.accounts.items import UserItem
from chat.notifications.commands.queue import CURSOR
from chat.notifications.delivery import Deliveries
from chat.notifications.keys import new_private_key
from chat.notifications.push import Push
from chat.outgoing import public
from chat.rooms.items import RoomItem
from models import Message, QueuedNotice, Setting
from tests.notifications.push_service import BrowserKeys, PushService
from tests.people import sign_in

KEY = new_private_key()

Subscribe = Callable[..., Awaitable[BrowserKeys]]
Say = Callable[..., Awaitable[int]]


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    """A push service on this machine, which endpoints may be for once."""
    monkeypatch.setattr(public, "is_open", True)
    service = PushService()
    service.gate.set()
    server = await asyncio.start_server(service.handle, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    yield service
    service.gate.set()
    server.close()


@pytest.fixture
def subscribe(service: PushService) -> Subscribe:
    """Have a browser of somebody's notified."""

    async def run(user: UserItem, name: str = "phone") -> BrowserKeys:
        keys = BrowserKeys()
        identity = await sign_in(user.id)
        await notifications.subscribe(identity, service.endpoint(name), keys.public_key, keys.secret)
        return keys

    return run


@pytest.fixture
def mailed() -> list[tuple[str, str, str, str]]:
    """What was mailed: address, subject, text and the link that unsubscribes."""
    return []


@pytest.fixture
async def deliveries(opened: None, mailed: list[tuple[str, str, str, str]]) -> AsyncIterator[Deliveries]:
    """What sends; messages from before are no business of it."""

    async def send_mail(*mail: str) -> bool:
        mailed.append(mail)  # type: ignore[arg-type]
        return True

    Setting.create(name=CURSOR, value="0")
    deliveries = Deliveries(Push(KEY, "mailto:chat@example.org"), send_mail, "https://chat.example.org")
    yield deliveries
    await deliveries.stop()


@pytest.fixture
def say() -> Say:
    """Have somebody say something, a while ago."""

    async def run(author: UserItem, room: RoomItem, text: str = "hello", *, seconds_ago: int = 10) -> int:
        message = await messages.send_message(author, room.id, text)
        Message.update(created_at=Message.created_at - seconds_ago * 1000).where(Message.id == message.id).execute()
        return message.id

    return run


async def run(deliveries: Deliveries) -> None:
    """Send what is due, to the end."""
    await deliveries.step()
    await deliveries.finished()


def let_pass(seconds: int) -> None:
    """Let time pass for the queue."""
    QueuedNotice.update(due_at=QueuedNotice.due_at - seconds * 1000).execute()
    Message.update(created_at=Message.created_at - seconds * 1000).execute()


def queued(*, for_mail: bool = False) -> list[Any]:
    """Return what waits to be pushed, or to be mailed."""
    return list(QueuedNotice.select().where(QueuedNotice.subscription.is_null(for_mail)).order_by(QueuedNotice.id))
