"""What it costs that people are in many rooms: opening one of them, and news of a room for all who look elsewhere."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server
from bench.workloads.opening import open_in_turn

FEW_ROOMS, MANY_ROOMS, MANY_PEOPLE = 10, 200, 1_000
SEEDED: dict[int, dict[str, Any]] = {FEW_ROOMS: {"rooms": 8, "users": 20}, MANY_ROOMS: {"rooms": 198}}
"""In addition to the demo's; as in `opening` and in `export`, with which these places are shared."""

ELSEWHERE = 2
"""The room that people look at who hear of news in another."""

INTERVAL = 1.25
"""Seconds between two messages: news of a room are put together if they come faster than one a second."""


def measure(*, quick: bool, large: int) -> list[Figure]:
    """Open a room with few and with many rooms in the sidebar; then speak where nobody looks."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        for data_dir, rooms in ((few, FEW_ROOMS), (many, MANY_ROOMS)):
            data_dir.mkdir()
            seed(data_dir, **SEEDED[rooms], messages=large)
        figures = [*_opening(few, many, 5 if quick else 20), *_news(few, quick=quick)]
        return figures if quick else [*figures, *_memory(few, many)]


def _opening(few: Path, many: Path, times: int) -> Iterator[Figure]:
    with Server(few) as one, Server(many) as other:
        for rooms, runs in open_in_turn({FEW_ROOMS: one, MANY_ROOMS: other}, times).items():
            yield figure(f"sidebar, {rooms} rooms: CPU of opening", "ms", *(1e3 * run.cpu for run in runs))
            yield figure(f"sidebar, {rooms} rooms: time of opening", "ms", *(1e3 * run.seconds for run in runs))


def _news(data_dir: Path, *, quick: bool) -> Iterator[Figure]:
    """Say something to nobody at all, then with many people online who look at another room."""
    people, slow = (50, 2) if quick else (MANY_PEOPLE, 8)
    paces = {"one after the other": (slow, INTERVAL), "50 a second": (20 * slow, 0.02)}
    with Server(data_dir, UNTHROTTLED) as server, Crowd(server.url) as crowd, Crowd(server.url) as speaker:
        speaker.ask("open", room=ROOM, viewers=1, deflate=False)
        alone = {pace: _say(server, crowd, speaker, *how)[0] for pace, how in paces.items()}
        crowd.ask("open", room=ELSEWHERE, viewers=people, deflate=False)
        time.sleep(3)
        yield figure("news: people online who look elsewhere", "people", people)
        for pace, (messages, interval) in paces.items():
            cpu, signals = _say(server, crowd, speaker, messages, interval)
            yield figure(f"news, {pace}: emits for {messages} messages", "emits", len(signals) / people)
            yield figure(f"news, {pace}: largest emit", "bytes", max(signals))
            yield figure(f"news, {pace}: CPU per message and person", "µs", 1e6 * (cpu - alone[pace]) / people)


def _say(server: Server, crowd: Crowd, speaker: Crowd, messages: int, interval: float) -> tuple[float, list[int]]:
    """Return the CPU seconds of one message, and the sizes of what all who look elsewhere heard."""
    idle = server.idle(2)
    crowd.ask("forget")
    cpu, start = server.cpu(), time.monotonic()
    speaker.ask("send", first=1, messages=messages, interval=interval)
    time.sleep(2)  # news that are put together come a second later
    cpu = (server.cpu() - cpu - idle * (time.monotonic() - start)) / messages
    return cpu, [size for note in crowd.ask("notes") for size in note["signals"]]


def _memory(few: Path, many: Path) -> Iterator[Figure]:
    """Compare what an open page takes, by how many rooms its person is in; both at once, as it is waiting mostly."""
    first, more, settling = 80, 80, 13  # until free memory is given back
    with ExitStack() as stack:
        servers = {
            rooms: stack.enter_context(Server(data_dir, UNTHROTTLED))
            for rooms, data_dir in ((FEW_ROOMS, few), (MANY_ROOMS, many))
        }
        crowds = [stack.enter_context(Crowd(server.url)) for server in servers.values()]
        sizes: list[list[int]] = []
        for viewers in (first, more):
            for crowd in crowds:
                crowd.ask("open", room=ROOM, viewers=viewers, deflate=False)
            time.sleep(settling)
            sizes.append([server.memory() for server in servers.values()])
    for rooms, before, after in zip(servers, *sizes, strict=True):
        yield figure(f"sidebar, {rooms} rooms: memory per open page", "kB", (after - before) / more / 1e3)
