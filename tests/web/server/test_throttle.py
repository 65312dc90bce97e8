import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat.errors import TooMany
from chat.web.server.throttle import Throttle


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def takes(throttle, key="adam", cost=1.0):
    """Tell whether one may."""
    try:
        await throttle.acquire(key, cost)
    except TooMany:
        return False
    return True


async def waits(throttle, key="adam", cost=1.0):
    with pytest.raises(TooMany) as caught:
        await throttle.acquire(key, cost)
    return caught.value


async def test_a_burst_is_let_through_and_then_no_more(clock):
    throttle = Throttle("test", rate=1, burst=3, clock=clock)
    assert [await takes(throttle) for _ in range(5)] == [True, True, True, False, False]


async def test_it_fills_at_its_rate_and_never_over_the_brim(clock):
    throttle = Throttle("test", rate=2, burst=3, clock=clock)
    assert [await takes(throttle) for _ in range(3)] == [True] * 3
    clock.now += 0.5
    assert [await takes(throttle) for _ in range(2)] == [True, False]
    clock.now += 3600
    assert [await takes(throttle) for _ in range(4)] == [True, True, True, False]


async def test_one_key_is_nothing_to_another(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    assert [await takes(throttle, key) for key in ("adam", "blake", "adam")] == [True, True, False]


@pytest.mark.parametrize(
    ("rate", "seconds", "text"),
    [(1, 1, "Try again in 1 second."), (10, 1, "Try again in 1 second."), (1 / 90, 90, "Try again in 90 seconds.")],
)
async def test_the_time_told_is_enough_and_not_more_than_a_second_too_long(clock, rate, seconds, text):
    throttle = Throttle("test", rate=rate, burst=1, clock=clock)
    await throttle.acquire("adam")
    refusal = await waits(throttle)
    assert (refusal.retry_after, refusal.message, refusal.status) == (seconds, text, 429)
    clock.now += refusal.retry_after
    assert await takes(throttle)


async def test_the_time_told_is_rounded_up(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    await throttle.acquire("adam")
    clock.now += 0.1
    assert (await waits(throttle)).retry_after == 1
    await takes(throttle, "blake", 3.5)
    throttle = Throttle("test", rate=1, burst=2, clock=clock)
    await throttle.acquire("adam", 2)
    assert (await waits(throttle, cost=1.2)).retry_after == 2


async def test_asking_in_vain_makes_nobody_wait_longer(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    await throttle.acquire("adam")
    for _ in range(100):
        assert not await takes(throttle)
    clock.now += 1
    assert await takes(throttle)


async def test_what_costs_more_takes_more(clock):
    throttle = Throttle("test", rate=1, burst=10, clock=clock)
    assert [await takes(throttle, cost=4) for _ in range(3)] == [True, True, False]
    assert await takes(throttle, cost=2)


async def test_a_million_keys_are_not_remembered_and_those_in_use_are(clock):
    throttle = Throttle("test", rate=1 / 3600, burst=1, max_keys=100, clock=clock)
    await throttle.acquire("adam")
    for number in range(1000):
        await throttle.acquire(f"stranger {number}")
        if number % 50 == 0:
            assert not await takes(throttle, "adam")
    assert len(throttle) == 100
    assert await takes(throttle, "stranger 0"), "who was quiet for longest is forgotten first"


async def test_a_key_of_a_megabyte_is_not_remembered_whole(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    await throttle.acquire("x" * 1_000_000)
    assert max(map(len, throttle._full_at)) <= 200


async def test_forgetting_begins_anew(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    await throttle.acquire("adam")
    throttle.forget()
    assert await takes(throttle)


@given(st.lists(st.floats(0, 3), min_size=1, max_size=60), st.integers(1, 5), st.floats(0.1, 5))
async def test_in_no_stretch_of_time_is_there_more_than_burst_and_rate_allow(pauses, burst, rate):
    clock = Clock()
    throttle = Throttle("test", rate=rate, burst=burst, clock=clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if await takes(throttle):
            taken.append(clock.now)
    for first, start in enumerate(taken):
        for last, end in enumerate(taken[first:], first):
            assert last - first + 1 <= burst + rate * (end - start) + 1e-6


async def test_what_is_given_back_was_never_counted(clock):
    throttle = Throttle("test", rate=1, burst=3, clock=clock)
    for _ in range(10):
        assert await takes(throttle)
        await throttle.refund("adam")
    assert [await takes(throttle) for _ in range(5)] == [True, True, True, False, False]
    await throttle.refund("adam")
    assert [await takes(throttle) for _ in range(2)] == [True, False]


async def test_nobody_saves_up_by_giving_back_more_than_was_taken(clock):
    throttle = Throttle("test", rate=1, burst=3, clock=clock)
    for _ in range(10):
        await throttle.refund("adam")
    assert [await takes(throttle) for _ in range(4)] == [True, True, True, False]


async def test_long_keys_are_told_apart_by_their_ends_too(clock):
    throttle = Throttle("test", rate=1, burst=1, clock=clock)
    assert await takes(throttle, "x" * 300 + "1")
    assert await takes(throttle, "x" * 300 + "2")
    assert not await takes(throttle, "x" * 300 + "1")
