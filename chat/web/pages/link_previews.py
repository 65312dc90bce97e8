"""`/link-previews/{digest}.webp`, the small picture of a page that a message links to."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import link_previews
from chat.errors import NotFound, NotSignedIn
from chat.storage.database import database
from chat.web import auth
from chat.web.pages.avatars import DIGEST, FOR_GOOD


def register() -> None:
    """Add the route."""
    app.get("/link-previews/{digest}.webp")(show)


async def show(request: Request, digest: str) -> Response:
    """Send a picture; a 404 for whoever is not logged in."""
    try:
        await auth.identify(request)
    except NotSignedIn as error:
        raise NotFound("Picture not found.") from error
    if not DIGEST.fullmatch(digest):
        raise NotFound("Picture not found.")
    return Response(await database.read(link_previews.picture, digest), media_type="image/webp", headers=FOR_GOOD)
