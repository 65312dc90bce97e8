"""A page behind one of the tabs of settings or administration: each has a route, a template and forms of its own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from nicegui import app

from chat.accounts.items import Identity
from chat.web.pages import forms
from chat.web.pages.actor import Actor
from chat.web.pages.form_page import NOTHING, FormPage, Outcome, notice_for
from chat.web.pages.frame import frame
from chat.web.server.security_headers import FRAME_POLICY

Tabs = Sequence[tuple[str, str]]
"""The tabs of a place: the path of each, and its name."""

Load = Callable[[Request, Identity], Awaitable[Mapping[str, Any]]]
"""Reads what a template shows."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page behind a tab.

    Args:
        path: its route
        template: what draws it
        tabs: all tabs of the place, of which it is one
        load: reads what the template shows, beside what all tabs do
        notices: what its forms say when they have done their work, as of `FormPage`
        guards: who may see it, if not everybody who is logged in; as FastAPI's dependencies
        policy: the content security policy
    """

    path: str
    template: str
    tabs: Tabs
    load: Load
    notices: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    guards: Sequence[Any] = ()
    policy: str = FRAME_POLICY

    def register(self, show: Callable[..., Awaitable[Response]] | None = None) -> None:
        """Add the route; `show` answers it, for a page that has more to say than its notices."""
        app.get(self.path, dependencies=list(self.guards))(show or self.show)

    async def show(self, request: Request, actor: Actor, notice: str = "") -> Response:
        """Show the page."""
        return await self.draw(request, actor, notice_for(self.notices, notice))

    async def draw(self, request: Request, actor: Identity, outcome: Outcome = NOTHING) -> Response:
        """Render the page, with what has become of one of its forms."""
        values = await self.load(request, actor)
        around = await frame(actor.user)
        response = await asyncio.to_thread(
            forms.page_with_tabs,
            self.template,
            frame=around,
            tabs=self.tabs,
            here=self.path,
            error=outcome.error,
            outcome=outcome,
            **{"viewer": actor.user, **values},
        )
        response.headers["Content-Security-Policy"] = self.policy
        return response

    def forms(self, address: Callable[..., str] | None = None) -> FormPage:
        """Return the page for its forms; `address` is where they lead back, if there is more to tell there."""
        return FormPage(self.draw, address or self._address, self.notices)

    def _address(self, _request: Request, section: str, *, notice: str) -> str:
        return f"{self.path}?notice={notice}#{section}"

    async def lead_back(self) -> Response:
        """Redirect a reload of a form that was refused to the page with the form."""
        return forms.redirect(self.path)
