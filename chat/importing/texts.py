"""The parts of an imported text become a message's body, with the places of those who are meant in it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chat.importing.items import FileRecord
from chat.messages.items import EVERYBODY as ALL
from chat.slack_format.parts import EVERYBODY, MENTION, TYPED, Part
from chat.text import BLANK_LINES, MAX_BODY, SPACES, storable_text

EMPTY = "(This message had no text.)"

ADDRESS = re.compile(r"https?://[^\s()<>]{1,2000}")


class Body(NamedTuple):
    """A text as it is stored, and where in it somebody is meant, by their ids here."""

    text: str
    places: dict[int, list[tuple[int, int]]]


class Names(NamedTuple):
    """Whom and what keys of an export mean: people's ids, their names by these, and names of rooms."""

    people: Mapping[str, int]
    names: Mapping[int, str]
    rooms: Mapping[str, str]


def body_of(parts: Sequence[Part], names: Names) -> Body:
    """Put the parts of a text together."""
    text, places = "", dict[int, list[tuple[int, int]]]()
    for part in parts:
        if isinstance(part, str):
            text += storable_text(part)
            continue
        sign, key, label = (*part, "")[:3]
        shown = _shown(sign, key, storable_text(label), names)
        if (whom := _whom(sign, key, names)) is not None:
            places.setdefault(whom, []).extend([(len(text), len(text) + len(shown))] if shown else [])
        text += shown
    begins = len(text) - len(BLANK_LINES.sub("", text))
    return _piece(Body(text, places), begins, len(text.rstrip(SPACES)))


def pieces_of(body: Body) -> list[Body]:
    """Cut a text that is longer than a message may be, at ends of lines or of words where there are any."""
    pieces, start = [], 0
    while len(body.text) - start > MAX_BODY:
        end = max(body.text.rfind(mark, start + MAX_BODY // 2, start + MAX_BODY) for mark in ("\n", " "))
        end = end if end > 0 else start + MAX_BODY
        pieces.append(_piece(body, start, end))
        start = end + (body.text[end : end + 1] in ("\n", " "))
    return [*pieces, _piece(body, start, len(body.text))]


def links_to(files: Sequence[FileRecord]) -> str:
    """Return the lines that link to files which are not in the export."""
    lines = []
    for file in files:
        name = re.sub(r"([\[\]\\`*_<>])", r"\\\1", " ".join(storable_text(file.name).split())[:200]) or "file"
        lines.append(
            f"[{name}]({file.url})" if ADDRESS.fullmatch(file.url) else f"{name} (a file that was not exported)"
        )
    return "\n".join(lines)


def _whom(sign: str, key: str, names: Names) -> int | None:
    if sign == EVERYBODY or (sign == TYPED and not key):
        return ALL
    return names.people.get(key) if sign in (MENTION, TYPED) else None


def _shown(sign: str, key: str, label: str, names: Names) -> str:
    if sign == TYPED:
        return label
    if sign == EVERYBODY:
        return "@room"
    if sign == MENTION:
        return "@" + (names.names.get(names.people.get(key, 0)) or label or key)
    return "#" + (names.rooms.get(key) or label or key)


def _piece(body: Body, start: int, end: int) -> Body:
    places = {
        whom: [(one - start, other - start) for one, other in there if start <= one and other <= end]
        for whom, there in body.places.items()
    }
    return Body(body.text[start:end], {whom: there for whom, there in places.items() if there or not body.places[whom]})
