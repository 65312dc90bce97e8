"""Formatted text: what people type becomes HTML once per revision; see docs/decisions/markdown.md.

`draw` turns a source into HTML that is stored beside it, or None where there is nothing to format; `html_of` makes of
that, and of who is mentioned, what is shown. Nothing here knows a database.
"""

from chat.messages.markdown.bars import COLOURS
from chat.messages.markdown.drawing import VERSION, draw
from chat.messages.markdown.emoji_codes import emoji_codes
from chat.messages.markdown.html_text import text_of_html
from chat.messages.markdown.markers import live_places
from chat.messages.markdown.markup import has_markup
from chat.messages.markdown.plain import addresses_in
from chat.messages.markdown.plain_text import plain_text
from chat.messages.markdown.shown import html_of, live_html_of, text_with_names

__all__ = [
    "COLOURS",
    "VERSION",
    "addresses_in",
    "draw",
    "emoji_codes",
    "has_markup",
    "html_of",
    "live_html_of",
    "live_places",
    "plain_text",
    "text_of_html",
    "text_with_names",
]
