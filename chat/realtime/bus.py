"""Publish and subscribe by topic: within this process, or through a transport between several."""

import logging
from collections.abc import Callable
from functools import partial

from chat.realtime.events import BusStatusChanged, Event
from chat.storage.transactions import on_commit

log = logging.getLogger(__name__)

EVERY_TOPIC = "*"

Subscriber = Callable[[Event], None]
Unsubscribe = Callable[[], None]
Send = Callable[[Event], None]


class Bus:
    """Topics and their subscribers.

    Subscribers are called in the order of subscribing, on the event loop, and must not block. If one raises, that is
    logged, and the others are called all the same.
    """

    def __init__(self) -> None:
        self._subscribers: dict[str, dict[object, Subscriber]] = {}
        self._send: Send | None = None
        self.is_degraded = False
        """Whether events of other processes may be delayed."""
        self.misses_some = False
        """Whether events of another process may be lost, so that pages have to ask the database more often."""

    def connect(self, send: Send | None) -> None:
        """Send published events through a transport, which delivers them in every process, this one included.

        None: deliver within this process only, as without a transport.
        """
        self._send = send

    @property
    def is_shared(self) -> bool:
        """Whether there may be other processes."""
        return self._send is not None

    def subscribe(self, topic: str, subscriber: Subscriber) -> Unsubscribe:
        """Call `subscriber` with every event of `topic`, until the returned function is called.

        `EVERY_TOPIC` is for events of all topics. Pages subscribe by `PageSubscriptions`, which ends with them.
        """
        ticket = object()
        self._subscribers.setdefault(topic, {})[ticket] = subscriber
        return partial(self._unsubscribe, topic, ticket)

    def publish_on_commit(self, event: Event) -> None:
        """Publish an event once the current change is committed, not at all if it is not; call it inside the change."""
        on_commit(partial(self.publish, event))

    def publish(self, event: Event) -> None:
        """Publish an event that no change belongs to; call it on the event loop."""
        if self._send:
            self._send(event)
        else:
            self.deliver(event)

    def deliver(self, event: Event) -> None:
        """Deliver an event to the subscribers in this process."""
        for topic in (event.topic, EVERY_TOPIC):
            for subscriber in tuple(self._subscribers.get(topic, {}).values()):
                try:
                    subscriber(event)
                except Exception:
                    log.exception("a subscriber of %s failed", topic)

    def set_degraded(self, *, is_degraded: bool) -> None:
        """Set whether events of other processes may be delayed; subscribers catch up when that ends."""
        self.is_degraded = is_degraded
        self.deliver(BusStatusChanged(is_degraded))

    def subscriber_count(self, topic: str) -> int:
        """Count the subscribers of a topic."""
        return len(self._subscribers.get(topic, {}))

    def _unsubscribe(self, topic: str, ticket: object) -> None:
        subscribers = self._subscribers.get(topic, {})
        subscribers.pop(ticket, None)
        if not subscribers:
            self._subscribers.pop(topic, None)


bus = Bus()
