"""What an open page listens to; all of it ends with the page."""

from collections.abc import Callable
from typing import Any

from nicegui import Client

from chat.realtime.bus import Unsubscribe, bus


class PageSubscriptions:
    """The subscriptions of one page."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ends: list[Unsubscribe] = []
        client.on_delete(self.end)

    def listen(self, topic: str, handler: Callable[[Any], None]) -> None:
        """Call `handler` with every event of a topic for as long as the page is there."""
        if not self._client.is_deleted:
            self._ends.append(bus.subscribe(topic, handler))

    def end(self) -> None:
        """End all of them."""
        while self._ends:
            self._ends.pop()()
