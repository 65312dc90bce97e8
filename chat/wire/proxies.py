"""Who is at the other end of a connection that came through proxies: a pure ASGI middleware.

`X-Forwarded-For` and `X-Forwarded-Proto` count when a configured proxy sent them, and no such header goes any further:
NiceGUI would take a prefix from anybody's `X-Forwarded-Prefix`, and engine.io a scheme and a host.
"""

import logging
from collections.abc import Collection, Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from chat.wire.addresses import Network, parse_address

log = logging.getLogger(__name__)

SCHEMES = {"http", "https"}


class Proxies:
    """Takes address and scheme from proxies that are trusted, and forwarded headers from all."""

    def __init__(self, app: ASGIApp, trusted: Collection[Network] = (), *, is_https: bool = False) -> None:
        """Believe these proxies; `is_https` says that people reach the app over TLS, whatever the last proxy speaks."""
        self.app = app
        self._is_https = is_https
        self._trusted = trusted
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Correct the scope and pass it on."""
        if scope["type"] in {"http", "websocket"}:
            forwarded = [(name, value) for name, value in scope["headers"] if _is_forwarded(name)]
            if forwarded:
                scope["headers"] = [pair for pair in scope["headers"] if not _is_forwarded(pair[0])]
                scope.setdefault("state", {})["is_forwarded"] = True  # for who asks whether this is the machine itself
                self._read(scope, forwarded)
            if self._is_https:
                _set_scheme(scope, "https")
        await self.app(scope, receive, send)

    def _read(self, scope: Scope, forwarded: Sequence[tuple[bytes, bytes]]) -> None:
        peer = scope["client"][0] if scope.get("client") else ""
        if self._is_trusted(peer):
            hops = [peer, *reversed(_items(forwarded, b"x-forwarded-for"))]
            distance = next((index for index, hop in enumerate(hops) if not self._is_trusted(hop)), len(hops) - 1)
            self._set_address(scope, hops[distance])
            self._set_scheme(scope, _items(forwarded, b"x-forwarded-proto"), distance)
        elif not self._has_warned:
            self._has_warned = True
            log.warning("%s sent forwarded headers and is none of --trusted-proxies: they have no effect", peer)

    def _is_trusted(self, text: str) -> bool:
        address = parse_address(text)
        return address is not None and any(address in network for network in self._trusted)

    def _set_address(self, scope: Scope, hop: str) -> None:
        if address := parse_address(hop):
            scope["client"] = (str(address), 0)

    def _set_scheme(self, scope: Scope, schemes: Sequence[str], distance: int) -> None:
        """Take the scheme that was seen by the proxy to which the last untrusted hop spoke."""
        if not schemes:
            return
        scheme = schemes[-min(max(distance, 1), len(schemes))].lower()  # one alone stands for all
        if scheme in SCHEMES:
            _set_scheme(scope, scheme)


def _set_scheme(scope: Scope, scheme: str) -> None:
    scope["scheme"] = scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme


def _is_forwarded(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip"}


def _items(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    text = b",".join(value for name, value in headers if name == wanted).decode("latin-1")
    return [item.strip() for item in text.split(",") if item.strip()]
