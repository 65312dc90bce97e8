"""`/setup/{step}`: the first start, once there is an administrator: team, invite, first room.

How far one has come is in the database, so that one goes on there, in another browser too. Only the invite link is kept
in the browser, as a cookie: the database has its digest alone.
"""

import asyncio
from functools import cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, rooms
from chat.accounts import MAX_UPLOAD, hash_token
from chat.accounts.items import Identity
from chat.desktop import qr
from chat.errors import NotFound, NotSignedIn
from chat.storage.database import database
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.tabs import absolute
from chat.web.pages.form import form
from chat.web.pages.form_page import NOTHING, FormPage, Outcome
from chat.web.pages.forms import Field
from chat.web.pages.sent_picture import sent_with_picture
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.limits import ROOM_MAKING, UPLOADS
from chat.web.server.security_headers import FRAME_POLICY

PATH = "/setup/team"
SCRIPT = "/setup/page.js"
COOKIE = "setup-invite"

_options = {"public_url": ""}


def register(public_url: str) -> None:
    """Add the routes; the invite link begins with the address given, or with the one that was asked."""
    _options["public_url"] = public_url
    app.get(SCRIPT)(lambda: Response(_script(), media_type="text/javascript"))
    app.get("/setup/invite/link")(lambda: forms.redirect("/setup/invite"))  # the reload of one that was refused
    app.get("/setup/{step}")(show)
    for each in (name_team, make_link, pass_invite, make_room):
        each.register()


async def next_page(request: Request) -> str:
    """Return where somebody goes on who opens the setup of a place that has an administrator."""
    try:
        actor = await auth.identify(request)
    except NotSignedIn:
        return "/login"
    return await pending_page(actor) or auth.HOME


async def pending_page(actor: Identity) -> str:
    """Return the page of the step that comes next, or an empty string if there is none for this person."""
    step = await database.read(accounts.setup_step) if actor.user.is_administrator else ""
    return f"/setup/{step}" if step else ""


async def show(request: Request, actor: Administrator, step: str) -> Response:
    """Show a step, as long as the last one is not done; one may go back."""
    if step not in accounts.SETUP_STEPS:
        raise NotFound("Page not found.")
    if not await pending_page(actor):
        return forms.redirect(auth.HOME)
    return await _draw(request, step, NOTHING)


async def _draw(request: Request, step: str, outcome: Outcome) -> Response:
    token = await _invite_in(request) if step == "invite" else ""
    link = absolute(request, _options["public_url"], f"/join/{token}") if token else ""
    picture = await asyncio.to_thread(qr.data_url, link) if link else ""
    response = forms.page(
        "first_start.html", error=outcome.error, outcome=outcome, step=step, link=link, picture=picture
    )
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _page(step: str) -> FormPage:
    async def draw(request: Request, _actor: Identity, outcome: Outcome) -> Response:
        return await _draw(request, step, outcome)

    return FormPage(draw)


@form("/setup/team", page=_page("team"), section="team", max_body_size=MAX_UPLOAD + MAX_BODY_BYTES)
async def name_team(request: Request, actor: Administrator) -> Response:
    """Name the team and set its logo, or skip that; then an invite link is made, to be shown on the next page."""
    if await pending_page(actor):
        sent, logo = await sent_with_picture(request, most_fields=3)
        if "skip" not in sent:
            await accounts.set_team_name(actor.user, sent.get("name", ""))
            if logo:
                await UPLOADS.acquire(str(actor.user.id))
                await accounts.set_team_logo(actor.user, logo)
        await accounts.set_setup_step(actor.user, "invite")
    return await _show_link(request, actor)


@form("/setup/invite/link", page=_page("invite"), section="invite")
async def make_link(request: Request, actor: Administrator) -> Response:
    """Make an invite link, for a browser that has none to show."""
    return await _show_link(request, actor)


@form("/setup/invite", page=_page("invite"), section="invite")
async def pass_invite(actor: Administrator) -> Response:
    """Go on to the first room."""
    await accounts.set_setup_step(actor.user, "room")
    return forms.redirect("/setup/room")


@form("/setup/room", page=_page("room"), section="room", limit=ROOM_MAKING)
async def make_room(
    request: Request, actor: Administrator, name: Field = "", description: Field = "", skip: Field = ""
) -> Response:
    """Make the first room and go there, or skip that; this was the last step."""
    target = auth.HOME
    if await pending_page(actor) and not skip:
        target = f"/rooms/{(await rooms.create_room(actor.user, name, description)).id}"
    await accounts.set_setup_step(actor.user, "")
    response = forms.redirect(target)
    response.delete_cookie(COOKIE, path="/setup", httponly=True, samesite="strict", secure=auth.is_secure(request))
    return response


async def _show_link(request: Request, actor: Identity) -> Response:
    response = forms.redirect("/setup/invite")
    if await pending_page(actor) and not await _invite_in(request):
        token = await accounts.create_invite(actor.user)
        response.set_cookie(
            COOKIE, token, path="/setup", httponly=True, samesite="strict", secure=auth.is_secure(request)
        )
    return response


async def _invite_in(request: Request) -> str:
    """Return the invite token that this browser was given before, while it is good."""
    token = request.cookies.get(COOKIE, "")
    is_good = bool(token) and await database.read(accounts.is_invite, hash_token(token))
    return token if is_good else ""


@cache
def _script() -> bytes:
    return Path(__file__).with_name("first_start.js").read_bytes()
