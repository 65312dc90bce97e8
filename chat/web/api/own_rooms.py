"""What of a room is yours alone: how far you have read, what you are told of, stars, and that you are typing."""

from fastapi import FastAPI

from chat import messages, notifications, rooms
from chat.accounts.items import UserItem
from chat.rooms.items import SeenRoom, UnreadItem
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas import Id
from chat.web.api.schemas_of_own_rooms import OwnLevel, OwnRoom, UnreadMark
from chat.web.api.schemas_of_rooms import Room
from chat.web.server.limits import FORMS, TYPING

ONE = "/v1/rooms/{room_id}"
LEVEL, STAR, TYPES, UNREAD = (f"{ONE}/{name}" for name in ("level", "star", "typing", "unread"))
DIRECT = "/v1/direct/{room_id}"
ALL_READ = "/v1/read"
NOTED = "It is noted."


def register(api: FastAPI) -> None:
    """Add the operations."""
    plain, with_body = problems(403, 404, 422), problems(403, 404, 413, 415, 422)
    api.get(ONE, summary="Show a room", response_description="The room.", responses=problems(404, 422))(show_room)
    for path, method, summary, run, responses in (
        (LEVEL, "PUT", "Choose what you are told of", set_level, with_body),
        (STAR, "PUT", "Star a room", star_room, plain),
        (STAR, "DELETE", "Unstar a room", unstar_room, plain),
        (UNREAD, "PUT", "Mark as unread", mark_unread, with_body),
        (ALL_READ, "PUT", "Mark everything as read", mark_all_read, problems()),
        (TYPES, "PUT", "Say that you are typing", start_typing, plain),
        (TYPES, "DELETE", "Say that you are not typing", stop_typing, plain),
        (DIRECT, "DELETE", "Hide a direct room", hide_direct, plain),
    ):
        api.api_route(
            path,
            methods=[method],
            summary=summary,
            response_description=NOTED,
            responses=responses,
            status_code=204,
        )(run)


async def show_room(room_id: Id, actor: Actor) -> OwnRoom:
    """A room that you may see, archived or not, or a thread by its number; and what it is to you."""
    return _own(*await database.read(_seen, actor, room_id))


async def set_level(room_id: Id, chosen: OwnLevel, actor: Actor) -> None:
    """Choose of what in a room that you are in you are told: everything, mentions, or nothing."""
    await FORMS.acquire(str(actor.id))
    await notifications.set_level(actor, room_id, chosen.level)


async def star_room(room_id: Id, actor: Actor) -> None:
    """Put a room that you are in on top of your list; one that is there stays so."""
    await rooms.star_room(actor, room_id)


async def unstar_room(room_id: Id, actor: Actor) -> None:
    """Put a room that you are in back among the others of your list."""
    await rooms.unstar_room(actor, room_id)


async def mark_unread(room_id: Id, mark: UnreadMark, actor: Actor) -> None:
    """Make a message of a room, or of a thread by its number, and all after it, unread again.

    Nothing is noted where you are not in the room.
    """
    await rooms.mark_unread(actor, room_id, mark.message)


async def mark_all_read(actor: Actor) -> None:
    """Note that you have read all your rooms, and all threads that you follow."""
    await FORMS.acquire(str(actor.id))
    await rooms.mark_all_read(actor)


async def start_typing(room_id: Id, actor: Actor) -> None:
    """Show for some seconds in a room, or in a thread by its number, that you are typing: repeat it every few seconds.

    A message that you send ends it. Nothing is shown of who hides whether they are active.
    """
    await TYPING.acquire(str(actor.id))
    await messages.notify_typing(actor, room_id)


async def stop_typing(room_id: Id, actor: Actor) -> None:
    """Show in a room that you are typing no more."""
    await TYPING.acquire(str(actor.id))
    await messages.notify_typing(actor, room_id, is_typing=False)


async def hide_direct(room_id: Id, actor: Actor) -> None:
    """Take a direct room out of your list until somebody writes in it."""
    await rooms.hide_direct(actor, room_id)


def _seen(actor: UserItem, room_id: int) -> tuple[SeenRoom, UnreadItem | None]:
    seen = rooms.seen_room(actor, room_id)
    return seen, next(iter(rooms.unread(actor, [room_id])), None)


def _own(seen: SeenRoom, unread: UnreadItem | None) -> OwnRoom:
    return OwnRoom(
        **Room.model_validate(seen.room).model_dump(),
        archived=seen.room.archived_at is not None,
        joined=seen.is_member,
        manages=seen.may_manage,
        starred=seen.is_starred,
        keeps_days=seen.kept_days,
        read=unread.read_id if unread else None,
        unread=unread.count if unread else 0,
        mentions=unread.mentions if unread else 0,
        level=unread.level if unread else None,
    )
