"""The last message of each of somebody's rooms, for a list of rooms."""

from collections.abc import Collection
from typing import Any

from peewee import fn

from chat.accounts import BOT
from chat.accounts.items import Guise, UserItem
from chat.files import names_of
from chat.messages.guises import guises_of
from chat.messages.items import LastMessage
from chat.messages.markdown import text_of_html
from chat.rooms import visible_to
from models import Membership, Message, Room, User, is_room

MAX_TEXT = 120
"""Characters of a message that a list shows at most."""

MAX_HTML = 1_000
"""Characters of its HTML, in which the list's text stands."""


def last_messages(actor: UserItem, room_ids: Collection[int] | None = None) -> list[LastMessage]:
    """Read the last message of each room of the actor, on one line, or of some; not of archived and hidden ones."""
    newest: Any = Message.alias("newest")
    there = (newest.room == Membership.room) & newest.deleted_at.is_null()
    last = newest.select(newest.id).where(there).order_by(newest.id.desc()).limit(1)
    body, html = fn.SUBSTR(Message.body, 1, MAX_TEXT), fn.SUBSTR(Message.html, 1, MAX_HTML)
    columns = (Membership.room, Message.id, User.id, User.name, Message.created_at, User.role, body, html)
    rows: Any = Membership.select(*columns).join(Room).join_from(Membership, Message, on=(Message.id == last))
    mine = rows.join(User).where(
        Membership.user == actor.id, is_room(), Membership.left_at.is_null(), visible_to(actor)
    )
    shown = mine.where(Membership.hidden_at.is_null(), Room.archived_at.is_null())
    if room_ids is not None:
        shown = shown.where(Membership.room.in_(list(room_ids)))
    last_of_each = list(shown.tuples())
    guises = guises_of([row[1] for row in last_of_each if row[5] == BOT])
    found = [(*values, _text(body, html)) for *values, _, body, html in last_of_each]
    files = names_of([id_ for _, id_, *_, text in found if not text])
    return [
        LastMessage(room, by, guises.get(id_, Guise()).name or name, text or files.get(id_, ""), at)
        for room, id_, by, name, at, text in found
    ]


def _text(body: str, html: str | None) -> str:
    """Return the beginning of a text, on one line: where it is formatted, without markup."""
    return " ".join((body if html is None else text_of_html(html)[:MAX_TEXT]).split())
