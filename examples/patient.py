"""Sends requests for programs that are to outlive a server's restart; what they send has to be safe to repeat."""

import time
from contextlib import suppress
from typing import Any

import httpx


def post(api: httpx.Client, path: str, data: object) -> Any:
    """Return what the server answers, taken or refused; one that is away, or asks for patience, is asked again."""
    while True:
        with suppress(httpx.TransportError):
            answer = api.post(path, json=data)
            if answer.status_code != 429 and answer.status_code < 500:
                return answer.json()
        time.sleep(1)
