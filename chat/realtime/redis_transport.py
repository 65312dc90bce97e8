"""The bus between processes, through Redis: all processes get all events, in the same order.

Publish and subscribe, not Redis Streams: rooms have their own log, the database, from which a page catches up exactly
by the revision it stands at. A second log in Redis would have to be trimmed, and could still be too short.
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

from chat.accounts.events import OwnAccountChanged, PersonChanged, SessionEnded
from chat.realtime.bus import Bus
from chat.realtime.codec import UnknownEventError, decode, encode
from chat.realtime.events import Event
from chat.realtime.redis_errors import reason
from chat.realtime.redis_peers import Peers

log = logging.getLogger(__name__)

TICK = 1.0
"""Seconds between two signs of life of a process, since silence could also be a dead connection."""
PATIENCE = 3.0
"""Seconds of silence, or of waiting for an answer, that are taken for a dead connection."""
MAX_BACKOFF = 5.0
"""Seconds between two attempts to connect, in the long run."""
MAX_WAITING = 10_000
"""Events that may wait to be said; what is too much is delivered here alone, and caught up with elsewhere."""
REPEATED_FOR = 60.0
"""Seconds for which processes that come back are told what could not be said while Redis was away."""

CATCH_UP = b"catch up"
GOODBYE = b"bye "
TROUBLES = (RedisError, OSError, TimeoutError)
UNRECORDED = (SessionEnded, OwnAccountChanged, PersonChanged)
"""What open pages cannot catch up with from the database; to hear it twice does no harm."""


class RedisTransport:
    """One connection that talks and one that listens, each of which comes back by itself."""

    def __init__(self, url: str, bus: Bus) -> None:
        once = Retry(NoBackoff(), 0)  # how to try again is decided here
        self.redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=once)
        database = self.redis.connection_pool.connection_kwargs.get("db") or 0
        self._channel = f"streamchat:{database}"  # Redis' channels know no database numbers
        self._has_tls = url.startswith("rediss:")
        self._signs = f"{self._channel}:alive"
        self._name = token_hex(8)
        self._sign_at = 0.0
        self._peers = Peers()
        self._delays = False  # because of a process that is silent
        self._warned: set[str] = set()
        self._bus = bus
        self._works = {"talking": False, "listening": False}
        self._connected = asyncio.Event()
        self._waiting: asyncio.Queue[bytes] = asyncio.Queue()
        self._unsaid: deque[bytes] = deque(maxlen=MAX_WAITING)
        self._forgetting: asyncio.TimerHandle | None = None
        self._tasks: list[asyncio.Task[None]] = []

        self.heard = 0
        """How much has come from Redis so far: where it grows, Redis answers."""

    @property
    def is_connected(self) -> bool:
        """Whether Redis could be talked to and listened to, when last tried."""
        return self._connected.is_set()

    async def start(self) -> None:
        """Connect the bus; where Redis does not answer, the program runs without it until it does."""
        self._bus.connect(self._send)
        self._bus.set_degraded(is_degraded=True)
        self._tasks = [
            asyncio.create_task(self._keep("talking", self._talk)),
            asyncio.create_task(self._keep("listening", self._listen)),
        ]
        try:
            await asyncio.wait_for(self._connected.wait(), PATIENCE)
        except TimeoutError as error:
            if not self._warned:
                self._warn(error)

    async def stop(self) -> None:
        """Say what waits to be said, if that is possible, and disconnect the bus."""
        self._bus.connect(None)
        while running := [task for task in self._tasks if not task.done()]:
            for task in running:
                task.cancel()  # once more where Redis' client took it for a trouble of its own (seen)
            await asyncio.wait(running, timeout=TICK)
        with suppress(*TROUBLES):
            await self._say(self._all_waiting())
            await self.redis.publish(self._signs, GOODBYE + self._name.encode())
        await self.redis.aclose()

    # ---- talking

    def _send(self, event: Event) -> None:
        if self.is_connected and self._waiting.qsize() < MAX_WAITING:
            self._waiting.put_nowait(encode(event))
        else:
            self._deliver_here([encode(event)])

    async def _talk(self) -> None:
        self._sign_at = 0.0
        await self._say([])
        self._note("talking", works=True)
        while True:
            data = await self._next()
            try:
                await self._say(data)
            except TROUBLES:
                self._deliver_here(data)
                raise
            self._look_around()

    async def _next(self) -> list[bytes]:
        with suppress(TimeoutError):
            async with asyncio.timeout(TICK):
                return [await self._waiting.get(), *self._all_waiting()]
        return []

    def _all_waiting(self) -> list[bytes]:
        return [self._waiting.get_nowait() for _ in range(self._waiting.qsize())]

    async def _say(self, data: list[bytes]) -> None:
        async with asyncio.timeout(PATIENCE):
            pipeline = self.redis.pipeline(transaction=False)
            for each in data:
                pipeline.publish(self._channel, each)
            if (now := asyncio.get_running_loop().time()) >= self._sign_at:
                self._sign_at = now + TICK / 2  # also beside events, which may be less than a tick apart
                pipeline.publish(self._signs, self._name)
            await pipeline.execute()

    def _deliver_here(self, data: list[bytes]) -> None:
        """Tell this process's own pages what cannot be told to others."""
        for each in data:
            if each != CATCH_UP:
                event = decode(each)
                if isinstance(event, UNRECORDED):
                    self._unsaid.append(each)
                self._bus.deliver(event)

    # ---- listening

    async def _listen(self) -> None:
        async with self.redis.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(self._channel, self._signs)
            while True:
                channel, data = await self._next_heard(pubsub)
                self.heard += 1
                self._note("listening", works=True)
                if channel == self._signs.encode():
                    self._take_sign(data)
                else:
                    self._take(data)

    async def _next_heard(self, pubsub: PubSub) -> tuple[bytes, bytes]:
        async with asyncio.timeout(PATIENCE):
            while not (message := await pubsub.get_message(timeout=PATIENCE)):
                pass
        return bytes(message["channel"]), bytes(message["data"])

    def _take_sign(self, data: bytes) -> None:
        if data.startswith(GOODBYE):
            self._peers.forget(data.removeprefix(GOODBYE).decode())
        else:
            self._peers.hear(data.decode())

    def _look_around(self) -> None:
        """Note whether other processes have gone silent: what they publish may not be heard here."""
        if self.is_connected:
            delays, self._bus.misses_some = self._peers.silence(PATIENCE)
            if delays != self._delays:
                self._delays = delays
                log.warning("another process %s", "is silent" if delays else "is back, or has been silent for long")
                self._bus.set_degraded(is_degraded=delays)

    def _take(self, data: bytes) -> None:
        if data == CATCH_UP:
            self._repeat_unsaid()
            self._bus.set_degraded(is_degraded=self._delays or not self.is_connected)
        elif data != b"tick":  # of an older version, while processes are replaced one by one
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
                self._warn(error)
                await self._forget_connections()
            await asyncio.sleep(backoff * random.uniform(0.5, 1))  # noqa: S311 (no secret: processes come back apart)

    def _warn(self, error: BaseException) -> None:
        """Say why Redis cannot be used, each reason once until it can."""
        if (why := reason(error, has_tls=self._has_tls)) not in self._warned:
            self._warned.add(why)
            log.warning("cannot use Redis: %s; what people say through other processes comes late", why)

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
        log.log(logging.WARNING if self._warned else logging.INFO, "connected to Redis")
        self._warned.clear()
        self._peers.wait_anew()
        self._delays = False
        self._connected.set()
        # Others may not have heard this process, nor this one them: all look for what they have missed.
        self._waiting.put_nowait(CATCH_UP)
        self._forgetting = asyncio.get_running_loop().call_later(REPEATED_FOR, self._unsaid.clear)

    def _go_away(self) -> None:
        self._connected.clear()
        if self._forgetting:
            self._forgetting.cancel()
        self._deliver_here(self._all_waiting())
        self._bus.set_degraded(is_degraded=True)

    def _repeat_unsaid(self) -> None:
        for data in self._unsaid:
            self._waiting.put_nowait(data)
