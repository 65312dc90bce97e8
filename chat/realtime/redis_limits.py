"""Rate limits shared between processes, in Redis."""

import asyncio
from hashlib import blake2b

from chat.realtime.redis_transport import REDIS_ERRORS, RedisTransport

# GCRA, as in web/server/throttle.py: stores for each key when its bucket will be full again, in microseconds of Redis'
# clock. Returns the microseconds to wait, or 0 if the key may act. Redis runs a script atomically.
CHARGE = """
local now = redis.call('TIME')
now = now[1] * 1000000 + now[2]
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + tonumber(ARGV[1])
local wait = full_at - now - tonumber(ARGV[2])
if wait > 0 then return wait end
if full_at <= now then redis.call('DEL', KEYS[1]) return 0 end
redis.call('SET', KEYS[1], string.format('%d', full_at), 'PX', math.ceil((full_at - now) / 1000))
return 0
"""


ANSWER_SECONDS = 0.1
"""Timeout for Redis; after that this process counts for itself."""


class RedisLimits:
    """Stores rate limits in Redis; while it is not available, each process counts for itself.

    A circuit breaker: after a timeout, Redis is not asked again until something was received from it.
    """

    def __init__(self, transport: RedisTransport) -> None:
        self._transport = transport
        self._charge = transport.redis.register_script(CHARGE)
        self._calls: set[asyncio.Task[float | None]] = set()
        self._received_at_timeout = -1  # `transport.received` at the last timeout

    async def charge(self, key: str, cost: float, depth: float) -> float | None:
        """Charge a key, and return the seconds that it has to wait; None if Redis does not answer.

        Args:
            key: the throttle and who acts; only its digest is stored, as it may hold an address or an email
            cost: seconds by which acting delays the time at which the bucket is full; negative for a refund
            depth: seconds that a full bucket takes to fill
        """
        if not self._transport.is_connected or self._transport.received == self._received_at_timeout:
            return None
        # Not cancelled after the timeout: a connection that takes longer to open is then there for the next call.
        task = asyncio.create_task(self._call(key, cost, depth))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        if not (await asyncio.wait({task}, timeout=ANSWER_SECONDS))[0]:
            self._received_at_timeout = self._transport.received
            return None
        return task.result()

    async def _call(self, key: str, cost: float, depth: float) -> float | None:
        digest = blake2b(key.encode(errors="surrogatepass"), digest_size=16).hexdigest()
        try:
            wait = await self._charge(keys=[f"streamchat:limit:{digest}"], args=[round(cost * 1e6), round(depth * 1e6)])
        except REDIS_ERRORS:
            return None
        return int(wait) / 1e6
