import pytest
from wsproto.events import BytesMessage, CloseConnection, Ping, Pong, Request, TextMessage

from chat.web.server.patches.frame_budget import BURST, CONTROL, MAX_CONTROL, MESSAGE, RATE, Flood, FrameBudget, cost_of


@pytest.mark.parametrize(
    ("event", "cost"),
    [
        (Request(host="h", target="/"), 0),
        (TextMessage(data="3"), MESSAGE),
        (TextMessage(data="3", frame_finished=False, message_finished=False), MESSAGE),
        (TextMessage(data="", frame_finished=True, message_finished=False), CONTROL),
        (BytesMessage(data=b"", frame_finished=True, message_finished=False), CONTROL),
        (Ping(), CONTROL),
        (Pong(), CONTROL),
        (CloseConnection(code=1000), CONTROL),
    ],
)
def test_what_brings_no_message_costs_more(event, cost):
    assert cost_of(event) == cost


@pytest.fixture
def clock():
    return [100.0]


def spend(clock, budget, cost, count, per_second):
    for _ in range(count):
        clock[0] += 1 / per_second
        budget.spend(cost)


def test_a_burst_is_spent_once(clock):
    budget = FrameBudget(lambda: clock[0])
    spend(clock, budget, CONTROL, MAX_CONTROL, 1e9)
    with pytest.raises(Flood):
        budget.spend(CONTROL)


def test_a_library_that_pings_lives_as_long_as_it_likes(clock):
    spend(clock, FrameBudget(lambda: clock[0]), CONTROL, 100_000, 1)


def test_messages_at_the_rate_that_is_let_through_are_never_too_many(clock):
    spend(clock, FrameBudget(lambda: clock[0]), MESSAGE, 100_000, 50)


def test_whoever_goes_on_faster_than_the_rate_is_ended(clock):
    with pytest.raises(Flood):
        spend(clock, FrameBudget(lambda: clock[0]), MESSAGE, int(4 * BURST), 2 * RATE)
