"""Of two processes one pushes a message, and if it dies meanwhile, the other does."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator

import pytest

from chat import messages, notifications, rooms
from chat.accounts import user_item
from chat.notifications.keys import decoded
from chat.notifications.queries import CURSOR
from chat.outgoing import public
from models import Message, QueuedNotice, Setting, User, now_ms
from tests.browser.conftest import Server
from tests.drills.two_processes import PATIENCE, becomes, processes
from tests.notifications.push_service import BrowserKeys, PushService
from tests.people import sign_in
from tests.services import redis

__all__ = ["processes"]  # a fixture

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed"),
]


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PushService]:
    monkeypatch.setattr(public, "is_open", True)
    service = PushService()
    server = await asyncio.start_server(service.handle, "127.0.0.1", 0)
    service.port = server.sockets[0].getsockname()[1]
    yield service
    service.gate.set()
    server.close()


async def say(author: User, person: User, text: str) -> int:
    """Write to somebody in person, longer ago than pushes wait."""
    room = await rooms.open_direct(user_item(author), [person.id])
    message = await messages.send_message(user_item(author), room.id, text)
    Message.update(created_at=Message.created_at - 10_000).where(Message.id == message.id).execute()
    return message.id


def pushed(service: PushService, keys: BrowserKeys) -> list[int]:
    return [keys.read(body)["message"] for _, _, body in service.received]


def sender(service: PushService, place: int) -> str:
    """Return which process has sent this one."""
    _, headers, _ = service.received[place]
    token = headers["authorization"].partition("t=")[2].partition(",")[0]
    return str(json.loads(decoded(token.split(".")[1]))["sub"])


async def test_what_one_process_was_pushing_when_it_was_killed_the_other_pushes(
    service: PushService, processes: dict[str, Server]
) -> None:
    ada, ben, cem = User.select().order_by(User.id).limit(3)
    keys = BrowserKeys()
    await notifications.subscribe(await sign_in(ada.id), service.endpoint("phone"), keys.public_key, keys.secret)
    async with asyncio.timeout(PATIENCE):
        await becomes(lambda: Setting.select().where(Setting.name == CURSOR).exists())
        first = await say(ben, ada, "first")
        await service.arrived.acquire()
        second = await say(cem, ada, "second")  # it goes to whoever looks next, who sees that the first one is taken
        await service.arrived.acquire()
        assert pushed(service, keys) == [first, second]

        killed = sender(service, 0)
        processes[killed].process.send_signal(signal.SIGKILL)
        service.gate.set()
        QueuedNotice.update(due_at=now_ms()).where(QueuedNotice.message == first).execute()  # two minutes pass
        while pushed(service, keys).count(first) < 2:
            await service.arrived.acquire()
        assert sender(service, -1) != killed
        await becomes(lambda: not QueuedNotice.select().where(QueuedNotice.message == first).exists())
    assert pushed(service, keys).count(first) == 2
