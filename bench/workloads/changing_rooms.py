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
from bench.seeding import seed
from bench.server import ROOM, UNTHROTTLED, Server

ROUND_TRIP = 0.05
"""Seconds: as from one end of a continent to the other."""

WAYS = {"at once": (0.0, 0.0), "by a press": (0.0, 80.0), "after a rest": (250.0, 80.0)}
"""How long the mouse is on a link before its button goes down, and how long that is down, in ms: a click of no time, as
scripts make it; as long as people press, without and with a moment in which the mouse was there before."""

FIRST, AGAIN = "first time", "again"
BARE = "changing rooms: a request that does nothing"
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
    """Open rooms in all ways in turn, each way having rooms of its own, and all of them several times."""
    each, times = (2, 2) if quick else (8, 3)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        seed(folder, rooms=6 * each, users=20, messages=750 * each)
        every = open_rooms(f"sqlite:///{folder}/streamchat.db", 5 * each + 2)[2:]  # after the demo's
        rooms = [room for room in every if room % 3][: len(WAYS) * each]  # in the others nobody has read anything
        server = stack.enter_context(Server(folder, UNTHROTTLED))
        url = stack.enter_context(Distance(server.port, ROUND_TRIP))
        walker = Walker(stack.enter_context(open_browser()), url, ROOM)
        bare = [walker.bare_request() for _ in range(10)][1:]
        speaker = Speaker(folder, server.port)
        plan = [(how, room) for how, room in zip(cycle(WAYS), rooms, strict=False)]
        ways = _walk(walker, speaker, server, plan, times)
        walker.close()
    return [figure(BARE, "ms", *bare), *_figures(ways)]


def _walk(
    walker: Walker, speaker: Speaker, server: Server, plan: Sequence[tuple[str, int]], times: int
) -> dict[tuple[str, str], Way]:
    ways = {(when, how): Way() for when in (FIRST, AGAIN) for how in WAYS}
    chance = random.Random(7)
    for turn in range(times):
        for number, (how, room) in enumerate(plan):
            way = ways[AGAIN if turn else FIRST, how]
            text = f"said at click {turn}-{number}."
            walker.forget()
            walker.page.wait_for_timeout(300 + chance.random() * 50)  # not in step with frames or timers
            cpu = server.cpu()
            rest, press = WAYS[how]
            walker.approach(room, rest)
            walker.button_down(press)
            saying = speaker.say(room, text)
            way.changes.append(walker.button_up())
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
