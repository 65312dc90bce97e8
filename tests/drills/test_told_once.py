"""Of two processes one tells an outgoing webhook of a message, and if it dies meanwhile, the other does."""

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest

from chat import accounts, messages, programs, rooms
from chat.accounts import user_item
from chat.outgoing import public
from models import Message, QueuedCall, User, now_ms
from tests.browser.conftest import Server
from tests.drills.two_processes import NAMES, PATIENCE, becomes, processes
from tests.programs.conftest import Endpoint
from tests.services import redis

__all__ = ["processes"]  # a fixture

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed"),
]


@pytest.fixture
async def endpoint(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Endpoint]:
    monkeypatch.setattr(public, "is_open", True)
    there = Endpoint()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    yield there
    there.gate.set()
    server.close()


def answers_of(bot_id: int) -> list[str]:
    return [row.body for row in Message.select().where(Message.author == bot_id).order_by(Message.id)]


async def test_each_message_is_told_once_and_what_a_killed_process_was_telling_the_other_tells(
    endpoint: Endpoint, processes: dict[str, Server]
) -> None:
    ada, ben = map(user_item, User.select().order_by(User.id).limit(2))
    room = await rooms.create_room(ada, "garden of two", kind="closed")
    bot = await accounts.create_bot(ada, "Gardener")
    for person in (ben, bot):
        await rooms.add_member(ada, room.id, person.id)
    await programs.create_outgoing_hook(ada, room.id, bot.id, endpoint.address, "everything")
    texts = [f"message {number}" for number in range(20)]
    endpoint.gate.set()
    async with asyncio.timeout(PATIENCE):
        for text in texts:
            endpoint.says(f"answer to {text}")
            await messages.send_message(ben, room.id, text)
        await becomes(lambda: len(answers_of(bot.id)) == len(texts))
        assert endpoint.texts == texts
        assert answers_of(bot.id) == [f"answer to {text}" for text in texts]

        endpoint.gate.clear()
        last = await messages.send_message(ben, room.id, "last")
        await becomes(lambda: endpoint.texts[-1] == "last")
        killed = next(name for name in NAMES if name in endpoint.heads[-1]["user-agent"])
        processes[killed].process.send_signal(signal.SIGKILL)
        endpoint.answers.append(("200 OK", b""))  # which nobody hears any more
        endpoint.says("answer to last")
        endpoint.gate.set()
        QueuedCall.update(due_at=now_ms()).where(QueuedCall.message == last.id).execute()  # a minute passes
        await becomes(lambda: answers_of(bot.id)[-1] == "answer to last")
    assert endpoint.texts == [*texts, "last", "last"]
    assert killed not in endpoint.heads[-1]["user-agent"]
