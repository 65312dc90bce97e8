"""Editing messages."""

from collections.abc import Collection
from functools import partial
from typing import Final

from chat import rooms
from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import Conflict, Forbidden, Invalid, NotFound
from chat.files import files_of
from chat.messages.commands.mentions import note_mentions
from chat.messages.commands.once import perform_once
from chat.messages.commands.previews import note_links
from chat.messages.commands.replies import whom_it_answers
from chat.messages.commands.revisions import in_rooms, lane_key_for, lock_with_copy, save_and_publish
from chat.messages.commands.running_texts import end_running
from chat.messages.commands.versions import note_version
from chat.messages.events import MessageEdited
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.messages.markdown import VERSION
from chat.messages.redrawing import draw_beside
from chat.storage.database import database
from chat.text import EMPTY, clean_body, clean_client_id
from models import Message, Room, User, now_ms

UNCHECKED: Final = object()
"""No `base`: an edit that replaces whatever text there is."""

Text = tuple[str, str | None]
"""A text as typed, and what `markdown.draw` has made of it."""


async def edit_message(
    actor: UserItem, message_id: int, body: object, *, client_id: object = None, base: object = UNCHECKED
) -> MessageItem:
    """Change one's own message and return it.

    With a `client_id` that the actor has used before, nothing is changed: the message is returned as it is now, but
    with the `edited_at` that this edit gave it, which is the `base` of whoever goes on from its text.

    Raises `NotFound`, `Forbidden` for somebody else's message or an archived room, `Invalid` for the text or the
    client id, and `Conflict` if the text is not the one that was edited.

    Args:
        actor: who edits
        message_id: the message
        body: the new text
        client_id: makes it safe to repeat, for a week
        base: the `edited_at` of the text that was edited, None for one that was never edited before
    """
    text, key = clean_body(body, may_be_empty=True), clean_client_id(client_id)
    lane_key = await lane_key_for(message_id)
    html = await draw_beside(text)
    return await database.write_concurrent(lane_key, _edit, actor, message_id, (text, html), key, base)


def _edit(actor: UserItem, message_id: int, text: Text, client_id: str | None, base: object) -> MessageItem:
    row, (message, copy) = require_active_locked(actor), lock_with_copy(actor, message_id)
    message.edited_at = perform_once(
        row, client_id, f"edit {message.id}", lambda: _change_text(actor, row, message, copy, text, base)
    )
    return load_item(message)


def _change_text(
    actor: UserItem, row: User, message: Message, copy: Message | None, text: Text, base: object
) -> int | None:
    body, _ = text
    if message.author_id != row.id:
        raise Forbidden("Only the author can edit a message.")
    if message.deleted_at:
        raise NotFound("This message has been deleted.")
    if message.kind:
        raise Invalid("What a live message says is not edited: its buttons change it.")
    both = in_rooms(message, copy, partial(rooms.lock_writable_room, actor))
    if not body and not files_of([message.id]):
        raise Invalid(EMPTY)
    if message.body != body:
        if base is not UNCHECKED and base != message.edited_at:
            raise Conflict("This message was changed in the meantime.")
        told: Collection[int] | None = None
        for each, room in both:
            told = _put_text(each, room, text, told).mentioned_ids
    return message.edited_at


def _put_text(message: Message, room: Room, text: Text, told: Collection[int] | None) -> MessageItem:
    """Give a message another text; of a copy, `told` are those who are told of the reply already."""
    body, html = text
    answered = whom_it_answers(message.reply_to, message.author_id) if told is None else None
    mentioned_before = note_mentions(message, room, body, html, answered, told or ())
    note_links(message, body, html)
    if message.body or not end_running(message):
        note_version(message)
    message.html, message.html_version, message.is_interrupted = html, VERSION, False
    # Later than before, even within a millisecond or after the clock was set back: it names this text.
    message.body, message.edited_at = body, max(now_ms(), (message.edited_at or 0) + 1)
    return save_and_publish(message, room, partial(MessageEdited, mentioned_before=mentioned_before))
