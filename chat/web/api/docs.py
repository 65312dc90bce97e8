"""`/api/docs`: the API's documentation, rendered from its OpenAPI description, without scripts."""

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from chat.web.api.errors import DESCRIPTIONS, KINDS
from chat.web.api.openapi_description import Description
from chat.web.components.shared.assets import head
from chat.web.components.shared.templates import render

STYLE = "docs.css"


def register(api: FastAPI) -> None:
    """Add the page, which needs no token."""
    api.router.add_route("/docs", show, include_in_schema=False)


async def show(request: Request) -> HTMLResponse:
    """Render the page."""
    root, document = request.scope["root_path"], request.app.openapi()
    description = Description(document, str(request.url.replace(path=root, query="")))
    html = render(
        "docs.html",
        head=head(STYLE),
        root=root,
        info=document["info"],
        operations=list(description.operations()),
        objects=list(description.objects()),
        problems=[(kind.status, kind.code(), DESCRIPTIONS[kind.status]) for kind in KINDS],
    )
    return HTMLResponse(html)
