"""Texts as they are compared: without case, accents and kinds of width; and the words in them."""

import re
import unicodedata
from collections.abc import Iterator

ACCENTS = re.compile("[\u0300-\u036f]+")
"""Marks of Latin, Greek and Cyrillic letters. Others, such as vowels of Indic scripts, are part of the word."""

WITHOUT_SPACES = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Burmese, Khmer
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003fffd"
    "\uac00-\ud7af"  # Korean has spaces, but endings without any between
)
"""Scripts that write words side by side: each two characters that follow each other are taken for a word."""

MARKS = (
    "\u0591-\u05c7\u0610-\u065f\u0900-\u0903\u093a-\u094f\u0962\u0963\u0981-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a51\u0abc-\u0acd\u0b3c-\u0bd7\u0c3e-\u0d57"
)
"""Vowels and other marks that belong to the letter before them."""

RUN = f"[{WITHOUT_SPACES}]+"
LETTERS = rf"(?:[^\W_{WITHOUT_SPACES}][{MARKS}]*)+"
PICTURE = "[\u2190-\u2bff\U0001f000-\U0001faff]"
WORD = re.compile(f"(?P<run>{RUN})|{LETTERS}|{PICTURE}")
"""A run of such characters, a word, or an emoji."""

LANGUAGE = re.compile(r"(?<![^\W_])[^\W_]{1,3}(?:\+\+|#(?![^\W_]))")
"""The name of a programming language, such as C++ and C#: a word besides its letters."""

PLAIN_WORD = re.compile("[a-z0-9]+")

LONGEST = 40
"""Characters of a word that are indexed; what is longer is cut into pieces of this length."""


def fold(text: str) -> str:
    """Return a text as it is compared: `ÉCOLE` and `école` are the same, and so are wide and narrow letters."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFKC", ACCENTS.sub("", plain).casefold())


def words_of(folded: str) -> set[str]:
    """Return the words of a folded text, as they are indexed."""
    if folded.isascii() and "+" not in folded and "#" not in folded:
        words = set(PLAIN_WORD.findall(folded))
        if len(folded) <= LONGEST or all(len(word) <= LONGEST for word in words):
            return words
    return {word for word, _, _ in places_of(folded)}


def places_of(folded: str) -> Iterator[tuple[str, int, int]]:
    """Go through the words of a folded text, each with where it begins and ends; they may overlap."""
    for found in WORD.finditer(folded):
        start, end = found.span()
        step, length = (1, 2) if found["run"] else (LONGEST, LONGEST)
        yield from ((folded[at : min(at + length, end)], at, min(at + length, end)) for at in range(start, end, step))
    for found in LANGUAGE.finditer(folded):
        yield found[0], *found.span()


def is_run(word: str) -> bool:
    """Whether a word is a part of a run of characters of a script without spaces."""
    return re.match(RUN, word) is not None
