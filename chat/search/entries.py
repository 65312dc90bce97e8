"""The words under which a message is indexed: those of its text, and some that no text has."""

from chat.search.conditions import LINK
from chat.search.folding import fold, words_of

HAS_LINK = "=link"

RULES = 2
"""By which a text is divided into words and put into rows of the index: whoever changes them raises this.

A version that starts with other rules than those the index was made by builds it anew."""


def entries(body: str, author_id: int, home_id: int) -> set[str]:
    """Return all words of a message."""
    words = words_of(fold(body))
    words |= {by(author_id), within(home_id)}
    if LINK.search(body):
        words.add(HAS_LINK)
    return words


def by(author_id: int) -> str:
    """Return the word of all messages that somebody has written."""
    return f"=a{author_id}"


def within(room_id: int) -> str:
    """Return the word of all messages in a room and its threads."""
    return f"=r{room_id}"
