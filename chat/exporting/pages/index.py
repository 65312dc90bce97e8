"""The pages that lead to others: one for all rooms, one for each room."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from chat.exporting.items import Scope
from chat.exporting.pages.templates import HERE, render


@dataclass(frozen=True, slots=True)
class Month:
    """A page of a room: the month it is about, such as "2026-11", its file, and how many messages are on it."""

    month: str
    file: str
    messages: int


@dataclass(frozen=True, slots=True)
class IndexedRoom:
    """A room as pages name it; `folder` is where its own are."""

    id: int
    kind: str
    name: str
    description: str
    folder: str
    is_archived: bool
    messages: int = 0


def draw_index(scope: Scope, title: str, exported_at: int, rooms: Sequence[IndexedRoom]) -> Markup:
    """Draw the first page."""
    return render("index.html", scope=scope, title=title, exported_at=exported_at, rooms=rooms, root="")


def draw_room(room: IndexedRoom, months: Sequence[Month], people: Sequence[str]) -> Markup:
    """Draw the page of a room, with the names of those who are in it."""
    return render("room.html", room=room, months=months, people=people, root="../../")


def style_sheet() -> bytes:
    """Return the style sheet of all pages."""
    return (HERE / "style.css").read_bytes()
