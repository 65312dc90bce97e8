"""The text of a message's HTML."""

import re
from html import unescape

TAG = re.compile(r"<[^<>]*>?|\x02[0-9]*\x03?|&[a-z0-9#]{0,6}\Z")
"""Tags and marks of our own HTML, in which every other `<` is escaped; at its end they, or an entity, may be cut."""

BLANK = re.compile(r"\n\s*\n")


def text_of_html(html: str) -> str:
    """Return the text of a message's HTML, or of its beginning; a line break stands between its parts."""
    return unescape(BLANK.sub("\n", TAG.sub("", html))).strip("\n")
