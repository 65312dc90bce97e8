"""Blocks that have no form of their own here: tables, and those of which the texts and links are taken as they come."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from chat.json_values import Object, list_in, objects_of, text_in
from chat.slack_format.rich_text import TICK, link, rich_text
from chat.slack_format.spans import SCHEMES, as_it_is, as_markdown, spans

PLAIN = {"plain_text", "raw_text", "raw_number"}
MAX_DEPTH = 5

TEXTS = (
    "title",
    "subtitle",
    "name",
    "author_name",
    "provider_name",
    "text",
    "body",
    "description",
    "subtext",
    "fallback",
)
"""Names under which blocks have what is to be read, in this order."""

ADDRESSES = ("title_url", "url", "join_url", "video_url", "image_url")
"""Those under which they have where they lead."""

WITHIN = ("v1", "hero_image", "icon", "slack_file", "elements", "actions", "cards", "tasks", "items")
"""Those under which they have more."""

PIPE = re.compile(rf"(<(?:{SCHEMES}|[@#!])[^<>|\s]*\|)|\|", re.IGNORECASE)
"""What ends a cell, or is between a link and its label."""


def text_of_object(found: object) -> str:
    """Return a text, which may be formatted or plain."""
    text = text_in(found, "text") or (found if isinstance(found, str) else "")
    if text_in(found, "type") in PLAIN:
        return as_it_is(text)
    if text_in(found, "type") == "markdown":
        return as_markdown(text) if text else ""
    return text


def table(rows: list[Any]) -> str:
    """Return a table, whose first row is its head, as in Slack."""
    lines = [[_cell(cell) for cell in row] for row in rows if isinstance(row, list)]
    if not any(map(any, lines)):
        return ""
    columns = list(zip_longest(*lines, fillvalue=" "))
    head, *others = (f"| {' | '.join(cell or ' ' for cell in row)} |" for row in zip(*columns, strict=True))
    return "\n".join([head, f"|{'---|' * len(columns)}", *others])


def _cell(cell: object) -> str:
    if text_in(cell, "type") == "rich_text":
        text = " ".join(map(rich_text, objects_of(cell, "elements")))
    else:
        text = text_of_object(cell) or as_it_is(text_in(cell, "value"))
    return "".join(_unsplit(*piece) for piece in spans(" ".join(text.split("\n"))))


def _unsplit(kind: str, piece: str) -> str:
    """Escape what would end a cell, in code too; a block of code is one in a line there."""
    if kind == "block":
        kind, piece = "code", f"`{piece[3:].removesuffix('```').strip().replace('`', TICK)}`"
    if kind == "literal":  # which is escaped when it is written
        return piece
    return PIPE.sub(lambda found: found[1] or "\\|", piece) if kind else piece.replace("|", "\\|")


def all_texts(found: Object, depth: int = 0) -> Iterator[str]:
    """Yield what is to be read in a block of any kind, the first text as the link if it leads somewhere."""
    texts = [text for name in TEXTS if (text := _read(found.get(name)))]
    address = next(filter(None, (text_in(found, name) for name in ADDRESSES)), "")
    if address:
        label = next((text for name in (*TEXTS, "alt_text") if (text := _label(found.get(name)))), "")
        texts = [link(address, label), *texts[1:]]
    yield from texts
    for name in WITHIN if depth < MAX_DEPTH else ():
        for one in [found.get(name), *list_in(found, name)]:
            if isinstance(one, dict):
                yield from all_texts(one, depth + 1)


def _read(found: object) -> str:
    if text_in(found, "type") == "rich_text":
        return "\n".join(map(rich_text, objects_of(found, "elements")))
    return text_of_object(found)


def _label(found: object) -> str:
    return " ".join((text_in(found, "text") or text_in({"": found}, "")).split())
