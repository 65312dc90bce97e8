"""An S3 server of the tests' own, on loopback, that keeps nothing: moto's."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec

import httpx

from tests.ports import free_port

BUCKET = "files"


@dataclass
class S3Server:
    """A server with one bucket."""

    url: str
    """The address of a store in it, as `--files` takes it, after that of the server."""


@contextmanager
def running() -> Iterator[S3Server]:
    """Have a server for a while."""
    if find_spec("moto") is None:
        raise RuntimeError("moto is not installed: pip install -r requirements-dev.txt")
    port = free_port()
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    try:
        transport = httpx.HTTPTransport(retries=10)
        with httpx.Client(transport=transport, base_url=f"http://127.0.0.1:{port}") as client:
            client.put(f"/{BUCKET}").raise_for_status()
        yield S3Server(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()
