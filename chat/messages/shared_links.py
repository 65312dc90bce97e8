"""Lists of the messages of a room and its threads that have web addresses in them; an index knows of them."""

from typing import Any

from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.files.items import EVERYTHING, Sought
from chat.messages.items import MessagePage
from chat.messages.loading import load_items, select_messages
from chat.rooms import room_for
from models import MAX_ID, Message, Room, User, has_link

AT_ONCE = 30
"""How many messages a page has."""

LOOKED_AT = 2_000
"""Of the authors of so many messages one can choose whose links are listed: the newest ones with links."""


def messages_with_links(
    actor: UserItem, room_id: int, sought: Sought = EVERYTHING, before: int = MAX_ID, limit: int = AT_ONCE
) -> MessagePage:
    """Read a page of the messages of a room and its threads with links in them, newest first; raises `NotFound`.

    Args:
        actor: who asks
        room_id: the room, or a thread
        sought: which of them
        before: the id of the message before which the page begins
        limit: how many there are at most
    """
    room = room_for(actor, room_id)
    chosen = _of_room(room) & (Message.id < before)
    chosen &= (Message.created_at >= sought.since) & (Message.created_at < sought.until)
    if sought.person:
        chosen &= (Message.author + 0) == sought.person  # not by their own index, which has all that they have sent
    newest: Any = Message.select(Message.id).where(chosen).order_by(Message.id.desc()).limit(limit + 1)
    ids = [id_ for (id_,) in newest.tuples()]
    rows = select_messages().where(Message.id.in_(ids[:limit])).order_by(Message.id.desc())
    return MessagePage(load_items(list(rows)), room.revision, more=len(ids) > limit)


def people_with_links(actor: UserItem, room_id: int) -> list[UserItem]:
    """Return those who have sent the newest links of a room, by name; raises `NotFound`."""
    newest: Any = Message.select(Message.author).where(_of_room(room_for(actor, room_id))).order_by(Message.id.desc())
    ids = {author_id for (author_id,) in newest.limit(LOOKED_AT).tuples()}
    return [user_item(row) for row in User.select().where(User.id.in_(list(ids))).order_by(User.name)]


def _of_room(room: Room) -> Any:
    places = Room.select(Room.id).where((Room.id == room.id) | (Room.parent == room.id))
    return Message.room.in_(places) & has_link()
