"""One peer at work: its server, its viewers in a process of their own, and somebody who says something."""

import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.clients.crowd import Crowd
from bench.clients.senders import PostSender, Sender, TabSender
from bench.peers import STREAMCHAT, Peer
from bench.seeding import seed
from bench.server import Server

PATIENCE = 30.0
"""Seconds until what has not come counts as lost."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run of messages took, and what viewers noted of it."""

    cpu: float  # the server's seconds, without what it takes when idle
    share: float  # of one core, by the viewers' process
    messages: int
    due: int
    delivered: int = 0
    lost: int = 0  # connections
    wire: int = 0
    delays: tuple[float, ...] = ()  # ms


class PeerRun:
    """A peer that runs; ends with the `with` block."""

    def __init__(self, peer: Peer, messages: int = 0) -> None:
        self._stack = ExitStack()
        self._next = 1
        self._idle = 0.0
        self.viewers = 0
        with self._stack:  # whatever fails here takes down what has been started
            folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory()))
            if peer.name == STREAMCHAT:
                seed(folder, messages=messages)
            self.server = self._stack.enter_context(Server(folder, peer.program))
            crowd = Crowd(self.server.url, peer.protocol, module="bench.clients.watcher_process")
            self._watchers = self._stack.enter_context(crowd)
            self._sender: Sender = (TabSender if peer.name == STREAMCHAT else PostSender)(self.server.url)
            self._stack.callback(self._sender.close)
            self._stack = self._stack.pop_all()

    def __enter__(self) -> "PeerRun":
        """Use it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Have all leave, and stop the server."""
        self._stack.close()

    def open(self, viewers: int, rows: int = 50, *, deflate: bool = False) -> int:
        """Have so many viewers open the room in addition, and return how many of them agreed on compression."""
        deflated: int = self._watchers.ask("open", viewers=viewers, rows=rows, deflate=deflate)["deflated"]
        self.viewers += viewers
        return deflated

    def lost(self) -> int:
        """Return how many viewers have lost their connection."""
        lost: int = self._watchers.ask("lost")
        return lost

    def rest(self, seconds: float) -> float:
        """Measure, and from now on leave out, the CPU per second that the server takes while nobody says anything."""
        time.sleep(seconds / 2)  # in which it ends what it still does for those who have just come
        self._idle = self.server.idle(seconds)
        return self._idle

    def say(self, messages: int, interval: float = 0.0) -> Run:
        """Say so many messages, all at once or one an interval, and wait until everybody has heard the last."""
        self._watchers.ask("forget")
        numbers = range(self._next, self._next + messages)
        self._next += messages
        cpu, watching, start = self.server.cpu(), self._watchers.cpu(), time.monotonic()
        sent = self._sender.say(numbers, interval)
        self._watchers.ask("wait", number=numbers[-1], patience=PATIENCE)
        took = time.monotonic() - start
        cpu = self.server.cpu() - cpu - self._idle * took
        share = (self._watchers.cpu() - watching) / took
        notes = self._watchers.ask("notes", sent=dict(zip(map(str, numbers), sent, strict=True)))
        delays = tuple(notes.pop("delays"))
        return Run(cpu, share, messages, messages * self.viewers, delays=delays, **notes)
