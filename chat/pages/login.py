"""`/login` and `/logout`: real HTML forms, because only an HTTP response can set a cookie."""

from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from nicegui import app
from pydantic import AfterValidator

from chat import auth, commands, queries
from chat.components.assets import head
from chat.components.templates import render
from chat.database import database
from chat.errors import ChatError, Forbidden, NotSignedIn
from chat.passwords import password_matches

MAX_FIELD = 1000
"""Characters; a password of megabytes is not worth hashing."""

Field = Annotated[str, Form(), AfterValidator(lambda text: text.encode(errors="replace").decode())]
"""What a form sends; a charset of its own choice lets it send half a character, which nothing else can hold."""


def register() -> None:
    """Add the routes."""
    app.get("/login")(show_login)
    app.post("/login")(log_in)
    app.post("/login/demo")(log_in_as_demo_user)
    app.post("/logout")(log_out)


async def show_login(request: Request, return_to: str = auth.HOME) -> Response:
    """Show the form, or go on if somebody is signed in already."""
    target = auth.safe_return_to(return_to)
    try:
        await auth.identify(request)
    except NotSignedIn:
        return await _form(target)
    return RedirectResponse(target, status_code=303)


async def log_in(request: Request, email: Field = "", password: Field = "", return_to: Field = auth.HOME) -> Response:
    """Check email and password; the reply never tells which of the two was wrong."""
    target = auth.safe_return_to(return_to)
    try:
        auth.refuse_foreign_forms(request)
        user_id = await _authenticate(email, password)
    except ChatError as error:
        return await _form(target, email=email[:MAX_FIELD], error=error)
    return await _signed_in(request, user_id, target)


async def log_in_as_demo_user(request: Request, user_id: Field = "", return_to: Field = auth.HOME) -> Response:
    """Become one of the demo people, on a demo database alone."""
    target = auth.safe_return_to(return_to)
    try:
        auth.refuse_foreign_forms(request)
        demo_ids = {str(user.id): user.id for user in await database.read(queries.demo_users)}
        if user_id not in demo_ids:
            raise Forbidden("There is no such demo person.")
    except ChatError as error:
        return await _form(target, error=error)
    return await _signed_in(request, demo_ids[user_id], target)


async def log_out(request: Request) -> Response:
    """End the session, which closes all its open pages."""
    try:
        auth.refuse_foreign_forms(request)
    except Forbidden as error:
        return HTMLResponse(render("not_found.html", head=head(), message=error.message), error.status)
    await commands.end_session(request.cookies.get(auth.COOKIE, ""))
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(auth.COOKIE, httponly=True, samesite="lax")
    return response


async def _authenticate(email: str, password: str) -> int:
    credentials = None
    if len(email) <= MAX_FIELD and len(password) <= MAX_FIELD:
        credentials = await database.read(queries.credentials, email)
    user_id, password_hash = credentials or (0, None)
    if not await password_matches(password[:MAX_FIELD], password_hash):
        raise NotSignedIn("Email or password is wrong.")
    return user_id


async def _signed_in(request: Request, user_id: int, target: str) -> Response:
    await commands.end_session(request.cookies.get(auth.COOKIE, ""))
    response = RedirectResponse(target, status_code=303)
    auth.set_session_cookie(request, response, await commands.start_session(user_id))
    return response


async def _form(return_to: str, *, email: str = "", error: ChatError | None = None) -> Response:
    demo_users = await database.read(queries.demo_users)
    html = render("login.html", head=head(), return_to=return_to, email=email, error=error, demo_users=demo_users)
    return HTMLResponse(html, status_code=error.status if error else 200, headers={"Cache-Control": "no-store"})
