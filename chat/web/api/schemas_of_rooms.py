"""Schemas of rooms and people."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chat.accounts.items import Role
from chat.rooms.items import MemberRole, RoomKind
from chat.text import MAX_DESCRIPTION, MAX_NAME
from chat.web.api.schemas import Answer, Id, Person, Request, plain_number
from models import MAX_ID

MAX_SEARCH = 100


def truth(text: object) -> object:
    """Refuse truth values that JSON does not have: `yes`, `on`, `1`."""
    if text not in ("true", "false"):
        raise ValueError("must be true or false")
    return text == "true"


class RoomsAsked(BaseModel):
    """Which rooms to list."""

    model_config = ConfigDict(extra="forbid")

    joined: Annotated[bool, BeforeValidator(truth)] = Field(
        default=True, description="Whether to list the rooms that you are in, or the open ones that you are not in."
    )


class Listed(BaseModel):
    """Which page of a list to read, and of what."""

    model_config = ConfigDict(extra="forbid")

    search: Annotated[str, Field(min_length=0, max_length=MAX_SEARCH)] = Field(
        default="", description="Words that are all in the name."
    )
    page: Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(plain_number)] = Field(
        default=1, description="Which page to read; for one past the end, the last one is answered."
    )


class NewRoom(Request):
    """A room to make."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] = Field(
        description="The room's name, which no open room has.", examples=["garden"]
    )
    description: Annotated[str, Field(min_length=0, max_length=MAX_DESCRIPTION)] = Field(
        default="", description="What the room is for.", examples=["What grows, and who waters it"]
    )
    kind: Literal["open", "closed"] = Field(
        default="open",
        description="Whether everybody may find, read and join it, or it exists for its members alone.",
        examples=["open"],
    )


class ChangedRoom(Request):
    """What is to change of a room; what is left out stays."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] | None = Field(
        default=None, description="Its new name.", examples=["greenhouse"]
    )
    description: Annotated[str, Field(min_length=0, max_length=MAX_DESCRIPTION)] | None = Field(
        default=None, description="What it is for from now on.", examples=["What grows under glass"]
    )
    kind: Literal["open", "closed"] | None = Field(
        default=None, description="Who may see it, with all its messages.", examples=["open"]
    )
    archived: bool | None = Field(
        default=None, description="Whether it is archived: read-only, and in no list.", examples=[False]
    )


class ReadMark(Request):
    """How far you have read in a room."""

    message: Annotated[int, Field(ge=1, le=MAX_ID)] = Field(
        description="The number of the newest message that you have read.", examples=[101]
    )


class NewRole(Request):
    """Whether somebody manages a room."""

    role: MemberRole = Field(description="Their role in the room.", examples=["manager"])


class NewDirect(Request):
    """Whom to write to."""

    people: list[Id] = Field(
        description="The numbers of the other people, of whom there can be seven.",
        examples=[[2]],
    )


class Room(Answer):
    """A room."""

    id: int = Field(description="The room's number.")
    name: str = Field(description="The room's name; a direct room has the names of the other people.")
    description: str = Field(description="What the room is for; may be empty.")
    kind: RoomKind = Field(description="Who may see it: everybody, its members alone, or the people who write there.")


class ListedRoom(Room):
    """A room, and what is unread in it."""

    unread: int = Field(description="How many messages of others you have not read, counted up to 100.")
    mentions: int = Field(description="How many of them mention you or everybody; in a direct room, all of them do.")


class Rooms(Answer):
    """A list of rooms."""

    rooms: list[ListedRoom] = Field(description="The rooms, by name.")


class Me(Person):
    """The person whom the token belongs to."""

    role: Role = Field(description="What this person may do.")


class Member(Person):
    """Somebody in a room."""

    role: MemberRole = Field(description="Whether this person manages the room.")


class Page(Answer):
    """What every page of a list says of itself."""

    total: int = Field(description="How many there are on all pages.")
    page: int = Field(description="Which page this is.")
    more: bool = Field(description="Whether there is another page after it.")


class Members(Page):
    """A page of the people in a room."""

    members: list[Member] = Field(description="The people, by name.")


class People(Page):
    """A page of the people with an account."""

    people: list[Person] = Field(description="The people, by name.")
