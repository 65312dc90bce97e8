"""What is live of a message, with people as they are called now: kinds know them by their ids alone."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast

from markupsafe import Markup

from chat.accounts.items import UserItem

PERSON = re.compile('<span class="live-person" data-person="([0-9]{1,18})"></span>')
SHOWN = Markup('<span class="live-person" data-person="{}"{} title="{}">{}</span>')
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

    @property
    def html(self) -> Markup:
        """What everybody sees."""
        known = {str(user.id): user for user in self.people}

        def show(found: re.Match[str]) -> str:
            user = known.get(found[1])
            if user is None:
                return GONE
            picture = Markup(" data-avatar={}").format(user.avatar) if user.avatar else ""
            return SHOWN.format(user.id, picture, user.name, user.name)

        return Markup(PERSON.sub(show, self.drawn))  # noqa: S704 (cleaned where it was drawn)


def ids_in(drawn: str) -> list[int]:
    """Return the ids of those whom the HTML of a live message shows, each once."""
    return list(dict.fromkeys(map(int, PERSON.findall(drawn))))
