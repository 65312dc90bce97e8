"""Calls of a component's methods in the browser: queued at once, in the order of the calls, and awaitable."""

import asyncio
from collections.abc import Generator
from typing import Any

from nicegui import Client, json
from nicegui.awaitable_response import AwaitableResponse
from nicegui.element import Element

from . import socket_rooms

TIMEOUT = 60.0
"""Seconds until a connected browser that does not answer is given up."""

LOOK = 1.0
"""Seconds between two looks whether the page is gone."""


class BrowserCall(AwaitableResponse):
    """A queued call; ``await`` it to go on once it has run in the browser.

    Awaiting is optional, and may come later; only then is something more sent, which the browser answers. It waits for
    a page that is not connected yet, ends if the page is gone, and raises TimeoutError if the browser does not answer.
    Like NiceGUI's responses it is not awaited by itself where a handler returns it.
    """

    def __init__(self, client: Client | None = None) -> None:
        self._client = client

    def __await__(self) -> Generator[Any, None, None]:
        """Wait until the browser has run it."""
        return self._wait().__await__()

    async def _wait(self) -> None:
        client = self._client
        if client is None or client.is_deleted:
            return
        answer = asyncio.ensure_future(_answer_of(client))
        try:
            while not answer.done() and not client.is_deleted:
                await asyncio.wait({answer}, timeout=LOOK)  # NiceGUI says nothing to who waits for a deleted page
            if answer.done():
                answer.result()
        finally:
            answer.cancel()


async def _answer_of(client: Client) -> None:
    try:
        await client.run_javascript("0", timeout=TIMEOUT)  # comes after the calls that are queued
    except TimeoutError:
        if not client.is_deleted:
            raise


def call(element: Element, method: str, *args: Any, first: str = "") -> BrowserCall:
    """Call a method of an element's component; nothing happens if the element is gone.

    `Element.run_method`, if not awaited, queues its message in a task, after what the rest of the handler awaits; this
    queues at once. And without its `return` NiceGUI's script evaluates the code once instead of twice.

    `first` is JavaScript that runs before, whether or not the element is mounted.
    """
    client = element._client()
    if element.is_deleted or client is None or client.is_deleted:
        return BrowserCall()
    client.outbox.enqueue_message("run_javascript", _message(element, method, args, first), client.id)
    return BrowserCall(client)


def call_once(element: Element, method: str, *args: Any) -> None:
    """Call a method of an element's component now or never: whoever loses the connection meanwhile asks again.

    It goes past NiceGUI's outbox, which numbers and keeps each message to repeat it: that takes three times as long.
    """
    client = element._client()
    if not element.is_deleted and client is not None and not client.is_deleted:
        socket_rooms.send("run_javascript", (_message(element, method, args),), client.id)


def _message(element: Element, method: str, args: tuple[Any, ...], first: str = "") -> dict[str, str]:
    return {"code": f"{first}runMethod({element.id}, {json.dumps(method)}, {json.dumps(args)})"}
