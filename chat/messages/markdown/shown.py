"""What is shown of a message: its HTML, with people and rooms as they are called now."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape as escape_html
from typing import TYPE_CHECKING

from markupsafe import Markup

from chat.messages.markdown.html_text import text_of_html
from chat.messages.markdown.plain import Name, drawn_names, linkify

if TYPE_CHECKING:
    from chat.messages.items import MentionItem, MessageItem

HALF = re.compile("\x02[0-9]*\\Z")
"""A mark that is cut off."""


def html_of(message: MessageItem) -> Markup:
    """Return a message's text as HTML: safe, the same for everybody, and "" once it is deleted."""
    if message.drawn is None:
        return linkify(message.body, message.mentioned, message.links)
    names = drawn_names(message.mentioned, message.links)
    return Markup(_with_names(message.body, message.drawn, names))  # noqa: S704 (cleaned by `draw`)


def live_html_of(message: MessageItem) -> Markup:
    """Return what a live message shows, with the names that its text mentions."""
    if message.live is None:
        return Markup("")
    names = {message.body[start:end]: draw for (start, end), draw in drawn_names(message.mentioned, ())}
    return message.live.html({typed: draw(typed) for typed, draw in names.items()})


def text_with_names(source: str, html: str | None, mentioned: Sequence[MentionItem]) -> str:
    """Return the text of a message, or of its beginning, without markup, with people as they are called now."""
    there = [one for one in mentioned if all(end <= len(source) for _, end in one.places)]
    if html is None:
        return text_of_html(linkify(source, there))
    return text_of_html(_with_names(source, HALF.sub("", html), drawn_names(there, ())))


def _with_names(source: str, html: str, drawn: Sequence[Name]) -> str:
    """Put mentions and rooms where they were marked; where the typed name does not follow whole, it stays text."""
    if "\x02" not in html:
        return html
    names = {start: (end, draw) for (start, end), draw in drawn}
    first, *others = html.split("\x02")
    parts = [first]
    for other in others:
        place, _, text = other.partition("\x03")
        end, draw = names.get(int(place), (0, None))
        typed = source[int(place) : end]
        shown = escape_html(typed, quote=False).replace("\xa0", "&nbsp;")
        if draw and text.startswith(shown):
            parts += (draw(typed), text[len(shown) :])
        else:
            parts.append(text)
    return "".join(parts)
