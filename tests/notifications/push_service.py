"""A push service of the tests' own: it takes what is pushed, decrypts it, fails, is slow and forgets browsers."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from chat.notifications.keys import CURVE, decoded, encoded


class BrowserKeys:
    """What a browser makes for its subscription."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(CURVE)
        numbers = self.private.public_key().public_numbers()
        self.public_key = encoded(b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))
        self.secret = encoded(b"sixteen secrets!")

    def read(self, body: bytes) -> dict[str, Any]:
        """Decrypt what was pushed to it."""
        text = http_ece.decrypt(body, private_key=self.private, auth_secret=decoded(self.secret), version="aes128gcm")
        return json.loads(text)  # type: ignore[no-any-return]


@dataclass
class PushService:
    """What has come, and what is answered: the `answers` in turn, then 201."""

    port: int = 0
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    """Nothing is answered before it is set."""

    def endpoint(self, name: str) -> str:
        return f"http://127.0.0.1:{self.port}/{name}"

    arrived: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    """Is released by each that comes."""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().splitlines()
        headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in head[1:] if line)}
        body = await reader.readexactly(int(headers["content-length"]))
        self.received.append((head[0].split()[1].lstrip("/"), headers, body))
        self.arrived.release()
        await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else "201 Created"
        writer.write(f"HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


def is_signed(headers: dict[str, str], public_key: str) -> dict[str, Any]:
    """Check the token by which the server is known (RFC 8292), and return what it says."""
    fields = dict(part.strip().split("=", 1) for part in headers["authorization"].removeprefix("vapid").split(","))
    assert fields["k"] == public_key
    text, _, signature = fields["t"].rpartition(".")
    raw = decoded(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(public_key))
    both = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    point.verify(both, text.encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(decoded(text.partition(".")[2]))  # type: ignore[no-any-return]


Start = Callable[[], PushService]
