"""What presses will make of a message of a plugin, found out before its rows are locked.

A plugin may take its time, and nobody else writes in a room while a transaction waits for it. What was foreseen counts
only where the message is still as it was read; otherwise the plugin is asked again, in the transaction.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from chat import rooms
from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.live import Person, using
from chat.live.registry import plugin_kinds
from chat.storage.database import database
from chat.text import storable_text
from models import Message, row_id


@dataclass(slots=True)
class Act:
    """What somebody presses, with what is foreseen of it: for which state and person, and the state, or why not."""

    actor: UserItem
    action: object
    args: object
    foreseen: tuple[str, Person, str | ChatError] | None = None

    def apply(self, kind: str, state: str, person: Person, message_id: int, *, looks: bool) -> str:
        """Return the state after it; raises what `using.press` raises, which `looks` is for."""
        if looks or self.foreseen is None or self.foreseen[:2] != (state, person):
            return using.press(kind, state, person, self.action, self.args, message_id, looks=looks)
        if isinstance(self.foreseen[2], ChatError):
            raise self.foreseen[2]
        return self.foreseen[2]


def presser(actor: UserItem, message: Message) -> Person:
    """Return who presses something in a message, as its kind is told."""
    leads = message.author_id == actor.id or rooms.may_manage(actor, message.room_id)
    return Person(actor.id, actor.name, leads)


async def foresee(message_id: int, acts: Sequence[Act]) -> None:
    """Find out what these will do, one after another; of kinds that are shipped, which take no time, nothing."""
    if plugin_kinds() and (found := await database.read(_people, message_id, [act.actor for act in acts])):
        await asyncio.to_thread(_act_ahead, message_id, *found, acts)


def _people(message_id: int, actors: Sequence[UserItem]) -> tuple[str, str, list[Person | None]] | None:
    message = Message.get_or_none(Message.id == row_id(message_id))
    if message is None or message.kind not in {kind.name for kind in plugin_kinds()}:
        return None
    return message.kind, message.state or "{}", [_person(actor, message) for actor in actors]


def _person(actor: UserItem, message: Message) -> Person | None:
    try:
        rooms.room_for(actor, message.room_id)
        return presser(actor, message)
    except ChatError:  # which the transaction will tell them
        return None


def _act_ahead(message_id: int, kind: str, state: str, people: Sequence[Person | None], acts: Sequence[Act]) -> None:
    for act, person in zip(acts, people, strict=True):
        if person is None:
            continue
        try:
            after: str | ChatError = using.press(kind, state, person, act.action, act.args, message_id, looks=False)
        except ChatError as error:
            after = error
        act.foreseen = (state, person, after)
        state = after if isinstance(after, str) else state
    using.draw(kind, state, storable_text(using.text_of(kind, state, message_id)), message_id)  # which are kept
