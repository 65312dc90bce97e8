import pytest

from chat.accounts.events import SessionEnded
from chat.accounts.items import UserItem
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited
from chat.messages.items import MessageItem
from chat.realtime.bus import EVERY_TOPIC, Bus


@pytest.fixture
def bus():
    return Bus()


def message_in(room_id):
    return MessageItem(
        id=1, room_id=room_id, author=UserItem(1, "Ada"), body="hello", created_at=0, revision=1, created_revision=1
    )


def said_in(room_id):
    return MessageCreated(message_in(room_id))


def test_an_event_reaches_the_subscribers_of_its_topic(bus):
    heard = []
    bus.subscribe("room:1", heard.append)
    event = said_in(1)
    bus.publish(event)
    assert heard == [event]


def test_other_topics_stay_undisturbed(bus):
    heard = []
    for topic in ("room:2", "room:11", "room:", "session:1", ""):
        bus.subscribe(topic, heard.append)
    bus.publish(said_in(1))
    assert heard == []


@pytest.mark.parametrize(
    ("event", "topic"),
    [
        (MessageCreated(message_in(7)), "room:7"),
        (MessageEdited(message_in(7)), "room:7"),
        (MessageDeleted(message_in(7)), "room:7"),
        (SessionEnded(5, 7), "person:7"),
    ],
)
def test_every_event_knows_its_topic(bus, event, topic):
    heard = []
    bus.subscribe(topic, heard.append)
    bus.publish(event)
    assert heard == [event]


def test_who_listens_to_every_topic_hears_all_of_them_once(bus):
    heard = []
    bus.subscribe(EVERY_TOPIC, heard.append)
    events = [said_in(1), said_in(2), SessionEnded(1, 1)]
    for event in events:
        bus.publish(event)
    assert heard == events


def test_subscribers_are_called_in_the_order_they_came(bus):
    heard = []
    for name in "abc":
        bus.subscribe("room:1", lambda _event, name=name: heard.append(name))
    bus.publish(said_in(1))
    assert heard == ["a", "b", "c"]


def test_a_subscriber_that_fails_is_logged_and_robs_nobody(bus, caplog):
    heard = []

    def fail(_event):
        raise ValueError("I always fail")

    bus.subscribe("room:1", fail)
    bus.subscribe("room:1", heard.append)
    bus.subscribe(EVERY_TOPIC, heard.append)
    bus.publish(said_in(1))
    assert len(heard) == 2
    assert "room:1" in caplog.text
    assert "I always fail" in caplog.text


def test_a_subscription_ends_when_its_owner_says_so(bus):
    heard = []
    unsubscribe = bus.subscribe("room:1", heard.append)
    bus.publish(said_in(1))
    unsubscribe()
    bus.publish(said_in(1))
    assert len(heard) == 1


def test_ending_a_subscription_twice_harms_no_other(bus):
    heard = []
    unsubscribe = bus.subscribe("room:1", heard.append)
    bus.subscribe("room:1", heard.append)
    unsubscribe()
    unsubscribe()
    bus.publish(said_in(1))
    assert len(heard) == 1


def test_subscribing_twice_means_being_called_twice(bus):
    heard = []
    bus.subscribe("room:1", heard.append)
    bus.subscribe("room:1", heard.append)
    bus.publish(said_in(1))
    assert len(heard) == 2


def test_subscriptions_may_begin_and_end_while_an_event_is_told(bus):
    heard = []

    def leave_and_send_a_substitute(_event):
        unsubscribe()
        bus.subscribe("room:1", heard.append)

    unsubscribe = bus.subscribe("room:1", leave_and_send_a_substitute)
    bus.publish(said_in(1))
    assert heard == []
    bus.publish(said_in(1))
    assert len(heard) == 1


def test_a_thousand_visits_leave_nothing_behind(bus):
    for number in range(1000):
        bus.subscribe(f"room:{number}", print)()
    assert vars(bus) == vars(Bus())


def test_subscribers_are_counted_by_topic(bus):
    assert bus.subscriber_count("room:1") == 0
    unsubscribe = bus.subscribe("room:1", print)
    assert (bus.subscriber_count("room:1"), bus.subscriber_count("room:2")) == (1, 0)
    unsubscribe()
    assert bus.subscriber_count("room:1") == 0
