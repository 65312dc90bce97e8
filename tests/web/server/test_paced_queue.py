"""Whoever reads without pause, by however many sockets, waits for themselves; others come between."""

import asyncio

import pytest

from chat.errors import TooMany
from chat.web.server import paced_queue
from chat.web.server.paced_queue import PacedQueue
from chat.web.server.throttle import Throttle

GREEDY, CALM = "8", "9"


@pytest.fixture
def free() -> PacedQueue:
    """Turns whose pace nobody reaches."""
    return PacedQueue(Throttle("reads", rate=1e6, burst=1000))


async def read(queue: PacedQueue, key: str, log: list[str]) -> None:
    async with queue.turn(key):
        log.append(f"{key} begins")
        await asyncio.sleep(0)
        log.append(f"{key} ends")


async def test_one_account_reads_one_thing_at_a_time_by_however_many_sockets(free: PacedQueue) -> None:
    log: list[str] = []
    await asyncio.gather(*(read(free, GREEDY, log) for _ in range(8)))
    assert log == [f"{GREEDY} begins", f"{GREEDY} ends"] * 8


async def test_others_wait_for_none_of_it(free: PacedQueue) -> None:
    log: list[str] = []
    await asyncio.gather(*(read(free, key, log) for key in [GREEDY] * 8 + [CALM]))
    assert log.index(f"{CALM} ends") <= 4


async def test_past_its_burst_an_account_goes_on_at_its_rate_and_is_refused_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now, log = [0.0], []

    async def sleep(seconds: float) -> None:
        now[0] += seconds

    monkeypatch.setattr(asyncio, "sleep", sleep)
    throttle = Throttle("reads", rate=5, burst=60, clock=lambda: now[0])
    for _ in range(100):
        async with PacedQueue(throttle).turn(GREEDY):
            log.append(now[0])
    assert log[59] == 0
    assert log[99] == pytest.approx(40 / 5)


async def test_what_costs_little_may_be_asked_for_more_often() -> None:
    throttle = Throttle("reads", rate=1e-9, burst=2, clock=lambda: 0.0)
    for _ in range(10):
        async with PacedQueue(throttle).turn(GREEDY, 0.2):
            pass
    with pytest.raises(TooMany):
        await throttle.acquire(GREEDY, 0.2)


async def test_a_line_of_many_is_no_longer_than_it_may_be(free: PacedQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paced_queue, "MOST_WAITING", 3)
    log: list[str] = []
    ends = await asyncio.gather(*(read(free, GREEDY, log) for _ in range(5)), return_exceptions=True)
    assert [type(end) for end in ends] == [type(None)] * 3 + [TooMany] * 2
    await read(free, GREEDY, log)
    assert log == [f"{GREEDY} begins", f"{GREEDY} ends"] * 4, "and then begins anew"


async def test_who_gives_up_keeps_nobody_waiting_and_leaves_nothing(free: PacedQueue) -> None:
    log: list[str] = []
    async with free.turn(GREEDY):
        waiting = asyncio.create_task(read(free, GREEDY, log))
        await asyncio.sleep(0)
        waiting.cancel()
    await asyncio.wait([waiting])
    await read(free, GREEDY, log)
    assert log == [f"{GREEDY} begins", f"{GREEDY} ends"]
    assert not free._lines
