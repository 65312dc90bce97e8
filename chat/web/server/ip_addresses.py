"""IP addresses: parsing, and the key by which clients are counted."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def parse_address(text: str) -> Address | None:
    """Read an address as proxies write it: alone, with a port, or IPv6 in brackets; IPv4 within IPv6 is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def address_key(connection: HTTPConnection) -> str:
    """Return the key that limits count a client by: its IPv4 address, or the /64 network of its IPv6 address.

    The address is what `TrustedProxiesMiddleware` has found; no header of the request is looked at here.
    """
    return household(connection.client.host if connection.client else None)


@lru_cache(maxsize=4096)  # every request asks for it: 30 µs each
def household(host: str | None) -> str:
    """Return that key for an address; an IPv6 household has a /64 to itself."""
    address = parse_address(host) if host else None
    if isinstance(address, IPv6Address):
        return str(ip_network((int(address), 64), strict=False))
    return str(address)
