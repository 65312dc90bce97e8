"""The live part of messages, drawn when they are read: a kind may be another by then, or gone."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from chat.accounts import is_of_other_room, user_item
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.live import using
from chat.live.states import public
from chat.messages.live_item import LiveItem, ids_in
from chat.messages.rows import MessageRow
from chat.rooms import visible_to
from models import Message, Room, User

MOST = 50
"""Of how many messages one is told at a time what one has pressed."""


def load_live(rows: Collection[Message | MessageRow]) -> dict[int, LiveItem]:
    """Return what is live of these messages, by their ids; without any there is no query."""
    live = {row.id: (row.kind, row.state or "{}", row.body) for row in rows if row.kind}
    drawn = {id_: using.draw(*what, id_) for id_, what in live.items()}
    shown = {id_: ids_in(there) for id_, there in drawn.items()}
    people = _people(one for ids in shown.values() for one in ids)
    return {
        id_: LiveItem(
            kind,
            json.dumps(public(state)),
            drawn[id_],
            tuple(people[one] for one in shown[id_] if one in people),
        )
        for id_, (kind, state, _) in live.items()
    }


def _people(ids: Iterable[int]) -> dict[int, UserItem]:
    """Return people by their ids, which may be any that somebody has sent: without bots of webhooks, which few know."""
    wanted = list(set(ids))
    rows = User.select().where(User.id.in_(wanted), ~is_of_other_room()) if wanted else ()
    return {row.id: user_item(row) for row in rows}


def pressed_secretly(actor: UserItem, message_ids: Collection[int]) -> dict[int, list[str]]:
    """Return which secret buttons the actor has pressed, by message, of those that they may see."""
    rows: Any = Message.select(Message.id, Message.kind, Message.state).join(Room)
    rows = rows.where(Message.id.in_(list(message_ids)[:MOST]), Message.kind != "", visible_to(actor))
    return {id_: using.mine(kind, state or "{}", actor.id) for id_, kind, state in rows.tuples()}


def live_file(actor: UserItem, message_id: int, host: str = "localhost") -> tuple[str, str, str]:
    """Return the file of a live message, as its name, its type and its text; raises `NotFound`.

    `host` is what the place is called in names that are to be its own among all.
    """
    rows: Any = Message.select(Message.kind, Message.state).join(Room)
    row = rows.where(Message.id == message_id, Message.kind != "", visible_to(actor)).tuples().first()
    found = using.file_of(row[0], row[1] or "{}", f"message-{message_id}@{host}") if row else None
    if found is None:
        raise NotFound("There is no such file.")
    return found
