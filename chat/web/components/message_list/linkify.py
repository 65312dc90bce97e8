"""Web addresses in what people type, made into links without changing a character of what is shown."""

import re
from itertools import islice

from markupsafe import Markup, escape

from chat.web.components.message_list.web_addresses import MAYBE, Address, find_addresses

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the text after it to another direction, until the element or the paragraph ends."""

MAX_LINKS = 100
"""Links in one message; further addresses stay text: 600 took 27 ms, in which nobody was served, and 60 kB a viewer."""


def linkify(text: str) -> Markup:
    """Escape a text, with its web addresses as links that open beside the page and tell nothing of it."""
    if not MAYBE.search(text):
        return _plain(text)
    parts: list[str] = []
    done = 0
    for address in islice(find_addresses(text), MAX_LINKS):
        parts += (_plain(text[done : address.start]), _link(text, address))
        done = address.end
    return Markup("".join((*parts, _plain(text[done:]))))  # noqa: S704 (each part is escaped)


def _link(text: str, address: Address) -> str:
    shown = escape(text[address.start : address.end])
    return f'<a href="{escape(address.url)}" rel="noopener noreferrer nofollow" target="_blank">{shown}</a>'


def _plain(text: str) -> Markup:
    """Escape; what turns directions is kept from what follows, as a link must show the address that it opens."""
    escaped = escape(text)
    return escaped if text.isascii() or not BIDI_CONTROLS.search(text) else Markup("<bdi>{}</bdi>").format(escaped)
