"""Security headers: an ASGI middleware.

Headers that a route sets itself stay, such as a policy of its own or how long something may be cached.
"""

from collections.abc import Iterable
from secrets import token_urlsafe

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PLAIN_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""For pages without any script, and for all that is no page."""

FRAME_POLICY = f"{PLAIN_POLICY}; script-src 'self'; connect-src 'self'; media-src 'self'"
"""For plain pages inside the app: files of ours keep the sidebar beside them up to date, and show people's cards."""

LIVE_POLICY = (
    "default-src 'none'; "
    # Vue compiles templates in the browser, and NiceGUI evaluates what the server tells it to do.
    "script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; "
    "style-src 'self' 'nonce-{nonce}'; "
    # "blob:" is a picture that somebody is about to send, as their own browser has made it small.
    "img-src 'self' data: blob:; media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""For the pages that NiceGUI draws; see docs/security.md for what keeps it from being stricter."""

UNUSED = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    # Not "no-referrer": with that a browser posts our own forms with the origin "null".
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}

OF_DOCUMENTS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Browsers look for these on what a window shows, not on scripts and style sheets: there they would be a tenth of what
the scripts of a first visit take."""

PARTS = (b"text/javascript", b"text/css")
"""What is never shown in a window by itself, but as text."""

RAW = {
    is_part: [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    for is_part, headers in ((True, ALWAYS), (False, ALWAYS | OF_DOCUMENTS))
}
"""Both as they are sent, for parts of a page and for all else: encoded once."""

HSTS = b"max-age=31536000; includeSubDomains"


class SecurityHeadersMiddleware:
    """Adds the headers to every response, and gives each page a nonce for its own scripts."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and complete the headers of what comes back."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        nonce = scope.setdefault("state", {})["nonce"] = token_urlsafe(16)

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _completed(message["headers"], scope["scheme"], nonce)
            await send(message)

        await self.app(scope, receive, complete)
        return None


def _completed(headers: Iterable[tuple[bytes, bytes]], scheme: str, nonce: str) -> list[tuple[bytes, bytes]]:
    """Return the headers of an answer with those that it lacks; made by hand, as every answer goes through here."""
    said = {name.lower(): value for name, value in headers}
    policy = LIVE_POLICY.format(nonce=nonce) if b"x-nicegui-content" in said else PLAIN_POLICY
    added = [(b"content-security-policy", policy.encode()), *RAW[said.get(b"content-type", b"").startswith(PARTS)]]
    if scheme == "https":
        added.append((b"strict-transport-security", HSTS))
    return [*headers, *(pair for pair in added if pair[0] not in said)]
