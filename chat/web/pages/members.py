"""`/rooms/{id}/members`: who is in a room, and in which role."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import Identity, ProfileItem, UserItem
from chat.errors import NotFound
from chat.rooms.items import MemberItem, SeenRoom
from chat.storage.database import database
from chat.storage.pagination import Listing
from chat.text import parse_id
from chat.web.components.shared.text_direction import isolate
from chat.web.pages.actor import Actor
from chat.web.pages.admin_view import View
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field, PathId, RowId
from chat.web.pages.frame import framed
from chat.web.pages.room_seen import address_of, room_id_of, room_seen
from chat.web.presence import presence

NOTICES = {
    "manager": ("people", "{name} manages this room now."),
    "member": ("people", "{name} no longer manages this room."),
    "removed": ("people", "{name} is no longer in this room."),
}


@dataclass(frozen=True, slots=True)
class Members:
    """All that the page shows."""

    seen: SeenRoom
    people: Listing[MemberItem]
    managers: Collection[int]
    profiles: Mapping[int, ProfileItem]

    @property
    def may_add(self) -> bool:
        """Whether the viewer may add others: who manages the room, and in an open one everybody who is in it."""
        room = self.seen.room
        is_possible = room.kind != "direct" and not room.archived_at
        return is_possible and (self.seen.may_manage or (room.kind == "open" and self.seen.is_member))


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/{room_id}/members")(show)
    set_role.register()
    remove.register()


async def show(request: Request, actor: Actor, notice: str = "", person: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice, name=await name_of(person)))


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    view = View.of(request.query_params)
    here = await database.read(_members, actor.user, room_id_of(request), view)
    return await framed(
        actor.user,
        "members.html",
        error=outcome.error,
        outcome=outcome,
        viewer=actor.user,
        state_of=presence.state_of,
        here=here,
        room=here.seen.room,
        view=view,
    )


PAGE = FormPage(draw, address_of("members"), NOTICES)


@form("/rooms/{room_id}/members/role", page=PAGE, section="people")
async def set_role(actor: Actor, room_id: PathId, user_id: RowId = 0, role: Field = "") -> Done:
    """Make somebody a manager, or no longer one."""
    await rooms.set_member_role(actor.user, room_id, user_id, role)
    return done(role, person=user_id)


@form("/rooms/{room_id}/members/remove", page=PAGE, section="people")
async def remove(actor: Actor, room_id: PathId, user_id: RowId = 0) -> Done:
    """Remove somebody."""
    await rooms.remove_member(actor.user, room_id, user_id)
    return done("removed", person=user_id)


async def name_of(person: str) -> str:
    """Return the name of somebody whose id is in an address."""
    try:
        return isolate((await database.read(accounts.user_by_id, parse_id(person))).name) if person else ""
    except NotFound:  # deleted meanwhile, or nobody's id
        return ""


def _members(actor: UserItem, room_id: int, view: View) -> Members:
    seen = room_seen(actor, room_id)
    people = rooms.member_listing(actor, room_id, view.people, view.people_page)
    profiles = accounts.profiles([member.user.id for member in people.items])
    return Members(seen, people, rooms.managers(actor, room_id), profiles)
