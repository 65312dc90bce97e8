"""Which addresses notifications are pushed to: those of the open internet alone, whatever a browser says.

A browser names the address, and the server asks it: so nobody may have it ask what is inside the network (SSRF).
"""

import asyncio
import socket
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

MAX_LENGTH = 1000

is_open = False
"""Whether any address will do, also without encryption: for tests with servers of their own, never by a setting."""


class ForbiddenEndpointError(ValueError):
    """An address that nothing is sent to."""


def parsed(endpoint: str) -> SplitResult:
    """Take an endpoint apart; raises `ForbiddenEndpointError` unless it is https on its usual port, by a name."""
    try:
        parts = urlsplit(endpoint)
        port = parts.port
    except ValueError as error:
        raise ForbiddenEndpointError(endpoint) from error
    if len(endpoint) > MAX_LENGTH or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise ForbiddenEndpointError(endpoint)
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise ForbiddenEndpointError(endpoint)
    if not is_open and (parts.scheme != "https" or port not in (None, 443)):
        raise ForbiddenEndpointError(endpoint)
    return parts


async def resolve(parts: SplitResult) -> str:
    """Return the IP address to connect to; raises `ForbiddenEndpointError` if any of the host's is not public.

    The connection is made to just this address: a name that is looked up again may have another one by then.
    """
    host, port = parts.hostname or "", parts.port or 443
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ConnectionError(f"no address for {host}") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not (is_open or all(map(_is_public, addresses))):
        raise ForbiddenEndpointError(host)
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    return ip.is_global and not ip.is_multicast and (mapped is None or mapped.is_global)
