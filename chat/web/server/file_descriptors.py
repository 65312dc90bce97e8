"""How many files and sockets the system lets this process open, and how many of those may be connections."""

import sys
from contextlib import suppress
from typing import NamedTuple

UNKNOWN = 8192
"""Assumed where the system has no such limit."""

MOST = 65_536
"""More than one process can serve."""

MACOS = 10_240
"""What macOS accepts where it says "unlimited"."""


class Share(NamedTuple):
    """What of the descriptors is for the network."""

    connections: int
    """Connections at once."""
    backlog: int
    """Connections that may wait to be accepted; clients retry further ones after a second."""


def raise_limit() -> int:
    """Raise the soft limit to the hard one, and return it."""
    if sys.platform == "win32":
        return UNKNOWN
    import resource

    soft, hard = (
        MOST if limit == resource.RLIM_INFINITY else limit for limit in resource.getrlimit(resource.RLIMIT_NOFILE)
    )
    for wanted in (min(hard, MOST), MACOS):
        if soft < wanted <= hard:
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
                soft = wanted
    return min(soft, MOST)


def share(limit: int) -> Share:
    """Divide a limit: a quarter, at most 256, is for the database, pictures, mail, Redis and what Python opens."""
    backlog = max(64, min(2048, limit // 8))
    return Share(max(16, limit - min(256, limit // 4) - backlog), backlog)
