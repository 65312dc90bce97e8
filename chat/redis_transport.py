"""The bus among several processes, through Redis: what one publishes is delivered in all, in one order for all.

Publish and subscribe, not Redis Streams: rooms have their own log, the database, from which a page catches up exactly
by the revision it stands at. A second log in Redis would have to be trimmed, and could still be too short.
"""

import asyncio
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from chat.bus import Bus
from chat.event_codec import UnknownEventError, decode, encode
from chat.events import Event, PersonChanged, SessionEnded

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds after which a process that has nothing to say says so, since silence could also be a dead connection."""
PATIENCE = 3.0
"""Seconds of silence, or of waiting for an answer, that are taken for a dead connection."""
MAX_BACKOFF = 5.0
"""Seconds between two attempts to connect, in the long run."""
MAX_WAITING = 10_000
"""Events that may wait to be said; what is too much is delivered here alone, and caught up with elsewhere."""
REPEATED_FOR = 60.0
"""Seconds for which processes that come back are told what could not be said while Redis was away."""

TICKED, CATCH_UP = b"tick", b"catch up"
TROUBLES = (RedisError, OSError, TimeoutError)
UNRECORDED = (SessionEnded, PersonChanged)
"""What open pages cannot catch up with from the database; to hear it twice does no harm."""


class RedisTransport:
    """One connection that talks and one that listens, each of which comes back by itself."""

    def __init__(self, url: str, bus: Bus) -> None:
        once = Retry(NoBackoff(), 0)  # how to try again is decided here
        self.redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=once)
        database = self.redis.connection_pool.connection_kwargs.get("db") or 0
        self._channel = f"streamchat:{database}"  # Redis' channels know no database numbers
        self._bus = bus
        self._works = {"talking": False, "listening": False}
        self._connected = asyncio.Event()
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._unsaid: deque[bytes] = deque(maxlen=MAX_WAITING)
        self._forgetting: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def is_connected(self) -> bool:
        """Whether Redis could be talked to and listened to, when last tried."""
        return self._connected.is_set()

    async def start(self) -> None:
        """Connect the bus; where Redis does not answer, the program runs without it until it does."""
        self._bus.connect(self._send)
        self._bus.turn_late(is_late=True)
        self._tasks = [
            asyncio.create_task(self._keep("talking", self._talk)),
            asyncio.create_task(self._keep("listening", self._listen)),
        ]
        with suppress(TimeoutError):
            await asyncio.wait_for(self._connected.wait(), PATIENCE)

    async def stop(self) -> None:
        """Say what waits to be said, if that is possible, and disconnect the bus."""
        self._bus.connect(None)
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()  # once more where Redis' client took it for a trouble of its own (seen)
            await asyncio.wait(running, timeout=TICK)
        with suppress(*TROUBLES):
            await self._say(self._all_waiting())
        await self.redis.aclose()

    # ---- talking

    def _send(self, event: Event) -> None:
        if self.is_connected and self._waiting.qsize() < MAX_WAITING:
            self._waiting.put_nowait(encode(event))
        else:
            self._deliver_here([encode(event)])

    async def _talk(self) -> None:
        await self._say([TICKED])
        self._note("talking", works=True)
        while True:
            data = await self._next()
            try:
                await self._say(data)
            except TROUBLES:
                self._deliver_here(data)
                raise

    async def _next(self) -> list[bytes]:
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                return [await self._waiting.get(), *self._all_waiting()]
        return [TICKED]

    def _all_waiting(self) -> list[bytes]:
        return [self._waiting.get_nowait() for _ in range(self._waiting.qsize())]

    async def _say(self, data: list[bytes]) -> None:
        async with asyncio.timeout(PATIENCE):
            pipeline = self.redis.pipeline(transaction=False)
            for each in data:
                pipeline.publish(self._channel, each)
            await pipeline.execute()

    def _deliver_here(self, data: list[bytes]) -> None:
        """Tell this process's own pages what cannot be told to others."""
        for each in data:
            if each not in (TICKED, CATCH_UP):
                event = decode(each)
                if isinstance(event, UNRECORDED):
                    self._unsaid.append(each)
                self._bus.deliver(event)

    # ---- listening

    async def _listen(self) -> None:
        async with self.redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(self._channel)
            while True:
                data = await self._heard(pubsub)
                self._note("listening", works=True)
                self._take(data)

    async def _heard(self, pubsub: PubSub) -> bytes:
        async with asyncio.timeout(PATIENCE):
            while not (message := await pubsub.get_message(timeout=PATIENCE)):
                pass
        return bytes(message["data"])

    def _take(self, data: bytes) -> None:
        if data == CATCH_UP:
            self._repeat_unsaid()
            self._bus.turn_late(is_late=not self.is_connected)
        elif data != TICKED:
            try:
                self._bus.deliver(decode(data))
            except UnknownEventError as error:  # from another version, while processes are replaced one by one
                log.warning("%s", error)

    # ---- losing Redis, and finding it again

    async def _keep(self, part: str, work: Callable[[], Awaitable[None]]) -> None:
        backoff = 0.0
        while True:
            try:
                await work()
            except TROUBLES as error:
                backoff = 0.1 if self._works[part] else min(2 * backoff or 0.1, MAX_BACKOFF)
                self._note(part, works=False)
                log.debug("%s with Redis failed: %s", part, error)
                await self._forget_connections()
            await asyncio.sleep(backoff * random.uniform(0.5, 1))  # noqa: S311 (no secret: processes come back apart)

    async def _forget_connections(self) -> None:
        """Close those that nobody uses: each would otherwise be tried, and fail, when Redis is back."""
        with suppress(*TROUBLES):
            await self.redis.connection_pool.disconnect(inuse_connections=False)

    def _note(self, part: str, *, works: bool) -> None:
        self._works[part] = works
        if all(self._works.values()) and not self.is_connected:
            self._come_back()
        elif not all(self._works.values()) and self.is_connected:
            self._go_away()

    def _come_back(self) -> None:
        log.info("connected with Redis")
        self._connected.set()
        # Others may not have heard this process, nor this one them: all look for what they have missed.
        self._waiting.put_nowait(CATCH_UP)
        self._forgetting = asyncio.get_running_loop().call_later(REPEATED_FOR, self._unsaid.clear)

    def _go_away(self) -> None:
        log.warning("Redis is away: what people say through other processes comes late")
        self._connected.clear()
        if self._forgetting:
            self._forgetting.cancel()
        self._deliver_here(self._all_waiting())
        self._bus.turn_late(is_late=True)

    def _repeat_unsaid(self) -> None:
        for data in self._unsaid:
            self._waiting.put_nowait(data)
