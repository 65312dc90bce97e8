"""Resolves whom a press names, such as the person a task is given to, and notifies them once."""

from collections.abc import Collection
from typing import Any

from chat import rooms
from chat.accounts import is_of_other_room, user_item
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotFound
from chat.messages.commands.app_messages import tell_as_app
from chat.messages.commands.mentions import mentioned_by
from chat.messages.items import EVERYBODY
from models import Membership, Message, Room, User

MOST_TOLD = 10
"""How many people one press names, and how many are told of it."""

MOST_LOOKED_AT = 1_000
"""Characters of a text in which names are looked for."""

_home = ""


def link_tellings_to(home: str) -> None:
    """Say what the address of the app is, before the paths of its links."""
    global _home
    _home = home


def may_name(args: dict[str, Any]) -> bool:
    """Return whether the arguments of a press may name somebody."""
    text = args.get("text")
    return "person" in args or (isinstance(text, str) and ("@" in text or "＠" in text))


def named_by(actor: UserItem, message_id: int, args: dict[str, Any]) -> list[int]:
    """Return who is named by a text or an id in the arguments of a press, of those who see its room.

    Raises `Invalid` if nobody there has the id.
    """
    message = Message.get_or_none(Message.id == message_id)
    if message is None:
        return []
    room, given = rooms.room_for(actor, message.room_id), args.get("person")
    if type(given) is int:
        known = User.select().where(User.id == given, ~is_of_other_room(room.parent_id or room.id))
        person = known.first() if 0 < given < 10**18 else None
        if person is None or not _sees(person, room.id):
            raise Invalid("There is no such person here.")
        return [given]
    found = mentioned_by(str(args.get("text"))[:MOST_LOOKED_AT], None, room)
    ids = [id_ for id_ in found if id_ != EVERYBODY][:MOST_TOLD]
    people = {person.id: person for person in User.select().where(User.id.in_(ids))}
    return [id_ for id_ in ids if id_ in people and _sees(people[id_], room.id)]


def tell_named(actor: UserItem, ids: Collection[int], message: Message, room: Room, mentioned: Collection[int]) -> None:
    """Tell people by the app that somebody has named them, inside a change.

    Whoever has not read the message so far learns it from their count of mentions.
    """
    home = room.parent_id or room.id
    for person in User.select().where(User.id.in_(sorted(ids)[:MOST_TOLD]), User.role != "bot").order_by(User.id):
        if person.id == actor.id or not _sees(person, room.id):
            continue
        behind = (Membership.user == person) & (Membership.room == room) & (Membership.read_id < message.id)
        if person.id in mentioned and person.id != message.author_id and Membership.select().where(behind).exists():
            continue
        text = f"{actor.name} named you in this message:\n{_home}/rooms/{home}/@{message.id}"
        tell_as_app(person, text, once=True)


def _sees(person: User, room_id: int) -> bool:
    try:
        return person.deactivated_at is None and bool(rooms.room_for(user_item(person), room_id))
    except NotFound:
        return False
