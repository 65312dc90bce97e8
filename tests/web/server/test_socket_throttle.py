from contextlib import suppress

import pytest
from websockets.exceptions import ConnectionClosed

from chat.web.server.socket_throttle import BURST, PATIENCE, RATE, SIZE, SocketThrottle


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def say(clock, pace, count, per_second, size=100):
    """Say so much, waiting as told, and return how long that took longer than it would have."""
    waited = 0.0
    for _ in range(count):
        clock.now += 1 / per_second
        wait = pace.delay_for(size)
        clock.now += wait
        waited += wait
    return waited


def test_a_person_never_waits(clock):
    assert say(clock, SocketThrottle(clock), 2000, 20) == 0


def test_who_catches_up_after_a_cut_does_not_wait_either(clock):
    assert say(clock, SocketThrottle(clock), 250, 10_000) == 0


def test_who_goes_on_is_slowed_to_the_rate(clock):
    start = clock.now
    say(clock, SocketThrottle(clock), 1000, 1e6)
    assert pytest.approx(BURST + RATE * (clock.now - start), abs=2) == 1000


def test_large_messages_count_as_many(clock):
    start = clock.now
    say(clock, SocketThrottle(clock), 100, 1e6, size=10 * SIZE)
    assert pytest.approx(BURST + RATE * (clock.now - start), abs=12) == 100 * 11


def test_a_flood_is_hopeless_after_a_while_and_a_rush_is_not(clock):
    pace = SocketThrottle(clock)
    say(clock, pace, int(BURST + RATE * (PATIENCE - 2)), 1e6)
    assert not pace.is_flooding
    say(clock, pace, int(RATE * 4), 1e6)
    assert pace.is_flooding


def test_after_a_rest_all_is_forgiven(clock):
    pace = SocketThrottle(clock)
    say(clock, pace, int(BURST + RATE * (PATIENCE - 1)), 1e6)
    clock.now += 2 * BURST / RATE
    say(clock, pace, int(BURST + RATE * (PATIENCE - 1)), 1e6)
    assert not pace.is_flooding


# ---- real floods; while they last, somebody else talks undisturbed


def is_thrown_out(socket):
    with suppress(TimeoutError, ConnectionClosed):
        socket.hears("never", timeout=10)
    return socket.wire.protocol.close_code is not None


@pytest.mark.parametrize("text", ["3", '42["event",{}]', "42nonsense"])
def test_a_flood_ends_the_socket_that_floods_and_no_other(impatient, visit, text):
    adam, blake = visit(impatient, 1), visit(impatient, 2)
    flooder, calm = adam.connects(adam.opens()), blake.connects(blake.opens())
    calm.follows()
    with suppress(ConnectionClosed):
        for _ in range(1000):
            flooder.says(text)
    assert is_thrown_out(flooder)
    calm.sends("calm")
    calm.hears_broadcast("calm")


def test_a_rush_loses_nothing(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    socket.follows()
    event = socket.page.event("follow", {"since": socket.page.stream["since"]})
    for _ in range(int(BURST) + 20):
        socket.emits("event", event)
    for _ in range(int(BURST) + 20):
        assert socket.hears_call("sync")
