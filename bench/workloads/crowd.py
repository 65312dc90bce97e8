"""As many viewers as one process can serve: many rooms spoken in steadily, and then all connections cut at once."""

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.open_rooms import open_rooms, put_people_in
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server

PROCESSES = 2
"""Of viewers: one could not keep up with the server."""

PER_SECOND = 2
"""Messages in each room."""

STAYING = 10
"""Viewers of each room who are not cut, its speaker among them."""

PATIENCE = 120.0

TALK, STORM, STAYED = f"{PER_SECOND}/s in each", "all cut", "all cut, those who stayed"
MEMORY, BACK = "memory of the server", f"{STORM}: all live again"
MISSING, SHARE, LATE = "{}: messages missing", "{}: of one core", "{}: send to receipt, p99"
"""Of those."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How messages through all rooms went."""

    cpu: float  # of one core
    due: int
    missing: int
    delays: list[float]  # ms


class Bench:
    """A server, those who may be cut in processes of their own, and those who stay and speak in another one."""

    def __init__(self, stack: ExitStack, data_dir: Path, viewers: int, rooms: int, settling: float) -> None:
        self._viewers, self._first, self._settling = viewers, 1, settling
        seed(data_dir, rooms=2 * rooms, users=viewers + rooms * STAYING)
        url = f"sqlite:///{data_dir}/streamchat.db"
        self._rooms = open_rooms(url, rooms)
        self._tokens = put_people_in(url, self._rooms, viewers // rooms + STAYING)
        self.server = stack.enter_context(Server(data_dir, UNTHROTTLED))
        module = "bench.clients.reconnecting_readers"
        self._readers = [stack.enter_context(Crowd(self.server.url, module=module)) for _ in range(PROCESSES)]
        self._speakers = stack.enter_context(Crowd(self.server.url))

    def open(self) -> tuple[float, float]:
        """Have all open their rooms; return the bytes and the CPU seconds that it took the server for each."""
        for room in self._rooms:
            self._speakers.ask("open", room=room, viewers=1, deflate=False, tokens=self._tokens[room][:1])
        for room in self._rooms:
            tokens = self._tokens[room][1:STAYING]
            self._speakers.ask("open", room=room, viewers=STAYING - 1, deflate=False, tokens=tokens)
        memory, cpu = self.server.memory(), self.server.cpu()
        each = self._viewers // len(self._rooms) // PROCESSES
        for room in self._rooms:
            for place, crowd in enumerate(self._readers):
                begin = STAYING + place * each
                crowd.begin("begin", room=room, readers=each, tokens=self._tokens[room][begin : begin + each])
            for crowd in self._readers:
                crowd.end("begin")
        self._ask("wait", since=0, patience=PATIENCE)
        time.sleep(self._settling)  # acknowledgements come, and free memory is given back
        opened = each * len(self._rooms) * PROCESSES
        return (self.server.memory() - memory) / opened, (self.server.cpu() - cpu) / opened

    def talk(self, messages: int) -> Talk:
        """Have somebody speak in each room."""
        cpu, start, first = self.server.cpu(), time.monotonic(), self._first
        sent = self._say(messages)
        share = (self.server.cpu() - cpu) / (time.monotonic() - start)
        return self._heard(share, sent, first, messages, [note for notes in self._ask("notes") for note in notes])

    def storm(self, messages: int) -> tuple[list[float], Talk]:
        """Cut all but those who stay while people speak; return when each was back, and what those heard who stayed."""
        first = self._first
        self._ask("forget")
        at = max(self._ask("cut"))
        cpu, start = self.server.cpu(), time.monotonic()
        sent = self._say(messages)
        share = (self.server.cpu() - cpu) / (time.monotonic() - start)
        live_at = [one for some in self._ask("wait", since=at, patience=PATIENCE) for one in some]
        return [(one - at) / 1e9 if one else PATIENCE for one in live_at], self._heard(share, sent, first, messages, [])

    def _say(self, messages: int) -> dict[int, int]:
        self._ask("forget")
        sent = dict(self._speakers.ask("send_rooms", messages=messages, interval=1 / PER_SECOND, first=self._first))
        self._first += messages * len(self._rooms)
        return sent

    def _heard(
        self, share: float, sent: dict[int, int], first: int, messages: int, notes: Sequence[dict[str, Any]]
    ) -> Talk:
        missing = 0
        for place, room in enumerate(self._rooms):
            begin = first + place * messages
            missing += sum(self._ask("missing_in", room=room, first=begin, last=begin + messages - 1))
        notes = [*notes, *self._speakers.ask("notes")]
        delays = [(at - sent[number]) / 1e6 for note in notes for number, at in note["arrivals"] if number in sent]
        return Talk(share, messages * (self._viewers + len(self._rooms) * STAYING), missing, delays)

    def _ask(self, command: str, **args: Any) -> list[Any]:
        """Have all processes do something side by side."""
        for crowd in self._readers:
            crowd.begin(command, **args)
        return [crowd.end(command) for crowd in self._readers]


def measure(*, quick: bool, viewers: int = 5000, rooms: int = 10) -> list[Figure]:
    """Open the rooms, speak, and cut."""
    viewers, messages, settling = (viewers // 25, 4, 1) if quick else (viewers, 50, 15)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        bench = Bench(stack, Path(folder), viewers, rooms, settling)
        memory, opening = bench.open()
        whole = bench.server.memory()
        print(f"crowd: all are there, {memory / 1e3:.0f} kB each", flush=True)
        rest = bench.server.idle(1 if quick else 6)
        talk = bench.talk(messages)
        back, meanwhile = bench.storm(messages)
    of: dict[str, Any] = {"workload": f"{viewers:,} viewers in {rooms} rooms", "size": viewers}
    return [
        figure("memory per viewer", "kB", memory / 1e3, **of),
        figure(MEMORY, "MB", whole / 1e6, **of),
        figure("CPU to open a page", "ms", 1e3 * opening, **of),
        figure("of one core at rest", "%", 100 * rest, **of),
        *_talk_figures(TALK, talk, of),
        figure(f"{STORM}: 95 % live again", "s", percentile(back, 95), **of),
        figure(BACK, "s", max(back), **of),
        figure(f"{STORM}: not live again", "viewers", sum(one >= PATIENCE for one in back), **of),
        *_talk_figures(STAYED, meanwhile, of),
    ]


def _talk_figures(name: str, talk: Talk, of: dict[str, Any]) -> list[Figure]:
    return [
        figure(MISSING.format(name), f"of {talk.due:,}", talk.missing, **of),
        figure(SHARE.format(name), "%", 100 * talk.cpu, **of),
        figure(f"{name}: send to receipt, p50", "ms", percentile(talk.delays, 50), **of),
        figure(LATE.format(name), "ms", percentile(talk.delays, 99), **of),
    ]
