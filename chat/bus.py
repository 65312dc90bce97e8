"""Publish and subscribe by topic, within this process."""

import logging
from collections.abc import Callable
from functools import partial

from chat.events import Event

log = logging.getLogger(__name__)

EVERY_TOPIC = "*"

Subscriber = Callable[[Event], None]
Unsubscribe = Callable[[], None]


class Bus:
    """Topics and who listens to them.

    Subscribers are called in the order they came, on the event loop, and must not block.
    A subscriber that raises is logged and robs nobody else of the event.
    """

    def __init__(self) -> None:
        self._subscribers: dict[str, dict[object, Subscriber]] = {}

    def subscribe(self, topic: str, subscriber: Subscriber) -> Unsubscribe:
        """Have `subscriber` called with every event of `topic` until the returned function is called.

        `EVERY_TOPIC` hears all. Whoever subscribes must also end it: with its client,
        and earlier when the page moves on to another room.
        """
        ticket = object()
        self._subscribers.setdefault(topic, {})[ticket] = subscriber
        return partial(self._unsubscribe, topic, ticket)

    def publish(self, event: Event) -> None:
        """Tell an event to the subscribers of its topic; call it on the event loop, after the commit."""
        for topic in (event.topic, EVERY_TOPIC):
            for subscriber in tuple(self._subscribers.get(topic, {}).values()):
                try:
                    subscriber(event)
                except Exception:
                    log.exception("a subscriber of %s failed", topic)

    def subscriber_count(self, topic: str) -> int:
        """Count who listens to a topic."""
        return len(self._subscribers.get(topic, {}))

    def _unsubscribe(self, topic: str, ticket: object) -> None:
        subscribers = self._subscribers.get(topic, {})
        subscribers.pop(ticket, None)
        if not subscribers:
            self._subscribers.pop(topic, None)


bus = Bus()
