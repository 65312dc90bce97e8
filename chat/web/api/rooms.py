"""Rooms: list, make; who is in them, joining, leaving, and direct messages."""

from typing import Annotated

from fastapi import FastAPI, Query, Response

from chat import rooms
from chat.accounts.items import UserItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.web.api.auth import Actor, require_lasting
from chat.web.api.errors import Documented, problems
from chat.web.api.schemas import Id
from chat.web.api.schemas_of_rooms import (
    ChangedRoom,
    Listed,
    ListedRoom,
    Member,
    Members,
    NewDirect,
    NewRole,
    NewRoom,
    ReadMark,
    Room,
    Rooms,
    RoomsAsked,
)
from chat.web.api.steps import change_in_steps
from chat.web.server.limits import FORMS, ROOM_MAKING

ALL = "/v1/rooms"
ONE = "/v1/rooms/{room_id}"
MEMBERS = "/v1/rooms/{room_id}/members"
MEMBER = "/v1/rooms/{room_id}/members/{person_id}"
DIRECT = "/v1/direct"
READ = "/v1/rooms/{room_id}/read"
MADE = "The new room."
IN = "This person is in the room."
NOTED = "It is noted."
OUT = "This person is not in the room."
THERE: Documented = {200: {"model": Room, "description": "There is such a room already: this is it."}}


def register(api: FastAPI) -> None:
    """Add the operations."""
    making, opening = problems(413, 415, 422), THERE | problems(403, 404, 413, 415, 422)
    api.get(ALL, summary="List the rooms", response_description="The rooms.", responses=problems(422))(list_rooms)
    api.post(ALL, summary="Make a room", response_description=MADE, responses=making, status_code=201)(make_room)
    api.post(DIRECT, summary="Open a direct room", response_description=MADE, responses=opening, status_code=201)(
        open_direct
    )
    api.patch(
        ONE,
        summary="Change a room",
        response_description="The room as it is now.",
        responses=problems(403, 404, 413, 415, 422),
    )(change_room)
    api.put(
        READ,
        summary="Mark as read",
        response_description=NOTED,
        responses=problems(404, 413, 415, 422),
        status_code=204,
    )(mark_read)
    _register_members(api)


def _register_members(api: FastAPI) -> None:
    reading, writing = problems(404, 422), problems(403, 404, 422)
    api.get(MEMBERS, summary="List the members", response_description="A page of them.", responses=reading)(
        list_members
    )
    api.put(MEMBER, summary="Join or add somebody", response_description=IN, responses=writing, status_code=204)(
        put_member
    )
    api.patch(
        MEMBER,
        summary="Change somebody’s role",
        response_description=NOTED,
        responses=problems(403, 404, 413, 415, 422),
        status_code=204,
    )(change_role)
    api.delete(
        MEMBER, summary="Leave or remove somebody", response_description=OUT, responses=writing, status_code=204
    )(delete_member)


async def list_rooms(asked: Annotated[RoomsAsked, Query()], actor: Actor) -> Rooms:
    """The rooms that you are in, by name, or the open ones that you could join; without archived ones.

    Archived rooms can still be read by their id.
    """
    found = await database.read(_rooms_with_unread if asked.joined else _rooms_to_join, actor)
    return Rooms(rooms=[_listed(*one) for one in found])


async def make_room(room: NewRoom, actor: Actor) -> Room:
    """Make an open or a closed room, which you manage."""
    await ROOM_MAKING.acquire(str(actor.id))
    return Room.model_validate(await rooms.create_room(actor, room.name, room.description, room.kind))


async def change_room(room_id: Id, change: ChangedRoom, actor: Actor) -> Room:
    """Change a room that you manage: its name, what it is for, who may see it, whether it is archived."""
    if change.kind is not None:
        require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    room = await database.read(rooms.room, actor, room_id)
    is_told = change.name is not None or change.description is not None
    told = (change.name or room.name, room.description if change.description is None else change.description)
    archive = rooms.archive_room if change.archived else rooms.restore_room
    changed = await change_in_steps(
        ("name and description", told if is_told else None, lambda told: rooms.rename_room(actor, room_id, *told)),
        ("kind", change.kind, lambda kind: rooms.change_room_kind(actor, room_id, kind)),
        ("archived", change.archived, lambda _: archive(actor, room_id)),
    )
    return Room.model_validate(changed or room)


async def open_direct(people: NewDirect, actor: Actor, response: Response) -> Room:
    """Open the direct room between you and these people; with nobody else it is for notes to yourself.

    There is one for each set of people. The others see it once somebody has written in it.
    """
    await FORMS.acquire(str(actor.id))
    room, is_new = await rooms.open_direct_once(actor, people.people)
    response.status_code = 201 if is_new else 200
    return Room.model_validate(room)


async def list_members(room_id: Id, asked: Annotated[Listed, Query()], actor: Actor) -> Members:
    """The people in a room, by name, a page at a time."""
    listing = await database.read(rooms.member_listing, actor, room_id, asked.search, asked.page)
    members = [
        Member(id=member.user.id, name=member.user.name, is_bot=member.user.is_bot, role=member.role)
        for member in listing.items
    ]
    return Members(members=members, total=listing.total, page=listing.page, more=listing.page < listing.pages)


async def put_member(room_id: Id, person_id: Id, actor: Actor) -> None:
    """Join an open room, or add somebody else: to an open room that you are in, or to a closed one that you manage.

    Nothing happens to whoever is in the room already.
    """
    if person_id == actor.id:
        await rooms.join_room(actor, room_id)
    else:
        if (await database.read(rooms.room, actor, room_id)).kind != "open":
            require_lasting(actor)
        await rooms.add_member(actor, room_id, person_id)


async def delete_member(room_id: Id, person_id: Id, actor: Actor) -> None:
    """Leave a room, or remove somebody else from a room that you manage.

    A closed room then does not exist any more for this person. Nothing happens to whoever is not in the room.
    """
    if person_id == actor.id:
        await rooms.leave_room(actor, room_id)
    else:
        await rooms.remove_member(actor, room_id, person_id)


async def change_role(room_id: Id, person_id: Id, new: NewRole, actor: Actor) -> None:
    """Make somebody who is in a room that you manage a manager of it, or no longer one."""
    if new.role == "manager":
        require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    await rooms.set_member_role(actor, room_id, person_id, new.role)


async def mark_read(room_id: Id, mark: ReadMark, actor: Actor) -> None:
    """Note that you have read a room up to a message; what you have read already stays so.

    Nothing is noted in a room that you are not in.
    """
    await rooms.mark_read(actor, room_id, mark.message)


Counted = tuple[RoomItem, int, int]
"""A room, how much is unread in it, and how many of that are mentions."""


def _listed(room: RoomItem, unread: int, mentions: int) -> ListedRoom:
    return ListedRoom(**Room.model_validate(room).model_dump(), unread=unread, mentions=mentions)


def _rooms_with_unread(actor: UserItem) -> list[Counted]:
    unread = {item.room_id: (item.count, item.mentions) for item in rooms.unread(actor)}
    return [(room, *unread.get(room.id, (0, 0))) for room in rooms.rooms(actor)]


def _rooms_to_join(actor: UserItem) -> list[Counted]:
    joined = {room.id for room in rooms.rooms(actor)}
    return [(room, 0, 0) for room in rooms.open_rooms(actor) if room.id not in joined]
