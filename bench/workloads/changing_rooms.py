"""How long it takes from a click on a room until it is painted and live, far from the server."""

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.request import Request, urlopen

from bench.clients.browser import open_browser
from bench.clients.distance import Distance
from bench.clients.posting import TOKEN, add_token
from bench.clients.room_changes import Change, Walker
from bench.figures import Figure, figure, percentile
from bench.open_rooms import open_rooms
from bench.server import ROOM, UNTHROTTLED, Server, seed

ROUND_TRIP = 0.05
"""Seconds: as from one end of a continent to the other."""

AT_ONCE, RESTED = "at once", "after the mouse has rested on it"
RESTS = {AT_ONCE: 0.0, RESTED: 250.0}
"""How long the mouse is on a link before it is clicked, in ms."""

FIRST, AGAIN = "first time", "again"
BOTH = "changing rooms: click to painted and live, p{}"
LOST = "changing rooms: messages sent at the click that did not come"


@dataclass(slots=True)
class Way:
    """Changes of rooms of one kind."""

    changes: list[Change] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # of the server, ms
    lost: int = 0


class Speaker:
    """Somebody beside the server who says something in a room just when another one opens it."""

    def __init__(self, folder: Path, port: int) -> None:
        add_token(folder / "streamchat.db")
        self._address = f"http://127.0.0.1:{port}/api/v1/rooms"
        self._thread = ThreadPoolExecutor(1)

    def say(self, room: int, text: str) -> "Future[None]":
        """Say it meanwhile."""
        return self._thread.submit(self._say, room, text)

    def _say(self, room: int, text: str) -> None:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        body = json.dumps({"body": text}).encode()
        with urlopen(Request(f"{self._address}/{room}/messages", body, headers)) as answer:
            answer.read()


def measure(*, quick: bool) -> list[Figure]:
    """Open rooms by both ways in turn, each way having rooms of its own, and all of them several times."""
    each, times = (6, 2) if quick else (20, 3)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        seed(folder, rooms=4 * each, users=20, messages=500 * each)
        every = open_rooms(f"sqlite:///{folder}/streamchat.db", 3 * each + 2)[2:]  # after the demo's
        rooms = [room for room in every if room % 3][: 2 * each]  # in the others nobody has read anything
        server = stack.enter_context(Server(folder, UNTHROTTLED))
        url = stack.enter_context(Distance(server.port, ROUND_TRIP))
        walker = Walker(stack.enter_context(open_browser()), url, ROOM)
        bare = [walker.bare_request() for _ in range(10)][1:]
        speaker = Speaker(folder, server.port)
        plan = [(how, room) for how, room in zip(cycle(RESTS), rooms, strict=False)]
        ways = _walk(walker, speaker, server, plan, times)
        walker.close()
    return [figure("changing rooms: a request that does nothing", "ms", *bare), *_figures(ways)]


def _walk(
    walker: Walker, speaker: Speaker, server: Server, plan: Sequence[tuple[str, int]], times: int
) -> dict[tuple[str, str], Way]:
    ways = {(when, how): Way() for when in (FIRST, AGAIN) for how in RESTS}
    chance = random.Random(7)
    for turn in range(times):
        for number, (how, room) in enumerate(plan):
            way = ways[AGAIN if turn else FIRST, how]
            text = f"said at click {turn}-{number}."
            walker.forget()
            walker.page.wait_for_timeout(300 + chance.random() * 50)  # not in step with frames or timers
            cpu = server.cpu()
            walker.approach(room, RESTS[how])
            saying = speaker.say(room, text)
            way.changes.append(walker.press())
            way.cpu.append(1e3 * (server.cpu() - cpu))
            saying.result()
            way.lost += not walker.hears(text)
    return ways


def _figures(ways: dict[tuple[str, str], Way]) -> Iterator[Figure]:
    for (when, how), way in ways.items():
        name = f"{when}, {how}"
        for percent in (50, 95):
            yield figure(
                BOTH.format(percent), "ms", percentile([one.both for one in way.changes], percent), workload=name
            )
        for what, times in (
            ("painted", [one.painted for one in way.changes]),
            ("live", [one.live for one in way.changes]),
            ("the browser's main thread", [one.main for one in way.changes]),
            ("the server's CPU, with a message", way.cpu),
        ):
            yield figure(f"changing rooms: … {what}, p50", "ms", percentile(times, 50), workload=name)
        yield figure(LOST, f"of {len(way.changes)}", way.lost, workload=name)
