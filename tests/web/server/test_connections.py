from ipaddress import ip_network

import pytest

from chat.web.server.connections import PER_ADDRESS, Connections
from chat.web.server.deadlines import ANSWER_BYTES, ANSWER_SECONDS, Deadline, StallDetector
from chat.web.server.file_descriptors import share


class One:
    """A connection whose client keeps the server waiting, or not."""

    def __init__(self, *, is_waiting=True):
        self.is_waiting = is_waiting
        self.has_ended = False

    def give_up(self):
        self.has_ended = True


@pytest.fixture
def connections():
    connections = Connections()
    connections.configure(1000, [ip_network("192.0.2.9/32")])
    return connections


def come(connections, host, count, **how):
    new = [One(**how) for _ in range(count)]
    return [one for one in new if connections.admit(one, host)]


def test_one_address_holds_so_many_and_the_oldest_makes_room(connections):
    held = come(connections, "192.0.2.1", PER_ADDRESS + 10)
    assert [one.has_ended for one in held] == [True] * 10 + [False] * PER_ADDRESS
    assert len(connections) == PER_ADDRESS


def test_who_is_being_answered_is_never_ended(connections):
    assert len(come(connections, "192.0.2.1", PER_ADDRESS + 10, is_waiting=False)) == PER_ADDRESS


def test_when_all_is_full_the_address_that_holds_most_makes_room(connections):
    for number in range(2, 6):
        come(connections, f"192.0.2.{number}", 200)
    busy = come(connections, "192.0.2.1", 300)
    one = One()
    assert connections.admit(one, "198.51.100.1")
    assert busy[0].has_ended
    assert len(connections) == 1000


def test_an_address_of_a_proxy_stands_for_many(connections):
    assert not any(one.has_ended for one in come(connections, "192.0.2.9", 2 * PER_ADDRESS))


def test_sockets_of_open_pages_do_not_count_for_their_address(connections):
    for one in come(connections, "192.0.2.1", PER_ADDRESS):
        connections.settle(one)
    assert not any(one.has_ended for one in come(connections, "192.0.2.1", PER_ADDRESS))
    assert len(connections) == 2 * PER_ADDRESS


def test_what_has_ended_is_forgotten(connections):
    for one in come(connections, "192.0.2.1", PER_ADDRESS):
        connections.remove(one)
        connections.remove(one)
    assert len(connections) == 0


@pytest.mark.parametrize("limit", [256, 1024, 20_000, 65_536])
def test_connections_leave_descriptors_for_the_database(limit):
    connections, backlog = share(limit)
    assert connections + backlog <= limit - 64
    assert connections >= limit // 2


def test_a_deadline_moves_with_what_arrives():
    deadline = Deadline()
    deadline.expect(10)
    deadline.expect(20)
    deadline.extend(5)
    assert deadline.at == 15
    deadline.shorten(12)
    assert deadline.at == 12
    deadline.clear()
    assert not deadline.is_set


def stalls(*waiting):
    """Look at what waits once a second, and tell whether the client is given up at last."""
    reader = StallDetector(0)
    return [reader.is_stalled(second, size) for second, size in enumerate(waiting)][-1]


def test_who_takes_what_is_sent_may_take_long():
    assert not stalls(*(1_000_000 - ANSWER_BYTES // 10 * second for second in range(1000)))


def test_who_takes_a_byte_a_second_is_given_up():
    assert stalls(*(1_000_000 - second for second in range(int(ANSWER_SECONDS) + 2)))


def test_who_has_taken_all_is_not():
    assert not stalls(*[0] * 1000)
