"""`/rooms/{id}/files`: what was sent in a room, as pictures, files and links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import files, messages
from chat.accounts.items import UserItem
from chat.files.items import EVERYTHING, SharedFile, Sought
from chat.messages.items import MessageItem
from chat.rooms.items import SeenRoom
from chat.storage.database import database
from chat.text import parse_id
from chat.web.pages.actor import Actor
from chat.web.pages.frame import framed
from chat.web.pages.room_seen import room_id_of, room_seen
from models import MAX_ID

KINDS = {"pictures": "Pictures", "files": "Files", "links": "Links"}
EMPTY = {
    "pictures": "No pictures here. Send some with your messages: drop them on the page, or press +.",
    "files": "No files here. Send some with your messages: drop them on the page, or press +.",
    "links": "No links here.",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for: which kind, whose, from which day until which, and before what the page begins."""

    kind: str
    person: int
    since: date | None
    until: date | None
    before: str

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Asked":
        """Read query parameters; invalid ones are ignored."""
        kind = params.get("kind", "")
        since, until = (_day(params.get(name, "")) for name in ("from", "to"))
        chosen = kind if kind in KINDS else "pictures"
        return cls(chosen, parse_id(params.get("person", "")), since, until, params.get("before", ""))

    @property
    def sought(self) -> Sought:
        """Which of all that is; days are those of UTC."""
        until = EVERYTHING.until if self.until in {None, date.max} else _ms(self.until + timedelta(days=1))
        return Sought(self.person, _ms(self.since) if self.since else 0, until)

    @property
    def is_filtered(self) -> bool:
        """Whether only some are asked for."""
        return bool(self.person or self.since or self.until)

    @property
    def nothing(self) -> str:
        """What the page says if nothing is found."""
        if self.since and self.until and self.since > self.until:
            return "Since is after Until: no day is between them. Try other days."
        return "Nothing found. Try other dates or people." if self.is_filtered else EMPTY[self.kind]

    def address(self, room_id: int, **changes: str) -> str:
        """Return the address with some of this changed."""
        days = {"from": self.since or "", "to": self.until or ""}
        said = {"kind": self.kind, "person": self.person or "", **days, **changes}
        return f"/rooms/{room_id}/files?" + urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True, slots=True)
class Found:
    """All that the page shows; `next` is where the next page begins, "" at the end."""

    seen: SeenRoom
    people: Sequence[UserItem]
    files: Sequence[SharedFile] = field(default_factory=tuple)
    messages: Sequence[MessageItem] = field(default_factory=tuple)
    next: str = ""


def register() -> None:
    """Add the route, before that of all rooms."""
    app.get("/rooms/{room_id}/files")(show)


async def show(request: Request, actor: Actor) -> Response:
    """Show the page."""
    asked = Asked.of(request.query_params)
    here = await database.read(_find, actor.user, room_id_of(request), asked)
    values: dict[str, Any] = {
        "here": here,
        "room": here.seen.room,
        "asked": asked,
        "kinds": KINDS,
    }
    return await framed(actor.user, "room_files.html", **values)


def _find(actor: UserItem, room_id: int, asked: Asked) -> Found:
    seen = room_seen(actor, room_id)
    if asked.kind == "links":
        before = parse_id(asked.before) or MAX_ID
        page = messages.messages_with_links(actor, room_id, asked.sought, before)
        following = str(page.messages[-1].id) if page.more else ""
        return Found(seen, messages.people_with_links(actor, room_id), messages=page.messages, next=following)
    are_pictures = asked.kind == "pictures"
    shared = files.shared_files(actor, room_id, are_pictures=are_pictures, sought=asked.sought, before=asked.before)
    return Found(seen, files.sharers(actor, room_id, are_pictures=are_pictures), shared.files, next=shared.next)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10]) if text.isascii() else None
    except ValueError:
        return None


def _ms(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1000
