"""Slack's blocks, which messages of apps consist of, become text in Slack's own format, mrkdwn."""

import re
from collections.abc import Iterator

from chat.json_values import Object, list_in, objects_of, text_in
from chat.slack_format.other_blocks import all_texts, table, text_of_object
from chat.slack_format.rich_text import link, rich_text
from chat.slack_format.spans import as_it_is, as_markdown

LABEL = re.compile(r"\*[^*\n]{1,60}\*:?")
"""The first of two lines of a field: its name."""

MAX_FIELD = 160
"""Characters of a field whose name stands beside what it has."""

RULE = "---"

SILENT = frozenset(
    {"divider", "actions", "input", "context", "context_actions", "rich_text", "section", "header", "markdown"}
)
"""Kinds of blocks that say nothing, or may: of those that need an answer, the answer is all that they are for."""


def text_of(blocks: list[Object]) -> str:
    """Return the text of blocks, each as a paragraph; what leads elsewhere, pictures and buttons, as links.

    Of what can only be told to be missing nothing is returned where there is nothing else.
    """
    texts = [text for block in blocks if (text := _block(block))]
    missing = [_missing(block) for block in blocks if text_in(block, "type") not in SILENT and not _block(block)]
    is_any = any(text != RULE for text in texts)
    return "\n\n".join([*texts, *(missing if is_any else [])]).strip("\n")


def _block(block: Object) -> str:
    """Return the text of a block with its links; names of short fields stand beside these."""
    kind = text_in(block, "type")
    if kind == "divider":
        return RULE
    if kind == "rich_text":
        return "\n\n".join(filter(None, map(rich_text, objects_of(block, "elements"))))
    if kind == "header":
        text = " ".join(text_of_object(block.get("text")).split("\n")).strip()
        return f"*{text}*" if text else ""
    if kind == "markdown":
        return as_markdown(text_in(block, "text")) if text_in(block, "text") else ""
    if kind == "table":
        return table(list_in(block, "rows"))
    if kind in {"section", "image", "actions"}:
        fields = [_field(text) for text in map(text_of_object, list_in(block, "fields")) if text]
        return "\n".join(filter(None, [text_of_object(block.get("text")), *fields, *_links(block)]))
    if kind == "context":
        return "  ".join(filter(None, map(text_of_object, list_in(block, "elements"))))
    return "\n".join(all_texts(block))


def _missing(block: Object) -> str:
    """Say that a block is not shown."""
    kind = text_in(block, "type").replace("_", " ") or "block"
    return as_it_is(f"({kind[:30]}: not shown here)")


def _field(text: str) -> str:
    """Return a field of two short lines in one, and any other as it is."""
    if len(text) > MAX_FIELD:
        return text
    name, _, value = (half.strip() for half in text.strip().partition("\n"))
    return f"{name} {value}" if LABEL.fullmatch(name) and value and "\n" not in value else text


def _links(block: Object) -> Iterator[str]:
    """Yield the links of what one could press or see in a block: its picture, and buttons that lead somewhere."""
    if picture := text_in(block, "image_url") or text_in(block, "slack_file", "url"):
        yield link(picture, text_in(block, "title", "text") or text_in(block, "alt_text") or "Picture")
    yield from _buttons(block.get("accessory"))
    if buttons := [link for found in objects_of(block, "elements") for link in _buttons(found)]:
        yield " · ".join(buttons)


def _buttons(found: object) -> Iterator[str]:
    """Yield the link of a button or a picture, or those of a menu."""
    for option in [found, *objects_of(found, "options")]:
        if address := text_in(option, "url") or text_in(option, "image_url") or text_in(option, "slack_file", "url"):
            label = text_in(option, "text", "text") or text_in(option, "text") or text_in(option, "alt_text")
            yield link(address, label or address)
