"""Messages that are being written word by word: their texts so far, as this process knows them.

What is added is told at once and stored once a second, so this is ahead of the database. Reads, on their threads, take
whichever is longer. See docs/decisions/word-by-word.md.
"""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from chat.accounts.items import UserItem
from chat.errors import Conflict, Invalid, OutOfStep
from chat.text import MAX_BODY
from models import RunningText


class FinishedError(Conflict):
    """The message is not being written any more."""

    @classmethod
    def code(cls) -> str:
        """Return that of a conflict."""
        return Conflict.code()


@dataclass(slots=True, eq=False)
class Running:
    """A message that is being written, and its text so far."""

    message_id: int
    room_id: int
    author: UserItem
    text: str
    is_sure: bool = True
    """Whether nothing was heard since that the author may not write there any more."""
    grown: asyncio.Event = field(default_factory=asyncio.Event)
    """Set, and replaced by another one, whenever something was added."""

    def add(self, offset: int, text: str) -> str:
        """Add a piece that begins after so many characters, and return what of it is new.

        Raises `OutOfStep` where something is missing before it, or something else stands there, and `Invalid` if it
        becomes too long: then nothing of it is added.
        """
        known = self.text[offset : offset + len(text)]
        if offset > len(self.text):
            raise OutOfStep(f"The text has {len(self.text):,} characters so far: go on from there.", len(self.text))
        if not text.startswith(known):
            raise OutOfStep("Something else stands there already: go on where the text ends.", len(self.text))
        new = text[len(known) :]
        if new:
            self.text = within_limit(self.text + new)
            self.grown.set()
            self.grown = asyncio.Event()
        return new


_known: dict[int, Running] = {}

_doubts = 0


def known(message_id: int) -> Running | None:
    """Return a message that this process knows to be written."""
    return _known.get(message_id)


def all_known() -> frozenset[int]:
    """Return the messages that this process takes to be written."""
    return frozenset(_known)


def doubt(user_id: int | None = None) -> list[Running]:
    """Have the access of a writer, or of all, checked again before the next piece; return their messages."""
    global _doubts
    _doubts += 1
    theirs = [message for message in _known.values() if user_id in (None, message.author.id)]
    for message in theirs:
        message.is_sure = False
    return theirs


def doubts() -> int:
    """Return the number of doubts so far; an access check made at a lower number is outdated."""
    return _doubts


def within_limit(text: str) -> str:
    """Return a text as it is; raises `Invalid` if it is too long for a message."""
    if (excess := len(text) - MAX_BODY) > 0:
        raise Invalid(
            f"The message would be {excess:,} character{'s' * (excess > 1)} too long (the limit is {MAX_BODY:,})."
        )
    return text


def note(message_id: int, room_id: int, author: UserItem, text: str) -> Running:
    """Note what is stored of a message that is being written; what is known beyond that stays."""
    running = _known.get(message_id)
    if running is None or not running.text.startswith(text):
        running = _known[message_id] = Running(message_id, room_id, author, text)
    return running


def forget(message_id: int) -> None:
    """Forget a message that is not being written any more."""
    _known.pop(message_id, None)


def load_running(message_ids: Collection[int]) -> dict[int, str]:
    """Return the texts so far of those of these messages that are being written; of none, without a query."""
    if not message_ids:
        return {}
    rows: Any = RunningText.select(RunningText.message, RunningText.text)
    return {id_: _longer(id_, text) for id_, text in rows.where(RunningText.message.in_(list(message_ids))).tuples()}


def _longer(message_id: int, stored: str) -> str:
    """Return what this process knows beyond what is stored."""
    running = _known.get(message_id)
    return running.text if running and running.text.startswith(stored) else stored
