"""What a message is to be, one kind a class: as the index knows it, and as its row says.

The index finds candidates quickly; whether each is what was searched for, its row decides. So an index that is behind
costs time, and shows nothing that is not there.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from chat.search.folding import fold, is_run, places_of
from chat.search.items import Text

LINK = re.compile(r"https?://", re.IGNORECASE)
DAY_MS = 86_400_000

Vocabulary = Callable[[], bytes]
"""All words of a part of the index, each between line ends; read only where somebody asks for parts of words."""

Span = tuple[int, int]
"""Times from one to before another."""


class Row:
    """A message's row, as conditions see it; `home_id` is the room that a thread is in, or the room itself.

    In order of their keys, rows are in order of their dates.
    """

    def __init__(self, id_: int, room_id: int, home_id: int, author_id: int, created_at: int, body: str) -> None:
        self.id, self.room_id, self.home_id = id_, room_id, home_id
        self.author_id, self.created_at, self.body = author_id, created_at, body
        self.key = created_at, id_

    @cached_property
    def folded(self) -> str:
        """Its text as it is compared."""
        return " ".join(fold(self.body).split())


class Condition(Protocol):
    """What a message is to be, or not to be (`is_unwanted`)."""

    is_unwanted: bool

    @property
    def excludes(self) -> bool:
        """Whether all that the index has for it is what it means, so that the index alone can rule that out."""

    def words(self, vocabulary: Vocabulary) -> list[list[str]]:
        """Return lists of words of the index: a message that is so has one of each. Nothing means any message."""

    def holds(self, row: Row) -> bool:
        """Whether a message is so."""


@dataclass(frozen=True)
class Says:
    """It says a word, a part of one, a phrase or a piece of code."""

    text: Text

    @property
    def is_unwanted(self) -> bool:
        """Whether messages with it are not wanted."""
        return self.text.is_unwanted

    @property
    def excludes(self) -> bool:
        """A single word is where the index has it; of a phrase it has the words, in whatever order."""
        return (
            len(self._places) == 1
            and not is_run(self._places[0][0])
            and self._places[0][1:] == (0, len(self.text.folded))
        )

    def words(self, vocabulary: Vocabulary) -> list[list[str]]:
        """Find the words that these are, or that the first and the last of them are a part of."""
        found = []
        for word, start, end in self._places:
            if is_run(word):
                found.append(words_with(vocabulary, word, opens=False, goes_on=len(word) == 1))
                continue
            is_whole = (start, end) == (0, len(self.text.folded))
            opens = start == 0 and self._is_part and not (is_whole and end <= 2)
            goes_on = end == len(self.text.folded) and self._is_part and not (is_whole and end == 1)
            found.append(words_with(vocabulary, word, opens=opens, goes_on=goes_on))
        return found

    def holds(self, row: Row) -> bool:
        """Whether the text has it."""
        return self.pattern.search(row.folded) is not None

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What to look for in a folded text."""
        return pattern_of(self.text)

    @property
    def _is_part(self) -> bool:
        return not self.text.is_phrase

    @cached_property
    def _places(self) -> list[tuple[str, int, int]]:
        """Its words; of a run of characters without the last alone, which a longer run does not have alone."""
        places = list(places_of(self.text.folded))
        ends = {(end, is_run(word)) for word, start, end in places if end - start == 2}
        return [
            place
            for place in places
            if not (place[2] - place[1] == 1 and (place[2], is_run(place[0])) in ends and is_run(place[0]))
        ]


def pattern_of(text: Text) -> re.Pattern[str]:
    """Return what to look for in a folded text: one letter alone, two at the beginning of a word, more anywhere."""
    words = [] if not text.is_phrase else re.findall(r"[^\W_]+", text.folded)
    if words and re.fullmatch(r"[\w\s]*", text.folded):
        middle = r"[\W_]+".join(map(re.escape, words))
        return re.compile(_edge(words[0][0], "(?<![^\\W_])") + middle + _edge(words[-1][-1], "(?![^\\W_])"))
    is_short = len(text.folded) <= 2 and text.folded.isalnum() and not is_run(text.folded)
    before = "(?<![^\\W_])" if text.is_phrase or is_short else ""
    after = "(?![^\\W_])" if text.is_phrase or (is_short and len(text.folded) == 1) else ""
    return re.compile(_edge(text.folded[0], before) + re.escape(text.folded) + _edge(text.folded[-1], after))


def _edge(letter: str, edge: str) -> str:
    """Return where a word has to end; scripts without spaces and punctuation have no such places."""
    return edge if letter.isalnum() and not is_run(letter) else ""


def words_with(vocabulary: Vocabulary, part: str, *, opens: bool, goes_on: bool) -> list[str]:
    """Return the words that are a text or, if something may come before or after it, have it there."""
    if not (opens or goes_on):
        return [part]
    known = vocabulary()
    needle, found, at = (b"" if opens else b"\n") + part.encode() + (b"" if goes_on else b"\n"), [], 0
    while (at := known.find(needle, at)) >= 0:
        start = known.rfind(b"\n", 0, at + 1) + 1
        end = known.find(b"\n", at + len(needle) - (not goes_on))
        found.append(known[start:end].decode())
        at = end
    return found


@dataclass(frozen=True)
class Is:
    """The index has one of some words that no text has, such as that of its author, or it is from a time."""

    kinds: tuple[str, ...]
    test: Callable[[Row], bool]
    is_unwanted: bool = False
    span: Span | None = None

    @property
    def excludes(self) -> bool:
        """Its words are where it is so."""
        return bool(self.kinds)

    def words(self, _vocabulary: Vocabulary) -> list[list[str]]:
        """Return those words."""
        return [list(self.kinds)] if self.kinds else []

    def holds(self, row: Row) -> bool:
        """Whether it is so."""
        return self.test(row)


@dataclass(frozen=True)
class Has:
    """It is among those that another table has: reactions, files, mentions."""

    ids_between: Callable[[int, int], Collection[int]]
    is_unwanted: bool = False
