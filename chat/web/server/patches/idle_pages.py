"""Keeps what waits for a page small, and has no task for it while nothing does.

Why: NiceGUI has a task for each page that looks once a second whether there is something to send, and ten times a
second while no browser is there; and deques for what may wait one day, 0.8 kB each.
Read in: nicegui 3.18.0
Without it: 91 kB of memory for a viewer instead of 78, and 165 µs of CPU a second for a page at rest instead of 49
Can go when: NiceGUI begins to send when something is put into an outbox
"""

import weakref
from collections.abc import Iterator, Mapping
from typing import Any

from nicegui import Client, background_tasks, core
from nicegui.dependencies import JsComponent
from nicegui.element import Element
from nicegui.outbox import Deleted, Message, Outbox
from nicegui.page import page

from chat.web.server.short_queues import Line, ShortEvent

EVENTS = ("_waiting_for_connection", "_waiting_for_disconnect", "_connected", "_deleted_event")

SENDING = "_streamchat_sending"
"""Whether an outbox has a task that sends."""

_handle_handshake = Client.handle_handshake


def install() -> None:
    """Replace NiceGUI's outbox; called once, before there is a page."""
    create = Client.__init__  # perhaps one that another patch has put there

    def create_small(client: Client, of: page, **options: Any) -> None:
        create(client, of, **options)
        for name in EVENTS:
            setattr(client, name, ShortEvent())

    Client.__init__ = create_small  # type: ignore[method-assign,assignment]
    Client.handle_handshake = _handle_handshake_and_send  # type: ignore[method-assign,assignment]
    Outbox.__init__ = _create_empty  # type: ignore[method-assign,assignment]
    Outbox._set_enqueue_event = _send_soon  # type: ignore[method-assign,assignment]


async def _handle_handshake_and_send(client: Client, *args: Any) -> None:
    await _handle_handshake(client, *args)
    _send_soon(client.outbox)


def _create_empty(outbox: Outbox, client: Client) -> None:
    outbox._client = weakref.ref(client)
    outbox.updates = {}  # type: ignore[assignment] # of elements that the page holds as well
    outbox.messages, outbox.message_history = Line(), Line()  # type: ignore[assignment]
    outbox.next_message_id = 0
    outbox._loaded_components = set()
    outbox._should_stop = False
    outbox._enqueue_event = None


def _send_soon(outbox: Outbox) -> None:
    """Send what is queued after the current event-loop step, if a browser is connected."""
    client = outbox._client()
    is_waiting = core.is_loop_running() and not getattr(outbox, SENDING, False)
    if is_waiting and client and client.has_socket_connection:
        setattr(outbox, SENDING, True)
        background_tasks.create(_send(outbox, client), name="send what waits for a page")


async def _send(outbox: Outbox, client: Client) -> None:
    try:
        while client.has_socket_connection and not outbox._should_stop and (outbox.updates or outbox.messages):
            for message in _take(outbox, client.id):
                await _emit(outbox, message)
    finally:
        setattr(outbox, SENDING, False)


async def _emit(outbox: Outbox, message: Message) -> None:
    try:
        await outbox._emit(message)
    except Exception as error:
        core.app.handle_exception(error)


def _take(outbox: Outbox, client_id: str) -> list[Message]:
    """Take what is queued, in NiceGUI's order: scripts of elements, the elements, and messages to them."""
    updates, outbox.updates = outbox.updates, {}  # type: ignore[assignment]
    taken: list[Message] = []
    components = _new_components(outbox, updates.values())
    if components:
        taken.append((client_id, "load_js_components", {"components": components}))
    if drawn := dict(_drawn(updates)):
        taken.append((client_id, "update", drawn))
    messages, outbox.messages = outbox.messages, Line()  # type: ignore[assignment]
    return [*taken, *messages]


def _drawn(updates: Mapping[int, Element | Deleted]) -> Iterator[tuple[int, Any]]:
    """Yield what is to be shown of each element; one that cannot be drawn stays as it is in the browser."""
    for id_, element in updates.items():
        try:
            drawn = None if isinstance(element, Deleted) else element._to_dict()
        except Exception as error:
            core.app.handle_exception(error)
        else:
            yield id_, drawn


def _new_components(outbox: Outbox, elements: Any) -> list[dict[str, str]]:
    parts = [element.component for element in elements if not isinstance(element, Deleted)]
    new = [part for part in parts if isinstance(part, JsComponent) and part.name not in outbox._loaded_components]
    outbox._loaded_components.update(part.name for part in new)
    return [{"key": part.key, "tag": part.tag} for part in new]
