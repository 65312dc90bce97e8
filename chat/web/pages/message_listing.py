"""A page that lists messages of any rooms, from each of which a button removes it; `saved.py` is one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import rooms
from chat.accounts.items import Identity, UserItem
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.text import parse_id
from chat.web.pages.actor import Actor
from chat.web.pages.form_page import FormPage, Outcome, notice_for
from chat.web.pages.frame import framed

NOTICES = {
    "removed": ("messages", "Removed."),
    "reminded": ("messages", "You will be reminded by a direct message."),
    "cancelled": ("messages", "The reminder is cancelled."),
}


def _nothing(_actor: UserItem) -> None:
    """Know nothing more."""


@dataclass(frozen=True, slots=True)
class MessageListing:
    """What such a page says, and what it lists.

    Args:
        path: of the page; the form of each message is posted to `/remove` below it, with `message_id` and `page`
        title: names it
        lead: says what it lists
        empty: says how a message gets there
        query: reads a page of the list for somebody
        below: the template of what stands below each message, if anything does
        read_more: reads what that template wants to know for somebody, as `more`
    """

    path: str
    title: str
    lead: str
    empty: str
    query: Callable[[UserItem, int], Listing[MessageItem]]
    below: str = ""
    read_more: Callable[[UserItem], object] = _nothing

    def register(self) -> None:
        """Add the route."""
        app.get(self.path)(self.show)

    async def show(self, request: Request, actor: Actor) -> Response:
        """Show a page of the list."""
        return await self.draw(request, actor, notice_for(NOTICES, request.query_params.get("notice", "")))

    async def draw(self, request: Request, actor: Identity, outcome: Outcome) -> Response:
        """Render the page."""
        page = parse_id(request.query_params.get("page", ""))
        listing, in_rooms = await database.read(self._load, actor.user, page)
        return await framed(
            actor.user,
            "message_listing.html",
            error=outcome.error,
            outcome=outcome,
            page=self,
            listing=listing,
            rooms=in_rooms,
            more=await database.read(self.read_more, actor.user),
        )

    def form_page(self) -> FormPage:
        """Return the page for its forms, which stay on the page of the list that they are given."""
        return FormPage(self.draw, self._address, NOTICES)

    def _address(self, _request: Request, _section: str, *, notice: str, page: int) -> str:
        return f"{self.path}?page={page}&notice={notice}"

    def _load(self, actor: UserItem, page: int) -> tuple[Listing[MessageItem], Mapping[int, RoomItem]]:
        listing = self.query(actor, page)
        return listing, {room_id: rooms.room(actor, room_id) for room_id in {item.room_id for item in listing.items}}
