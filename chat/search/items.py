"""Frozen snapshots of what was searched for, and of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chat.messages.items import MessageItem, OpenedThread
from chat.rooms.items import RoomItem

Order = Literal["newest", "relevance"]

SHORT = 2
"""Characters of a text that is no part of words, but begins one."""

Excerpt = tuple[tuple[str, bool], ...]
"""A part of a text in pieces, each with whether it is what was searched for."""


@dataclass(frozen=True, slots=True)
class Text:
    """Something that a message is to say, folded; a phrase has its words whole and side by side."""

    folded: str
    is_phrase: bool = False
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """What a message is to be besides its text, as typed: `from`, `in`, `has`, `before` … and a value."""

    name: str
    value: str
    is_unwanted: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody searches for."""

    texts: tuple[Text, ...] = ()
    filters: tuple[Filter, ...] = ()

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return bool(self.texts or self.filters)

    @property
    def is_impossible(self) -> bool:
        """Whether no message can be found, as it is to say what it must not say."""
        unwanted = [text for text in self.texts if text.is_unwanted]
        return any(
            (one.folded, one.is_phrase) == (other.folded, other.is_phrase)
            or (len(one.folded) > SHORT and not one.is_phrase and one.folded in other.folded)
            for one in unwanted
            for other in self.wanted
        )

    @property
    def wanted(self) -> tuple[Text, ...]:
        """What a message is to say, and excerpts show."""
        return tuple(text for text in self.texts if not text.is_unwanted)


@dataclass(frozen=True, slots=True)
class FoundMessage:
    """A message that was found, and the part of its text that says why.

    `room` is the room it is in, of a reply that of its thread: then `thread` says which.
    """

    message: MessageItem
    room: RoomItem
    excerpt: Excerpt
    thread: OpenedThread | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Some of what was found, and `next`, the `before` that brings what comes after it.

    There may be more even if nothing is here: a search looks at so many messages at a time. With `is_indexing`, older
    messages are still being indexed.
    """

    items: Sequence[FoundMessage] = ()
    more: bool = False
    next: str | None = None
    is_indexing: bool = False
