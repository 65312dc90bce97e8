"""The words under which a message is indexed: those of its text, and some that no text has."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from chat.search.conditions import LINK
from chat.search.folding import fold, words_of

HAS_LINK = "=link"

RULES = 1
"""By which a text is divided into words and put into rows of the index: whoever changes them raises this.

A version that starts with other rules than those the index was made by builds it anew."""


def entries(body: str, author_id: int, home_id: int, created_at: int) -> set[str]:
    """Return all words of a message."""
    words = words_of(fold(body))
    words |= {by(author_id), within(home_id), *times(created_at)}
    if LINK.search(body):
        words.add(HAS_LINK)
    return words


def by(author_id: int) -> str:
    """Return the word of all messages that somebody has written."""
    return f"=a{author_id}"


def within(room_id: int) -> str:
    """Return the word of all messages in a room and its threads."""
    return f"=r{room_id}"


def times(created_at: int) -> tuple[str, str, str]:
    """Return the words of the day, the month and the year of a message, UTC."""
    day = _day(created_at)
    return f"=d{day}", f"=d{day:%Y-%m}", f"=d{day.year}"


def times_between(start: int, end: int) -> tuple[str, ...]:
    """Return words of days, months and years that together are all the time from one moment to before another."""
    return tuple(_spans(_day(max(start, 0)), _day(end - 1)))


def next_month(first: date) -> date:
    """Return the first day of the month after one, by its first day."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _spans(day: date, last: date) -> Iterator[str]:
    while day <= last:
        if (day.month, day.day) == (1, 1) and date(day.year, 12, 31) <= last:
            yield f"=d{day.year}"
            day = date(day.year + 1, 1, 1)
        elif day.day == 1 and (end := next_month(day)) - timedelta(days=1) <= last:
            yield f"=d{day:%Y-%m}"
            day = end
        else:
            yield f"=d{day}"
            day += timedelta(days=1)


def _day(at: int) -> date:
    return datetime.fromtimestamp(min(at, 4_102_444_799_999) // 1000, UTC).date()
