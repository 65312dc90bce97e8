"""Everybody comes back at once: after a restart of the server, and after a cut of all connections.

Viewers come back as socket.io does (after 0.5 to 1.5 s, then 1 to 3 s, then up to 5 s) and, where the server does not
know their page any more, load it anew; the files that pages need are in a browser's cache by then.
"""

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure, percentile
from bench.scrape import scrape
from bench.seeding import seed
from bench.server import ROOM, Server

SPEAKERS, SAID, INTERVAL = 5, 8, 0.5
"""People who speak meanwhile, how much each says, and every how many seconds: as fast as one person may."""

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Storm:
    """How it went."""

    down: float  # seconds without a server
    cpu: float  # seconds
    back: list[float]  # seconds until each viewer was live again
    away: int  # viewers who were not
    pages: list[float]  # seconds for each page loaded anew
    refused: int  # pages that were answered with an error, or not at all
    throttled: float
    missing: int  # messages not shown to somebody


class Bench:
    """A server, which is started anew now and then, its readers in one process and speakers in another."""

    def __init__(self, stack: ExitStack, data_dir: Path, readers: int) -> None:
        self._data_dir = data_dir
        self._server = Server(data_dir)
        stack.callback(lambda: self._server.stop())
        self._readers = stack.enter_context(Crowd(self._server.url, module="bench.clients.reconnecting_readers"))
        self._speakers = stack.enter_context(Crowd(self._server.url))
        self._readers.ask("begin", room=ROOM, readers=readers)
        self._speakers.ask("open", room=ROOM, viewers=SPEAKERS, follow=False, deflate=False)
        self._readers.ask("wait", since=0, patience=PATIENCE)
        self._first = 1

    def restart(self) -> Storm:
        """Stop the server, and start it on the same port."""
        start = time.monotonic_ns()
        self._speakers.ask("close")
        self._server.stop()
        self._server = Server(self._data_dir, port=self._server.port)
        up = time.monotonic_ns()
        cpu = self._server.cpu()
        self._speakers.ask("open", room=ROOM, viewers=SPEAKERS, follow=False, deflate=False)
        return self._storm(start, up, cpu)

    def cut(self) -> Storm:
        """Cut the readers' connections."""
        cpu = self._server.cpu()
        at = self._readers.ask("cut")
        return self._storm(at, at, cpu)

    def speak(self) -> float:
        """Say as much as in a storm, when all are there, and return the CPU seconds it takes."""
        cpu = self._server.cpu()
        self._say()
        self._readers.ask("missing", first=self._first - SPEAKERS * SAID, last=self._first - 1)
        return self._server.cpu() - cpu

    def _storm(self, start: int, up: int, cpu: float) -> Storm:
        throttled = scrape(self._server.url).get("streamchat_throttled_total", 0.0)
        first = self._first
        self._say()
        live_at = self._readers.ask("wait", since=start, patience=PATIENCE)
        missing = self._readers.ask("missing", first=first, last=self._first - 1)
        pages = self._readers.ask("pages")
        return Storm(
            down=(up - start) / 1e9,
            cpu=self._server.cpu() - cpu,
            back=[(at - up) / 1e9 if at else PATIENCE for at in live_at],
            away=sum(not at for at in live_at),
            pages=pages["seconds"],
            refused=sum(pages["refused"].values()),
            throttled=scrape(self._server.url).get("streamchat_throttled_total", 0.0) - throttled,
            missing=missing,
        )

    def _say(self) -> None:
        self._speakers.ask("send_all", messages=SAID, interval=INTERVAL, first=self._first)
        self._first += SPEAKERS * SAID


def measure(*, quick: bool, readers: int = 500) -> list[Figure]:
    """Have both happen several times, in turn."""
    readers, rounds = (readers // 10, 1) if quick else (readers, 3)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        seed(Path(folder))
        bench = Bench(stack, Path(folder), readers)
        storms = [(bench.cut(), bench.restart(), bench.speak()) for _ in range(rounds)]
    cuts, restarts, talks = zip(*storms, strict=True)
    said = SPEAKERS * SAID
    return [
        *_figures(f"joining, {readers} cut", cuts, readers),
        *_figures(f"joining, {readers} after a restart", restarts, readers),
        figure("joining, after a restart: without a server", "s", *(storm.down for storm in restarts)),
        figure("joining, after a restart: a page, p50", "ms", *(1e3 * percentile(one.pages, 50) for one in restarts)),
        figure("joining, after a restart: slowest page", "ms", *(1e3 * max(storm.pages) for storm in restarts)),
        figure("joining, after a restart: pages loaded", "pages", *(len(storm.pages) for storm in restarts)),
        figure("joining, after a restart: pages in vain", "pages", *(storm.refused for storm in restarts)),
        figure(f"joining: {said} messages alone, all there: CPU", "s", *talks),
    ]


def _figures(name: str, storms: Sequence[Storm], readers: int) -> list[Figure]:
    return [
        *(
            figure(f"{name}: {percent} % live again", "s", *(percentile(storm.back, percent) for storm in storms))
            for percent in (50, 95)
        ),
        figure(f"{name}: all live again", "s", *(max(storm.back) for storm in storms)),
        figure(f"{name}: not live again", f"of {readers}", *(storm.away for storm in storms)),
        figure(f"{name}: CPU, messages included", "s", *(storm.cpu for storm in storms)),
        figure(f"{name}: throttled", "requests", *(storm.throttled for storm in storms)),
        figure(f"{name}: messages missing", f"of {readers * SPEAKERS * SAID:,}", *(one.missing for one in storms)),
    ]
