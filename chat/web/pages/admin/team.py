"""The team's name and logo, in the tab `/admin/place`, and `/logo/{digest}.webp`, which everybody may see."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.accounts import MAX_UPLOAD
from chat.errors import NotFound
from chat.storage.database import database
from chat.web.pages.actor import Administrator
from chat.web.pages.admin.place import PAGE, TAB
from chat.web.pages.admin.tabs import GUARDS
from chat.web.pages.avatars import DIGEST, FOR_GOOD
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field
from chat.web.pages.sent_picture import picture_of
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.limits import PROFILE, UPLOADS

PATH = "/admin/team"


def register() -> None:
    """Add the routes."""
    app.get("/logo/{digest}.webp")(show_logo)
    app.get(PATH, dependencies=list(GUARDS))(TAB.lead_back)
    app.get(f"{PATH}/{{part:path}}", dependencies=list(GUARDS))(TAB.lead_back)
    for each in (set_name, set_logo, remove_logo):
        each.register()


async def show_logo(digest: str) -> Response:
    """Send the logo; its address is a hash of it, as those of other pictures are."""
    if not DIGEST.fullmatch(digest):
        raise NotFound("Picture not found.")
    return Response(await database.read(accounts.team_logo, digest), media_type="image/webp", headers=FOR_GOOD)


@form(f"{PATH}/name", page=PAGE, section="name", limit=PROFILE)
async def set_name(actor: Administrator, name: Field = "") -> Done:
    """Name the team."""
    await accounts.set_team_name(actor.user, name)
    return done("name")


@form(f"{PATH}/logo", page=PAGE, section="logo", max_body_size=MAX_UPLOAD + MAX_BODY_BYTES)
async def set_logo(request: Request, actor: Administrator) -> Done:
    """Set the team's logo."""
    await UPLOADS.acquire(str(actor.user.id))
    await accounts.set_team_logo(actor.user, await picture_of(request))
    return done("logo")


@form(f"{PATH}/logo/remove", page=PAGE, section="logo", limit=PROFILE)
async def remove_logo(actor: Administrator) -> Done:
    """Remove the team's logo."""
    await accounts.remove_team_logo(actor.user)
    return done("no-logo")
