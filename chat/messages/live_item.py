"""What is live of a message, with people as they are called now: kinds know them by their ids alone."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape as escape_html
from typing import Any, cast

from markupsafe import Markup

from chat.accounts.items import UserItem

PERSON = re.compile('<span class="live-(person|named)" data-person="([0-9]{1,18})"></span>')
SHOWN = Markup('<span class="live-person" data-person="{}"{} title="{}">{}</span>')
NAMED = Markup('<span class="live-named" translate="no">{}</span>')
TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
"""Cleaned HTML has all values in these quotes."""

LINK = re.compile(r"<a (.*?) href=/people/[0-9]+(.*)</a>")
GONE = Markup('<span class="live-person" title="Somebody">Somebody</span>')


@dataclass(frozen=True, slots=True)
class LiveItem:
    """The kind of a message, what is told of its state, as JSON, and what its kind has drawn.

    `people` are those whom it shows, as they are called now.
    """

    kind: str
    told: str
    drawn: str
    people: tuple[UserItem, ...] = ()

    @property
    def state(self) -> dict[str, Any]:
        """What programs are told of its state."""
        return cast("dict[str, Any]", json.loads(self.told))

    def html(self, names: Mapping[str, Markup]) -> Markup:
        """Return what everybody sees; `names` are mentions as they are written, each with how it is drawn."""
        known = {str(user.id): user for user in self.people}

        def show(found: re.Match[str]) -> str:
            user = known.get(found[2])
            if found[1] == "named":
                return NAMED.format(user.name if user else "Somebody")
            if user is None:
                return GONE
            picture = Markup(" data-avatar={}").format(user.avatar) if user.avatar else ""
            return SHOWN.format(user.id, picture, user.name, user.name)

        drawn = "".join(_with_names(self.drawn, names)) if names else self.drawn
        return Markup(PERSON.sub(show, drawn))  # noqa: S704 (cleaned where it was drawn)


def _with_names(drawn: str, names: Mapping[str, Markup]) -> Iterator[str]:
    """Draw mentions where they stand in the texts: in buttons, which hold no links, as other text; in pictures, not."""
    links = {escape_html(name, quote=False).replace("\xa0", "&nbsp;"): str(html) for name, html in names.items()}
    texts = {name: LINK.sub(r"<span \1\2</span>", html) for name, html in links.items()}
    longest_first = sorted(map(re.escape, links), key=len, reverse=True)
    mention = re.compile(rf"(?<![\w@.])(?:{'|'.join(longest_first)})(?!\w)")
    inside = {"button": 0, "svg": 0}
    for part in TAG.split(drawn):
        if part.startswith("<"):
            name = part.strip("</>").split(" ", 1)[0]
            if name in inside:
                inside[name] += -1 if part.startswith("</") else 1
            yield part
        elif inside["svg"]:
            yield part
        else:
            shown = texts if inside["button"] else links
            yield mention.sub(lambda found, shown=shown: shown[found[0]], part)


def ids_in(drawn: str) -> list[int]:
    """Return the ids of those whom the HTML of a live message shows, each once."""
    return list(dict.fromkeys(int(id_) for _, id_ in PERSON.findall(drawn)))
