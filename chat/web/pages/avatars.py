"""`/avatars/{digest}.webp`, and the forms that set and remove a profile picture."""

import re
from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response
from nicegui import app
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from chat import accounts
from chat.accounts import MAX_UPLOAD
from chat.errors import Invalid, NotFound, NotSignedIn, TooLarge
from chat.storage.database import database
from chat.text import parse_id
from chat.web import auth
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import whole
from chat.web.pages.settings.profile import PAGE
from chat.web.server.body_limit import MAX_BODY_BYTES
from chat.web.server.limits import PROFILE, UPLOADS

DIGEST = re.compile(r"[0-9a-f]{24}")

MAX_FORM = MAX_UPLOAD + 10_000
"""Bytes of a picture with what a form puts around it."""

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


@form("/settings/picture", page=PAGE, section="picture", max_body_size=MAX_UPLOAD + MAX_BODY_BYTES)
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


async def picture_of(request: Request) -> bytes:
    """Read the picture from a form; FastAPI would read the body before it checks the session."""
    _, image = await sent_with_picture(request)
    if not image:
        raise Invalid("Choose a picture first.")
    return image


async def sent_with_picture(request: Request, most_fields: int = 1) -> tuple[dict[str, str], bytes]:
    """Read a form with a picture, which is empty if none was chosen, and at most so many other fields."""
    length = parse_id(request.headers.get("content-length", ""))
    if not 0 < length <= MAX_FORM:
        raise TooLarge(f"The picture is too large: at most {MAX_UPLOAD // 1024 // 1024} MB.")
    try:
        async with request.form(max_files=1, max_fields=most_fields) as form:
            picture = form.get("picture")
            image = await picture.read() if isinstance(picture, UploadFile) else b""
            return {name: whole(text) for name, text in form.items() if isinstance(text, str)}, image
    except HTTPException as error:
        raise Invalid("This file cannot be read as a picture.") from error
