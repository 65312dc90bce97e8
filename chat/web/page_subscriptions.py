"""What an open page hears of: topics of its streams and of its Python code, checked alike and ended in one place."""

from collections.abc import Callable, Mapping
from typing import Any

from nicegui import Client

from chat.accounts.events import SessionEnded, person_topic
from chat.elements.topic import Topic
from chat.errors import NotFound
from chat.realtime.bus import Unsubscribe, bus
from chat.web import open_pages
from chat.web.audiences import require_audience
from chat.web.viewer import Viewer

Handler = Callable[[Any], None]

_pages: dict[Client, "PageSubscriptions"] = {}


class PageSubscriptions:
    """The topics of one page; they end with the page, with its session, and each when access to it is lost."""

    def __init__(self, client: Client, viewer: Viewer) -> None:
        self._client, self._viewer = client, viewer
        self._subscribed: dict[str, list[Unsubscribe]] = {}
        _pages[client] = self
        client.on_delete(self._end_all)
        open_pages.register(client, viewer.session_id)
        self._subscribe(person_topic(viewer.user.id), self._end_page)

    async def listen(self, handlers: Mapping[str, Handler]) -> None:
        """Call a handler with each event of a topic, for several topics; raises as `check` does."""
        await self.check(*handlers)
        if not self._client.is_deleted:
            for topic, handler in handlers.items():
                self._subscribe(topic, handler)

    async def check(self, *topics: str) -> None:
        """Ask whether the viewer may hear these topics; those of a refused viewer end.

        Raises `NotSignedIn` if the session has ended, which closes the page, and `NotFound`.
        """
        try:
            await self._viewer.read(require_audience, *topics)
        except NotFound:
            for topic in topics:
                self.end(topic)
            raise

    def end(self, topic: str) -> None:
        """Stop hearing of a topic at once, in Python and in the browser."""
        for unsubscribe in self._subscribed.pop(topic, ()):
            unsubscribe()
        Topic(topic).leave(self._client)

    def _subscribe(self, topic: str, handler: Handler) -> None:
        self._subscribed.setdefault(topic, []).append(bus.subscribe(topic, handler))

    def _end_page(self, event: object) -> None:
        if isinstance(event, SessionEnded) and event.session_id == self._viewer.session_id:
            open_pages.end(self._client)

    def _end_all(self) -> None:
        _pages.pop(self._client, None)
        for subscribed in self._subscribed.values():
            for unsubscribe in subscribed:
                unsubscribe()
        self._subscribed.clear()


async def admit(client: Client, topic: str) -> None:
    """Ask whether a stream of a page may follow a topic; raises as `PageSubscriptions.check` does."""
    page = _pages.get(client)
    if page is None:
        raise NotFound("This page follows nothing.")
    await page.check(topic)
