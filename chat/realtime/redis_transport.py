"""Publishes events between processes through Redis: all processes get all events, in the same order.

It uses Redis' publish and subscribe, not Redis Streams: the database is the log from which a page catches up, by its
revision. A second log in Redis would have to be trimmed, and could be too short.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from secrets import token_hex

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from chat.accounts.events import OwnAccountChanged, PersonChanged, PresenceSwitched, SessionEnded
from chat.realtime.bus import Bus
from chat.realtime.codec import UnknownEventError, decode, encode
from chat.realtime.events import Event
from chat.realtime.redis_errors import reason
from chat.realtime.redis_peers import Peers

log = logging.getLogger(__name__)

HEARTBEAT = 1.0
"""Seconds between two heartbeats of a process, which tell a quiet connection from a dead one."""
TIMEOUT = 3.0
"""Seconds without a heartbeat or an answer after which a connection counts as dead."""
MAX_BACKOFF = 5.0
"""The longest time between two attempts to connect, in seconds."""
MAX_QUEUED = 10_000
"""Maximum number of queued events; more are delivered in this process only, and other processes' pages catch up."""
REPEAT_SECONDS = 60.0
"""Seconds after a reconnect for which unsent events are repeated to other processes that reconnect."""

CATCH_UP = b"catch up"
GOODBYE = b"bye "
REDIS_ERRORS = (RedisError, OSError, TimeoutError)
REPEATED_AFTER_OUTAGE = (SessionEnded, OwnAccountChanged, PersonChanged, PresenceSwitched)
"""Events that pages would otherwise notice late or not at all; receiving them twice does no harm."""


class RedisTransport:
    """One connection that publishes and one that receives; each reconnects by itself."""

    def __init__(self, url: str, bus: Bus) -> None:
        once = Retry(NoBackoff(), 0)  # retries are made here
        self.redis = Redis.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, retry=once)
        database = self.redis.connection_pool.connection_kwargs.get("db") or 0
        self._channel = f"streamchat:{database}"  # Redis' channels know no database numbers
        self._has_tls = url.startswith("rediss:")
        self._heartbeat_channel = f"{self._channel}:alive"
        self._name = token_hex(8)
        self._heartbeat_at = 0.0
        self._peers = Peers()
        self._delays = False  # because another process is silent
        self._warned: set[str] = set()
        self._bus = bus
        self._works = {"publishing": False, "receiving": False}
        self._connected = asyncio.Event()
        self._queue: asyncio.Queue[bytes] = asyncio.Queue()
        self._unsent: deque[bytes] = deque(maxlen=MAX_QUEUED)
        self._forgetting: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []

        self.received = 0
        """Number of messages received from Redis; while it grows, Redis answers."""

    @property
    def is_connected(self) -> bool:
        """Whether publishing and receiving worked when last tried."""
        return self._connected.is_set()

    async def start(self) -> None:
        """Connect the bus; until Redis answers, events are delivered in this process only."""
        self._bus.connect(self._send)
        self._bus.set_degraded(is_degraded=True)
        self._tasks = [
            asyncio.create_task(self._keep("publishing", self._publish_queued)),
            asyncio.create_task(self._keep("receiving", self._receive)),
        ]
        try:
            await asyncio.wait_for(self._connected.wait(), TIMEOUT)
        except TimeoutError as error:
            if not self._warned:
                self._warn(error)

    async def stop(self) -> None:
        """Publish queued events, if possible, and disconnect the bus."""
        self._bus.connect(None)
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()  # Redis' client sometimes takes a cancellation for an error of its own
            await asyncio.wait(running, timeout=HEARTBEAT)
        with suppress(*REDIS_ERRORS):
            await self._publish(self._take_queued())
            await self.redis.publish(self._heartbeat_channel, GOODBYE + self._name.encode())
        await self.redis.aclose()

    # ---- publishing

    def _send(self, event: Event) -> None:
        if self.is_connected and self._queue.qsize() < MAX_QUEUED:
            self._queue.put_nowait(encode(event))
        else:
            self._deliver_here([encode(event)])

    async def _publish_queued(self) -> None:
        self._heartbeat_at = 0.0
        await self._publish([])
        self._note("publishing", works=True)
        while True:
            data = await self._next()
            try:
                await self._publish(data)
            except REDIS_ERRORS:
                self._deliver_here(data)
                raise
            self._check_peers()

    async def _next(self) -> list[bytes]:
        with suppress(TimeoutError):
            async with asyncio.timeout(HEARTBEAT):
                return [await self._queue.get(), *self._take_queued()]
        return []

    def _take_queued(self) -> list[bytes]:
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]

    async def _publish(self, data: list[bytes]) -> None:
        async with asyncio.timeout(TIMEOUT):
            pipeline = self.redis.pipeline(transaction=False)
            for each in data:
                pipeline.publish(self._channel, each)
            if (now := asyncio.get_running_loop().time()) >= self._heartbeat_at:
                self._heartbeat_at = now + HEARTBEAT / 2  # also if events are published all the time
                pipeline.publish(self._heartbeat_channel, self._name)
            await pipeline.execute()

    def _deliver_here(self, data: list[bytes]) -> None:
        """Deliver events in this process only, since they cannot be published."""
        for each in data:
            if each != CATCH_UP:
                event = decode(each)
                if isinstance(event, REPEATED_AFTER_OUTAGE):
                    self._unsent.append(each)
                self._bus.deliver(event)

    # ---- receiving

    async def _receive(self) -> None:
        async with self.redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(self._channel, self._heartbeat_channel)
            while True:
                channel, data = await self._next_received(pubsub)
                self.received += 1
                self._note("receiving", works=True)
                if channel == self._heartbeat_channel.encode():
                    self._receive_heartbeat(data)
                else:
                    self._receive_event(data)

    async def _next_received(self, pubsub: PubSub) -> tuple[bytes, bytes]:
        async with asyncio.timeout(TIMEOUT):
            while not (message := await pubsub.get_message(timeout=TIMEOUT)):
                pass
        return bytes(message["channel"]), bytes(message["data"])

    def _receive_heartbeat(self, data: bytes) -> None:
        if data.startswith(GOODBYE):
            self._peers.forget(data.removeprefix(GOODBYE).decode())
        else:
            self._peers.record(data.decode())

    def _check_peers(self) -> None:
        """Check whether other processes went silent: their events may not be received here."""
        if self.is_connected:
            delays, self._bus.misses_some = self._peers.silence(TIMEOUT)
            if delays != self._delays:
                self._delays = delays
                log.warning("another process %s", "is silent" if delays else "is back, or has been silent for long")
                self._bus.set_degraded(is_degraded=delays)

    def _receive_event(self, data: bytes) -> None:
        if data == CATCH_UP:
            self._repeat_unsent()
            self._bus.set_degraded(is_degraded=self._delays or not self.is_connected)
        elif data != b"tick":  # from an older version, during a rolling update
            try:
                self._bus.deliver(decode(data))
            except UnknownEventError as error:  # from another version, during a rolling update
                log.warning("%s", error)

    # ---- disconnecting and reconnecting

    async def _keep(self, part: str, work: Callable[[], Awaitable[None]]) -> None:
        backoff = 0.0
        while True:
            try:
                await work()
            except REDIS_ERRORS as error:
                backoff = 0.1 if self._works[part] else min(2 * backoff or 0.1, MAX_BACKOFF)
                self._note(part, works=False)
                self._warn(error)
                await self._close_unused_connections()
            await asyncio.sleep(backoff * random.uniform(0.5, 1))  # noqa: S311 (jitter, no secret)

    def _warn(self, error: BaseException) -> None:
        """Log why Redis cannot be used; each reason once until it is connected again."""
        if (why := reason(error, has_tls=self._has_tls)) not in self._warned:
            self._warned.add(why)
            log.warning("cannot use Redis: %s; updates of other processes are delayed", why)

    async def _close_unused_connections(self) -> None:
        """Close unused connections: each of them is dead, and would be tried once when Redis is back."""
        with suppress(*REDIS_ERRORS):
            await self.redis.connection_pool.disconnect(inuse_connections=False)

    def _note(self, part: str, *, works: bool) -> None:
        self._works[part] = works
        if all(self._works.values()) and not self.is_connected:
            self._note_connected()
        elif not all(self._works.values()) and self.is_connected:
            self._note_disconnected()

    def _note_connected(self) -> None:
        log.log(logging.WARNING if self._warned else logging.INFO, "connected to Redis")
        self._warned.clear()
        self._peers.restart_timeouts()
        self._delays = False
        self._connected.set()
        # Events may have been missed in both directions: every process catches up.
        self._queue.put_nowait(CATCH_UP)
        self._forgetting = asyncio.get_running_loop().call_later(REPEAT_SECONDS, self._unsent.clear)

    def _note_disconnected(self) -> None:
        self._connected.clear()
        if self._forgetting:
            self._forgetting.cancel()
        self._deliver_here(self._take_queued())
        self._bus.set_degraded(is_degraded=True)

    def _repeat_unsent(self) -> None:
        for data in self._unsent:
            self._queue.put_nowait(data)
