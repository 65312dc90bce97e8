"""`/rooms`: the list of rooms."""

from fastapi import FastAPI

from chat import rooms
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas import Room, Rooms


def register(api: FastAPI) -> None:
    """Add the operation."""
    api.get("/v1/rooms", summary="List the rooms", response_description="The rooms.", responses=problems())(list_rooms)


async def list_rooms(actor: Actor) -> Rooms:
    """The rooms by name, without archived ones. Archived rooms can still be read by their id."""
    return Rooms(rooms=[Room.model_validate(room) for room in await database.read(rooms.rooms, actor)])
