"""Which rooms of a seeded database everybody may open: between them are conversations and threads."""

from chat.storage.database import database
from models import Room, db


def open_rooms(url: str, count: int) -> list[int]:
    """Return the ids of the first open rooms of the database at that address."""
    database.open(url)
    try:
        with db.connection_context():
            found = Room.select(Room.id).where(Room.kind == "open").order_by(Room.id).limit(count)
            return [room.id for room in found]
    finally:
        database.close()
