"""Sending and deleting messages."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from chat import rooms
from chat.accounts import note_action, require_active_alone, require_active_locked
from chat.accounts.items import Guise, UserItem
from chat.counters import counts
from chat.errors import Forbidden, Invalid
from chat.files import attach_files, clean_file_ids, copy_files
from chat.messages.commands.deleting import delete_locked
from chat.messages.commands.mentions import note_mentions
from chat.messages.commands.once import perform_once
from chat.messages.commands.previews import note_links
from chat.messages.commands.replies import original, whom_it_answers
from chat.messages.commands.revisions import in_rooms, lane_key_for, lock_with_copy, next_revision, publish_change
from chat.messages.commands.running_texts import begin_locked
from chat.messages.commands.thread_replies import note_reply
from chat.messages.copies import client_id_of_copy
from chat.messages.events import MessageCreated
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.messages.markdown import VERSION
from chat.messages.redrawing import draw_beside
from chat.storage.database import database
from chat.storage.prepared import Prepared, PreparedInsert
from chat.text import clean_body, clean_client_id
from models import Message, MessageGuise, Room, User, row_id

Text = tuple[str, str | None]
"""A text as typed, and what `markdown.draw` has made of it."""

Live = tuple[str, str]
"""The kind of a live message, and its state as JSON."""

_messages = PreparedInsert(Message)


async def send_message(
    author: UserItem,
    room_id: int,
    body: object,
    client_id: object = None,
    *,
    reply_to: object = None,
    also_in_room: bool = False,
    files: object = (),
    told: Collection[int] | None = None,
) -> MessageItem:
    """Send a message in a room, or a reply in a thread, and return it.

    `client_id` makes it safe to send again: with an id that the author has used before, the stored message is
    returned. `reply_to` is the id of a message in the room that it answers, whose author is told of it. A reply that is
    `also_in_room` is sent in the thread's room as well, as a message that answers the one above the thread: to edit or
    delete one of both does the same to the other. `files` are the ids of files that the author has uploaded to the
    room; with some, the text may be empty. Those who are `told` already it does not mean, such as `EVERYBODY`.

    Raises `NotFound` for the room, and if no message of it is answered, `Conflict` if that has been deleted,
    `Forbidden` for an archived room and `Invalid` for the text, for too many people mentioned in it, for the files,
    or for the client id.
    """
    message, _ = await send_message_once(
        author, room_id, body, client_id, reply_to=reply_to, also_in_room=also_in_room, files=files, told=told
    )
    return message


async def send_message_once(
    author: UserItem,
    room_id: int,
    body: object,
    client_id: object = None,
    *,
    reply_to: object = None,
    also_in_room: bool = False,
    files: object = (),
    told: Collection[int] | None = None,
) -> tuple[MessageItem, bool]:
    """Do as `send_message`; return also whether the message is new."""
    file_ids = clean_file_ids(files)
    text, key = clean_body(body, may_be_empty=bool(file_ids)), clean_client_id(client_id)
    new = (author, room_id, (text, await draw_beside(text)), key, reply_to, also_in_room, file_ids)
    return await create(*new, told=told)


async def create(
    author: UserItem,
    room_id: int,
    text: Text,
    client_id: str | None,
    reply_to: object = None,
    also_in_room: bool = False,
    file_ids: Sequence[int] = (),
    live: Live | None = None,
    begun_with: str | None = None,
    told: Collection[int] | None = None,
) -> tuple[MessageItem, bool]:
    """Store a clean message, having the author enter the room if need be; return also whether it is new.

    With `begun_with`, some words or none, it is going to be written word by word.
    """
    new = (text, client_id, reply_to, also_in_room, file_ids, live, begun_with, told)
    while (created := await database.write_concurrent(row_id(room_id), _create, author, room_id, *new)) is None:
        await rooms.enter_room(author, room_id)  # and again, should they leave or hide it at the same moment
    message, is_new = created
    counts.messages += is_new
    return message, is_new


async def delete_message(actor: UserItem, message_id: int, *, client_id: object = None) -> None:
    """Delete one's own message, or anybody's in a room that one manages; once more does nothing.

    Raises `NotFound`, `Forbidden` for somebody else's message, and `Invalid` for the client id.
    """
    key, lane_key = clean_client_id(client_id), await lane_key_for(message_id)
    await database.write_concurrent(lane_key, _delete, actor, message_id, key)


def _create(
    author: UserItem,
    room_id: int,
    text: Text,
    client_id: str | None,
    reply_to: object,
    also_in_room: bool,
    file_ids: Sequence[int],
    live: Live | None,
    begun_with: str | None = None,
    told: Collection[int] | None = None,
) -> tuple[MessageItem, bool] | None:
    """Return the message and whether it is new; None where the author has to enter the room first."""
    found = rooms.lock_for_writing(author, room_id, client_id) if begun_with is None else None
    if found is None:
        row = require_active_locked(author) if begun_with is None else require_active_alone(author)
        known = client_id and next(iter(_by_client_id.models(Message, row.id, client_id)), None)
        if known:
            rooms.room_for(author, room_id)  # others may have reacted to it since the author has left
            if known.room_id != room_id:
                raise Invalid("This client id was already used for a message in another room.")
            return load_item(known), False
        room = rooms.lock_writable_room(author, room_id)
        found = rooms.WritableRoom(row, room, rooms.must_enter(room, row.id))
    row, room, answered = found.author, found.room, original(found.room, reply_to)
    if found.must_enter:
        return None
    answers = answered.id if answered else None
    more: dict[str, Any] = {"live": live, "begun_with": begun_with, "told": told}
    message, item = write_message(room, row, text, client_id, answers, file_ids, **more)
    if room.parent_id is not None:
        note_reply(room, message, item)
    rooms.read_by_writing(room, author, message.id, read_id=found.read_id, has_unread=found.has_unread)
    if also_in_room:
        _write_above(room, row, text, message, item.mentioned_ids)
    return item, True


@Prepared
def _by_client_id(author_id: Any, client_id: Any) -> Any:
    return Message.select().where(Message.author == author_id, Message.client_id == client_id)


def write_message(
    room: Room,
    author: User,
    text: Text,
    client_id: str | None,
    reply_to: int | None,
    file_ids: Sequence[int],
    *,
    told: Collection[int] | None = None,
    guise: Guise | None = None,
    live: Live | None = None,
    begun_with: str | None = None,
) -> tuple[Message, MessageItem]:
    """Store a new message of a locked room by the row of its author, and publish it.

    A copy of a reply means nobody who is `told` of that, and one that is only `begun_with` some words means nobody.
    """
    (body, html), revision = text, next_revision(room)
    kind, state = live or ("", None)
    columns = {"body": body, "html": html, "html_version": VERSION, "kind": kind, "state": state}
    columns |= {"client_id": client_id, "reply_to": reply_to, "revision": revision, "created_revision": revision}
    message = _messages.create(room=room, author=author, **columns)
    message.has_reactions = message.has_mentions = message.has_previews = message.has_files = message.has_pin = False
    if file_ids:
        attach_files(message, author.id, room, file_ids)
        message.has_files = True
    if begun_with is not None:
        begin_locked(message, begun_with)
    answered = whom_it_answers(reply_to, author.id) if told is None and begun_with is None else None
    note_mentions(message, room, body, html, answered, told or ())
    note_links(message, body, html)
    if guise is not None:
        MessageGuise.create(message=message, name=guise.name, sign=guise.sign)
    item = load_item(message)
    publish_change(MessageCreated(item), room)
    return message, item


def _write_above(thread: Room, author: User, text: Text, reply: Message, told: Collection[int]) -> None:
    """Send a reply in the thread's room as well; whoever hears of the reply, or is answered by it, is told once."""
    if thread.parent_id is None:
        raise Invalid("Only a reply in a thread can be sent to the room as well.")
    copies = copy_files(reply, thread.parent) if reply.has_files else ()
    key = client_id_of_copy(reply.id)
    message, _ = write_message(thread.parent, author, text, key, thread.root_id, copies, told=told)
    rooms.read_by_writing(thread.parent, author, message.id)


def _delete(actor: UserItem, message_id: int, client_id: str | None) -> None:
    row, (message, copy) = require_active_locked(actor), lock_with_copy(actor, message_id)
    perform_once(row, client_id, f"delete {message.id}", lambda: _empty(actor, row, message, copy))


def _empty(actor: UserItem, row: User, message: Message, copy: Message | None) -> None:
    if message.author_id != row.id and not rooms.may_manage(actor, message.room_id):
        raise Forbidden("Only the author and whoever manages the room can delete a message.")
    if message.deleted_at:
        return
    both = in_rooms(message, copy, partial(rooms.lock_room, actor))
    home = both[0][1].parent or both[0][1]
    if message.author_id != row.id and home.kind == "open":
        note_action(row, "deleted", person=message.author_id, room=home.id)
    for each, room in both:
        delete_locked([each], room)
