"""What all peers' rooms have in common: the messages, and which port to serve them on."""

import argparse
from collections import deque
from datetime import datetime
from typing import NamedTuple

HISTORY = 1000
TEXT = "shall we meet at the station before the train to the lake goes?"[:60]


class Message(NamedTuple):
    """What is said; nothing is stored."""

    id: int
    name: str
    stamp: str
    text: str


messages: deque[Message] = deque((Message(n, "Adam Almond", "12:34", TEXT) for n in range(HISTORY)), maxlen=HISTORY)


def add(text: str) -> Message:
    """Add what somebody says to the room."""
    stamp = datetime.now().astimezone().strftime("%H:%M")
    message = Message(messages[-1].id + 1, "Adam Almond", stamp, text)
    messages.append(message)
    return message


def newest(rows: int) -> list[Message]:
    """Return so many of the newest messages."""
    return list(messages)[-rows:]


def port() -> int:
    """Return the port that the command line names."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    options, _ = parser.parse_known_args()
    return int(options.port)
