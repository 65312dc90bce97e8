"""Whether the port is free, and what uses it if not."""

import errno
import json
import socket
from contextlib import suppress
from http.client import HTTPException
from urllib.request import urlopen

OURS = {"status", "bus", "database"}
"""What `/healthz` of a StreamChat speaks of."""


class PortTakenError(Exception):
    """The port cannot be had; the text says why, and what to do."""


def check(host: str, port: int) -> None:
    """Raise `PortTakenError` unless one can listen there: to know before anything is written."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE and (address := _neighbour(host, port)):
                reason = f"StreamChat is already running: open {address}, or choose another --port"
                raise PortTakenError(f"{reason} (and --data-dir) for a second one") from error
            raise PortTakenError(f"cannot listen on {host}:{port}: {error.strerror}") from error


def _neighbour(host: str, port: int) -> str:
    """Return the address of a StreamChat that listens there, or nothing where another program does."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    address = f"http://{here}:{port}"
    with suppress(OSError, HTTPException, ValueError), urlopen(f"{address}/healthz", timeout=1) as answer:  # noqa: S310
        if set(json.loads(answer.read(1000))) == OURS:
            return address
    return ""
