"""Websocket frames: what a browser sends, and what has arrived, once somebody wants to know."""

import zlib

FINAL, DEFLATED = 0x80, 0x40
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


def masked(text: str | bytes, opcode: int = TEXT) -> bytes:
    """Build a frame as browsers do, with a mask of zeros."""
    data = text.encode() if isinstance(text, str) else text
    if len(data) < 126:
        length = bytes([0x80 | len(data)])
    elif len(data) < 65536:
        length = b"\xfe" + len(data).to_bytes(2, "big")
    else:
        length = b"\xff" + len(data).to_bytes(8, "big")
    return bytes([FINAL | opcode]) + length + bytes(4) + data


class Reader:
    """Takes bytes as they arrive, and gives what whole frames hold."""

    def __init__(self) -> None:
        self._held = b""
        self._parts: list[bytes] = []
        self._deflated = False
        self._inflater = zlib.decompressobj(-15)

    def read(self, data: bytes) -> list[tuple[int, bytes]]:
        """Return the messages that are complete with these bytes, by their opcodes."""
        self._held += data
        messages, at = [], 0
        while (frame := self._frame(at)) is not None:
            head, start, at = frame
            payload = self._held[start:at]
            if head & 15 >= CLOSE:
                messages.append((head & 15, payload))
            elif (text := self._join(head, payload)) is not None:
                messages.append((TEXT, text))
        self._held = self._held[at:]
        return messages

    def _frame(self, at: int) -> tuple[int, int, int] | None:
        """Find a frame's first byte, and where its payload starts and ends."""
        held = self._held
        if len(held) < at + 2:
            return None
        length, start = held[at + 1] & 127, at + 2
        if length > 125:
            size = 2 if length == 126 else 8
            length, start = int.from_bytes(held[start : start + size], "big"), start + size
        return (held[at], start, start + length) if len(held) >= start + length else None

    def _join(self, head: int, payload: bytes) -> bytes | None:
        if head & 15:
            self._deflated = bool(head & DEFLATED)
        self._parts.append(payload)
        if not head & FINAL:
            return None
        whole = b"".join(self._parts)
        self._parts.clear()
        return self._inflater.decompress(whole + b"\x00\x00\xff\xff") if self._deflated else whole
