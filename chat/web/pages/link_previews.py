"""`/link-previews/{digest}.webp`, the small picture of a page that a message links to."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import link_previews
from chat.web.pages.avatars import sent_picture


def register() -> None:
    """Add the route."""
    app.get("/link-previews/{digest}.webp")(show)


async def show(request: Request, digest: str) -> Response:
    """Send a picture."""
    return await sent_picture(request, digest, link_previews.picture)
