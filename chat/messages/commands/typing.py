"""What others may know of somebody who has not said it yet."""

from chat.accounts import active, user_item
from chat.accounts.items import UserItem
from chat.messages.events import PersonTyping
from chat.realtime.bus import bus
from chat.rooms import open_room
from chat.storage.database import database


async def tell_typing(person: UserItem, room_id: int) -> None:
    """Tell a room that somebody is typing there; nothing is stored, so it can be told every few seconds.

    Raises `NotFound` for the room and `Forbidden` for an archived one.
    """
    bus.publish(PersonTyping(room_id, await database.read(_typist, person, room_id)))


def _typist(person: UserItem, room_id: int) -> UserItem:
    row = active(person)
    open_room(room_id)
    return user_item(row)
