"""`@form`: a form on a page with several; it runs a command, then redirects or shows the form again with the error."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import Response

from chat import accounts
from chat.accounts.items import Identity
from chat.errors import ChatError, NotSignedIn, PasswordNeeded, about_field
from chat.web import auth
from chat.web.pages import forms
from chat.web.pages.form_page import Done, FormPage, Outcome
from chat.web.pages.forms import Field
from chat.web.server import limits, login_limits
from chat.web.server.throttle import Throttle

CONFIRMATION = "current_password"
"""The field in which somebody gives their password again."""

Handler = Callable[..., Awaitable[Response | Done]]


@dataclass(frozen=True, slots=True)
class Form:
    """A form and what it does; `form` makes it, `register` adds its route."""

    path: str
    handler: Handler
    page: FormPage
    section: str
    confirm: Literal["", "if given", "always"]
    limit: Throttle | None
    options: Mapping[str, Any]

    def register(self) -> None:
        """Add the route that the form posts to."""

        async def submit(request: Request, **values: Any) -> Response:
            return await self._submit(request, **values)

        submit.__signature__ = self._signature()  # type: ignore[attr-defined]
        forms.post(self.path, submit, **self.options)

    def _signature(self) -> inspect.Signature:
        """Ask FastAPI for the request, for what the handler takes, and for a password where one may be needed."""
        keyword = inspect.Parameter.KEYWORD_ONLY
        taken = {name: each.replace(kind=keyword) for name, each in inspect.signature(self.handler).parameters.items()}
        taken["request"] = inspect.Parameter("request", keyword, annotation=Request)
        if self.confirm:
            taken[CONFIRMATION] = inspect.Parameter(CONFIRMATION, keyword, default="", annotation=Field)
        return inspect.Signature(list(taken.values()))

    async def _submit(self, request: Request, actor: Identity, current_password: str = "", **fields: Any) -> Response:
        token = ""
        try:
            await self._count(actor)
            if current_password or self.confirm == "always":
                with about_field(CONFIRMATION):
                    async with login_limits.confirm(actor.user.id):
                        token = await accounts.confirm_identity(actor, current_password)
            response = await self._run(request, actor, fields)
        except NotSignedIn:
            raise
        except ChatError as error:
            if isinstance(error, PasswordNeeded):
                error.field = CONFIRMATION
            actor = await auth.identify_again(actor)  # they may have given their password just now
            outcome = Outcome(self.section.format_map(fields), error, _shown_again(fields))
            response = await self.page.draw(request, actor, outcome)
        if token and "set-cookie" not in response.headers:  # the token before is good no more
            auth.set_session_cookie(request, response, token, is_kept=actor.is_kept)
        return response

    async def _run(self, request: Request, actor: Identity, fields: Mapping[str, Any]) -> Response:
        takes_request = "request" in inspect.signature(self.handler).parameters
        result = await self.handler(**({"request": request} if takes_request else {}), actor=actor, **fields)
        return self.page.redirect(request, result) if isinstance(result, Done) else result

    async def _count(self, actor: Identity) -> None:
        for limit in (limits.FORMS, self.limit):
            if limit is not None:
                await limit.acquire(str(actor.user.id))


def form(
    path: str,
    *,
    page: FormPage,
    section: str,
    confirm: Literal["", "if given", "always"] = "",
    limit: Throttle | None = None,
    **options: Any,
) -> Callable[[Handler], Form]:
    """Make a form of a handler, which runs a command and returns `done(…)`, or a response of its own.

    The handler takes `actor`, the form's fields and, if it likes, `request`. What it raises as a `ChatError` is said on
    the page, next to the form, with what was typed.

    Args:
        path: where the form is posted
        page: the page with the form on it
        section: the form's name there; `{room_id}` in it stands for that field
        confirm: whether the current password is checked first: if the form has one in it, or always
        limit: how often one account may do this, within what it may send of all forms
        **options: for FastAPI's route, such as `max_body_size`
    """
    return lambda handler: Form(path, handler, page, section, confirm, limit, options)


def _shown_again(fields: Mapping[str, Any]) -> dict[str, str]:
    """Return what was typed, but for passwords."""
    return {
        name: text for name, value in fields.items() if "password" not in name and (text := _as_text(value)) is not None
    }


def _as_text(value: object) -> str | None:
    """Return a text, or those of several boxes that were ticked, as one; None for what is no text, such as an id."""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " ".join(value)
    return value if isinstance(value, str) else None
