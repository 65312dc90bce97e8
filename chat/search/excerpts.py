"""The part of a text that says what was searched for, with that marked."""

import re
from collections.abc import Sequence

from chat.messages.markdown import plain_text
from chat.search.conditions import pattern_of
from chat.search.folding import fold
from chat.search.items import Excerpt, Text

LENGTH, BEFORE = 240, 60
"""Characters of an excerpt, and how many of them stand before what was found first."""


def excerpt(body: str, html: str | None, texts: Sequence[Text]) -> Excerpt:
    """Return a part of a message's text, without markup unless that is what was found."""
    plain = (
        " ".join(plain_text(body, html or "" if html is not None else None).split()) if html else " ".join(body.split())
    )
    places = _places(plain, texts)
    if texts and not places and html and (found := _places(" ".join(body.split()), texts)):
        plain, places = " ".join(body.split()), found
    start = _beginning(plain, places[0][0] if places else 0)
    return _pieces(plain, start, min(start + LENGTH, len(plain)), places)


def _places(text: str, texts: Sequence[Text]) -> list[tuple[int, int]]:
    """Return where in a text something was found, in order and apart from each other."""
    folded, origins = _folded(text)
    spans = sorted(
        (origins[found.start()], origins[found.end() - 1] + 1)
        for one in texts
        for found in pattern_of(one).finditer(folded)
        if found.end() > found.start()
    )
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _folded(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text, and return also from which character each one of the result is."""
    if text.isascii():
        return fold(text), range(len(text))
    pieces = [(fold(found[0]), found.start()) for found in re.finditer(r".[\u0300-\u036f]*", text, re.DOTALL)]
    return "".join(piece for piece, _ in pieces), [at for piece, at in pieces for _ in piece]


def _beginning(text: str, first: int) -> int:
    """Return where an excerpt begins: at a word, some way before what was found."""
    if first <= BEFORE or len(text) <= LENGTH:
        return 0
    space = text.find(" ", first - BEFORE, first)
    return space + 1 if space >= 0 else first - BEFORE


def _pieces(text: str, start: int, end: int, places: Sequence[tuple[int, int]]) -> Excerpt:
    pieces, at = [("…", False)] if start else [], start
    for begins, ends in places:
        if begins >= end:
            break
        pieces += [(text[at:begins], False), (text[begins : min(ends, end)], True)]
        at = min(ends, end)
    pieces += [(text[at:end], False), ("…" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece[0])
