"""Slack's blocks, of which messages of apps consist, become text in Slack's own way of formatting."""

import re
from collections.abc import Iterator

from chat.json_values import Object, list_in, objects_of, text_in
from chat.slack_format.rich_text import escaped, link, rich_text

LABEL = re.compile(r"\*[^*\n]{1,60}\*:?")
"""The first of two lines of a field: its name."""

MAX_FIELD = 160
"""Characters of a field whose name stands beside what it has."""

RULE = "---"


def text_of(blocks: list[Object]) -> str:
    """Return the text of blocks, each as a paragraph; what leads elsewhere, pictures and buttons, as links."""
    return "\n\n".join(filter(None, map(_block, blocks))).strip("\n")


def _block(block: Object) -> str:
    """Return the text of a block with its links; names of short fields stand beside these."""
    kind = text_in(block, "type")
    if kind == "divider":
        return RULE
    if kind == "rich_text":
        return "\n\n".join(filter(None, map(rich_text, objects_of(block, "elements"))))
    if kind == "header":
        return f"*{text}*" if (text := _text(block.get("text"))) else ""
    if kind == "section":
        fields = [_field(text) for text in map(_text, list_in(block, "fields")) if text]
        return "\n".join(filter(None, [_text(block.get("text")), *fields, *_links(block)]))
    if kind == "context":
        return "  ".join(filter(None, map(_text, list_in(block, "elements"))))
    return "\n".join(filter(None, [_text(block.get("text")), *_links(block)]))


def _field(text: str) -> str:
    """Return a field of two short lines in one, and any other as it is."""
    if len(text) > MAX_FIELD:
        return text
    name, _, value = (half.strip() for half in text.strip().partition("\n"))
    return f"{name} {value}" if LABEL.fullmatch(name) and value and "\n" not in value else text


def _links(block: Object) -> Iterator[str]:
    """Yield the links of what one could press or see in a block: its picture, and buttons that lead somewhere."""
    if picture := text_in(block, "image_url"):
        yield link(picture, text_in(block, "title", "text") or text_in(block, "alt_text") or "Picture")
    yield from filter(None, [_button(block.get("accessory"))])
    if buttons := list(filter(None, map(_button, objects_of(block, "elements")))):
        yield " · ".join(buttons)


def _button(found: object) -> str:
    address = text_in(found, "url") or text_in(found, "image_url")
    label = text_in(found, "text", "text") or text_in(found, "text") or text_in(found, "alt_text")
    return link(address, label or address) if address else ""


def _text(found: object) -> str:
    """Return a text, which may be formatted or plain."""
    text = text_in(found, "text") or (found if isinstance(found, str) else "")
    return escaped(text) if text_in(found, "type") in {"plain_text", "markdown"} else text
