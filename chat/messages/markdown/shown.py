"""What is shown of a message: its HTML, with people and rooms as they are called now."""

from __future__ import annotations

from html import escape as escape_html
from typing import TYPE_CHECKING

from markupsafe import Markup

from chat.messages.markdown.plain import drawn_names, linkify

if TYPE_CHECKING:
    from chat.messages.items import MessageItem


def html_of(message: MessageItem) -> Markup:
    """Return a message's text as HTML: safe, the same for everybody, and "" once it is deleted."""
    if message.drawn is None:
        return linkify(message.body, message.mentioned, message.links)
    return Markup(_with_names(message, message.drawn))  # noqa: S704 (cleaned by `draw`)


def _with_names(message: MessageItem, html: str) -> str:
    """Put mentions and rooms where they were marked; where the typed name does not follow whole, it stays text."""
    if "\x02" not in html:
        return html
    names = {start: (end, draw) for (start, end), draw in drawn_names(message.mentioned, message.links)}
    first, *others = html.split("\x02")
    parts = [first]
    for other in others:
        place, _, text = other.partition("\x03")
        end, draw = names.get(int(place), (0, None))
        typed = message.body[int(place) : end]
        shown = escape_html(typed, quote=False).replace("\xa0", "&nbsp;")
        if draw and text.startswith(shown):
            parts += (draw(typed), text[len(shown) :])
        else:
            parts.append(text)
    return "".join(parts)
