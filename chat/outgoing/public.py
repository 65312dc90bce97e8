"""Which addresses the server asks because somebody says so: those of the open internet alone.

Whoever names an address must not learn by it what is inside the network (server-side request forgery, OWASP).
"""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

PORTS = {"http": 80, "https": 443}
"""The usual port of each scheme."""

MAX_ADDRESS = 2_000

_NAT64, _NAT64_OWN = IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48")
_COMPATIBLE = IPv6Network("::/96")

_lookups = ThreadPoolExecutor(8, "look up hosts")
"""Threads of their own: whoever runs a name server may have them wait, and nothing else is to wait with them."""

is_open = False
"""Whether any address will do, also without encryption: for tests with servers of their own, never by a setting."""


class ForbiddenAddressError(ValueError):
    """An address that is not asked."""


def parsed(address: str) -> SplitResult:
    """Take an address apart; raises `ForbiddenAddressError` unless it is http or https, on its usual port."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port
    except ValueError as error:  # a UnicodeError is one
        raise ForbiddenAddressError(address) from error
    usual = PORTS.get(parts.scheme)
    if usual is None or not host or parts.username is not None or parts.password is not None:
        raise ForbiddenAddressError(address)
    if len(address) > MAX_ADDRESS or not (is_open or port in (None, usual)):
        raise ForbiddenAddressError(address)
    named = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=named if port is None else f"{named}:{port}", fragment="")


async def resolve(parts: SplitResult, *, is_named: bool = False) -> str:
    """Return the IP address to connect to; raises `ForbiddenAddressError` if any of the host's is not public.

    That does not matter for a host that the administrator has named (`is_named`).

    The connection is made to just this address: a name that is looked up again may have another one by then.
    """
    host, port = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 443)
    try:
        found = await asyncio.get_running_loop().run_in_executor(_lookups, _look_up, host, port)
    except (OSError, UnicodeError) as error:
        raise ConnectionError(f"no address for {host}") from error
    if not found or not (is_open or is_named or all(map(_is_public, found))):
        raise ForbiddenAddressError(host)
    return found[0]


def is_inside(host: str) -> bool:
    """Whether a host is an IP address, in whatever way it is written, and not a public one."""
    try:
        return not _is_public(host.partition("%")[0] if ":" in host else socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):  # it is a name
        return False


def _look_up(host: str, port: int) -> list[str]:
    return [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_public(address: str) -> bool:
    ip = ip_address(address.partition("%")[0])
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    is_own = isinstance(ip, IPv6Address) and (ip in _NAT64_OWN or ip.is_site_local)
    return ip.is_global and not ip.is_multicast and not is_own and (inner is None or inner.is_global)


def _inner(ip: IPv6Address) -> IPv4Address | None:
    """Return the address of the older kind that one stands for, such as behind a gateway."""
    if ip in _NAT64 or ip in _COMPATIBLE:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour
