"""Topics that many streams follow: one emit reaches all of them."""

import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from nicegui import Client

from . import socket_rooms
from .traffic import traffic

T = TypeVar("T")

Row = tuple[str, str]
"""A key and the HTML drawn for its item."""


class Drawn(tuple[Row, ...]):
    """Rows that have been drawn before, such as once for all viewers; a stream takes them as they are."""

    __slots__ = ()


SIGNAL = "stream-signal"
"""The socket.io event of signals."""

OPERATIONS = ("insert", "update", "remove")
"""What a broadcast may ask of all followers' browsers."""

PREFIX = "stream:"
"""Keeps topics apart from the socket.io rooms that NiceGUI names after its clients."""

Authorize = Callable[[Client, str], Awaitable[object]]

_latest: dict[str, int] = {}
"""The newest revision this process has broadcast, by topic."""


@dataclass(frozen=True, slots=True)
class Changes(Generic[T]):
    """What happened to a topic's items after a revision, or, as `reset`, all that is to be shown instead.

    Args:
        revision: what a browser knows of the topic once it has applied this
        created: items that are newer than the revision asked for, in the order of the list
        edited: older items that have changed since; applied only where they are shown
        deleted: keys of items that are gone
        reset: the items of the last page, where catching up makes no sense
    """

    revision: int
    created: Sequence[T] = ()
    edited: Sequence[T] = ()
    deleted: Sequence[Any] = ()
    reset: Sequence[T] | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its name: a socket.io room that browsers enter and leave."""

    name: str

    authorize: ClassVar[Authorize | None] = None
    """Raises for a page that may not follow a topic; set once by the program, without it every page may."""

    @property
    def room(self) -> str:
        """The name of the socket.io room."""
        return PREFIX + self.name

    @property
    def latest(self) -> int:
        """The newest revision that this process has broadcast."""
        return _latest.get(self.name, 0)

    async def check(self, client: Client) -> None:
        """Ask whether a page may follow the topic; raises what `authorize` raises."""
        if Topic.authorize:
            await Topic.authorize(client, self.name)

    async def enter(self, client: Client) -> None:
        """Subscribe a page's sockets to the topic."""
        await socket_rooms.enter(client, self.room)

    def enter_now(self, client: Client) -> list[str]:
        """Do as `enter`, at once, and return the sockets."""
        return socket_rooms.enter_now(client, self.room)

    def leave(self, client: Client) -> None:
        """Unsubscribe a page's sockets, from now on."""
        socket_rooms.leave(client, self.room)


async def broadcast(topic: str, revision: int, operation: str = "", rows: Sequence[Row | str] = ()) -> None:
    """Send a topic's next revision to all its followers, in one emit; `broadcast_now` does so without being awaited.

    Args:
        topic: what the streams follow
        revision: the topic's count of changes with this one
        operation: `insert`, `update` (where shown) or `remove`; none only says how far the topic is,
            so that whoever missed something asks for it
        rows: keys with HTML, or, to remove, keys alone
    """
    if message := _change(topic, revision, operation, rows):
        await socket_rooms.emit("stream", message, Topic(topic).room)


def broadcast_now(topic: str, revision: int, operation: str = "", rows: Sequence[Row | str] = ()) -> None:
    """Do as `broadcast`, and wait for nobody: a task for each change takes longer than the change."""
    if message := _change(topic, revision, operation, rows):
        socket_rooms.send("stream", message, Topic(topic).room)


def _change(topic: str, revision: int, operation: str, rows: Sequence[Row | str]) -> tuple[Any, ...]:
    """Count a change, and return what to send of it; nothing where nobody follows."""
    if operation not in OPERATIONS and (operation or rows):
        raise ValueError(f"operation={operation!r}: use insert, update or remove, or neither operation nor rows")
    checked = [str(each) if operation == "remove" else row(*each) for each in rows]
    _latest[topic] = max(revision, _latest.get(topic, 0))
    if not (count := follower_count(topic)):
        return ()
    if operation:
        traffic.broadcasts += 1
        traffic.deliveries += count
        traffic.bytes += count * sum(len((each if isinstance(each, str) else each[1]).encode()) for each in checked)
    return (topic, revision, operation, checked) if operation else (topic, revision)


async def signal(topic: str, name: str, data: Any = None, *, revision: int | None = None) -> None:
    """Send the followers of a topic what is no change of it, in one emit; `signal_now` does so without being awaited.

    It has no revision and is kept nowhere: who is away at this moment never receives it. With a `revision` it is a
    change after all, which scripts apply to rows by themselves; where one prevents the default of the event
    `stream:signal`, or somebody is away, all changes since are requested.

    Args:
        topic: what the streams follow
        name: what it is about; in each browser it is `detail.name` of an event `stream:signal`
        data: whatever JSON can hold; there `detail.data`
        revision: the topic's count of changes with this one, if it is one
    """
    if message := _signal(topic, name, data, revision):
        await socket_rooms.emit(SIGNAL, message, Topic(topic).room)


def signal_now(topic: str, name: str, data: Any = None, *, revision: int | None = None) -> None:
    """Do as `signal`, and wait for nobody."""
    if message := _signal(topic, name, data, revision):
        socket_rooms.send(SIGNAL, message, Topic(topic).room)


def _signal(topic: str, name: str, data: Any, revision: int | None) -> tuple[Any, ...]:
    if revision is not None:
        _latest[topic] = max(revision, _latest.get(topic, 0))
    if not has_followers(topic):
        return ()
    return (topic, name, data) if revision is None else (topic, name, data, revision)


def has_followers(topic: str) -> bool:
    """Tell whether any browser connected to this process follows a topic."""
    return Topic(topic).room in socket_rooms.rooms()


def followers(topic: str) -> Collection[str]:
    """List the sockets that follow a topic on this process."""
    return socket_rooms.rooms().get(Topic(topic).room, ())


def follower_count(topic: str) -> int:
    """Count the sockets that follow a topic on this process."""
    return len(followers(topic))


def followed_topics(client: Client | None = None) -> list[str]:
    """List the topics that a page follows, or all browsers connected to this process."""
    rooms = socket_rooms.rooms() if client is None else socket_rooms.rooms_of(client)
    return [str(room).removeprefix(PREFIX) for room in rooms if str(room).startswith(PREFIX)]


def row(key: Any, html: str) -> Row:
    """Pair a key with its row's HTML, refusing what cannot become a row."""
    if not isinstance(html, str) or not re.match(r"\s*<[a-zA-Z]", html):
        raise TypeError(f"render must return one root element of HTML, such as '<li>…</li>', not {html!r}")
    return str(key), html.strip()
