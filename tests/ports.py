"""Ports for the servers that tests start, and ports that nobody listens on."""

import secrets
import socket

FIRST, LAST = 20_000, 32_000
"""Below those that the system gives away (`net.ipv4.ip_local_port_range`).

A port of theirs, once found free, might be given to a server or a connection of another test before it is used.
"""


def free_port() -> int:
    """Return a port of this machine that nothing listens on, and that nobody is given who asks for just any."""
    while True:
        port = FIRST + secrets.randbelow(LAST - FIRST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
