"""Two processes' buses on one Redis, in one program so that a test can look at both."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import count

import pytest

from chat.accounts.events import PersonChanged, SessionEnded
from chat.accounts.items import UserItem
from chat.messages.events import MessageCreated
from chat.messages.items import MessageItem
from chat.realtime import redis_limits, redis_transport
from chat.realtime.bus import EVERY_TOPIC, Bus
from chat.realtime.events import BusStatusChanged
from chat.realtime.redis_limits import RedisLimits
from chat.realtime.redis_transport import RedisTransport
from tests.services import redis
from tests.services.redis import RedisServer

pytestmark = pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed")

ADA = UserItem(1, "Ada")


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisServer]:
    for name, seconds in {"HEARTBEAT": 0.05, "TIMEOUT": 0.5, "MAX_BACKOFF": 0.2}.items():
        monkeypatch.setattr(redis_transport, name, seconds)
    with redis.running() as running:
        yield running


class Process:
    """A bus, what it has heard, and its transport."""

    def __init__(self, url: str) -> None:
        self.bus = Bus()
        self.heard: list[object] = []
        self.bus.subscribe(EVERY_TOPIC, self._hear)
        self.transport = RedisTransport(url, self.bus)
        self._news = asyncio.Condition()

    def _hear(self, event: object) -> None:
        self.heard.append(event)
        asyncio.get_running_loop().create_task(self._tell())

    async def _tell(self) -> None:
        async with self._news:
            self._news.notify_all()

    async def hears(self, event: object, times: int = 1) -> None:
        async with asyncio.timeout(10), self._news:
            await self._news.wait_for(lambda: self.heard.count(event) >= times)

    @property
    def said(self) -> list[object]:
        return [event for event in self.heard if not isinstance(event, BusStatusChanged)]


@asynccontextmanager
async def two(server: RedisServer) -> AsyncIterator[tuple[Process, Process]]:
    async with AsyncExitStack() as stack:
        processes = Process(server.url), Process(server.url)
        for process in processes:
            await process.transport.start()
            stack.push_async_callback(process.transport.stop)
        for process in processes:
            await process.hears(BusStatusChanged(False))
        yield processes


def said(number: int) -> MessageCreated:
    body, revisions = f"message {number}", {"revision": number, "created_revision": number}
    return MessageCreated(MessageItem(id=number, room_id=1, author=ADA, body=body, created_at=0, **revisions))


LATE, IN_TIME = BusStatusChanged(True), BusStatusChanged(False)


async def test_what_one_publishes_all_hear_once_and_in_one_order(server):
    async with two(server) as (one, other):
        for number in range(0, 200, 2):
            one.bus.publish(said(number))
            other.bus.publish(said(number + 1))
        one.bus.publish(SessionEnded(1, 1))
        other.bus.publish(SessionEnded(2, 1))
        for process in (one, other):
            await process.hears(SessionEnded(1, 1))
            await process.hears(SessionEnded(2, 1))
        assert one.said == other.said
        assert len(one.said) == 202
        assert [event for event in one.said if event in map(said, range(0, 200, 2))] == list(
            map(said, range(0, 200, 2))
        )


async def test_while_redis_is_away_one_hears_oneself_and_knows_that_others_are_late(server):
    async with two(server) as (one, other):
        server.stop()
        for process in (one, other):
            await process.hears(LATE, 2)  # once at the start
            assert process.bus.is_degraded
        one.bus.publish(said(1))
        assert said(1) in one.heard
        assert said(1) not in other.heard


async def test_what_was_published_as_redis_died_is_told_here_nevertheless(server):
    async with two(server) as (one, _other):
        server.stop()
        one.bus.publish(said(1))  # before anybody has noticed
        await one.hears(said(1))


async def test_once_redis_is_back_all_look_for_what_they_missed(server):
    async with two(server) as (one, other):
        server.stop()
        await one.hears(LATE, 2)
        await other.hears(LATE, 2)
        heard = one.heard.count(IN_TIME), other.heard.count(IN_TIME)
        server.start()
        await one.hears(IN_TIME, heard[0] + 1)
        await other.hears(IN_TIME, heard[1] + 1)
        assert not one.bus.is_degraded
        one.bus.publish(said(2))
        await other.hears(said(2))


async def test_once_redis_is_back_nothing_is_tried_on_connections_of_before(server):
    async with two(server) as (one, _other):
        await asyncio.gather(*(one.transport.redis.ping() for _ in range(8)))  # as many throttles would
        server.stop()
        await one.hears(LATE, 2)
        heard = one.heard.count(IN_TIME)
        server.start()
        await one.hears(IN_TIME, heard + 1)
        await asyncio.gather(*(one.transport.redis.ping() for _ in range(8)))


async def test_what_cannot_be_caught_up_with_is_said_again(server):
    async with two(server) as (one, other):
        server.stop()
        await one.hears(LATE, 2)
        for event in (said(1), SessionEnded(5, 1), PersonChanged(ADA)):
            one.bus.publish(event)
        server.start()
        await other.hears(SessionEnded(5, 1))
        await other.hears(PersonChanged(ADA))
        assert said(1) not in other.heard


async def test_without_redis_the_program_starts_and_finds_it_later(server):
    server.stop()
    process = Process(server.url)
    await process.transport.start()
    try:
        assert process.bus.is_degraded
        process.bus.publish(said(1))
        assert process.said == [said(1)]
        server.start()
        await process.hears(IN_TIME)
    finally:
        await process.transport.stop()


async def test_a_server_that_hangs_counts_as_away(server):
    async with two(server) as (one, _other):
        server.pause()
        await one.hears(LATE, 2)
        server.resume()
        await one.hears(IN_TIME, 2)


async def test_what_was_accepted_last_is_said_before_the_end(server):
    async with two(server) as (one, other):
        for number in range(50):
            one.bus.publish(said(number))
        await one.transport.stop()
        await other.hears(said(49))
        one.bus.publish(said(99))  # within this process, from now on
        assert said(99) in one.heard


async def test_it_ends_though_the_client_takes_that_for_a_trouble_of_its_own(server, monkeypatch):
    async def hear_in_vain(_transport: RedisTransport, _pubsub: object) -> bytes:
        try:
            return await asyncio.Event().wait()
        except asyncio.CancelledError:
            monkeypatch.undo()
            raise ConnectionError from None

    monkeypatch.setattr(RedisTransport, "_next_received", hear_in_vain)
    process = Process(server.url)
    await process.transport.start()
    async with asyncio.timeout(10):
        await process.transport.stop()


async def test_what_another_version_says_disturbs_nobody(server, caplog):
    async with two(server) as (one, other):
        await one.transport.redis.publish("streamchat:0", b"FromTheFuture {}")
        one.bus.publish(said(1))
        await other.hears(said(1))
    assert "not an event of this version" in caplog.text


async def test_chats_on_different_databases_of_one_redis_do_not_meet(server):
    async with two(server) as (one, _other):
        stranger = Process(server.url.removesuffix("0") + "1")
        await stranger.transport.start()
        try:
            one.bus.publish(said(1))
            await one.hears(said(1))
            stranger.bus.publish(said(2))
            await stranger.hears(said(2))
            assert stranger.said == [said(2)]
        finally:
            await stranger.transport.stop()


async def test_processes_share_what_a_key_has_used_up(server, monkeypatch):
    monkeypatch.setattr(redis_limits, "ANSWER_SECONDS", 10.0)
    async with two(server) as (one, other):
        limits = RedisLimits(one.transport), RedisLimits(other.transport)
        waits = [await limits[number % 2].charge("logins: ada", 60.0, 180.0) for number in range(4)]
        assert waits[:3] == [0, 0, 0]
        assert 50 < waits[3] <= 60
        assert await limits[0].charge("logins: blake", 60.0, 180.0) == 0
        assert "ada" not in str(await one.transport.redis.keys())


async def test_what_one_process_has_counted_another_gives_back(server):
    async with two(server) as (one, other):
        here, there = RedisLimits(one.transport).charge, RedisLimits(other.transport).charge
        assert [await here("ada", 60.0, 180.0) for _ in range(3)] == [0, 0, 0]
        assert await there("ada", -60.0, 180.0) == 0
        assert await here("ada", 60.0, 180.0) == 0
        assert await here("ada", 60.0, 180.0) > 50
        for _ in range(4):  # once more than was counted: nobody gets ahead by that
            assert await there("ada", -60.0, 180.0) == 0
        assert await one.transport.redis.keys() == []
        assert [await here("ada", 60.0, 180.0) for _ in range(3)] == [0, 0, 0]
        assert await here("ada", 60.0, 180.0) > 50


async def test_without_redis_each_process_counts_for_itself(server):
    async with two(server) as (one, _other):
        server.stop()
        await one.hears(LATE, 2)
        assert await RedisLimits(one.transport).charge("ada", 60.0, 180.0) is None


async def test_while_redis_hangs_nobody_who_acts_waits_for_it(server, monkeypatch):
    monkeypatch.setattr(redis_transport, "TIMEOUT", 5.0)
    async with two(server) as (one, _other):
        limits = RedisLimits(one.transport)
        server.pause()
        assert await asyncio.gather(*(limits.charge("ada", 60.0, 180.0) for _ in range(20))) == [None] * 20
        assert one.transport.is_connected, "nobody has noticed yet"
        server.resume()
        heard = one.transport.received
        one.bus.publish(said(1))
        await one.hears(said(1))
        assert one.transport.received > heard
        monkeypatch.setattr(redis_limits, "ANSWER_SECONDS", 10.0)
        assert await limits.charge("blake", 60.0, 180.0) == 0


async def test_once_redis_has_not_answered_it_is_not_asked_before_it_is_heard_again(server, monkeypatch):
    async with two(server) as (one, _other):
        limits = RedisLimits(one.transport)
        server.pause()
        assert await limits.charge("ada", 60.0, 180.0) is None
        monkeypatch.setattr(RedisLimits, "_call", lambda *_: pytest.fail("asked again"))
        assert await limits.charge("ada", 60.0, 180.0) is None
        server.resume()


async def test_where_one_process_is_cut_off_the_others_know_that_they_may_miss_some(server):
    async with two(server) as (one, other):
        numbers = count(1)
        while one.transport._name not in other.transport._peers._heartbeats:
            one.bus.publish(message := said(next(numbers)))
            await other.hears(message)
        for task in one.transport._tasks:
            task.cancel()  # it runs on, and neither says nor hears anything
        await other.hears(LATE, 2)
        assert other.bus.is_degraded
        assert other.bus.misses_some
        await one.transport.start()
        heard = other.heard.count(IN_TIME)
        await other.hears(IN_TIME, heard + 1)
        assert not other.bus.misses_some


async def test_who_says_goodbye_delays_nobody(server):
    async with two(server) as (one, other):
        await one.transport.stop()
        other.bus.publish(said(1))
        await other.hears(said(1))  # and so the goodbye before it
        assert list(other.transport._peers._heartbeats) == [other.transport._name]
