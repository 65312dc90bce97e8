"""`/rooms/{id}/settings`: what those who manage a room can change about it."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import exporting, messages, programs, rooms
from chat.accounts.items import Identity, UserItem
from chat.errors import Forbidden, NotFound, about_field
from chat.messages.items import Retention
from chat.programs.items import HookItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.web import auth
from chat.web.files.exports import address_of_place, send_export
from chat.web.pages import forms, room_hooks, room_outgoing
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, FormPage, Outcome, done, notice_for
from chat.web.pages.forms import Field, PathId
from chat.web.pages.frame import framed
from chat.web.pages.room_seen import address_of, lead_back, room_id_of, room_seen
from chat.web.server.limits import EXPORTS

NOTICES = {
    "room": ("room", "Room updated."),
    "open": ("kind", "The room is open now: everybody can find, read and join it."),
    "closed": ("kind", "The room is closed now: only its members can see it."),
    "default": ("default", "New people join this room from now on."),
    "not-default": ("default", "New people no longer join this room."),
    "retention": ("retention", "Saved. What is too old is deleted in the next minutes."),
    **room_hooks.NOTICES,
    **room_outgoing.NOTICES,
    "archived": ("archive", "Room archived. It is now read-only."),
    "restored": ("archive", "Room restored."),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the page shows."""

    room: RoomItem
    is_member: bool
    members: int
    retention: Retention
    hooks: list[HookItem]


def register() -> None:
    """Add the routes, before that of all rooms."""
    app.get("/rooms/{room_id}/settings")(show)
    own = (change, set_kind, set_default, set_retention, export, archive, restore)
    for each in (*own, *room_hooks.hook_forms(PAGE), *room_outgoing.outgoing_forms(PAGE)):
        each.register()
    lead_back("settings")


async def show(request: Request, actor: Actor, notice: str = "") -> Response:
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page; raises `Forbidden` for who does not manage the room."""
    here = await database.read(_settings, actor.user, room_id_of(request))
    outgoing = await database.read(room_outgoing.outgoing_of, actor.user, here.room.id)
    return await framed(
        actor.user,
        "room_settings.html",
        error=outcome.error,
        outcome=outcome,
        viewer=actor.user,
        here=here,
        room=here.room,
        **outgoing,
    )


PAGE = FormPage(draw, address_of("settings"), NOTICES)


@form("/rooms/{room_id}/settings/change", page=PAGE, section="room")
async def change(actor: Actor, room_id: PathId, name: Field = "", description: Field = "") -> Done:
    """Give the room another name and description."""
    await rooms.rename_room(actor.user, room_id, name, description)
    return done("room")


@form("/rooms/{room_id}/settings/kind", page=PAGE, section="kind")
async def set_kind(actor: Actor, room_id: PathId, kind: Field = "") -> Response | Done:
    """Make the room open or closed; an administrator who is not in it closes it before their own eyes."""
    room = await rooms.change_room_kind(actor.user, room_id, kind)
    is_in_sight = await database.read(_exists, actor.user, room_id)
    return done(room.kind) if is_in_sight else forms.redirect(auth.HOME)


@form("/rooms/{room_id}/settings/default", page=PAGE, section="default")
async def set_default(actor: Actor, room_id: PathId, default: Field = "") -> Done:
    """Choose whether new people join the room."""
    room = await rooms.set_default_room(actor.user, room_id, is_default=default == "yes")
    return done("default" if room.is_default else "not-default")


@form("/rooms/{room_id}/settings/retention", page=PAGE, section="retention")
async def set_retention(actor: Actor, room_id: PathId, days: Field = "", sure: Field = "") -> Done:
    """Choose for how long messages are kept; `sure` are the days of which the question was asked that is answered."""
    with about_field("days"):
        await messages.set_room_retention(actor.user, room_id, days.strip(), is_sure=days.strip() == sure.strip())
    return done("retention")


@form("/rooms/{room_id}/settings/export", page=PAGE, section="export", limit=EXPORTS)
async def export(request: Request, actor: Actor, room_id: PathId) -> Response:
    """Send the room's export as a download."""
    return send_export(await exporting.export_room(actor.user, room_id, address_of_place(request)))


@form("/rooms/{room_id}/settings/archive", page=PAGE, section="archive")
async def archive(actor: Actor, room_id: PathId) -> Done:
    """Archive the room."""
    await rooms.archive_room(actor.user, room_id)
    return done("archived")


@form("/rooms/{room_id}/settings/restore", page=PAGE, section="archive")
async def restore(actor: Actor, room_id: PathId) -> Done:
    """Restore the archived room."""
    await rooms.restore_room(actor.user, room_id)
    return done("restored")


def _settings(actor: UserItem, room_id: int) -> Settings:
    seen = room_seen(actor, room_id)
    if not seen.may_manage:
        raise Forbidden("Only a room’s managers can do this.")
    total = rooms.member_listing(actor, room_id).total
    hooks = programs.hooks_of(actor, room_id)
    return Settings(seen.room, seen.is_member, total, messages.retention(actor, room_id), hooks)


def _exists(actor: UserItem, room_id: int) -> bool:
    try:
        rooms.room(actor, room_id)
    except NotFound:
        return False
    return True
