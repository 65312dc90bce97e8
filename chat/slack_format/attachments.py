"""Attachments of Slack and Mattermost: each a quote with a bar in its colour."""

import re
from collections.abc import Iterator
from typing import Any

from chat.json_values import Object, objects_of, text_in
from chat.slack_format.blocks import text_of
from chat.slack_format.colours import colour_of
from chat.slack_format.moments import moment
from chat.slack_format.words import Words, link, plain, shown

MAX_COLUMNS = 3
"""Short fields that stand beside each other; more are lines, which a phone shows as well."""

MAX_CELL, MAX_WORD = 60, 24
"""Characters of a field in a column, and of each word in it: a phone shows no columns of longer ones beside others."""

UNSEEN = re.compile(r"\]\([^()]*\)|<!date\^[^<>]*>")
"""Where a link leads, and the marks of a moment: what is shown of these is short."""

LATEST = 2**33
"""Seconds since 1970 of times that are believed: until the year 2242."""


def attachment_texts(found: Object, words: Words) -> Iterator[str]:
    """Yield what stands above an attachment, and the attachment."""
    yield words.formatted(found.get("pretext"))
    parts = ["\n".join(filter(None, _head(found))), words.formatted(found.get("text"))]
    parts += [words.formatted(text_of(objects_of(found, "blocks")))]
    parts += _fields(objects_of(found, "fields"), words)
    parts += ["\n".join(filter(None, _links(found)))]
    text = "\n\n".join(filter(None, parts)) or words.formatted(found.get("fallback"))
    foot = " · ".join(filter(None, [words.in_line(found.get("footer")), _time(found.get("ts"))]))
    yield quoted("\n\n".join(filter(None, [text, foot])), colour_of(text_in(found, "color")))


def quoted(text: str, colour: str) -> str:
    """Return a text as a quote with a bar; "" for none."""
    lines = [f"[!{colour}]", *text.split("\n")] if colour else text.split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) if text else ""


def _head(found: Object) -> Iterator[str]:
    yield link(found.get("author_name"), found.get("author_link"))
    if title := link(found.get("title"), found.get("title_link")):
        yield f"**{title}**"


def _fields(fields: list[Object], words: Words) -> Iterator[str]:
    """Yield short fields that stand beside each other as a table, and others as lines."""
    short: list[tuple[str, str]] = []
    for field in fields:
        cells = plain(field.get("title")), words.in_line(field.get("value"))
        if _is_short(field) and max(map(len, cells)) <= MAX_CELL and "\n" not in shown(field.get("value")).strip():
            short.append(cells)
            continue
        yield from _beside(short)
        short = []
        yield "\n".join(filter(None, [f"**{cells[0]}**" if cells[0] else "", words.formatted(field.get("value"))]))
    yield from _beside(short)


def _fits(cell: str) -> bool:
    """Tell whether a text is narrow enough for a column."""
    return all(len(word) <= MAX_WORD for word in UNSEEN.sub("", cell).split())


def _is_short(field: Object) -> bool:
    """Tell whether a field may stand beside another; Grafana and others send the word instead of the value."""
    return shown(field.get("short")).lower() == "true"


def _beside(fields: list[tuple[str, str]]) -> Iterator[str]:
    has_columns = 1 < len(fields) <= MAX_COLUMNS and all(_fits(cell) for field in fields for cell in field)
    if has_columns and any(value for _, value in fields):
        head, values = (" | ".join(one.replace("|", "\\|") or " " for one in row) for row in zip(*fields, strict=True))
        yield f"| {head} |\n|{'---|' * len(fields)}\n| {values} |"
    elif fields:
        yield "\n".join(f"**{title}:** {value}" if title and value else title or value for title, value in fields)


def _links(found: Object) -> Iterator[str]:
    """Yield links to pictures, which are not loaded from elsewhere, and those of buttons."""
    for name, label in (("image_url", "Picture"), ("thumb_url", "Small picture")):
        if address := text_in(found, name):
            yield link(label, address)
    buttons = [one for one in objects_of(found, "actions") if text_in(one, "url")]
    yield " · ".join(link(one.get("text") or one.get("name"), one["url"]) for one in buttons)


def _time(value: Any) -> str:
    try:
        seconds = float(shown(value) or 0)
    except ValueError:
        return ""
    return moment(int(seconds), "ago") if 0 < seconds < LATEST else ""
