"""Text without markup: web addresses and mentions in it become links; of addresses no character is changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from chat.messages.markdown.web_addresses import MAYBE, Address, find_addresses

if TYPE_CHECKING:
    from chat.accounts.items import UserItem
    from chat.messages.items import MentionItem, RoomLink

BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the text after it to another direction, until the element or the paragraph ends."""

MAX_LINKS = 100
"""Links in one message; further addresses stay text: 600 took 27 ms, in which nobody was served, and 60 kB a viewer."""


Name = tuple[tuple[int, int], Callable[[str], Markup]]


def linkify(text: str, mentioned: Sequence[MentionItem] = (), rooms: Sequence[RoomLink] = ()) -> Markup:
    """Escape a text, with its web addresses as links that open beside the page and tell nothing of it.

    Whom it mentions, and which rooms, are named as they are called now, whatever was typed.
    """
    if not mentioned and not rooms:
        return _with_addresses(text, MAX_LINKS)[0]
    parts, done, links = [], 0, MAX_LINKS
    for (start, end), draw in sorted(drawn_names(mentioned, rooms), key=itemgetter(0)):
        if start >= done:
            between, links = _with_addresses(text[done:start], links)
            parts += [between, draw(text[start:end])]
            done = end
    return Markup("").join([*parts, _with_addresses(text[done:], links)[0]])


def addresses_in(text: str) -> list[str]:
    """Return the web addresses that `linkify` makes links of, in order."""
    return [address.url for address in islice(find_addresses(text), MAX_LINKS)] if MAYBE.search(text) else []


def drawn_names(mentioned: Iterable[MentionItem], rooms: Iterable[RoomLink]) -> list[Name]:
    """Return the places of people and rooms in a text, each with what draws it from what was typed there."""
    names: list[Name] = [(place, partial(_mention, user=one.user)) for one in mentioned for place in one.places]
    return names + [(link.place, partial(_room, link=link)) for link in rooms]


def _with_addresses(text: str, most: int) -> tuple[Markup, int]:
    """Escape a text, with links for at most so many addresses, and return how many more there may be."""
    if not MAYBE.search(text):
        return _plain(text), most
    parts: list[str] = []
    done = 0
    for address in islice(find_addresses(text), most):
        parts += (_plain(text[done : address.start]), _link(text, address))
        done = address.end
    return Markup("".join((*parts, _plain(text[done:])))), most - len(parts) // 2  # noqa: S704 (each part is escaped)


def _mention(typed: str, user: UserItem | None) -> Markup:
    """Draw a mention: format_message.js says whether it means the viewer, message_text.js knows what was typed."""
    if user is None:
        return Markup("<a class=mention data-everybody>{}</a>").format(typed)
    shown = f"@{user.name}"
    source = _typed(typed, shown)
    return Markup("<a class=mention data-person={} href=/people/{}{}>{}</a>").format(user.id, user.id, source, shown)


def _room(typed: str, link: RoomLink) -> Markup:
    shown = f"#{link.name}"
    return Markup("<a class=room-link href=/rooms/{}{}>{}</a>").format(link.room_id, _typed(typed, shown), shown)


def _typed(typed: str, shown: str) -> Markup:
    return Markup(' data-typed="{}"').format(typed) if typed != shown else Markup("")


def _link(text: str, address: Address) -> str:
    shown = escape(text[address.start : address.end])
    return f'<a href="{escape(address.url)}" rel="noopener noreferrer nofollow" target="_blank">{shown}</a>'


def _plain(text: str) -> Markup:
    """Escape; what turns directions is kept from what follows, as a link must show the address that it opens."""
    escaped = escape(text)
    return escaped if text.isascii() or not BIDI_CONTROLS.search(text) else Markup("<bdi>{}</bdi>").format(escaped)
