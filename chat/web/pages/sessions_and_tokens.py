"""`/settings/browsers` and `/settings/tokens`: sessions and API tokens."""

from fastapi import Request
from fastapi.responses import Response

from chat import accounts
from chat.web.pages import forms
from chat.web.pages.form_submission import Actor, Submission
from chat.web.pages.forms import Field, RowId
from chat.web.pages.settings import done, page


def register() -> None:
    """Add the routes."""
    forms.post("/settings/browsers/end", end_browser)
    forms.post("/settings/browsers/end-others", end_other_browsers)
    forms.post("/settings/tokens", create_token)
    forms.post("/settings/tokens/revoke", revoke_token)


async def end_browser(request: Request, actor: Actor, session_id: RowId = 0) -> Response:
    """Log one of one's own browsers out; its open pages close."""
    submission = Submission(request, actor, page, "browsers")
    return await submission.run(lambda: accounts.end_own_session(actor.user, session_id), lambda _: done("browser"))


async def end_other_browsers(request: Request, actor: Actor) -> Response:
    """Log all one's own browsers out but this one."""
    submission = Submission(request, actor, page, "browsers")
    return await submission.run(lambda: accounts.end_other_sessions(actor), lambda _: done("browsers"))


async def create_token(request: Request, actor: Actor, name: Field = "", current_password: Field = "") -> Response:
    """Make a token for a program, and show it: this once and never again."""
    submission = Submission(request, actor, page, "tokens", {"name": name}, current_password)
    return await submission.run(
        lambda: accounts.create_api_token(actor, name),
        lambda token: forms.page(
            "show_once.html",
            title="Your new API token",
            lead="A program with this token can act as you. Do not share it.",
            label="API token",
            secret=token,
            picture="",
            back="/settings#tokens",
            back_to="settings",
        ),
    )


async def revoke_token(request: Request, actor: Actor, token_id: RowId = 0) -> Response:
    """Have one of one's own tokens open nothing any more."""
    submission = Submission(request, actor, page, "tokens")
    return await submission.run(lambda: accounts.revoke_api_token(actor.user, token_id), lambda _: done("token"))
