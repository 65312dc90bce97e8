"""`/admin/log`: what administrators did."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from chat import accounts, rooms
from chat.accounts.items import AuditItem, Identity, UserItem
from chat.errors import NotFound
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.web.pages.admin.tabs import GUARDS, LOG, TABS
from chat.web.pages.admin_view import page_number
from chat.web.pages.tab import Tab


def register() -> None:
    """Add the route."""
    TAB.register()


async def _load(request: Request, actor: Identity) -> Mapping[str, Any]:
    """Read it, newest first, one page of it."""
    page = page_number(request.query_params.get("page", ""))
    listing, names = await database.read(_read, actor.user, page)
    return {"listing": listing, "names": names}


def _read(actor: UserItem, page: int) -> tuple[Listing[AuditItem], dict[int, str]]:
    """Read a page of it, and the names of rooms that the actor may see: one may have been closed since."""
    listing, names = accounts.audit_listing(actor, page), {}
    for room_id in {entry.room_id for entry in listing.items if entry.room_id}:
        try:
            names[room_id] = rooms.room(actor, room_id).name
        except NotFound:
            continue
    return listing, names


TAB = Tab(LOG, "admin/log.html", TABS, _load, guards=GUARDS)
