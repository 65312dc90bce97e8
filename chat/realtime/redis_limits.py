"""Rate limits shared between processes, in Redis."""

import asyncio
from hashlib import blake2b

from chat.realtime.redis_transport import TROUBLES, RedisTransport

# GCRA, as in web/server/throttle.py: kept of a key is only when its bucket will be full again, in microseconds by
# Redis' own clock. Answers the microseconds to wait, 0 where the key may act. Atomic, since Redis runs it as a whole.
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
"""How long somebody who acts waits for Redis; then this process counts for itself."""


class RedisLimits:
    """Stores rate limits in Redis; while it is not available each process counts for itself.

    A circuit breaker: once Redis did not answer in time, it is not asked again until something has come from it.
    """

    def __init__(self, transport: RedisTransport) -> None:
        self._transport = transport
        self._charge = transport.redis.register_script(CHARGE)
        self._asking: set[asyncio.Task[float | None]] = set()
        self._heard_before = -1  # what had come from Redis when it did not answer

    async def charge(self, key: str, cost: float, depth: float) -> float | None:
        """Charge a key and return for how long it has to wait; None where Redis does not answer.

        Args:
            key: the throttle and who acts; only its digest is stored, as it may hold an address or an email
            cost: seconds by which acting puts off the time at which the bucket is full; negative to give them back
            depth: seconds that a full bucket takes to fill
        """
        if not self._transport.is_connected or self._transport.heard == self._heard_before:
            return None
        # Not cancelled when time is up: a connection that takes longer to make is then there for the next.
        task = asyncio.create_task(self._ask(key, cost, depth))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)
        if not (await asyncio.wait({task}, timeout=ANSWER_SECONDS))[0]:
            self._heard_before = self._transport.heard
            return None
        return task.result()

    async def _ask(self, key: str, cost: float, depth: float) -> float | None:
        digest = blake2b(key.encode(errors="surrogatepass"), digest_size=16).hexdigest()
        try:
            wait = await self._charge(keys=[f"streamchat:limit:{digest}"], args=[round(cost * 1e6), round(depth * 1e6)])
        except TROUBLES:
            return None
        return int(wait) / 1e6
