"""This machine's address in the local network."""

import socket

SOMEWHERE = ("192.0.2.1", "10.42.0.1", "192.168.137.1")
"""Where the way leads out through a router; and in the hotspots of Linux and of Windows, which have none."""


def address() -> str | None:
    """Return this machine's address in the local network, or None without a network.

    A datagram socket that is connected has an address of its own, and nothing has been sent for it.
    """
    for target in SOMEWHERE:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))
            except OSError:
                continue
            found = str(probe.getsockname()[0])
            if not found.startswith("127."):
                return found
    return None
