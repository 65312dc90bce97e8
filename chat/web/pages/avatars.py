"""`/avatars/{digest}.webp`, and the forms that set and remove a profile picture."""

import re
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts
from chat.errors import NotFound, NotSignedIn
from chat.storage.database import database
from chat.web import auth
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.sent_picture import MAX_PICTURE_BODY, picture_of
from chat.web.pages.settings.profile import PAGE
from chat.web.server.limits import PROFILE, UPLOADS

DIGEST = re.compile(r"[0-9a-f]{24}")

FOR_GOOD = {
    "Cache-Control": "private, max-age=31536000, immutable",
    "X-Content-Type-Options": "nosniff",
}
"""The address is a hash of the bytes, so they never change."""


def register() -> None:
    """Add the routes."""
    app.get("/avatars/{digest}.webp")(show)
    change.register()
    remove.register()


async def show(request: Request, digest: str) -> Response:
    """Send a profile picture."""
    return await sent_picture(request, digest, accounts.avatar)


async def sent_picture(request: Request, digest: str, picture: Callable[[str], bytes]) -> Response:
    """Send the picture that a query finds by its digest; a 404 for whoever is not logged in."""
    try:
        await auth.identify(request)
    except NotSignedIn as error:
        raise NotFound("Picture not found.") from error
    if not DIGEST.fullmatch(digest):
        raise NotFound("Picture not found.")
    return Response(await database.read(picture, digest), media_type="image/webp", headers=FOR_GOOD)


@form("/settings/picture", page=PAGE, section="picture", max_body_size=MAX_PICTURE_BODY)
async def change(request: Request, actor: Actor) -> Done:
    """Set the profile picture."""
    await UPLOADS.acquire(str(actor.user.id))
    await accounts.set_avatar(actor.user, await picture_of(request))
    return done("picture")


@form("/settings/picture/remove", page=PAGE, section="picture", limit=PROFILE)
async def remove(actor: Actor) -> Done:
    """Remove the profile picture."""
    await accounts.remove_avatar(actor.user)
    return done("no-picture")
