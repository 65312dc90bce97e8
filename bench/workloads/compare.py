"""What it costs to tell many followers of one room about a message, beside what people would otherwise build.

All peers in turn, round after round: the same room, text and rates, viewers that offer no compression. The peers store
nothing; what StreamChat takes is told with all it does (gross), and for each without what the same message takes when
nobody follows the room (net). Who is too slow for a size is left out there, and that is said.
"""

from collections import defaultdict
from collections.abc import Iterator

from bench.figures import Figure, figure, not_run, percentile
from bench.peers import FLOOR, PEERS, STREAMCHAT, Peer
from bench.workloads.peer_run import PeerRun, Run

RATE = 5.0
"""Messages a second while they come steadily, for all at all sizes; in a burst they are all sent at once."""

STEADY, BURST = f"steady, {RATE:.0f}/s", "burst"
INTERVALS = {STEADY: 1 / RATE, BURST: 0.0}
SIZES = (10, 100, 1000)
ROUNDS = 3
IMPORTANT = (FLOOR, STREAMCHAT, "ui.chat_message")
"""Of whom aims speak: they take all rounds and sizes, the others one round, with fewer followers."""
FEW = 100

PACKED = 100
"""How many followers are looked at with compression."""

MOST_CORES, MOST_SECONDS = 0.8, 12.0
"""What a steady run and a burst may take, going by the size before."""

GROSS, NET, WIRE = "CPU per delivery, gross", "CPU per delivery, net", "on the wire per delivery"

AT_REST = "CPU per viewer and second while nobody writes"

Case = tuple[str, str, int]
"""A workload, a peer, and how many followers."""


class Comparison:
    """What has been measured so far, and what was left out."""

    def __init__(self, *, quick: bool, sizes: tuple[int, ...]) -> None:
        self._messages, self._rest, self._sizes = (8, 0.7, sizes) if quick else (30, 3.0, sizes)
        self.runs: dict[Case, list[Run]] = defaultdict(list)
        self.alone: dict[tuple[str, str], list[float]] = defaultdict(list)  # seconds a message that nobody hears
        self.idle: dict[tuple[str, int], list[float]] = defaultdict(list)
        self.left_out: dict[Case, str] = {}

    def visit(self, peer: Peer, most: int) -> None:
        """Take one round of a peer at all sizes it can do, up to a number of followers."""
        with PeerRun(peer) as running:
            running.say(self._messages)  # warms
            running.rest(self._rest)
            for workload, interval in INTERVALS.items():
                self.alone[workload, peer.name].append(running.say(self._messages, interval).cpu / self._messages)
            for size in (one for one in self._sizes if one <= most):
                cases = [(workload, peer.name, size) for workload in INTERVALS if self._can(workload, peer.name, size)]
                if cases:
                    running.open(size - running.viewers)
                    running.say(3)
                    self.idle[peer.name, size].append(running.rest(self._rest))
                for case in cases:
                    self.runs[case].append(running.say(self._messages, INTERVALS[case[0]]))

    def pack(self, peer: Peer) -> Iterator[Figure]:
        """Take one round with viewers who offer compression."""
        size = min(PACKED, max(size for workload, name, size in self.runs if (workload, name) == (STEADY, peer.name)))
        with PeerRun(peer) as running:
            deflated = running.open(size, deflate=True)
            running.say(self._messages)
            running.rest(self._rest)
            run = running.say(self._messages, INTERVALS[STEADY])
        of = {"peer": peer.name, "workload": "with compression offered"}
        yield figure("viewers who got it", "viewers", deflated, **of, size=size)
        yield figure(GROSS, "µs", 1e6 * run.cpu / run.due, **of, size=size)
        yield figure(WIRE, "bytes", run.wire / run.due, **of, size=size)

    def _can(self, workload: str, peer: str, size: int) -> bool:
        """Tell whether a size will end in bounded time, by what the last one took; once no, no in all rounds."""
        case = (workload, peer, size)
        if case not in self.left_out and case not in self.runs:
            known = [runs[0].cpu / runs[0].due for (_, name, _), runs in self.runs.items() if name == peer]
            cost = min(known[-2:], default=0.0)
            cores, seconds = cost * size * RATE, cost * size * self._messages
            if workload == STEADY and cores > MOST_CORES:
                self.left_out[case] = f"would take about {cores:.1f} cores"
            elif workload == BURST and seconds > MOST_SECONDS:
                self.left_out[case] = f"would take about {seconds:.0f} s of CPU"
        return case not in self.left_out


def measure(*, quick: bool) -> list[Figure]:
    """Take all rounds, and make figures of them."""
    comparison = Comparison(quick=quick, sizes=SIZES[:2] if quick else SIZES)
    important = [peer for peer in PEERS if peer.name in IMPORTANT]
    for number in range(1 if quick else ROUNDS):
        for peer in PEERS if number == 0 and not quick else important:
            print(f"compare: round {number + 1}, {peer.name}", flush=True)
            comparison.visit(peer, _most(peer, number))
    packing = [peer for peer in important if peer.name != FLOOR and not quick]
    return [*_figures(comparison), *(one for peer in packing for one in comparison.pack(peer))]


def _most(peer: Peer, number: int) -> int:
    """Return how many followers a peer has in a round: very many of those for whom that takes long only once."""
    takes_all = peer.name in (FLOOR, STREAMCHAT) or (peer.name in IMPORTANT and number == 0)
    return max(SIZES) if takes_all else FEW


def _figures(comparison: Comparison) -> Iterator[Figure]:
    for (workload, peer), alone in comparison.alone.items():
        what = "checking, storing, drawing a message" if peer == STREAMCHAT else "a message that nobody hears"
        yield figure(what, "µs", *(1e6 * seconds for seconds in alone), peer=peer, workload=workload)
    for (peer, size), idle in comparison.idle.items():
        each = (1e6 * seconds / size for seconds in idle)
        yield figure(AT_REST, "µs", *each, peer=peer, workload="idle", size=size)
    for (workload, peer, size), why in comparison.left_out.items():
        yield not_run(GROSS, "µs", why, peer=peer, workload=workload, size=size)
    for (workload, peer, size), runs in comparison.runs.items():
        alone = comparison.alone[workload, peer]
        of = {"peer": peer, "workload": workload}
        net = (run.cpu - seconds * run.messages for run, seconds in zip(runs, alone, strict=True))
        due = runs[0].due
        yield figure(GROSS, "µs", *(1e6 * run.cpu / due for run in runs), **of, size=size)
        yield figure(NET, "µs", *(1e6 * cpu / due for cpu in net), **of, size=size)
        yield figure(WIRE, "bytes", *(run.wire / due for run in runs), **of, size=size)
        for percent in (50, 99):
            delays = (percentile(run.delays or [1e3 * 30], percent) for run in runs)
            yield figure(f"send to receipt, p{percent}", "ms", *delays, **of, size=size)
        yield figure("not delivered", "%", *(100 * (1 - run.delivered / due) for run in runs), **of, size=size)
        yield figure("connections lost", "viewers", *(run.lost for run in runs), **of, size=size)
        yield figure("the viewers' own CPU", "% of a core", *(100 * run.share for run in runs), **of, size=size)
