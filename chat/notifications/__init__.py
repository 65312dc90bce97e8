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
    set_schedule,
)
from chat.notifications.decision import Occasion, is_meant, is_told
from chat.notifications.queries import settings
from chat.notifications.quiet import is_quiet, time_zones

__all__ = [
    "PAUSES",
    "Occasion",
    "is_meant",
    "is_quiet",
    "is_told",
    "note_looking",
    "pause_notifications",
    "resume_notifications",
    "set_level",
    "set_mail",
    "set_schedule",
    "settings",
    "time_zones",
]
