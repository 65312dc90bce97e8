"""How a browser wants the app to look: light or dark, comfortable or compact, how wide the sidebar; cookies say it.

So each page comes with the right style sheets: nothing flashes, and nothing needs a script.
"""

from contextvars import ContextVar

from fastapi import Request, Response
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE = "streamchat-appearance"

COOKIE_SECONDS = 400 * 24 * 3600
"""As long as browsers keep a cookie."""

CHOICES = {"theme": ("system", "light", "dark"), "density": ("comfortable", "compact")}
"""The first of each is what there is without a choice."""

SIDEBAR_COOKIE = "streamchat-sidebar"
"""Set by sidebar_edge.js: the sidebar's width in pixels."""

NARROWEST, USUAL_WIDTH, WIDEST = 200, 260, 360
"""Pixels, as in sidebar_edge.js."""

_chosen: ContextVar[frozenset[str]] = ContextVar("appearance", default=frozenset())
_width: ContextVar[str] = ContextVar("width of the sidebar", default="")


class AppearanceMiddleware:
    """Notes for each request how its browser wants the app to look."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on."""
        if scope["type"] == "http":
            cookies = Request(scope).cookies
            _chosen.set(frozenset(cookies.get(COOKIE, "").split(".")))
            _width.set(cookies.get(SIDEBAR_COOKIE, ""))
        await self.app(scope, receive, send)


def chosen(what: str) -> str:
    """Return the `theme` or the `density` of the browser that asks; the usual one for whatever its cookie says else."""
    return next((choice for choice in CHOICES[what] if choice in _chosen.get()), CHOICES[what][0])


def style_sheets() -> tuple[str, ...]:
    """Return the style sheets for it, beside the app's own."""
    wanted = (chosen("theme"), chosen("density"))
    sheets = tuple(f"{choice}.css" for choice in wanted if choice in ("light", "dark", "compact"))
    width = sidebar_width()
    return sheets if width == USUAL_WIDTH else (*sheets, f"sidebar-{width}.css")


def sidebar_width() -> int:
    """Return how wide the sidebar of the browser that asks is; as usual for whatever its cookie says else."""
    text = _width.get()
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        return USUAL_WIDTH
    return min(max(int(text), NARROWEST), WIDEST)


def remember(response: Response, theme: str, density: str, *, is_secure: bool) -> None:
    """Have a browser ask for this from now on; what is no choice is left out."""
    named = (choice for choice, choices in zip((theme, density), CHOICES.values(), strict=True) if choice in choices)
    response.set_cookie(
        COOKIE, ".".join(named), max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=is_secure
    )
