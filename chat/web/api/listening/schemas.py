"""Schemas of what listeners are told; a message, a room and a person are as in the rest of the API."""

from pydantic import Field

from chat.rooms.items import MemberRole
from chat.web.api.schemas import Answer, Message, Person
from chat.web.api.schemas_of_rooms import Room


class HeardMessage(Message):
    """A message, and the room in which it is heard."""

    heard_in: int = Field(description="The room's number; of a reply, that of the room that the thread is in.")


class GoneMessage(Answer):
    """A message that is in sight no more."""

    id: int = Field(description="The message's number.")
    room_id: int = Field(description="The room it was in; of a reply, the thread's number.")
    revision: int = Field(description="The room's revision with the deletion.")
    heard_in: int = Field(description="The room's number; of a reply, that of the room that the thread is in.")


class HeardRoom(Room):
    """A room as it is now."""

    archived: bool = Field(description="Whether it is archived: read-only, and in no list.")


class HeardMembership(Answer):
    """How somebody stands to a room now."""

    room_id: int = Field(description="The room's number.")
    person: Person = Field(description="Who it is about.")
    role: MemberRole | None = Field(description="Their role in the room, null if they are not in it.")


class ReadRoom(Answer):
    """How far you have read in a room."""

    id: int = Field(description="The room's number.")
    message: int = Field(description="The number of the newest message that you have read.")
    unread: int = Field(description="How many messages of others you have not read, counted up to 100.")
    mentions: int = Field(description="How many of them mean you.")


class ReadRooms(Answer):
    """How far you have read."""

    rooms: list[ReadRoom] = Field(description="The rooms in which your marks may have moved.")


class Reset(Answer):
    """What cannot be told one by one: read it again."""

    room_id: int | None = Field(description="The room's number; null for the list of rooms and who is in them.")
    revision: int | None = Field(description="The room's revision from which you hear what happens; null for the list.")
    read: str = Field(description="Where to read it.")


class Start(Answer):
    """A room from which you hear what happens."""

    id: int = Field(description="The room's number.")
    revision: int = Field(description="The room's revision from which you hear what happens.")


class Ready(Answer):
    """You have caught up: from here on, you are told what happens when it does."""

    rooms: list[Start] = Field(description="The rooms that you hear.")
