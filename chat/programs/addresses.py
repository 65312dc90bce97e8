"""Which addresses outgoing webhooks may have: anybody's who manages a room, so those of the open internet alone.

Those inside the network are told only where the administrator has named their host.
"""

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

from chat.errors import Invalid
from chat.outgoing import public

MAX_LENGTH = 1000

_named: frozenset[str] = frozenset()


def set_webhook_hosts(hosts: Iterable[str]) -> None:
    """Name hosts, each with a port or for all of them, that need not be public, nor encrypt."""
    global _named
    _named = frozenset(host.lower() for host in hosts)


def is_named(parts: SplitResult) -> bool:
    """Whether the administrator has named the host of an address."""
    host = parts.hostname or ""
    port = parts.port or (80 if parts.scheme == "http" else 443)
    return bool({host, f"{host}:{port}"} & _named)


def parsed(address: str) -> SplitResult:
    """Parse an address; raises `Invalid` for one that may not be called, whatever its host may be."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Invalid("This is no address of a web server.") from error
    if len(address) > MAX_LENGTH or not address.isascii() or not address.isprintable() or " " in address:
        raise Invalid("This is no address of a web server.")
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise Invalid("The address begins with https:// and a host, such as https://example.com/hook.")
    if parts.username is not None or parts.fragment:
        raise Invalid("Leave out a name and password, and what comes after #.")
    if parts.scheme != "https" and not public.is_open and not is_named(parts):
        raise Invalid("The address has to begin with https://, unless your administrator has named its host.")
    if not public.is_open and not is_named(parts) and public.is_inside(parts.hostname):
        raise Invalid("This address is inside a network: your administrator would have to name its host.")
    if port not in (None, 443) and not public.is_open and not is_named(parts):
        raise Invalid("The address has to be on the usual port, unless your administrator has named its host.")
    return parts
