"""`/login` and `/logout`: real HTML forms, because only an HTTP response can set a cookie."""

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat import accounts, demo
from chat.accounts import hash_token
from chat.errors import ChatError, NotSignedIn
from chat.storage.database import database
from chat.text import MAX_EMAIL
from chat.web import auth
from chat.web.known_browsers import known_browsers
from chat.web.pages import forms
from chat.web.pages.forms import Field, RowId
from chat.web.server import login_limits

MAX_EMAIL_SHOWN = 1000

NOTICES = {
    "reset": "Password changed. Log in with the new one.",
    "claimed": "The account is yours. Log in with your email address and the password that you have just chosen.",
    "left": "Your account has been deleted. Your messages stay, as those of a former member.",
}


def register() -> None:
    """Add the routes."""
    app.get("/login")(show)
    forms.post("/login", log_in)
    forms.post("/login/demo", log_in_as_demo_user)
    forms.post("/logout", log_out)


async def show(request: Request, return_to: str = auth.HOME, notice: str = "") -> Response:
    """Show the form; redirect if one is logged in already, or if there is no account yet."""
    target = auth.safe_return_to(return_to)
    try:
        await auth.identify(request)
    except NotSignedIn:
        if not await database.read(accounts.has_people):
            return forms.redirect("/setup")
        return await _form(target, notice=NOTICES.get(notice, ""))
    return forms.redirect(target)


async def claimed(email: str) -> Response:
    """Show the form to somebody who has just claimed an account: here their address is in no URL."""
    return await _form(auth.HOME, email=email, notice=NOTICES["claimed"])


async def log_in(
    request: Request, email: Field = "", password: Field = "", keep: Field = "", return_to: Field = auth.HOME
) -> Response:
    """Check email and password; the answer does not tell which of them was wrong."""
    target, is_kept = auth.safe_return_to(return_to), bool(keep)
    try:
        async with login_limits.log_in(request, email, await known_browser(request, email)):
            token = await accounts.log_in(email, password, is_kept=is_kept, device=auth.device(request))
    except ChatError as error:
        return await _form(target, email=email[:MAX_EMAIL_SHOWN], keep=is_kept, error=error)
    return await signed_in(request, token, target, is_kept=is_kept)


async def log_in_as_demo_user(request: Request, user_id: RowId = 0, return_to: Field = auth.HOME) -> Response:
    """Log in as a demo user, in a demo database only."""
    target = auth.safe_return_to(return_to)
    try:
        token = await demo.log_in_as_demo_user(user_id, device=auth.device(request))
    except ChatError as error:
        return await _form(target, error=error)
    return await signed_in(request, token, target)


async def log_out(request: Request) -> Response:
    """End the session, which closes all its open pages."""
    token = auth.session_token(request)
    response = forms.redirect("/login")
    await _remember_browser(request, response, token)
    await accounts.end_session(token)
    auth.forget_session_cookie(request, response)
    return response


async def signed_in(request: Request, token: str, target: str, *, is_kept: bool = False) -> Response:
    """Replace the browser's session by a new one, and redirect."""
    await accounts.end_session(auth.session_token(request))
    response = forms.redirect(target)
    auth.set_session_cookie(request, response, token, is_kept=is_kept)
    await _remember_browser(request, response, token)
    return response


async def known_browser(request: Request, email: str) -> str | None:
    """Return the browser's key if the account with this email has logged in there before."""
    browser = known_browsers.read(request)
    if not browser.people or len(email) > 2 * MAX_EMAIL:
        return None  # and the database is not asked for strangers
    found = await database.read(accounts.credentials, email)
    return browser.key(found[0]) if found else None


async def _remember_browser(request: Request, response: Response, token: str) -> None:
    found = await database.read(accounts.identity, hash_token(token)) if token else None
    if found:
        known_browsers.remember(request, response, found.user.id)


async def _form(
    return_to: str, *, email: str = "", keep: bool = False, notice: str = "", error: ChatError | None = None
) -> Response:
    return forms.page(
        "login.html",
        error=error,
        return_to=return_to,
        email=email,
        keep=keep,
        notice=notice,
        demo_users=await database.read(demo.demo_users),
        may_register=await database.read(accounts.registration) == "open",
    )
