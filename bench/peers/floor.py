"""The floor: frames what is said once and writes the same bytes to all websockets of a room; reads no frame."""

import asyncio
import re
import sys
from base64 import b64encode
from collections import defaultdict
from contextlib import suppress
from hashlib import sha1

from uvloop import run

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
UPGRADE = b"HTTP/1.1 101 Yes\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %b\r\n\r\n"
ROW = b'<article id="message-98765"><b>Adam Almond</b> <time>12:34</time><p>%b</p></article>'
ROOM = re.compile(rb"[?&]room=(\d+)")
viewers: dict[bytes, set[asyncio.Transport]] = defaultdict(set)
"""By the room in the address; those without one are in one of their own."""


class Connection(asyncio.Protocol):
    """A viewer's socket, or somebody who says something by `POST /say`."""

    transport: asyncio.Transport
    held = b""
    follows: bytes | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Wait for a request."""
        self.transport = transport  # type: ignore[assignment]

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        """Write there no more."""
        if self.follows is not None:
            viewers[self.follows].discard(self.transport)

    def data_received(self, data: bytes) -> None:
        """Let a viewer in, or tell all viewers what is said."""
        self.held += data
        while self.follows is None and b"\r\n\r\n" in self.held:
            head, _, rest = self.held.partition(b"\r\n\r\n")
            room = found[1] if (found := ROOM.search(head)) else b""
            if key := re.search(rb"(?i)sec-websocket-key: *(\S+)", head):
                self.transport.write(UPGRADE % b64encode(sha1(key[1] + GUID).digest()))
                self.follows = room
                viewers[room].add(self.transport)
            elif (length := re.search(rb"(?i)content-length: *(\d+)", head)) and len(rest) >= int(length[1]):
                self.held, body = rest[int(length[1]) :], rest[: int(length[1])]
                payload = ROW % body
                frame = b"\x81\x7e" + len(payload).to_bytes(2, "big") + payload
                for viewer in viewers[room]:
                    viewer.write(frame)
                self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            else:
                return


async def main(port: int) -> None:
    """Serve."""
    server = await asyncio.get_running_loop().create_server(Connection, "127.0.0.1", port, backlog=1000)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        run(main(int(sys.argv[sys.argv.index("--port") + 1])))
