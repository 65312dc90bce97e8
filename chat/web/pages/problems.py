"""The page for an error that no handler caught; whoever is signed in sees it inside the app."""

from fastapi import Request
from fastapi.responses import Response

from chat.accounts.items import UserItem
from chat.errors import ChatError, Forbidden, NotFound
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.frame import framed


async def show_problem(request: Request, error: Exception) -> Response:
    """Show the page for a `ChatError`."""
    problem = error if isinstance(error, ChatError) else ChatError(str(error))
    viewer = await _viewer(request, problem)
    if viewer is None:
        return forms.page("error.html", error=problem, message=problem.message)
    return await framed(viewer, "problem.html", error=problem, message=problem.message)


async def _viewer(request: Request, error: ChatError) -> UserItem | None:
    """Return who looks, if it is a page that they look at, and if the error leaves time for their list of rooms."""
    if not isinstance(error, NotFound | Forbidden) or "text/html" not in request.headers.get("accept", ""):
        return None
    try:
        return (await auth.identify(request)).user
    except ChatError:
        return None
