r"""Marks where a mention or the name of a room may begin, so that they are found again in the HTML.

Whom a name means can change from one look to the next, and its HTML is drawn once: so the parser sees `\x02 12 \x03`
before the `@` at place 12. No source has such characters, which are cleaned away. What is in code or in a link
loses its marks: no mention begins there.
"""

import re
from itertools import chain

from chat.messages.markdown.web_addresses import MAYBE, find_addresses
from chat.messages.mention_text import STARTS

MARK = re.compile("\x02([0-9]+)\x03")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")
"""What something other than a command may have stored."""


def with_marks(source: str) -> str:
    """Put a mark before each sign after which a name may stand, but in addresses."""
    text = CONTROLS.sub("\ufffd", source)
    starts = {found.start() for sign in STARTS.values() for found in sign.finditer(text)}
    if starts and MAYBE.search(text):
        starts.difference_update(chain.from_iterable(range(one.start, one.end) for one in find_addresses(text)))
    if not starts:
        return text
    places = sorted(starts)
    parts = [f"\x02{start}\x03{text[start:end]}" for start, end in zip(places, [*places[1:], None], strict=True)]
    return "".join((text[: places[0]], *parts))


def without_marks(text: str) -> str:
    """Return a text without its marks."""
    return MARK.sub("", text) if "\x02" in text else text


def live_places(html: str | None) -> frozenset[int] | None:
    """Return where in its source a name may begin, by a message's HTML; None, for everywhere, if it has none."""
    return None if html is None else frozenset(int(place) for place in MARK.findall(html))
