"""A message's row, rendered once for all viewers."""

from functools import lru_cache

from chat.elements.stream import Row, row
from chat.messages.items import MessageItem
from chat.web.components.shared.templates import template

_message = template("message_list/message.html")


@lru_cache(maxsize=4096)
def render_message(message: MessageItem) -> str:
    """Draw a message as one element; what depends on the viewer is added by format_message.js."""
    return _message.render(m=message)


def message_row(message: MessageItem) -> Row:
    """Draw a message as a stream's row."""
    return row(message.id, render_message(message))
