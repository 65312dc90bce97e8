"""What people tell of themselves: what they do, where, how they are, and whether they are seen."""

import unicodedata
from typing import Any

from grapheme import graphemes

from chat.accounts.commands.own_account import rename
from chat.accounts.events import OwnAccountChanged
from chat.accounts.guards import require_active
from chat.accounts.items import UserItem
from chat.accounts.queries import user_item
from chat.accounts.zones import clean_zone
from chat.errors import Invalid, about_field
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.text import clean_line, clean_name
from models import MAX_ID, Profile, User, now_ms

MAX_TITLE = 100
MAX_STATUS = 100
MAX_EMOJI = 32
"""Characters of one emoji, which may be joined of many."""

SPEECH = "💬"
"""The emoji of a status that has none."""

KEYCAP = "\u20e3"


async def change_profile(
    actor: UserItem, title: str | None = None, zone: str | None = None, name: str | None = None
) -> None:
    """Change what one does, the time zone and the name, all or none of them; what is None stays as it is.

    Raises `Invalid`, with the name of the field, for a title that is too long, a zone that does not exist, and a name
    that cannot be had.
    """
    changes = {}
    with about_field("name"):
        name = None if name is None else clean_name(name)
    if title is not None:
        with about_field("title"):
            changes["title"] = clean_line(title, MAX_TITLE, "What you do")
    if zone is not None:
        with about_field("zone"):
            changes["zone"] = clean_zone(zone)
    await database.write(_change_all, actor, changes, name)


async def set_status(actor: UserItem, emoji: str, text: str, until: int | None = None) -> None:
    """Set one's status, until a time or for good; without emoji and text there is none.

    Raises `Invalid` for what is no emoji, a text that is too long, and a time that is over.
    """
    emoji, text = _clean_emoji(emoji), clean_line(text, MAX_STATUS, "A status")
    if until is not None and (type(until) is not int or not now_ms() < until <= MAX_ID):
        raise Invalid("Choose a time that is still to come.")
    if text and not emoji:
        emoji = SPEECH
    changes = {"status_emoji": emoji, "status_text": text, "status_until": until if emoji else None}
    await database.write(_change, actor, changes)


def _clean_emoji(raw: object) -> str:
    """Return one emoji, or nothing; raises `Invalid` for anything else, such as a word."""
    emoji = clean_line(raw, MAX_EMOJI, "An emoji")
    is_emoji = any(unicodedata.category(character) == "So" or character == KEYCAP for character in emoji)
    if emoji and (not is_emoji or len(list(graphemes(emoji))) != 1):
        raise Invalid("Choose one emoji, such as 🌴.")
    return emoji


def _change_all(actor: UserItem, changes: dict[str, Any], name: str | None) -> None:
    row = require_active(actor)
    if name is not None and name != row.name:
        with about_field("name"):
            rename(actor, name)
    if changes:
        _change(actor, changes)


def _change(actor: UserItem, changes: dict[str, Any]) -> None:
    row = require_active(actor)
    tell(row, changes)
    bus.publish_on_commit(OwnAccountChanged(user_item(row)))


def set_zone(row: User, zone: str) -> None:
    """Set somebody's time zone, in the transaction of a command; raises `Invalid` for one that does not exist."""
    tell(row, {"zone": clean_zone(zone)})


def tell(row: User, changes: dict[str, Any]) -> None:
    """Change somebody's profile, or make it."""
    Profile.insert(user=row, **changes).on_conflict(conflict_target=[Profile.user], update=changes).execute()
