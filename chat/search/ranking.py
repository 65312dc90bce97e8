"""The order of relevance: how often and how well a message says what was searched for, and how new it is."""

from collections.abc import Iterable
from math import log

from chat.search.conditions import Row, pattern_of
from chat.search.folding import words_of
from chat.search.items import Query, Text

HALF_LIFE_DAYS = 180
"""After so many days a message counts half as much as one of today."""


def ranked(query: Query, rows: Iterable[Row]) -> list[Row]:
    """Return rows, those that fit best first, and of equal ones the newest."""
    found = list(rows)
    newest = max((row.created_at for row in found), default=0)
    return sorted(found, key=lambda row: (-_score(query, row, newest), -row.id))


def _score(query: Query, row: Row, newest: int) -> float:
    words = words_of(row.folded)
    fit = sum(_fit(text, row, words) for text in query.wanted)
    age = (newest - row.created_at) / 86_400_000 / HALF_LIFE_DAYS
    newness: float = 0.5 ** min(age, 20)
    return (1 + fit) / (1 + log(1 + len(words)) / 4) * newness


def _fit(text: Text, row: Row, words: set[str]) -> float:
    times = sum(1 for _ in pattern_of(text).finditer(row.folded))
    return (2 if text.folded in words or text.is_phrase else 1) * (1 + log(1 + times))
