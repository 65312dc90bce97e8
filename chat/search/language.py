"""The language of searches: `deploy "it works" -draft from:me in:general has:link before:2026-11-01`."""

import re

from chat.errors import Invalid
from chat.search.folding import WORD, fold
from chat.search.items import Filter, Query, Text

MAX_LENGTH, MAX_PARTS = 1_000, 30
"""Characters of a search, and words and filters in it."""

FILTERS = ("from", "in", "has", "before", "after", "on", "mentions", "is")

EXAMPLES = {
    "from": "from:me or from:Ada",
    "in": "in:general",
    "has": "has:link, has:file, has:image or has:reaction",
    "before": "before:2026-11-01",
    "after": "after:2026-11-01",
    "on": "on:2026-11-01",
    "mentions": "mentions:me",
    "is": "is:pinned or is:saved",
}
"""How each filter is written; an error shows it."""

QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

PART = re.compile(
    rf'(?P<minus>-(?=[\w"]))?(?:(?P<name>{"|".join(FILTERS)}):)?(?:"(?P<quoted>[^"]*)"?|(?P<plain>\S+))?', re.I
)
"""A word, a phrase or a filter. What looks like something else is a word."""


def parse(text: object) -> Query:
    """Return what a text asks for; raises `Invalid` for one that is too long, or a filter without a value."""
    if not isinstance(text, str):
        raise Invalid("A search is a text.")
    clean = text.encode(errors="replace").decode().translate({0: None}).translate(QUOTES).strip()
    if len(clean) > MAX_LENGTH:
        raise Invalid(f"A search can have at most {MAX_LENGTH:,} characters.")
    texts, filters = [], []
    for found in _parts(clean):
        value, is_unwanted = found["plain"] or found["quoted"] or "", found["minus"] is not None
        if found["name"]:
            filters.append(_filter(found["name"].lower(), value, is_unwanted=is_unwanted))
        elif folded := " ".join(fold(value).split()):
            is_phrase = found["quoted"] is not None and WORD.search(folded) is not None
            texts.append(Text(folded, is_phrase, is_unwanted))
    query = Query(tuple(dict.fromkeys(texts)), tuple(dict.fromkeys(filters)))
    if len(query.texts) + len(query.filters) > MAX_PARTS:
        raise Invalid(f"A search can have at most {MAX_PARTS} words and filters.")
    return query


def _parts(text: str) -> list[re.Match[str]]:
    found, at = [], 0
    while at < len(text):
        match = PART.match(text, at)
        if match and match.end() > at:
            found.append(match)
            at = match.end()
        at += text[at : at + 1].isspace() or not match or match.end() == match.start()
    return found


def _filter(name: str, value: str, *, is_unwanted: bool) -> Filter:
    if not value.strip():
        raise Invalid(f"Say what comes after “{name}:”, such as {EXAMPLES[name]}.")
    return Filter(name, value.strip(), is_unwanted)
