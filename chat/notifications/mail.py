"""The mail about what somebody has missed."""

from collections.abc import Sequence
from itertools import groupby

from chat.notifications.items import NoticeItem

MAX_TEXT = 300
"""Characters of a message; the rest is in the room."""

MAX_MESSAGES = 20

END = """\
--
You get this mail because you were away. Choose what you are mailed about:
{home}/settings/notifications
"""


def written(notices: Sequence[NoticeItem], home: str) -> tuple[str, str]:
    """Return subject and text of one mail about all messages, by room."""
    count = len(notices)
    subject = "A message for you" if count == 1 else f"{count} messages for you"
    shown = sorted(notices[-MAX_MESSAGES:], key=lambda notice: (notice.room_id, notice.room, notice.message_id))
    parts = [
        _of_room(list(of_room), home) for _, of_room in groupby(shown, key=lambda notice: (notice.room_id, notice.room))
    ]
    more = [f"… and {count - len(shown)} before these.\n"] if count > len(shown) else []
    return subject, "\n".join([*parts, *more, END.format(home=home)])


def _of_room(notices: Sequence[NoticeItem], home: str) -> str:
    room = notices[0].room or "Direct message"
    lines = [_said(notice) for notice in notices]
    return "\n".join([f"{room}  {home}/rooms/{notices[0].room_id}\n", *lines])


def _said(notice: NoticeItem) -> str:
    return f"{notice.author}:\n{_quoted(notice.text)}\n" if notice.text else f"{notice.author} has written.\n"


def _quoted(text: str) -> str:
    cut = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    return "\n".join(f"> {line}" for line in cut.splitlines() or [""])
