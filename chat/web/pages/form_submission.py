"""Handles a form on a page with several: redirect, or show the form again with the error and the input."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.responses import Response

from chat import accounts
from chat.accounts.items import Identity
from chat.errors import ChatError, NotFound, NotSignedIn
from chat.web import auth
from chat.web.server import limits, login_limits
from chat.web.server.throttle import Throttle

T = TypeVar("T")

Actor = Annotated[Identity, Depends(auth.identify)]
"""Who is asking, resolved anew at every request."""


async def _administrator(actor: Actor) -> Identity:
    if not actor.user.is_administrator:
        raise NotFound("Page not found.")
    return actor


Administrator = Annotated[Identity, Depends(_administrator)]
"""An administrator who is asking; nobody else learns that there is something to ask."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a page has to tell of the form that was sent last, by that form's name."""

    form: str = ""
    error: ChatError | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    notice: str = ""

    def error_of(self, form: str) -> ChatError | None:
        """Return what was wrong with a form."""
        return self.error if form == self.form else None

    def notice_of(self, section: str) -> str:
        """Return the good news that a section has."""
        return self.notice if section == self.form else ""

    def typed_in(self, form: str, name: str, otherwise: str = "") -> str:
        """Return what was typed in a form that is shown again, or what its field shows at first."""
        return self.typed.get(name, otherwise) if self.error_of(form) else otherwise


NOTHING = Outcome()

Page = Callable[[Identity, Outcome], Awaitable[Response]]
"""Draws a page with forms on it, for somebody, with what has become of one of them."""


def notice_for(notices: Mapping[str, tuple[str, str]], key: str, *, name: str = "") -> Outcome:
    """Return the news that an address asks for: a text of ours, which may say a name, never one out of the address."""
    section, text = notices.get(key, ("", ""))
    return Outcome(section, notice=text.format(name=name or "The account"))


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that somebody has sent.

    Args:
        request: that brought it
        actor: who has sent it
        page: draws the page with the form on it
        form: the form's name there
        typed: what is to be shown again, never a password
        current_password: password for re-authentication; empty if not submitted
        always_ask_password: whether even who gave their password a moment ago has to give it
        limit: how often one account may do this, within what it may send of all forms
    """

    request: Request
    actor: Identity
    page: Page
    form: str
    typed: Mapping[str, str] = field(default_factory=dict)
    current_password: str = ""
    always_ask_password: bool = False
    limit: Throttle | None = None

    async def run(self, act: Callable[[], Awaitable[T]], then: Callable[[T], Response]) -> Response:
        """Do what the form is for and answer with what `then` makes of it, or show the form again."""
        token = ""
        try:
            await self._count()
            if self.current_password or self.always_ask_password:
                async with login_limits.confirm(self.actor.user.id):
                    token = await accounts.confirm_identity(self.actor, self.current_password)
            response = then(await act())
        except NotSignedIn:
            raise
        except ChatError as error:
            actor = await auth.identify_again(self.actor)  # they may have given their password just now
            response = await self.page(actor, Outcome(self.form, error, self.typed))
        if token and "set-cookie" not in response.headers:  # the token before is good no more
            auth.set_session_cookie(self.request, response, token, is_kept=self.actor.is_kept)
        return response

    async def _count(self) -> None:
        for limit in (limits.FORMS, self.limit):
            if limit is not None:
                await limit.acquire(str(self.actor.user.id))
