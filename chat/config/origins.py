"""Web origins (RFC 6454): how browsers write them, and which of them are this server's own."""

import re
from collections.abc import Collection
from ipaddress import IPv6Address

import idna
from starlette.requests import HTTPConnection

AUTHORITY = re.compile(r"(?P<host>[^\s/?#@\\:\[\]]+|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{0,5}))?")
ASCII_HOST = re.compile(r"[a-z0-9._-]+")
DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_PORT = 65535
MAX_HOST = 253
"""Maximum length of a DNS name (RFC 1035); longer ones are refused."""


def origin(scheme: str, authority: str) -> str | None:
    """Return the origin of a scheme and a host with an optional port, as browsers write it in `Origin`.

    That is in lower case, with an international name in its ASCII form, and without the scheme's default port.
    Returns None for an invalid host.
    """
    match = AUTHORITY.fullmatch(authority)
    host = _host(match["host"]) if match else None
    if match is None or host is None:
        return None
    port = int(match["port"] or DEFAULT_PORTS[scheme])
    if not 0 < port <= MAX_PORT:
        return None
    return f"{scheme}://{host}" if port == DEFAULT_PORTS[scheme] else f"{scheme}://{host}:{port}"


def own_origins(connection: HTTPConnection, schemes: Collection[str]) -> set[str]:
    """Return the origins of pages that may send requests to this server.

    With a public URL it is that one only. Otherwise it is the requested host, from `Host` or from a trusted proxy's
    headers (`chat.web.server.trusted_proxies`).

    Args:
        connection: a request, or a WebSocket handshake
        schemes: that browsers may have used, "http" or "https"
    """
    state = connection.scope.get("state", {})
    if public := state.get("public_origin"):
        return {public}
    authorities = [*connection.headers.getlist("host"), *state.get("forwarded_hosts", ())]
    return {found for scheme in schemes for authority in authorities if (found := origin(scheme, authority))}


def _host(text: str) -> str | None:
    if len(text) > MAX_HOST:
        return None
    try:
        if text.startswith("["):
            return f"[{IPv6Address(text[1:-1])}]"
        host = text.lower() if text.isascii() else idna.encode(text, uts46=True).decode()
    except ValueError:  # idna's errors are UnicodeErrors, which are ValueErrors
        return None
    return host if ASCII_HOST.fullmatch(host) else None
