"""What an open page hears of: topics of its streams and of its Python code, checked alike and ended in one place."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from nicegui import Client

from chat import rooms
from chat.accounts.events import SessionEnded, person_topic
from chat.elements.socket_rooms import socket_ids
from chat.elements.topic import Topic, followed_topics, followers
from chat.errors import NotFound
from chat.realtime.bus import Unsubscribe, bus
from chat.rooms.events import (
    ROOMS,
    MembershipChanged,
    ReadMarksMoved,
    RoomsChanged,
    id_in_topic,
    news_topic,
    room_topic,
)
from chat.rooms.items import UnreadItem
from chat.storage.database import database
from chat.web import news, open_pages
from chat.web.audiences import require_audience
from chat.web.viewer import Viewer

Handler = Callable[[Any], None]

_pages: dict[Client, "PageSubscriptions"] = {}


class PageSubscriptions:
    """The topics of one page; they end with the page, with its session, and each when access to it is lost."""

    def __init__(self, client: Client, viewer: Viewer) -> None:
        self._client, self._viewer = client, viewer
        self._subscribed: dict[str, list[Unsubscribe]] = {}
        self._threads: dict[str, int] = {}  # the room of each thread whose topic the page may hear
        self._ends = self._moves = 0  # how often access was lost, and read marks moved
        _pages[client] = self
        client.on_delete(self._end_all)
        open_pages.register(client, viewer.session_id)
        self._subscribe(person_topic(viewer.user.id), self._end_what_was_lost)
        self._subscribe(ROOMS, self._end_closed_room)

    @property
    def viewer_id(self) -> int:
        """Who looks at the page."""
        return self._viewer.user.id

    @property
    def is_connected(self) -> bool:
        """Whether the page has a socket."""
        return self._client.has_socket_connection

    @property
    def ends(self) -> int:
        """How often access to something was lost: what was read before the last time may not be true any more."""
        return self._ends

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
            ends = None
            while ends != self._ends:  # once more if access was lost meanwhile: what was read is not true any more
                ends = self._ends
                answers = await self._viewer.read(require_audience, *topics)
        except NotFound:
            for topic in topics:
                self.end(topic)
            raise
        self._threads |= {topic: room_id for topic, room_id in answers.items() if isinstance(room_id, int)}

    async def follow_news(self, shown: Collection[int], among: Collection[int] | None = None) -> list[UnreadItem]:
        """Hear of news in the rooms that the viewer is in, and in no others; return what is unread in them.

        Raises `NotSignedIn`.

        Args:
            shown: the room that the page shows, and a thread; what is new there their streams hear of
            among: rooms to look at, instead of all
        """
        moves = None
        while moves != self._moves:  # where marks have moved since, that has been shown already
            moves = self._moves
            unread = await self._follow_news(shown, among)
        return unread

    async def _follow_news(self, shown: Collection[int], among: Collection[int] | None) -> list[UnreadItem]:
        before = news.moment()
        unread = await self._read_unread(among)
        if among is None and (beside := {*shown} - {item.room_id for item in unread}):  # a thread is no room of one's
            unread += await self._read_unread(beside)
        if not self._client.is_deleted:
            await self._enter_news({news_topic(item.room_id) for item in unread if item.room_id not in shown}, among)
        missed = {item.room_id for item in unread if news.has_told_since(before, item.room_id)}
        if not missed:
            return unread
        return [*(item for item in unread if item.room_id not in missed), *await self._read_unread(missed)]

    async def _read_unread(self, among: Collection[int] | None) -> list[UnreadItem]:
        ends = None
        while ends != self._ends:  # as in `check`
            ends = self._ends
            unread = await self._viewer.read(rooms.unread, among)
        return unread

    async def _enter_news(self, wanted: set[str], among: Collection[int] | None) -> None:
        if among is None:
            looked_at = {topic for topic in followed_topics(self._client) if topic.startswith("news:")}
        else:
            looked_at = set(map(news_topic, among))
        for topic in looked_at - wanted:
            Topic(topic).leave(self._client)
        for topic in wanted:  # also what is followed, since the page may have a new socket
            await Topic(topic).enter(self._client)

    def end(self, topic: str) -> None:
        """Stop hearing of a topic at once, in Python and in the browser."""
        for unsubscribe in self._subscribed.pop(topic, ()):
            unsubscribe()
        self._threads.pop(topic, None)
        self._ends += 1
        Topic(topic).leave(self._client)

    def _subscribe(self, topic: str, handler: Handler) -> None:
        self._subscribed.setdefault(topic, []).append(bus.subscribe(topic, handler))

    def _end_what_was_lost(self, event: object) -> None:
        """Close the page with its session, and stop hearing of a room in the moment in which access to it is lost."""
        if isinstance(event, SessionEnded) and event.session_id == self._viewer.session_id:
            open_pages.end(self._client)
        elif isinstance(event, MembershipChanged) and not event.is_visible:
            self.end_room(event.room_id)
        elif isinstance(event, ReadMarksMoved):
            self._moves += 1

    def _end_closed_room(self, event: RoomsChanged) -> None:
        if event.members is not None and self._viewer.user.id not in event.members:
            self.end_room(event.changed.id)

    def end_room(self, room_id: int) -> None:
        """Stop hearing of a room, and of threads in it, at once."""
        for topic in [topic for topic, above in self._threads.items() if above == room_id]:
            self.end(topic)
        self.end(room_topic(room_id))
        self.end(news_topic(room_id))

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


async def end_lost_rooms() -> None:
    """End what pages hear of rooms that their viewers cannot see any more, whether that was heard of or not."""
    ids = ((topic, id_in_topic("room", topic) or id_in_topic("news", topic)) for topic in followed_topics())
    topics = {topic: room_id for topic, room_id in ids if room_id is not None}
    followed = set(topics.values())
    private = await database.read(rooms.unchecked.private_rooms, followed) if followed else ()
    # By the topics of private rooms, not by page: to list the topics of one page takes a look at all that there are.
    viewers = {socket: page.viewer_id for client, page in _pages.items() for socket in socket_ids(client)}
    following = {
        (room_id, viewers[socket])
        for topic, room_id in topics.items()
        if room_id in private
        for socket in followers(topic)
        if socket in viewers
    }
    for room_id, user_id in await database.read(rooms.unchecked.hidden_pairs, following) if following else ():
        for page in list(_pages.values()):
            if page.viewer_id == user_id:
                page.end_room(room_id)
