"""How people are told of what concerns them: levels of rooms, do not disturb, and whether a message is told at all.

Commands and queries take the actor first. Queries are plain functions that return items: run them with
`await database.read(query, actor, …)`. Code outside this package imports it, `.items` or `.events`.
"""

from chat.notifications.commands.levels import set_level
from chat.notifications.commands.settings import (
    PAUSES,
    note_looking,
    pause_notifications,
    resume_notifications,
    set_mail,
    set_replies,
    set_schedule,
)
from chat.notifications.commands.subscriptions import push_key, subscribe, unsubscribe, unsubscribe_endpoint
from chat.notifications.commands.unsubscribing import is_unsubscribe_token, unsubscribe_from_mail
from chat.notifications.delivery import Deliveries, SendMail
from chat.notifications.keys import public_key
from chat.notifications.push import Push
from chat.notifications.queries import MAX_NOTICES, devices, notices, settings
from chat.notifications.quiet import is_quiet

__all__ = [
    "MAX_NOTICES",
    "PAUSES",
    "Deliveries",
    "Push",
    "SendMail",
    "devices",
    "is_quiet",
    "is_unsubscribe_token",
    "note_looking",
    "notices",
    "pause_notifications",
    "public_key",
    "push_key",
    "resume_notifications",
    "set_level",
    "set_mail",
    "set_replies",
    "set_schedule",
    "settings",
    "subscribe",
    "unsubscribe",
    "unsubscribe_endpoint",
    "unsubscribe_from_mail",
]
