"""Remembers which rooms of socket.io each socket is in.

Why: to find them, socket.io looks into all rooms there are, twice when a socket goes, and each open page is two of
them: to lose n connections takes n² steps.
Read in: python-socketio 5.18.1
Without it: to lose 5,000 connections at once takes 4 s of CPU instead of 0.1, and more where each is in many rooms
Can go when: socket.io remembers it
"""

from collections import defaultdict
from typing import Any

from nicegui import core
from socketio.async_manager import AsyncManager

_rooms: defaultdict[str, set[str | None]] = defaultdict(set)
"""By the socket's id; None is the room of all."""

_enter = AsyncManager.basic_enter_room
_leave = AsyncManager.basic_leave_room


def install() -> None:
    """Have it remembered; called once, before anybody connects."""
    manager = type(core.sio.manager)
    manager.basic_enter_room = enter
    manager.basic_leave_room = leave
    manager.basic_disconnect = disconnect
    manager.get_rooms = get_rooms


def enter(manager: AsyncManager, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
    """Put a socket into a room."""
    _enter(manager, sid, namespace, room, eio_sid)
    _rooms[sid].add(room)


def leave(manager: AsyncManager, sid: str, namespace: str, room: str | None) -> None:
    """Take a socket out of a room; nothing happens if it is not in there."""
    _leave(manager, sid, namespace, room)
    _rooms[sid].discard(room)
    if not _rooms[sid]:
        del _rooms[sid]


def get_rooms(manager: AsyncManager, sid: str, namespace: str) -> list[str]:
    """List the rooms of a socket."""
    del manager, namespace  # NiceGUI has but one
    return [room for room in _rooms.get(sid, ()) if room is not None]


def disconnect(manager: AsyncManager, sid: str, namespace: str, **_options: Any) -> None:
    """Forget a socket."""
    for room in list(_rooms.get(sid, ())):
        leave(manager, sid, namespace, room)
    manager.callbacks.pop(sid, None)
    for pending in (manager.pending_connect, manager.pending_disconnect):
        if sid in pending.get(namespace, ()):
            pending[namespace].remove(sid)
            if not pending[namespace]:
                del pending[namespace]
