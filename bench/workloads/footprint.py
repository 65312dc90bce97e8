"""How much memory each peer's server keeps for a viewer, by rows shown, idle and after many messages.

All servers run side by side: it is mostly waiting, and what one keeps does not depend on the others.
"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from bench.figures import Figure, figure, not_run
from bench.peers import FLOOR, PEERS, STREAMCHAT, Peer
from bench.workloads.peer_run import PeerRun

ROWS = (50, 1000)
FEW, MANY, QUICK = 80, 160, (40, 70)
"""Viewers between which the slope is taken, so that what all share, such as caches that fill, does not count."""

SETTLE = 14.0
"""Seconds in which acknowledgements come (every 3 s) and then free memory is given back (every 10 s)."""

ROUNDS = 3
"""Servers of StreamChat for each number of rows; of each of the others there is one."""

MESSAGES, AT_ONCE = 1000, 50
INTERVAL = 1 / 40
"""Seconds between StreamChat's messages: to one socket it does not listen any faster for long."""

MOST_SECONDS = 15.0
"""What all those messages may take, going by the first of them."""

LEFT_OUT = {"ui.refreshable": "drawing all rows anew for all takes minutes, and most lose their connection meanwhile"}

IDLE, AFTER = "memory per viewer, idle", f"memory per viewer, after {MESSAGES:,} messages"

Measured = tuple[float | str, float | str]
"""Bytes a viewer, idle and after the messages, or why not."""


class Case:
    """A peer's server, and viewers who show so many rows."""

    def __init__(self, peer: Peer, rows: int, stack: ExitStack) -> None:
        self.peer, self.rows = peer, rows
        self.running = stack.enter_context(PeerRun(peer, messages=2400))
        self.running.say(AT_ONCE * 2)  # so that what is kept for the room itself is there already
        self.memory: list[int] = []
        self.came_later = 0
        self.refused = ""

    @property
    def slope(self) -> float:
        """The bytes of a viewer who came later."""
        few, many = self.memory[:2]
        return (many - few) / self.came_later

    def measured(self) -> Measured:
        """Return what was found."""
        if lost := self.running.lost():  # what the server has given up is not in its memory any more
            return (why := f"{lost} of {self.running.viewers} viewers lost their connection", why)
        if self.refused:
            return self.slope, self.refused
        return self.slope, self.slope + (self.memory[2] - self.memory[1]) / self.running.viewers

    def hear(self) -> None:
        """Have all viewers hear many messages, unless that takes too long."""
        if self.running.lost():
            return  # there is nothing to be found any more
        seconds = self.running.say(5).cpu / 5 * MESSAGES
        if seconds > MOST_SECONDS:
            self.refused = f"{MESSAGES:,} messages to {self.running.viewers} viewers would take about {seconds:.0f} s"
            return
        for _ in range(MESSAGES // AT_ONCE):
            self.running.say(AT_ONCE, INTERVAL if self.peer.name == STREAMCHAT else 0)


def measure(*, quick: bool) -> list[Figure]:
    """Open pages of all peers, some and then more, and then have them hear messages."""
    found: dict[tuple[str, int], list[Measured]] = defaultdict(list)
    with ExitStack() as stack:
        cases = [Case(peer, rows, stack) for peer, rows in _wanted(quick=quick)]
        few, many = QUICK if quick else (FEW, MANY)
        for viewers in (few, many - few):
            for case in cases:
                print(f"footprint: {viewers} more viewers, {case.peer.name}, {case.rows:,} rows", flush=True)
                case.running.open(viewers, case.rows)
                case.came_later = viewers
            _settle(cases)
        if quick:
            for case in cases:
                case.refused = "quick"
        else:
            _hear(cases)
        for case in cases:
            found[case.peer.name, case.rows].append(case.measured())
    for peer, why in LEFT_OUT.items():
        found |= {(peer, rows): [(why, why)] for rows in ROWS}
    return [one for (peer, rows), runs in found.items() for one in _figures(peer, rows, runs)]


def _wanted(*, quick: bool) -> Iterator[tuple[Peer, int]]:
    for peer in PEERS:
        if peer.name in LEFT_OUT or (quick and peer.name not in (FLOOR, STREAMCHAT)):
            continue
        for rows in ROWS if peer.holds_rows else ROWS[:1]:
            for _ in range(ROUNDS if peer.name == STREAMCHAT and not quick else 1):
                yield peer, rows


def _hear(cases: Sequence[Case]) -> None:
    """Have StreamChat's viewers hear side by side, as messages come slowly there, and those of others in turn."""
    ours = [case for case in cases if case.peer.name == STREAMCHAT]
    with ThreadPoolExecutor(len(ours)) as threads:
        list(threads.map(Case.hear, ours))
    for case in cases:
        if case not in ours:
            case.hear()
    _settle(cases)


def _settle(cases: Sequence[Case]) -> None:
    time.sleep(SETTLE)
    for case in cases:
        case.memory.append(case.running.server.memory())


def _figures(peer: str, rows: int, runs: list[Measured]) -> Iterator[Figure]:
    for name, found in zip((IDLE, AFTER), zip(*runs, strict=True), strict=True):
        taken = [one / 1e3 for one in found if not isinstance(one, str)]
        if taken:
            yield figure(name, "kB", *taken, peer=peer, workload=f"{rows:,} rows", size=rows)
        else:
            yield not_run(name, "kB", str(found[0]), peer=peer, workload=f"{rows:,} rows", size=rows)
