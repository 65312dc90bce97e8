"""`/saved`: the messages that one has saved for later."""

import asyncio
from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import messages, rooms
from chat.accounts.items import Identity, UserItem
from chat.messages.items import MessageItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.text import parse_id
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import RowId


def register() -> None:
    """Add the routes."""
    app.get("/saved")(show)
    remove.register()


async def show(request: Request, actor: Actor) -> Response:
    """Show a page of the list, last saved first."""
    return await draw(request, actor, notice_for(SAVED.notices, request.query_params.get("notice", "")))


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    page = parse_id(request.query_params.get("page", ""))
    listing, in_rooms = await database.read(_load, actor.user, page)
    return await asyncio.to_thread(
        forms.page, "saved.html", error=outcome.error, outcome=outcome, listing=listing, rooms=in_rooms
    )


def _address(_request: Request, _section: str, *, notice: str, page: int) -> str:
    return f"/saved?page={page}&notice={notice}"


SAVED = FormPage(draw, _address, {"removed": ("saved", "Removed.")})


@form("/saved/remove", page=SAVED, section="saved")
async def remove(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Remove a message from the list, and stay on its page."""
    await messages.unsave_message(actor.user, message_id)
    return done("removed", page=page)


def _load(actor: UserItem, page: int) -> tuple[Listing[MessageItem], Mapping[int, RoomItem]]:
    listing = messages.saved_messages(actor, page)
    return listing, {room_id: rooms.room(actor, room_id) for room_id in {item.room_id for item in listing.items}}
