"""`/admin/log`: what administrators did."""

import asyncio

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import AuditItem, UserItem
from chat.errors import NotFound
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin_view import page_number
from chat.web.pages.frame import frame


def register() -> None:
    """Add the route, before that of all other paths below `/admin`."""
    app.get("/admin/log")(show)


async def show(request: Request, actor: Administrator) -> Response:
    """List it, newest first, one page of it."""
    listing, names = await database.read(_read, actor.user, page_number(request.query_params.get("page", "")))
    around = await frame(actor.user)
    return await asyncio.to_thread(forms.page, "admin_log.html", frame=around, listing=listing, names=names)


def _read(actor: UserItem, page: int) -> tuple[Listing[AuditItem], dict[int, str]]:
    """Read a page of it, and the names of rooms that the actor may see: one may have been closed since."""
    listing, names = accounts.audit_listing(actor, page), {}
    for room_id in {entry.room_id for entry in listing.items if entry.room_id}:
        try:
            names[room_id] = rooms.room(actor, room_id).name
        except NotFound:
            continue
    return listing, names
