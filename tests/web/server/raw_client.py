"""Somebody with a cookie, a page and sockets, but no browser: says to the server whatever a test wants."""

import json
import re
import socket
import ssl
import uuid
from itertools import count
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import httpx
from websockets.sync.client import ClientConnection, connect

from bench.clients.page import _elements, _query
from tests.page_client import entry

PATIENCE = 10.0
BROADCAST = '42["stream"'
HEARTBEAT = re.compile(r'42\["stream","[^"]+",\d+\]')
"""A topic with its revision and no operation, which every follower is sent now and then."""

_numbers = count(1)


class Visitor:
    """One person's browser, without the browser."""

    def __init__(self, url: str, trusted: ssl.SSLContext | None = None) -> None:
        self.url, self.trusted = url, trusted
        number = next(_numbers)
        self.address = f"10.9.{number // 256}.{number % 256}"
        self.http = httpx.Client(
            base_url=url, headers={"X-Forwarded-For": self.address}, timeout=PATIENCE, verify=trusted or True
        )
        self.sockets: list[Socket] = []

    def logs_in(self, person: int) -> Self:
        response = self.http.post("/login/demo", data={"user_id": str(person)})
        assert response.status_code == 303
        return self

    @property
    def cookie(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.http.cookies.jar)

    def opens(self, path: str = "/rooms/1") -> "Page":
        response = self.http.get(path)
        assert response.status_code == 200
        return Page(response.text)

    def connects(self, page: "Page", *, implicit: bool = True, **options: Any) -> "Socket":
        """Open a socket for a page, with this person's cookie unless told otherwise."""
        query = page.query | {"tab_id": page.tab_id, "document_id": str(uuid.uuid4()), "implicit_handshake": implicit}
        made = Socket(self, page, {key: str(value).lower() for key, value in query.items()}, **options)
        self.sockets.append(made)
        return made

    def leaves(self) -> None:
        for one in self.sockets:
            one.wire.socket.close()
        self.http.close()


class Page:
    """What a page says to the script that runs in it."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.query = _query(html)
        self.client_id: str = self.query["client_id"]
        self.elements = _elements(html)
        self.tab_id = str(uuid.uuid4())

    def event(self, kind: str, args: object, **changes: object) -> dict[str, object]:
        """Build the message of an event, as the page's own script would, but for the changes."""
        listeners = [
            (bool(element.get("props", {}).get("topic")), int(element_id), listener["listener_id"])
            for element_id, element in self.elements.items()
            for listener in element.get("events", ())
            if listener["type"] == kind
        ]
        _, element_id, listener_id = max(listeners)  # the stream that follows a topic, if any does
        ids = {"id": element_id, "client_id": self.client_id, "listener_id": listener_id}
        return {**ids, "args": [json.dumps(args)], **changes}

    @property
    def room(self) -> str:
        """The id of the open room."""
        return str(self.stream["topic"]).removeprefix("room:")

    @property
    def stream(self) -> dict[str, Any]:
        """The props of the column of messages."""
        return self.elements[str(self.event("follow", {})["id"])]["props"]


class Socket:
    """A websocket as nicegui.js opens it."""

    def __init__(
        self,
        visitor: Visitor,
        page: Page,
        query: dict[str, str],
        *,
        cookie: str | None = None,
        origin: str | None = "",
        headers: dict[str, str] | None = None,
        receive_buffer: int = 0,
    ) -> None:
        self.page = page
        address = urlsplit(visitor.url)
        scheme = address.scheme.replace("http", "ws")
        query |= {"EIO": "4", "transport": "websocket"}
        cookie = visitor.cookie if cookie is None else cookie
        sock = socket.socket()
        if receive_buffer:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        sock.connect((address.hostname, address.port))
        self.wire: ClientConnection = connect(
            f"{scheme}://{address.netloc}/_nicegui_ws/socket.io/?{urlencode(query)}",
            sock=sock,
            ssl=visitor.trusted,
            origin=visitor.url if origin == "" else origin,  # type: ignore[arg-type]
            additional_headers={"X-Forwarded-For": visitor.address, "Cookie": cookie} | (headers or {}),
            compression=None,
            ping_interval=None,
            max_queue=1 if receive_buffer else None,
            legacy=True,
        )
        assert self.hears("0")
        self.says("40")

    def says(self, text: str | bytes) -> None:
        self.wire.send(text)

    def emits(self, event: str, *args: object) -> None:
        self.says("42" + json.dumps([event, *args]))

    def hears(self, start: str, timeout: float = PATIENCE) -> str:
        """Wait for a packet that begins in a certain way, answering pings meanwhile."""
        while True:
            text = self.wire.recv(timeout)
            assert isinstance(text, str)
            if text.startswith(start):
                return text
            if text == "2":
                self.says("3")

    def hears_call(self, method: str) -> str:
        """Wait until the server calls a method of a script."""
        while True:
            text = self.hears("42")
            if re.search(rf'runMethod\(\d+, \\"{method}\\"', text):
                return text

    def hears_broadcast(self, text: str) -> list[str]:
        """Wait for a change of a room that has a text in it; returns all broadcasts until then, that one last.

        Others may come first: a heartbeat, or what somebody said before.
        """
        heard = [self.hears(BROADCAST)]
        while text not in heard[-1]:
            heard.append(self.hears(BROADCAST))
        return heard

    def follows(self) -> None:
        self.emits("event", self.page.event("follow", {"since": self.page.stream["since"]}))
        self.hears_call("sync")

    def sends(self, body: str) -> None:
        said = entry("send", room=self.page.room, client_id=uuid.uuid4().hex, body=body)
        self.emits("event", self.page.event("perform", said))

    def hears_until_an_answer(self) -> list[str]:
        """Wait until all that was said so far has been looked at, and return what came until then.

        engine.io answers an upgrade at once.
        """
        self.says("5")
        heard = [self.hears("")]
        while heard[-1] != "6":
            heard.append(self.hears(""))
        return heard
