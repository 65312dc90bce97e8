"""A browser's tab with a page of the program: the page is the real one, and so are the scripts (browser.mjs)."""

import json
import re
from itertools import count
from typing import Any

from fastapi import Request
from nicegui import Client
from nicegui.element import Element
from nicegui.page import page

from chat.accounts.items import Identity
from chat.elements.stream import Stream
from chat.web.pages.rooms.page import RoomsPage
from tests.node import NodeProcess
from tests.web.exact.wire import Outbox, Wire

CALL = re.compile(r'(?:return )?runMethod\((\d+), ?"(\w+)", ?(\[.*\])\)', re.DOTALL)

_numbers = count(1)


class Tab:
    """One tab of somebody's: what it has been sent and has not received yet, and the other way round."""

    def __init__(self, name: str, identity: Identity, wire: Wire, browser: NodeProcess) -> None:
        self.name, self.identity, self._wire, self._browser = name, identity, wire, browser
        self.inbox: list[tuple[str, Any]] = []
        self.outgoing: list[tuple[str, str, Any]] = []
        self.is_cut = False
        self.has_focus = False
        self._client: Client | None = None

    async def open(self, path: str) -> None:
        """Load a page."""
        if self._client:
            self.close()
        self.inbox, self.outgoing, self.is_cut = [], [], False
        scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
        self._client = Client(page(path), request=Request(scope))
        self._page = RoomsPage(self._client, self.identity)
        with self._client:
            await self._page.open(path)
        assert self._page._layout
        self._sidebar, self._navigation = self._page._layout.sidebar, self._page._layout.navigation
        [self._rooms] = self._sidebar.default_slot.children
        props = self._sidebar._props
        unread = [list(row) for row in props["unread"]]
        first = {"unread": unread, "rooms": _stream(self._rooms), "hasFocus": self.has_focus, **self._look_at_room()}
        outbox = self._outbox
        outbox.messages.clear()
        outbox.has_updates = False
        outbox.wake = self._wake
        self._shown = first["messages"] and first["messages"]["element"]  # the stream of messages in the browser
        self._connect()
        self._call("start", props["me"], {**first, "socket": self._socket})

    @property
    def _outbox(self) -> Outbox:
        assert self._client
        assert isinstance(self._client.outbox, Outbox)
        return self._client.outbox

    def close(self) -> None:
        """Close the tab."""
        if self._client is None:
            return
        if not self.is_cut:
            self._wire.sockets.disconnect(self._socket)
        if not self._client.is_deleted:
            self._client.delete()
        self._client = None

    @property
    def path(self) -> str:
        """What the page shows."""
        return str(self._navigation._props["path"])

    def shown(self) -> dict[str, Any]:
        """What the person sees of their rooms."""
        return dict(self._call("shown"))

    # ---- the network

    def _connect(self) -> None:
        assert self._client
        self._socket = f"socket-{next(_numbers)}"
        self._client.tab_id = self.name
        self._wire.sockets.connect(self._socket, self._client.id, lambda event, args: self._receive(event, args))

    def _receive(self, event: str, args: tuple[Any, ...]) -> None:
        self.inbox.append((event, json.loads(json.dumps(args))))

    def cut(self) -> None:
        """Lose the connection, with the signals under way; NiceGUI sends again what the page's elements have sent."""
        if self.is_cut:
            return
        assert self._client
        self.is_cut = True
        self._wire.sockets.disconnect(self._socket)
        self._client.tab_id = None
        self.inbox = [(kind, item) for kind, item in self.inbox if kind in ("show", "call")]
        del self.outgoing[self._wire.random.randint(0, len(self.outgoing)) :]
        self._call("cut")

    def reconnect(self) -> None:
        """Get the connection back."""
        if self.is_cut:
            self.is_cut = False
            self._connect()
            self._call("connect", self._socket)

    def _wake(self) -> None:
        if self._wire.random.random() < 0.7:
            self._send()

    def _send(self) -> None:
        """Have the page's elements send: first how they are, then what they call, as NiceGUI's outbox does."""
        outbox = self._outbox
        view = self._page._view
        if outbox.has_updates and (view is not self._view or self.path != self._path):
            self.inbox.append(("show", self._look_at_room()))
        outbox.has_updates = False
        for code in outbox.messages:
            if match := CALL.fullmatch(code):
                self.inbox.append(("call", (int(match[1]), match[2], json.loads(match[3]))))
        outbox.messages.clear()

    def _look_at_room(self) -> dict[str, Any]:
        self._view, self._path = self._page._view, self.path
        return {"path": self.path, "messages": _stream(self._view.stream) if self._view else None}

    async def deliver(self, number: int) -> None:
        """Have the browser receive some of what was sent to it."""
        if self.is_cut or not self._client or self._client.is_deleted:
            return
        self._send()
        for _ in range(number):
            if self.inbox:
                self._take(*self.inbox.pop(0))

    def _take(self, kind: str, item: Any) -> None:
        if kind == "show":
            self._call("show", item)
            self._shown = item["messages"] and item["messages"]["element"]
        elif kind == "call":
            element, method, args = item
            names = {self._sidebar.id: "sidebar", self._rooms.id: "rooms", self._shown: "messages"}
            if element in names:
                self._call("call", names[element], method, args)
        else:
            self._call("hear", kind, item)

    async def handle(self, number: int) -> None:
        """Have the page handle some of what the browser has sent."""
        for _ in range(number):
            if self.outgoing and not self.is_cut:
                self._handle(*self.outgoing.pop(0))
                await self._wire.settle()

    def _handle(self, target: str, event: str, args: Any) -> None:
        assert self._client
        if self._client.is_deleted:
            return
        view = self._page._view
        elements: dict[str, Element | None] = {
            "sidebar": self._sidebar,
            "rooms": self._rooms,
            "navigation": self._navigation,
            "messages": view and view.stream,
        }
        element = elements[target]
        for listener in list(element._event_listeners.values()) if element else ():
            if listener.type == event:
                with self._client:
                    element._handle_event({"listener_id": listener.id, "args": args})

    def navigate(self, path: str) -> None:
        """Follow a link to a room."""
        self.outgoing.append(("navigation", "navigate", {"path": path}))

    def do(self, method: str, *args: Any) -> None:
        """Do something in the browser."""
        self._call(method, *args)

    def look(self, *, has_focus: bool) -> None:
        """Come back to the tab, or look at something else."""
        self.has_focus = has_focus
        self._call("look", has_focus)

    def _call(self, method: str, *args: Any) -> Any:
        answer = self._browser.call(method, self.name, *args)
        self.outgoing += [tuple(sent) for sent in answer["sent"]]
        return answer["result"]


def _stream(stream: Element) -> dict[str, Any]:
    """What a stream's element tells the browser when it is made."""
    assert isinstance(stream, Stream)
    props = stream._to_dict()["props"]
    return {
        "element": stream.id,
        "items": [list(row) for row in props["items"] or ()],
        "since": props["since"],
        "topic": props["topic"],
        "entered": props.get("entered"),
        "opensAt": props.get("opens-at", "end"),
        "hasLast": props.get("has-last", False),
    }
