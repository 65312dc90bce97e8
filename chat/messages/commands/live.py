"""Making live messages, and pressing what is in them.

Presses of one message that come while others of it are being written are written together: one transaction, one
revision, one broadcast, however many people press at once. Each still succeeds, or is refused, by itself.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from chat import rooms
from chat.accounts import require_active_locked
from chat.accounts.items import UserItem
from chat.errors import ChatError, Invalid, NotFound, Unavailable
from chat.live import using
from chat.messages.commands.foreseeing import Act, foresee, presser
from chat.messages.commands.mentions import forget_mentions, note_mentions
from chat.messages.commands.messages import create
from chat.messages.commands.naming import may_name, named_by, tell_named
from chat.messages.commands.once import perform_once
from chat.messages.commands.replies import whom_it_answers
from chat.messages.commands.revisions import lane_key_for, lock_message, save_and_publish
from chat.messages.events import MessageActed, PressedSecretly
from chat.messages.items import MessageItem
from chat.messages.loading import load_item
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.text import clean_client_id, storable_text
from models import Message, Room, db, row_id

TOGETHER = 30
"""How many presses are written at a time: far fewer than a busy database takes its seconds for."""

MAX_WAITING = 2_000
"""How many presses of one message wait to be written; further ones are refused."""

PATIENCE = 10.0
"""Seconds after which a press that still waits is refused: on a database that is too slow for all that comes."""

CROWD = "Too many people press this at once. Please try again."

PACE = 0.1
"""Seconds between two times that presses of one message are written: so often its row is sent to everybody."""


@dataclass(slots=True)
class _Press(Act):
    client_id: str | None = None
    named: list[int] = field(default_factory=list)
    done: asyncio.Future[MessageItem] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    since: float = field(default_factory=lambda: asyncio.get_running_loop().time())


_waiting: dict[int, list[_Press]] = {}
"""By message: an entry is there while its presses are being written."""

_tasks: set[asyncio.Task[None]] = set()


async def send_live(
    author: UserItem, room_id: int, kind: object, state: object, client_id: object = None
) -> tuple[MessageItem, bool]:
    """Send a live message; return it, and whether it is new, as `send_message_once` does.

    `state` is what the message begins with, as its kind takes it. Raises what sending raises, and `Invalid` for a kind
    that there is not, or what it refuses.
    """
    key = clean_client_id(client_id)
    begun, text = await asyncio.to_thread(using.begin, kind, state)
    return await create(author, room_id, (storable_text(text), None), key, live=(str(kind), begun))


async def press(
    actor: UserItem, message_id: int, action: object, args: object = None, *, client_id: object = None
) -> MessageItem:
    """Press something in a live message, and return the message.

    With a `client_id`, repeating it changes nothing. Raises `NotFound` for the message, `Forbidden` in an archived
    room, and `Invalid` for what its kind refuses, or the client id.
    """
    message_id, key = row_id(message_id), clean_client_id(client_id)
    args = {name: value for name, value in args.items() if name != "named"} if isinstance(args, dict) else args or {}
    named: list[int] = []
    if isinstance(args, dict) and may_name(args):
        args["named"] = named = await database.read(named_by, actor, message_id, args)
    one = _Press(actor, action, args, client_id=key, named=named)
    line = _waiting.get(message_id)
    if line is None:
        _waiting[message_id] = [one]
        task = asyncio.create_task(_write(message_id), name="write presses")
        _tasks.add(task)
        task.add_done_callback(_tasks.discard)
    elif len(line) >= MAX_WAITING:
        raise Unavailable(CROWD)
    else:
        line.append(one)
    return await one.done


async def _write(message_id: int) -> None:
    try:
        while line := _still_wanted(_waiting[message_id]):
            some, _waiting[message_id] = line[:TOGETHER], line[TOGETHER:]
            for one, outcome in zip(some, await _outcomes(message_id, some), strict=True):
                if one.done.done():  # whoever has pressed is gone
                    continue
                if isinstance(outcome, Exception):
                    one.done.set_exception(outcome)
                else:
                    one.done.set_result(outcome)
            await asyncio.sleep(PACE)
    finally:
        for one in _waiting.pop(message_id):
            one.done.cancel()


def _still_wanted(line: Sequence[_Press]) -> list[_Press]:
    """Leave out whoever is gone, and refuse who waits for too long: with the same client id they may come again."""
    latest = asyncio.get_running_loop().time() - PATIENCE
    for one in line:
        if one.since < latest and not one.done.done():
            one.done.set_exception(Unavailable(CROWD))
    return [one for one in line if not one.done.done()]


async def _outcomes(message_id: int, presses: Sequence[_Press]) -> Sequence[MessageItem | Exception]:
    try:
        lane_key = await lane_key_for(message_id)
        await foresee(message_id, presses)
        return await database.write_concurrent(lane_key, _press_all, message_id, presses)
    except Exception as error:
        return [error for _ in presses]


class _NoRoomError(Exception):
    """What several presses have made of a message cannot be drawn."""


class _Pressed:
    """A message while presses of it are applied: locked, with its room, and as it was before.

    Whether what they make of it can be drawn is looked at once, at the end, or with `looks` after each.
    """

    def __init__(self, *, looks: bool) -> None:
        self._looks = looks
        self.message: Message | None = None
        self.room: Room | None = None
        self.before: str | None = None
        self._actors: set[int] = set()
        self._named: list[tuple[UserItem, list[int]]] = []

    def apply(self, message_id: int, one: _Press) -> None:
        """Apply a press to what those before have made of the message."""
        row, message = require_active_locked(one.actor), lock_message(one.actor, message_id)
        if self.message is None:
            self.message, self.before = message, message.state
        perform_once(row, one.client_id, f"press {message.id}", lambda: self._change(one, message))

    def _change(self, one: _Press, message: Message) -> None:
        if message.deleted_at:
            raise NotFound("This message has been deleted.")
        if not message.kind:
            raise Invalid("This message has nothing to press.")
        room, now = rooms.lock_writable_room(one.actor, message.room_id), self.message or message
        person, before = presser(one.actor, message), now.state
        now.state = one.apply(now.kind, now.state or "{}", person, message.id, looks=self._looks)
        self.room = room
        self._actors.add(one.actor.id)
        if one.named and now.state != before:
            self._named.append((one.actor, one.named))

    def publish(self) -> MessageItem | None:
        """Store the message, if it has changed, and return it; raises `_NoRoomError`, with nothing stored of it."""
        if self.message is None or self.room is None or self.message.state == self.before:
            return load_item(self.message) if self.message else None
        if not self._looks and not using.has_room(self.message.kind, self.message.state or "{}", self.message.id):
            raise _NoRoomError
        former = self._put_text(self.message, self.room)
        item = save_and_publish(
            self.message, self.room, lambda item: MessageActed(item, item.mentioned_ids if former is None else former)
        )
        if item.live and using.has_secrets(item.live.drawn):
            for actor in self._actors:
                bus.publish_on_commit(PressedSecretly(actor, item.id))
        for one, ids in self._named:
            tell_named(one, ids, self.message, self.room, item.mentioned_ids)
        return item

    def _put_text(self, message: Message, room: Room) -> tuple[int, ...] | None:
        """Give the message its text, and return whom it has meant before; None if it has the same already."""
        body = storable_text(using.text_of(message.kind, message.state or "{}", message.id))
        if body == message.body:
            return None
        try:
            former = note_mentions(message, room, body, None, whom_it_answers(message.reply_to, message.author_id))
        except Invalid:  # more people than a message can mean: presses go on, and nobody is meant
            former, message.has_mentions = forget_mentions(message), False
        message.body = body
        return former


def _press_all(message_id: int, presses: Sequence[_Press]) -> list[MessageItem | Exception]:
    """Apply presses in their order, and return what has become of each; the row is written once.

    To look after each whether it can be drawn takes 4 ms in a poll of 200 people, which is drawn once anyway.
    """
    try:
        with db.atomic():
            return _apply(message_id, presses, _Pressed(looks=False))
    except _NoRoomError:  # for some of them there is
        return _apply(message_id, presses, _Pressed(looks=True))


def _apply(message_id: int, presses: Sequence[_Press], pressed: _Pressed) -> list[MessageItem | Exception]:
    refused: dict[int, ChatError] = {}
    for number, one in enumerate(presses):
        try:
            with db.atomic():
                pressed.apply(message_id, one)
        except ChatError as error:
            refused[number] = error
    item = pressed.publish()
    return [refused.get(number) or item or NotFound("Message not found.") for number in range(len(presses))]
