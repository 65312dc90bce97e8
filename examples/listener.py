"""A program that listens: prints what is said, goes on where it was when the connection is lost, and misses nothing.

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


def events(address: str, token: str, last_id: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the name and the data of each event, for ever."""
    while True:
        headers = {"Authorization": f"Bearer {token}", "Last-Event-ID": last_id}
        with suppress(httpx.TransportError), httpx.stream("GET", address, headers=headers, timeout=60) as stream:
            stream.raise_for_status()
            block: dict[str, str] = {}
            for line in stream.iter_lines():
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
