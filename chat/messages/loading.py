"""Gathers all that is shown of messages from their tables: what to add to for every new part of a message."""

from collections.abc import Collection
from typing import Any

import peewee

from chat import files
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.messages.guises import load_guises
from chat.messages.items import MessageItem, ReactionItem
from chat.messages.live import load_live
from chat.messages.mentioned import load_mentions
from chat.messages.pins import load_pins
from chat.messages.previews import load_previews
from chat.messages.quotes import load_quotes
from chat.messages.redrawing import html_of_row
from chat.messages.room_links import links_in
from chat.messages.rows import MessageRow, looks
from chat.messages.running import load_running
from chat.messages.threads import load_threads
from chat.messages.versions import with_kept_versions
from models import Message, Reaction, User

STORED = ("id", "room_id", "client_id", "created_at", "edited_at", "deleted_at", "revision", "created_revision")
"""Columns that are fields of the item, too."""


def select_messages() -> "peewee.ModelSelect[Message]":
    """Select messages as `load_items` wants them: with their authors, and whether they have reactions and so on."""
    return Message.select(Message, User, *looks()).join(User)


def load_items(rows: Collection[Message | MessageRow]) -> tuple[MessageItem, ...]:
    """Return the items of messages, in a fixed number of queries however many they are.

    Args:
        rows: of `select_messages` or `select_rows`; for a row without its author there would be a query each
    """
    reactions = _reactions([row.id for row in rows if row.has_reactions])
    mentions = load_mentions([row.id for row in rows if row.has_mentions])
    attached = files.files_of([row.id for row in rows if row.has_files])
    drawn = {row.id: html_of_row(row) for row in rows}
    links = links_in(rows, drawn)
    quotes = load_quotes(row.reply_to for row in rows)
    threads = load_threads(row.thread_id for row in rows)
    previews = load_previews([row.id for row in rows if row.has_previews])
    with_versions = with_kept_versions([row.id for row in rows if row.edited_at])
    pins = load_pins([row.id for row in rows if row.has_pin])
    guises = load_guises(rows)
    live = load_live([row for row in rows if row.kind])
    running = load_running([row.id for row in rows if not row.body and not row.deleted_at])
    return tuple(
        MessageItem(
            **_columns(row),
            author=user_item(row.author),
            body=running.get(row.id, row.body),
            drawn=drawn[row.id],
            reactions=reactions.get(row.id, ()),
            mentioned=mentions.get(row.id, ()),
            links=links.get(row.id, ()),
            reply_to=quotes.get(row.reply_to) if row.reply_to else None,
            thread=threads.get(row.thread_id) if row.thread_id else None,
            previews=previews.get(row.id, ()),
            files=attached.get(row.id, ()),
            has_versions=row.id in with_versions,
            pin=pins.get(row.id),
            guise=guises.get(row.id),
            live=live.get(row.id),
            is_running=row.id in running,
        )
        for row in rows
    )


def _columns(row: Message | MessageRow) -> dict[str, Any]:
    """Return what is shown as it is stored."""
    return {name: getattr(row, name) for name in STORED} | {"is_interrupted": bool(row.is_interrupted)}


def load_item(row: Message) -> MessageItem:
    """Return the item of one message."""
    return load_items([row])[0]


def _reactions(message_ids: Collection[int]) -> dict[int, tuple[ReactionItem, ...]]:
    """Return the reactions to each of these messages, in the order in which each emoji came first."""
    if not message_ids:
        return {}
    found: dict[int, dict[str, list[UserItem]]] = {}
    rows = Reaction.select(Reaction, User).join(User).where(Reaction.message.in_(list(message_ids)))
    for row in sorted(rows, key=lambda row: row.id):  # few, and the index has them in another order
        found.setdefault(row.message_id, {}).setdefault(row.emoji, []).append(user_item(row.user))
    return {
        message_id: tuple(ReactionItem(emoji, tuple(users)) for emoji, users in kinds.items())
        for message_id, kinds in found.items()
    }
