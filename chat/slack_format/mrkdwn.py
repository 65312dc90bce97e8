"""Slack's own way of formatting, "mrkdwn", becomes Markdown, and its ids of people and rooms parts of a text."""

import re
from collections.abc import Callable, Iterator
from itertools import groupby, pairwise

from chat.slack_format.escapes import unescaped
from chat.slack_format.lines import marked_lines
from chat.slack_format.marks import literal
from chat.slack_format.parts import EVERYBODY, Part
from chat.slack_format.spans import EMOJI, ENDS, Span, spans
from chat.slack_format.tokens import block_of, code_of, part_of

BOLD = re.compile(r"(?<![^\W_])(?<![*\\])\*(?=[^\s*])([^*\n]*[^\s*\\])\*(?!\*|[^\W_])")
STRUCK = re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]*[^\s~\\])~(?![\w~])")
NO_LINK = re.compile(r"(?<!\\)\[(?=[^\[\]\n]*\][(\[:])")
DOUBLE = re.compile(r"(?<!\\)~~+|(?<![\w/\\])__+(?=\S)")
UNDERSCORES = re.compile(r"(?<![\w/\\])__+(?=\S)")
"""Neither Slack nor Mattermost has bold text by them, but names such as `__init__.py` begin so."""

STAR = re.compile(r"(?<!\\)\*(?=[^\s*])|(?<=[^\s*\\])\*|(?<!\\)\*(?=\*)|(?<=\*)\*")
BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
"""In front of a mark, which Markdown would take for escaped, but Slack shows it."""

HELD = "\ue000"
"""Stands for what is not formatted while the rest is looked at: a letter that nobody types."""

STRONG = "\ue002"
"""Stands for the marks of bold text while others are escaped."""

APART = re.compile(r"[\s.,;:!?)*_~]|\Z")
"""What may follow an address without being taken for a part of it."""

EmojiOf = Callable[[str], str | None]


def to_parts(text: str, *, has_headings: bool = False, emoji_of: EmojiOf = lambda _name: None) -> list[Part]:
    """Return the parts of a Slack message's text; Mattermost's may have headings, which Slack has not.

    Of Slack's, what only Markdown formats is escaped; of Mattermost's, `@channel` means everybody. `emoji_of` returns
    the emoji of a name between colons, if there is one.
    """
    parts: list[Part] = []
    loose, held = "", list[Part]()
    found = list(spans(text.replace(HELD, "").replace(STRONG, "")))
    for span, following in pairwise([*found, Span("", "")]):
        if span.kind == "block":
            parts += _formatted(loose, held, has_headings)
            is_in_line = bool(parts) and not str(parts[-1]).endswith("\n")
            parts.append(("\n" if is_in_line else "") + block_of(span.text, may_have_language=has_headings))
            loose, held = "", []
        elif (part := _part(span, following.text, has_headings, emoji_of)) is None:
            loose += span.text
        else:
            loose += HELD
            held.append(part)
    return list(_joined([*parts, *_formatted(loose, held, has_headings)]))


def _part(span: Span, following: str, has_headings: bool, emoji_of: EmojiOf) -> Part | None:
    """Return what a piece of a text becomes; None for one that is formatted with what is around it."""
    if span.kind == "code":
        return code_of(span.text)
    if span.kind == "token":
        return part_of(span.text[1:-1], is_apart=bool(APART.match(following)))
    if span.kind == "address":
        return unescaped(span.text)
    if span.kind == "emoji":
        return emoji_of(span.text)
    if span.kind == "markdown":
        return span.text[1:-1]
    if span.kind == "literal":
        inner = [emoji_of(text) or text if kind == "emoji" else text for kind, text in spans(span.text[1:-1], EMOJI)]
        return literal("".join(inner))
    return [EVERYBODY, "", span.text] if span.kind == "everybody" and has_headings else None


def _formatted(text: str, held: list[Part], has_headings: bool) -> Iterator[Part]:
    """Yield the formatted text, with the pieces that were held back put in again."""
    text = marked_lines(_emphasis(ENDS.sub("", text), has_headings), has_headings=has_headings)
    for number, piece in enumerate(text.split(HELD)):
        if number:
            yield held[number - 1]
        if piece:
            yield unescaped(piece)


def _emphasis(text: str, has_headings: bool) -> str:
    """Make bold and struck text Markdown's."""
    text = UNDERSCORES.sub(_each_escaped, text) if has_headings else _escaped(text)
    text = BOLD.sub(f"{STRONG}\\1{STRONG}", text)
    text = (text if has_headings else STAR.sub(r"\*", text)).replace(STRONG, "**")
    return STRUCK.sub(r"~~\1~~", text)


def _escaped(text: str) -> str:
    """Escape what Markdown would format in a line, and Slack shows as it is; single stars may still be Slack's."""
    text = BACKSLASH.sub(r"\\\\\\\1", text)
    return NO_LINK.sub(r"\[", DOUBLE.sub(_each_escaped, text))


def _each_escaped(marks: re.Match[str]) -> str:
    return "".join(f"\\{mark}" for mark in marks[0])


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Join adjacent texts."""
    there = [part for part in parts if part]
    for is_text, some in groupby(there, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, some))
        else:
            yield from some
