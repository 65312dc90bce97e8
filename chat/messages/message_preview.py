"""What a message would look like, for whoever writes it: drawn as it will be, and neither stored nor told."""

from typing import Any

from chat import rooms
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.messages.commands.mentions import Places, mentioned_by
from chat.messages.items import EVERYBODY, DrawnText, MentionItem, MessageItem
from chat.messages.markdown import draw
from chat.messages.room_links import links_in
from chat.text import clean_body
from models import Message, User


def preview_message(actor: UserItem, room_id: int, body: object) -> DrawnText:
    """Draw a text as a message of the actor's in a room.

    Raises `NotFound` for the room and `Invalid` for the text.
    """
    room, text = rooms.room_for(actor, room_id), clean_body(body)
    html = draw(text)
    message = MessageItem(
        id=0,
        room_id=room_id,
        author=actor,
        body=text,
        drawn=html,
        created_at=0,
        revision=0,
        created_revision=0,
        mentioned=_mentions(mentioned_by(text, html, room)),
        links=links_in([Message(id=0, body=text)], {0: html}).get(0, ()),
    )
    return DrawnText(message.html, html is not None)


def _mentions(places: Places) -> tuple[MentionItem, ...]:
    rows: Any = User.select().where(User.id.in_([id_ for id_ in places if id_ != EVERYBODY])) if places else ()
    people = {row.id: user_item(row) for row in rows}
    return tuple(MentionItem(people.get(id_), tuple(there)) for id_, there in places.items())
