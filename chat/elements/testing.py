"""Tests of streams without a browser, such as with NiceGUI's `User`: what a browser would show, and what it would send.

Make the pages inside of `recorded()`, for example by a fixture for all tests; see docs/streams.md.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from nicegui.events import GenericEventArguments

from . import browser_call, socket_rooms
from .browser_call import BrowserCall
from .inside import Inside
from .operations import Operations
from .shown_rows import ShownRows
from .stream import Stream
from .topic import Row, Topic

_recorded: WeakKeyDictionary[Stream[Any], ShownRows] = WeakKeyDictionary()


class StreamModel:
    """A stream as a browser shows it, whose reader does not scroll, and what the reader does."""

    def __init__(self, stream: Stream[Any]) -> None:
        """Look at a stream that was made inside of `recorded()`."""
        if stream not in _recorded:
            raise LookupError(f"the stream {stream.name} was not made inside of recorded()")
        self.stream = stream
        self._shown = _recorded[stream]

    @property
    def rows(self) -> list[Row]:
        """The rows, as keys with HTML."""
        return list(self._shown.rows)

    @property
    def keys(self) -> list[str]:
        """The keys of the rows."""
        return self._shown.keys

    def part(self, key: Any, selector: str) -> str | None:
        """Return what `update_part` has made of a part of a row since the row was sent, if anything."""
        return self._shown.parts.get((str(key), selector))

    async def press(self, key: Any, action: str, **args: str) -> None:
        """Press a row's button with this `data-action`; `args` are its other `data-…` attributes."""
        html = dict(self.rows).get(str(key))
        if html is None or f'data-action="{action}"' not in html:
            raise LookupError(f"{self.stream.name} shows no row {key} with data-action={action}")
        await self._tell("action", {"action": action, "key": str(key), "args": args})

    async def load(self, edge: str) -> None:
        """Ask for rows as a browser does: the "first" ones that load later, or those at the "top" or "bottom"."""
        key = {"first": "", "top": self.keys[:1], "bottom": self.keys[-1:]}[edge]
        await self._tell("page", {"edge": edge, "key": "".join(key)})

    async def catch_up(self) -> None:
        """Ask for what was missed of the topic, as a browser does when it connects."""
        await self._tell("follow", {"since": self._shown.revision})

    async def _tell(self, event: str, args: dict[str, Any]) -> None:
        stream = self.stream
        arguments = GenericEventArguments(sender=stream, client=stream.client, args=args)
        with stream.client:
            await getattr(stream, f"_handle_{event}")(arguments)


@contextmanager
def recorded() -> Iterator[None]:
    """Let `StreamModel` look at the streams made in this block, which follow their topics without a socket."""
    with (
        patch.object(Stream, "__init__", _recording_init(Stream.__init__)),
        patch(f"{Operations.__module__}.call", _recording_call(browser_call.call)),
        patch.object(socket_rooms, "rooms", _with_recorded(socket_rooms.rooms)),
        patch.object(socket_rooms, "emit", _recording_emit(socket_rooms.emit)),
    ):
        yield


def _recording_init(init: Any) -> Any:
    def recording(stream: Stream[Any], *args: Any, **options: Any) -> None:
        init(stream, *args, **options)
        rows, limit, is_sorted, revision = (stream.props[name] for name in ("items", "limit", "sorted", "since"))
        opening = {"opens_at": stream.props.get("opens-at", "end"), "pages": stream.props["pages"]}
        opening["has_last"] = bool(stream.props.get("has-last"))
        _recorded[stream] = ShownRows(rows, limit=limit, is_sorted=is_sorted, revision=revision, **opening)

    return recording


def _recording_call(call: Any) -> Any:
    def recording(stream: Stream[Any], method: str, *args: Any) -> BrowserCall:
        if not stream.is_deleted and (shown := _recorded.get(stream)):
            if method == "apply":
                _change(stream, lambda: shown.apply(*args[:2]))
            elif method == "paged":
                shown.complete(*args)
            elif method == "sync" and args[0]:
                _change(stream, lambda: shown.sync(args[0]))
        call(stream, method, *args)
        return BrowserCall()  # done: nobody would answer who awaits it

    return recording


def _change(stream: Stream[Any], operation: Callable[[], None]) -> None:
    """Change rows, and delete what was inside of those that went."""
    before = set(_recorded[stream].keys)
    operation()
    gone = before.difference(_recorded[stream].keys)
    for child in [child for child in stream.default_slot if isinstance(child, Inside) and child.key in gone]:
        child.delete()


def _followers(room: str) -> Iterator[tuple[Stream[Any], ShownRows]]:
    for stream, shown in list(_recorded.items()):
        if stream.topic and not stream.is_deleted and Topic(stream.topic).room == room:
            yield stream, shown


def _with_recorded(rooms: Any) -> Any:
    def recording() -> dict[Any, Collection[Any]]:
        found: dict[Any, Any] = {room: set(sockets) for room, sockets in rooms().items()}
        for stream in list(_recorded):
            if stream.topic and not stream.is_deleted:
                found.setdefault(Topic(stream.topic).room, set()).add(stream.client.id)
        return found

    return recording


def _recording_emit(emit: Any) -> Any:
    async def recording(event: str, arguments: tuple[Any, ...], room: str) -> None:
        if event == "stream":
            for stream, shown in _followers(room):
                _change(stream, partial(shown.broadcast, *arguments[1:]))
        await emit(event, arguments, room)

    return recording
