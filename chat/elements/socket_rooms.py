"""The rooms of socket.io, by which one emit reaches all pages that follow a topic.

Why: NiceGUI sends to one page at a time. Its own Socket.IO server has rooms, but NiceGUI documents neither the server
nor that each page's sockets are in a room named after the client. `Stream` also overrides `Element._to_dict` and
`Element._handle_delete`, and `stream*.js` listens to `window.socket` and rewords three selectors of Quasar.
Read in: nicegui 3.18.0, python-socketio 5.18.1
Without it: a message to each viewer, at three times the CPU and with a copy kept for each
Can go when: NiceGUI has broadcasts to several pages, and tells elements when they were sent and deleted
"""

from collections.abc import Callable, Collection
from typing import Any

from nicegui import Client, background_tasks, core

NAMESPACE = "/"

write_at_once: Callable[[str, tuple[Any, ...], str], bool] | None = None
"""Sends an event to a room and says whether it could; a program that has a quicker way than socket.io's sets it."""


def socket_ids(client: Client) -> list[str]:
    """List the sockets of a page: its own, and those of lost connections that have not been noticed yet."""
    return [socket_id for socket_id, _ in core.sio.manager.get_participants(NAMESPACE, client.id)]


async def enter(client: Client, room: str) -> None:
    """Add a page's sockets to a room."""
    for socket_id in socket_ids(client):
        await core.sio.enter_room(socket_id, room)


def enter_now(client: Client, room: str) -> list[str]:
    """Do as `enter`, at once, and return the sockets."""
    entered = socket_ids(client)
    for socket_id in entered:
        core.sio.manager.basic_enter_room(socket_id, NAMESPACE, room)
    return entered


def leave(client: Client, room: str) -> None:
    """Remove a page's sockets from a room, at once."""
    for socket_id in socket_ids(client):
        core.sio.manager.basic_leave_room(socket_id, NAMESPACE, room)


def leave_all(client: Client) -> list[str]:
    """Remove a page's sockets from all rooms, that of the page alone included, and return their ids."""
    left = socket_ids(client)
    for socket_id in left:
        for room in core.sio.manager.get_rooms(socket_id, NAMESPACE):
            if room != socket_id:
                core.sio.manager.basic_leave_room(socket_id, NAMESPACE, room)
    return left


def rooms_of(client: Client) -> set[str]:
    """Return the rooms that a page's sockets are in."""
    return {str(room) for socket_id in socket_ids(client) for room in core.sio.manager.get_rooms(socket_id, NAMESPACE)}


async def emit(event: str, arguments: tuple[Any, ...], room: str) -> None:
    """Send an event to all sockets in a room."""
    await core.sio.emit(event, arguments, room=room)


def send(event: str, arguments: tuple[Any, ...], room: str) -> None:
    """Do as `emit` without waiting for anybody: at once, or else by a task."""
    if not (write_at_once and write_at_once(event, arguments, room)):
        background_tasks.create(emit(event, arguments, room), name="send to a room")


def rooms() -> dict[Any, Collection[Any]]:
    """Return the sockets of each room that has any."""
    found: dict[Any, Collection[Any]] = core.sio.manager.rooms.get(NAMESPACE, {})
    return found
