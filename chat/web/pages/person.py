"""`/people/{id}`: somebody's card, as a page and as what a dialog shows, and writing to them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from fastapi import Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts.items import Identity, ProfileItem, UserItem
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.text import parse_id
from chat.web.components.shared.templates import render
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import FormPage, Outcome, notice_for
from chat.web.pages.forms import PathId
from chat.web.pages.frame import framed
from chat.web.presence import presence

PATH = "/people/{user_id}"

NOTICES = {
    "blocked": ("block", "Blocked. They can write no direct messages to you any more."),
    "unblocked": ("block", "Unblocked. They can write direct messages to you again."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of somebody to a viewer."""

    profile: ProfileItem
    is_me: bool
    local_time: str
    until: str
    rooms: Sequence[RoomItem]
    is_blocked: bool


def register() -> None:
    """Add the routes."""
    app.get(f"{PATH}/card")(show_card)
    app.get(f"{PATH}/message")(to_the_page)
    app.get(PATH)(show)
    message.register()


async def show(request: Request, actor: Actor, user_id: PathId, notice: str = "") -> Response:  # noqa: ARG001 (read by `draw`)
    """Show the page."""
    return await draw(request, actor, notice_for(NOTICES, notice))


async def show_card(actor: Actor, user_id: PathId) -> Response:
    """Send what a dialog shows."""
    card = await database.read(_card, actor.user, user_id)
    return HTMLResponse(await asyncio.to_thread(render, "people/person_card.html", **_values(card), is_dialog=True))


async def to_the_page(_actor: Actor, user_id: PathId) -> Response:
    """Redirect a reload of the form that was refused to the page with the form."""
    return forms.redirect(f"/people/{user_id}")


async def draw(request: Request, actor: Identity, outcome: Outcome) -> Response:
    """Render the page."""
    card = await database.read(_card, actor.user, parse_id(request.path_params.get("user_id")))
    values = {"outcome": outcome, "is_dialog": False, **_values(card)}
    return await framed(actor.user, "person.html", error=outcome.error, **values)


def _address(request: Request, _section: str, notice: str) -> str:
    return f"/people/{parse_id(request.path_params.get('user_id'))}?notice={notice}"


PAGE = FormPage(draw, _address, NOTICES)


@form(f"{PATH}/message", page=PAGE, section="message")
async def message(request: Request, actor: Actor, user_id: PathId) -> Response:
    """Open the direct messages with somebody, or say to a script where they are."""
    room = await rooms.open_direct(actor.user, [user_id])
    path = f"/rooms/{room.id}"
    wants_json = "application/json" in request.headers.get("accept", "")
    return JSONResponse({"path": path}) if wants_json else forms.redirect(path)


def local_time(zone: str, viewer_zone: str, at: int | None = None) -> str:
    """Say what time it is where somebody is, and how far that is from the viewer's, as person_card.js does."""
    there, here = accounts.time_in(zone, at), accounts.time_in(viewer_zone, at)
    if there is None:
        return ""
    text = f"{there:%H:%M} local time"
    if here is None:
        return text
    minutes = round(((there.utcoffset() or there - there) - (here.utcoffset() or here - here)).total_seconds() / 60)
    if not minutes:
        return f"{text}, same time as you"
    hours, rest = divmod(abs(minutes), 60)
    span = " ".join([f"{hours} h"] * bool(hours) + [f"{rest} min"] * bool(rest))
    return f"{text}, {span} {'ahead' if minutes > 0 else 'behind'}"


def _card(actor: UserItem, user_id: int) -> Card:
    rooms.require_known(actor, user_id)
    profile = accounts.profile(user_id)
    mine = profile if profile.id == actor.id else accounts.profile(actor.id)
    until = profile.status.until if profile.status else None
    common = () if profile.id == actor.id or not profile.is_active else rooms.rooms_in_common(actor, profile.id)
    return Card(
        profile,
        is_me=profile.id == actor.id,
        local_time=local_time(profile.zone, mine.zone),
        until=_moment(until, mine.zone),
        rooms=common,
        is_blocked=rooms.has_blocked(actor, profile.id),
    )


def _moment(at: int | None, zone: str) -> str:
    """Say when something ends, in the viewer's zone if it is known, otherwise in UTC."""
    then, now = (accounts.time_in(zone, moment) or accounts.time_in("UTC", moment) for moment in (at, None))
    if at is None or then is None or now is None:
        return ""
    if then - now <= timedelta(days=1) and then.time() == time():
        return "midnight" if accounts.time_in(zone) else "midnight UTC"
    utc = "" if accounts.time_in(zone) else " UTC"
    return f"{then:%H:%M}{utc}" if then.date() == now.date() else f"{then:%A, %H:%M}{utc}"


def _values(card: Card) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(card, name) for name in card.__slots__}
    return values | {"state": presence.state_of(card.profile.id)}
