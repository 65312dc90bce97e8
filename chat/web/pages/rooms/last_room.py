"""Notes where somebody is, so that they come back there."""

import asyncio
from contextlib import suppress

from nicegui import Client, background_tasks

from chat import rooms
from chat.errors import ChatError
from chat.web.pages.rooms.newest_call import IsNewest
from chat.web.viewer import Viewer

STAYS = 1.0
"""Seconds after which somebody is in a room, and has not just come by."""


def note_opened(client: Client, viewer: Viewer, room_id: int, is_newest: IsNewest) -> None:
    """Note soon which room an open page shows, unless it shows another one by then."""
    background_tasks.create(_note(client, viewer, room_id, is_newest), name="note which room is open")


async def _note(client: Client, viewer: Viewer, room_id: int, is_newest: IsNewest) -> None:
    await asyncio.sleep(STAYS)
    if is_newest() and client.has_socket_connection and not client.is_deleted:
        with suppress(ChatError):
            await rooms.note_opened(await viewer.identify(), room_id)
