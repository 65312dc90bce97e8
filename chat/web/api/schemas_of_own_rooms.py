"""Schemas of what of a room is yours alone."""

from typing import Annotated

from pydantic import Field

from chat.rooms.items import Level
from chat.web.api.schemas import Request
from chat.web.api.schemas_of_rooms import ListedRoom
from models import MAX_ID


class OwnLevel(Request):
    """Of what in a room you are told."""

    level: Level = Field(
        description="Everything, what means you, or nothing: then not even the list says that there is something new.",
        examples=["everything"],
    )


class UnreadMark(Request):
    """From where on a room is unread."""

    message: Annotated[int, Field(ge=1, le=MAX_ID)] = Field(
        description="The number of the first message that is to be unread.", examples=[101]
    )


class OwnRoom(ListedRoom):
    """A room, and what it is to you."""

    archived: bool = Field(description="Whether it is archived: read-only, and in no list.")
    joined: bool = Field(description="Whether you are in it; of a thread, in its room.")
    manages: bool = Field(description="Whether you manage it.")
    starred: bool = Field(description="Whether it is on top of your list.")
    keeps_days: int | None = Field(description="After how many days its messages are deleted, null for never.")
    read: int | None = Field(description="The number of the newest message that you have read, if you are in it.")
    level: Level | None = Field(description="Of what you are told, if you are in it.")
