"""Some twenty minutes of a lively team in fast motion, and two who never read: what grows, and what gets lost."""

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import linear_regression, median

from bench.clients.crowd import Crowd
from bench.figures import Figure, figure
from bench.open_rooms import open_rooms
from bench.scrape import Sample, sample
from bench.seeding import seed
from bench.server import UNTHROTTLED, Server

ROOMS, READERS = 5, 50
MESSAGES, SECONDS = 1350, 90.0
QUICK = 18
"""A quick run is so many times shorter, at the same pace."""

CACHED = 5000
"""Messages that are there before: more than the server keeps drawn, so that what it keeps does not count as growth."""

SETTLING = 0.67
"""The share in the beginning that does not count for slopes: pages that people have left are kept for a minute."""

EVERY = 1.0
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Look:
    """The server, and how much had been said."""

    said: int
    at: float  # seconds since the beginning
    server: Sample
    dropped: list[bool]  # who never reads: that one who answers pings, and that one who does not


def measure(*, quick: bool) -> list[Figure]:
    """Have the team work, once, and look at the server all the while."""
    share = QUICK if quick else 1
    with tempfile.TemporaryDirectory() as folder:
        seed(Path(folder), rooms=2 * ROOMS, messages=CACHED)
        rooms = open_rooms(f"sqlite:///{folder}/streamchat.db", ROOMS)
        with Server(Path(folder), UNTHROTTLED) as server, Crowd(server.url, module="bench.clients.team") as team:
            for room in rooms:
                team.ask("begin", room=room, readers=READERS // ROOMS)
            team.ask("read_all", rooms=rooms)
            for answers_pings in (True, False):
                team.ask("add_silent_client", room=rooms[0], answers_pings=answers_pings)
            team.ask("work", rooms=rooms, messages=MESSAGES // share, seconds=SECONDS / share)
            looks = _watch(server, team)
            return [*_figures(looks), *_dropped(looks), *_losses(team.ask("compare"))]


def _watch(server: Server, team: Crowd) -> list[Look]:
    looks, start = [], time.monotonic()
    while True:
        state = team.ask("state")
        looks.append(Look(state["said"], time.monotonic() - start, sample(server), state["dropped"]))
        if state["is_over"]:
            return looks
        time.sleep(EVERY)


def _figures(looks: list[Look]) -> list[Figure]:
    def course(name: str, unit: str, take: Callable[[Sample], float]) -> list[Figure]:
        places = (("start", 0), ("middle", len(looks) // 2), ("end", len(looks) - 1))
        return [figure(f"soak: {name}, at the {place}", unit, take(looks[at].server)) for place, at in places]

    settled = looks[int(len(looks) * SETTLING) :]
    said = [look.said / 1000 for look in settled]
    slope = linear_regression(said, [look.server.memory / 1e6 for look in settled]).slope
    return [
        figure("soak: messages said", "messages", looks[-1].said),
        *course("memory", "MB", lambda one: one.memory / 1e6),
        figure("soak: memory per 1,000 messages", "MB", slope),
        *course("open files", "files", lambda one: one.files),
        *course("pages kept", "pages", lambda one: one.told["streamchat_pages"]),
        figure("soak: threads, at most", "threads", max(look.server.threads for look in looks)),
        figure("soak: followers", "pages", median(look.server.told["streamchat_followers"] for look in looks)),
    ]


def _dropped(looks: list[Look]) -> list[Figure]:
    """Tell when those were dropped who read nothing; where somebody was not, the end counts."""
    left = figure("soak: who never reads: not dropped", "of 2", looks[-1].dropped.count(False))
    return [
        left,
        *(
            figure(
                f"soak: who never reads, {what}: dropped after",
                "s",
                next((look.at for look in looks if look.dropped[place]), looks[-1].at),
            )
            for place, what in enumerate(("but answers pings", "nor answers"))
        ),
    ]


def _losses(told: dict[str, int]) -> list[Figure]:
    return [
        figure("soak: messages lost", "messages", told["lost"]),
        figure("soak: rows that differ from the database", "rows", told["differing"]),
        figure("soak: readers not live at the end", f"of {READERS}", told["away"]),
    ]
