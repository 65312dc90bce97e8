"""This machine's address in the local network."""

import socket

from chat.config.names import BadSettingError

TARGETS = ("192.0.2.1", "10.42.0.1", "192.168.137.1")
"""Addresses to look up a route to: one behind a router, and those of Linux's and Windows' hotspots, which have none."""


def address() -> str | None:
    """Return this machine's address in the local network, or None without a network.

    Connecting a datagram socket chooses the local address of the route, and sends nothing.
    """
    for target in TARGETS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            found = str(probe.getsockname()[0])
            if not found.startswith("127."):
                return found
    return None


def check() -> None:
    """Raise `BadSettingError` without a network."""
    if not address():
        raise BadSettingError(
            "--lan: this machine is not connected to a network; connect it, or give its address with --public-url"
        )
