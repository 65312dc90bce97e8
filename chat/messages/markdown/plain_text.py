"""The text of a message without its markup, for notifications, mails, lists of rooms and search."""

import re
from html import unescape

from chat.messages.markdown.drawing import draw

TAG = re.compile(r"<[^<>]*>?|\x02[0-9]*\x03?|&[a-z0-9#]{0,6}\Z")
"""Tags and marks of our own HTML, in which every other `<` is escaped; at its end they, or an entity, may be cut."""

BLANK = re.compile(r"\n\s*\n")


def plain_text(source: str, html: str | None = None) -> str:
    """Return a text as it reads once its markup has done its work; a text without any as it is.

    Args:
        source: as typed
        html: as `draw` made it, if somebody knows; mentions stand in it as typed
    """
    drawn = draw(source) if html is None else html
    return source if drawn is None else text_of_html(drawn)


def text_of_html(html: str) -> str:
    """Return the text of a message's HTML, or of its beginning."""
    return unescape(BLANK.sub("\n", TAG.sub("", html))).strip("\n")
