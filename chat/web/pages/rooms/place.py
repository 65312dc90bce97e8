"""Where on the page of a room somebody is: what its address names."""

import re
from dataclasses import dataclass

from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.web import auth

PATH = re.compile(r"/rooms/([0-9]{1,18})(?:/thread/([0-9]{1,18}))?(?:/@([0-9]{1,18}))?/?")


@dataclass(frozen=True, slots=True)
class Place:
    """A room; the message of it whose thread is open beside it, if one is; and a message to show, there or here."""

    room_id: int
    root_id: int | None = None
    message_id: int | None = None
    is_around_root: bool = False

    @property
    def path(self) -> str:
        """The address."""
        thread = f"/thread/{self.root_id}" if self.root_id else ""
        return f"{auth.HOME}/{self.room_id}{thread}" + (f"/@{self.message_id}" if self.message_id else "")

    @property
    def linked_id(self) -> int | None:
        """The message that is to be shown in the room: of a link to a reply, the one that it is a reply to."""
        if self.root_id is None:
            return self.message_id
        return self.root_id if self.is_around_root else None


def place_of(path: str) -> Place:
    """Return what a path names; raises `NotFound`."""
    match = PATH.fullmatch(path)
    if match is None:
        raise NotFound("Room not found.")
    room_id, root_id, message_id = (int(part) if part else None for part in match.groups())
    return Place(room_id or 0, root_id, message_id)


def with_thread(actor: UserItem, place: Place) -> Place:
    """Return where a link to a message leads: to a reply, beside its room; raises `NotFound` for the room."""
    if place.message_id is None or place.root_id is not None:
        return place
    thread = rooms.seen_room(actor, place.room_id).thread
    if thread:
        return Place(thread.room_id, thread.root_id, place.message_id, is_around_root=True)
    root_id = messages.root_of_reply(actor, place.room_id, place.message_id)
    return place if root_id is None else Place(place.room_id, root_id, place.message_id, is_around_root=True)
