"""How much memory each peer's server keeps for a viewer, by rows shown, idle and after many messages."""

from collections import defaultdict
from collections.abc import Iterator
from time import sleep

from bench.figures import Figure, figure, not_run
from bench.peers import PEERS, STREAMCHAT, Peer
from bench.workloads.peer_run import PeerRun

ROWS = (50, 1000)
FEW, ENOUGH, MANY = 80, 110, 160
"""Viewers between which the slope is taken, so that what all share, such as caches that fill, does not count."""

SETTLE = 14.0
"""Seconds in which acknowledgements come (every 3 s) and then free memory is given back (every 10 s)."""

MESSAGES, AT_ONCE = 1000, 50
INTERVAL = 1 / 40
"""Seconds between StreamChat's messages: to one socket it does not listen any faster for long."""

MOST_SECONDS = 90.0
"""What all those messages may take, going by the first of them."""

IDLE, AFTER = "memory per viewer, idle", f"memory per viewer, after {MESSAGES:,} messages"

Measured = tuple[float | str, float | str]
"""Bytes a viewer, idle and after the messages, or why not."""


def measure(*, quick: bool) -> list[Figure]:
    """Take all peers in turn, round after round, each time in a fresh server."""
    found: dict[tuple[str, int], list[Measured]] = defaultdict(list)
    for number in range(1 if quick else 3):
        for peer in PEERS:
            print(f"footprint: round {number + 1}, {peer.name}", flush=True)
            for rows in ROWS if peer.holds_rows else ROWS[:1]:
                found[peer.name, rows].append(_measure(peer, rows, quick=quick))
    return [one for (peer, rows), runs in found.items() for one in _figures(peer, rows, runs)]


def _measure(peer: Peer, rows: int, *, quick: bool) -> Measured:
    many = ENOUGH if quick else MANY
    with PeerRun(peer, messages=2400) as running:
        running.say(AT_ONCE * 2)  # so that what is kept for the room itself is there already
        few = _with_more(running, FEW, rows)
        idle = _with_more(running, many - FEW, rows)
        slope = (idle - few) / (many - FEW)
        if lost := running.lost():  # what the server has given up is not in its memory any more
            return (why := f"{lost} of {many} viewers lost their connection", why)
        if quick and peer.name != STREAMCHAT:
            return slope, "quick"
        seconds = running.say(5).cpu / 5 * MESSAGES
        if seconds > MOST_SECONDS:
            return slope, f"{MESSAGES:,} messages to {many} viewers would take about {seconds:.0f} s of CPU"
        for _ in range(MESSAGES // AT_ONCE):
            running.say(AT_ONCE, INTERVAL if peer.name == STREAMCHAT else 0)
        sleep(SETTLE)
        return slope, slope + (running.server.memory() - idle) / many


def _with_more(running: PeerRun, viewers: int, rows: int) -> int:
    running.open(viewers, rows)
    sleep(SETTLE)
    return running.server.memory()


def _figures(peer: str, rows: int, runs: list[Measured]) -> Iterator[Figure]:
    for name, found in zip((IDLE, AFTER), zip(*runs, strict=True), strict=True):
        taken = [one / 1e3 for one in found if not isinstance(one, str)]
        if taken:
            yield figure(name, "kB", *taken, peer=peer, workload=f"{rows:,} rows", size=rows)
        else:
            yield not_run(name, "kB", str(found[0]), peer=peer, workload=f"{rows:,} rows", size=rows)
