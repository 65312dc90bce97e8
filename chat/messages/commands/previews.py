"""Previews of web pages below messages: notes which pages a message links to, shows and removes them."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from chat.accounts import keep, note_action, require_active_locked, require_administrator
from chat.accounts.items import UserItem
from chat.errors import Forbidden
from chat.messages.commands.once import perform_once
from chat.messages.commands.revisions import lane_key_for, lock_message, save_and_publish
from chat.messages.events import MessagePreviewed
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.messages.previews import SETTING, linked_pages, makes_previews
from chat.rooms import lock_room, unchecked
from chat.storage.database import database
from chat.text import clean_client_id
from models import LinkPreview, Message, MessageLink, User, lock_for_update, now_ms, row_id

KEPT_FOR_MS = 7 * 24 * 3600 * 1000
"""After this long a page that is linked to once more is fetched anew; until then it is shown as it was."""

MAX_SHOWN = 100
"""How many messages are told that a page was fetched, the newest ones; others show it when they are read again."""


async def set_link_previews(actor: UserItem, *, on: bool) -> None:
    """Choose whether previews of web pages are made, as an administrator; raises `Forbidden`."""
    await database.write(_set_link_previews, actor, on)


async def remove_preview(actor: UserItem, message_id: int, preview_id: int, *, client_id: object = None) -> MessageItem:
    """Remove a preview from one's own message and return the message; once more does nothing.

    Raises `NotFound`, `Forbidden` for somebody else's message, and `Invalid` for the client id.
    """
    key, lane_key = clean_client_id(client_id), await lane_key_for(message_id)
    return await database.write_concurrent(lane_key, _remove, actor, message_id, preview_id, key)


async def show_preview(preview_id: int) -> None:
    """Have messages show what was fetched of a page: for the program itself, when it has done so."""
    for message_id, room_id in await database.read(_linking, preview_id):
        await database.write_concurrent(room_id, _show, message_id)


def note_links(message: Message, body: str, html: str | None) -> None:
    """Store to which pages a message with this text links; `message.body` is the former text, "" for a new message.

    What its author has removed stays removed while the text goes on linking to it.
    """
    pages = linked_pages(body, html)
    former = linked_pages(message.body, message.html) if message.body != body else ()
    if message.has_previews:
        gone = MessageLink.preview.not_in(LinkPreview.select().where(LinkPreview.address_hash.in_(_hashes(pages))))
        MessageLink.delete().where(MessageLink.message == message, gone).execute()
    new = [page for page in pages if page not in former]
    if new and makes_previews():
        for position, page in enumerate(pages):
            if page in new:
                MessageLink.create(message=message, preview=_preview_of(page), position=position)
    message.has_previews = bool(pages)


def _preview_of(address: str) -> LinkPreview:
    """Return the row of a page, which is due to be fetched if it was not yet, or long ago."""
    now, (digest,) = now_ms(), _hashes([address])
    LinkPreview.insert(address=address, address_hash=digest, due_at=now).on_conflict_ignore().execute()
    preview = LinkPreview.get(LinkPreview.address_hash == digest)
    if preview.due_at is None and (preview.fetched_at or 0) < now - KEPT_FOR_MS:
        LinkPreview.update(due_at=now, attempts=0).where(LinkPreview.id == preview.id).execute()
    return preview


def _hashes(addresses: Iterable[str]) -> list[str]:
    return [sha256(address.encode()).hexdigest() for address in addresses]


def _linking(preview_id: int) -> list[tuple[int, int]]:
    rows: Any = (
        Message.select(Message.id, Message.room).join(MessageLink).where(MessageLink.preview == row_id(preview_id))
    )
    return list(rows.order_by(Message.id.desc()).limit(MAX_SHOWN).tuples())


def _show(message_id: int) -> None:
    rows = lock_for_update(Message.select(Message, User).join(User), of=Message)  # before its room, as everywhere
    message = rows.where(Message.id == message_id).first()
    if message and not message.deleted_at:
        save_and_publish(message, unchecked.locked_room(message.room_id), MessagePreviewed)


def _remove(actor: UserItem, message_id: int, preview_id: int, client_id: str | None) -> MessageItem:
    row, message = require_active_locked(actor), lock_message(actor, message_id)
    perform_once(row, client_id, f"unpreview {message.id}", lambda: _take_away(actor, row, message, preview_id))
    return load_item(message)


def _take_away(actor: UserItem, row: User, message: Message, preview_id: int) -> None:
    if message.author_id != row.id:
        raise Forbidden("Only the author can remove a preview.")
    link = (MessageLink.message == message) & (MessageLink.preview == row_id(preview_id))
    if MessageLink.delete().where(link).execute():
        save_and_publish(message, lock_room(actor, message.room_id), MessagePreviewed)


def _set_link_previews(actor: UserItem, on: bool) -> None:
    row = require_administrator(actor)
    if makes_previews() != on:
        keep(SETTING, "on" if on else "off")
        note_action(row, "link-previews", detail="on" if on else "off")
