"""A program that listens: prints what is said, and goes on where it was when the connection or the server is lost.

What is too much to be told one by one it says where to read.

TOKEN=… python examples/listener.py http://127.0.0.1:8080
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx

PASSING = {429, 500, 502, 503, 504}
"""Too many streams, or a server that is not there just now: what another try may find otherwise."""


def events(address: str, token: str, last_id: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name and the data of each event, for ever."""
    while True:
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": last_id}
        with suppress(httpx.TransportError), httpx.stream("GET", address, headers=headers, timeout=60) as stream:
            if stream.status_code not in PASSING:
                stream.raise_for_status()
            block: dict[str, str] = {}
            for line in stream.iter_lines() if stream.is_success else ():
                name, _, value = line.partition(": ")
                if name:
                    block[name] = value
                elif "data" in block:
                    yield block["event"], json.loads(block["data"])
                    last_id, block = block.get("id", last_id), {}
        time.sleep(2)


if __name__ == "__main__":
    for name, data in events(f"{sys.argv[1]}/api/v1/events", os.environ["TOKEN"]):
        if name == "message.created":
            print(f"{data['author']['name']}: {data['body']}")  # noqa: T201
        elif name == "reset":
            print(f"More has happened than is told here: read {data['read']}")  # noqa: T201
