"""Plain pages and the forms on them: no socket, cheap to serve, and able to set a cookie."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import Depends, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app
from pydantic import AfterValidator, BeforeValidator
from starlette.datastructures import ImmutableMultiDict

from chat.errors import ChatError, TooMany, Unavailable
from chat.text import parse_id
from chat.web import auth
from chat.web.components.shared.assets import head
from chat.web.components.shared.templates import render
from chat.web.server.appearance import style_sheets
from chat.web.server.security_headers import FRAME_POLICY

RowId = Annotated[int, Form(), BeforeValidator(parse_id)]
"""The id of a row that a form names; 0, which no row has, for whatever is no id."""

RowIds = Annotated[list[int], Form(), BeforeValidator(lambda texts: [parse_id(text) for text in texts])]
"""The ids of all rows of a kind that a form names."""

PathId = Annotated[int, Path(), BeforeValidator(parse_id)]
"""The id of a row in an address; 0 for whatever is no id."""


TAB_SCRIPTS = ("saved_forms.js", "tables.js")


def whole(text: str) -> str:
    """Return what was sent without half characters, which a charset of its own choice can hold and nothing else."""
    return text.encode(errors="replace").decode()


Field = Annotated[str, Form(), AfterValidator(whole)]
"""What a form sends."""

SomeField = Annotated[str | None, Form(), AfterValidator(lambda text: text if text is None else whole(text))]
"""What a form sends, or None for one that does not have it."""


async def sent(request: Request) -> ImmutableMultiDict[str, str]:
    """Return the fields of a form that goes on choosing, be it in the address or, once it has chosen, posted."""
    fields = await request.form() if request.method == "POST" else request.query_params
    return ImmutableMultiDict([(name, whole(text)) for name, text in fields.multi_items() if isinstance(text, str)])


def post(path: str, handler: Callable[..., Any], **options: Any) -> None:
    """Add what a form posts to; what another site has posted is refused (OWASP: cross-site request forgery).

    Args:
        path: of the route
        handler: answers what was posted
        **options: for FastAPI's route, such as `max_body_size`
    """
    app.post(path, dependencies=[Depends(_from_here)], **options)(handler)


def _from_here(request: Request) -> None:
    auth.refuse_cross_site_forms(request)


def page(template: str, /, *, error: ChatError | None = None, **values: Any) -> Response:
    """Render a plain page, inside the app if it has a `frame`; an error is shown on it and sets its status."""
    return _page(template, head(*style_sheets(), is_framed="frame" in values), error, values)


def page_with_tabs(template: str, /, *, error: ChatError | None = None, **values: Any) -> Response:
    """Do as `page`, with the scripts and styles of forms that are saved as a whole, and of tables."""
    tags = head("tabs.css", *style_sheets(), scripts=TAB_SCRIPTS, is_framed=True)
    return _page(template, tags, error, values)


def _page(template: str, tags: str, error: ChatError | None, values: Mapping[str, Any]) -> Response:
    html = render(template, head=tags, error=error, **values)
    headers = _headers(error) | ({"Content-Security-Policy": FRAME_POLICY} if "frame" in values else {})
    return HTMLResponse(html, error.status if error else 200, headers=headers)


def redirect(path: str) -> Response:
    """Redirect after a form was submitted, so that a reload does not submit it again."""
    return RedirectResponse(path, status_code=303)


def _headers(error: Exception | None) -> dict[str, str]:
    headers = {"Cache-Control": "no-store"}
    if isinstance(error, TooMany | Unavailable):
        headers["Retry-After"] = str(error.retry_after)
    return headers
