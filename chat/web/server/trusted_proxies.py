"""Client address and scheme of requests that came through trusted proxies: an ASGI middleware.

`X-Forwarded-For` and `X-Forwarded-Proto` count when a configured proxy sent them, and no such header goes any further:
NiceGUI would take a prefix from anybody's `X-Forwarded-Prefix`, and engine.io a scheme and a host. `X-Forwarded-Host`
from such a proxy counts only as another origin that forms and sockets may come from.

Where there is a public URL, its scheme and host replace those of the request: a proxy may have rewritten `Host`, and
redirects and links are built from it.
"""

import logging
from collections.abc import Collection, Sequence
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from chat.web.server.ip_addresses import Network, parse_address

log = logging.getLogger(__name__)

SCHEMES = {"http", "https"}


class TrustedProxiesMiddleware:
    """Takes address and scheme from proxies that are trusted, and forwarded headers from all."""

    def __init__(self, app: ASGIApp, trusted: Collection[Network] = (), public_url: str | None = None) -> None:
        """Believe these proxies, and serve people at this URL, whatever the last proxy makes of it."""
        self.app = app
        self._trusted = trusted
        self._public_url = public_url
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Correct the scope and pass it on."""
        if scope["type"] in {"http", "websocket"}:
            state = scope.setdefault("state", {})
            forwarded = [(name, value) for name, value in scope["headers"] if _is_forwarded(name)]
            if forwarded or self._trusted or self._public_url:
                state["is_proxied"] = True  # for `auth.is_at_this_machine`
            if forwarded:
                scope["headers"] = [pair for pair in scope["headers"] if not _is_forwarded(pair[0])]
                self._read(scope, forwarded)
            if self._public_url:
                state["public_origin"] = self._public_url
                _move(scope, self._public_url)
        await self.app(scope, receive, send)

    def _read(self, scope: Scope, forwarded: Sequence[tuple[bytes, bytes]]) -> None:
        peer = scope["client"][0] if scope.get("client") else ""
        if self._is_trusted(peer):
            hops = [peer, *reversed(_items(forwarded, b"x-forwarded-for"))]
            distance = next((index for index, hop in enumerate(hops) if not self._is_trusted(hop)), len(hops) - 1)
            self._set_address(scope, hops[distance])
            self._set_scheme(scope, _items(forwarded, b"x-forwarded-proto"), distance)
            scope["state"]["forwarded_hosts"] = _hosts(forwarded, distance)
        elif not self._has_warned:
            self._has_warned = True
            log.warning("ignored forwarded headers from %s, which is not one of --trusted-proxies", peer)

    def _is_trusted(self, text: str) -> bool:
        address = parse_address(text)
        return address is not None and any(address in network for network in self._trusted)

    def _set_address(self, scope: Scope, hop: str) -> None:
        if address := parse_address(hop):
            scope["client"] = (str(address), 0)

    def _set_scheme(self, scope: Scope, schemes: Sequence[str], distance: int) -> None:
        """Take the scheme that was seen by the proxy to which the last untrusted hop spoke."""
        if schemes and (scheme := _said_at(schemes, distance).lower()) in SCHEMES:
            _set_scheme(scope, scheme)


def _said_at(items: Sequence[str], distance: int) -> str:
    """Pick from a header's list what the proxy at a distance has said; one item alone stands for all proxies."""
    return items[-min(max(distance, 1), len(items))]


def _hosts(forwarded: Sequence[tuple[bytes, bytes]], distance: int) -> list[str]:
    """List the hosts that people may have asked a trusted proxy for: as it says, and with the port that it says."""
    hosts, ports = _items(forwarded, b"x-forwarded-host"), _items(forwarded, b"x-forwarded-port")
    if not hosts:
        return []
    host = _said_at(hosts, distance)
    return [host, f"{host}:{_said_at(ports, distance)}"] if ports else [host]


def _move(scope: Scope, public_url: str) -> None:
    """Have a request be for the public URL."""
    url = urlsplit(public_url)
    headers = [(name, value) for name, value in scope["headers"] if name != b"host"]
    scope["headers"] = [(b"host", url.netloc.encode("ascii")), *headers]
    _set_scheme(scope, url.scheme)


def _set_scheme(scope: Scope, scheme: str) -> None:
    scope["scheme"] = scheme.replace("http", "ws") if scope["type"] == "websocket" else scheme


def _is_forwarded(name: bytes) -> bool:
    return name.startswith(b"x-forwarded-") or name in {b"forwarded", b"x-real-ip"}


def _items(headers: Sequence[tuple[bytes, bytes]], wanted: bytes) -> list[str]:
    text = b",".join(value for name, value in headers if name == wanted).decode("latin-1")
    return [item.strip() for item in text.split(",") if item.strip()]
