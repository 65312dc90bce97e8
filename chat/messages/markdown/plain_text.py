"""The text of a message without its markup, for notifications, mails, lists of rooms and search."""

from chat.messages.markdown.drawing import draw
from chat.messages.markdown.html_text import text_of_html


def plain_text(source: str, html: str | None = None) -> str:
    """Return a text as it reads once its markup has done its work; a text without any as it is.

    Args:
        source: as typed
        html: as `draw` made it, if somebody knows; mentions stand in it as typed
    """
    drawn = draw(source) if html is None else html
    return source if drawn is None else text_of_html(drawn)
