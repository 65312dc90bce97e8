"""Items from rows."""

from collections.abc import Collection
from typing import Any

from peewee import JOIN, fn

from chat import messages
from chat.accounts import BOT
from chat.accounts.items import Guise
from chat.files import names_of
from chat.messages.markdown import plain_text
from chat.notifications.items import NoticeItem, Schedule, SettingsItem
from models import Message, NotificationSettings, Room, User


def settings_item(row: NotificationSettings | None, zone: str) -> SettingsItem:
    """Return the item of somebody's row and time zone; without a row, what holds for whoever has chosen nothing yet."""
    if row is None:
        return SettingsItem(schedule=Schedule(time_zone=zone))
    schedule = Schedule(row.days, row.begins, row.ends, zone)
    return SettingsItem(row.paused_until, schedule, bool(row.wants_mail), bool(row.wants_replies))


def notice_items(pairs: Collection[tuple[int, int]]) -> dict[tuple[int, int], NoticeItem]:
    """Return what people are told of messages, by person and message; whether they are is to be asked before."""
    ids = {message_id for _, message_id in pairs}
    above: Any = Room.alias("above")
    home = (fn.COALESCE(above.id, Room.id), fn.COALESCE(above.name, Room.name), Room.kind)
    rows: Any = Message.select(Message.id, *home, User.name, User.role, Message.body, Message.html).join(User)
    joined = rows.join_from(Message, Room).join(above, JOIN.LEFT_OUTER, on=(above.id == Room.parent))
    told = list(joined.where(Message.id.in_(list(ids))).tuples())
    texts = {id_: plain_text(body, html) for id_, *_, body, html in told}
    texts |= names_of([id_ for id_, text in texts.items() if not text])
    guises = messages.unchecked.guises_of([row[0] for row in told if row[5] == BOT])
    found = {
        id_: NoticeItem(home_id, id_, guises.get(id_, Guise()).name or author, _place(name, kind), texts[id_])
        for id_, home_id, name, kind, author, *_ in told
    }
    return {pair: found[pair[1]] for pair in pairs if pair[1] in found}


def _place(name: str, kind: str) -> str:
    if kind != "thread":
        return name
    return f"Thread in {name}" if name else "Thread"
