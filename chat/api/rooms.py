"""`/rooms`: where one can talk."""

from fastapi import FastAPI

from chat import queries
from chat.api.asker import Asker
from chat.api.problems import problems
from chat.api.schemas import Room, Rooms
from chat.database import database


def register(api: FastAPI) -> None:
    """Add the operation."""
    api.get("/v1/rooms", summary="List the rooms", response_description="The rooms.", responses=problems())(list_rooms)


async def list_rooms(_asker: Asker) -> Rooms:
    """The rooms in use, by name. Archived ones are not listed; who knows their number can still read them."""
    return Rooms(rooms=[Room.model_validate(room) for room in await database.read(queries.rooms)])
