"""Writes docs/scaling.md: what was measured with several processes, and what many people would take by that."""

from dataclasses import dataclass
from math import ceil
from pathlib import Path
from string import Template

from bench.figures import Figure, number
from bench.peers import STREAMCHAT
from bench.report.growth import draw_growth
from bench.report.results import Result
from bench.report.tables import table
from bench.server import ROOT
from bench.workloads.compare import AT_REST
from bench.workloads.footprint import IDLE
from bench.workloads.processes import ALONE, COUNTS, CPU, DELIVERIES, HEARD, POSTGRES, REDIS

HERE = Path(__file__).parent
DOCUMENT = ROOT / "docs/scaling.md"

PEOPLE = (1_000, 10_000, 100_000)
ONLINE = 0.4
"""Of all people, how many have a page open when most do."""

SAID = 6
"""Messages that each person, online or not, says in the busiest hour."""

LOOKING = 30
"""Pages that show a room when something is said in it."""

BUSY = 0.5
"""Of a core: what a process may take in the busiest hour, so that bursts find it free."""

UNKNOWN = "not measurable: less than the noise"


@dataclass(frozen=True, slots=True)
class Costs:
    """CPU seconds by what they are for, and memory of a page in bytes."""

    message: float
    further: float  # for each further process that handles it
    delivery: float
    postgres: float  # a message
    redis: float  # a message
    page: float
    rest: float = 0.0  # of a page, a second


@dataclass(frozen=True, slots=True)
class Need:
    """What so many people need in the busiest hour."""

    people: int
    messages: float  # a second
    cores: float
    processes: int
    postgres: float  # cores
    redis: float  # of a core
    memory: float  # bytes of all pages


def costs(results: dict[str, Result]) -> Costs | None:
    """Take costs from what was measured; None if that was not, or those of a message are smaller than the noise.

    Of the others, one that is smaller than the noise is 0, which is said where it is shown.
    """
    processes, memory = results.get("processes"), results.get("footprint")
    page = memory.find(IDLE, STREAMCHAT, "50 rows", 50) if memory else None
    if not processes or not page or page.value is None:
        return None
    alone, heard = _by_count(processes, ALONE, CPU), _by_count(processes, HEARD, CPU)
    deliveries, counts = _by_count(processes, HEARD, DELIVERIES), sorted(alone)
    if len(counts) < 2 or not 0 < alone[1] < heard[1]:
        return None
    return Costs(
        message=alone[1] / 1e3,
        further=max(0.0, (alone[counts[-1]] - alone[1]) / (counts[-1] - 1)) / 1e3,
        delivery=(heard[1] - alone[1]) / deliveries[1] / 1e3,
        postgres=max(0.0, _by_count(processes, HEARD, POSTGRES)[1]) / 1e3,
        redis=max(0.0, _by_count(processes, HEARD, REDIS)[1]) / 1e3,
        page=page.value * 1e3,
        rest=_at_rest(results.get("compare")),
    )


def _at_rest(compare: Result | None) -> float:
    """Return what a page takes a second while nobody writes, where most were open."""
    taken = [
        one
        for one in (compare.figures if compare else ())
        if (one.name, one.peer) == (AT_REST, STREAMCHAT) and one.value
    ]
    most = max(taken, key=lambda one: one.size, default=None)
    return max(0.0, most.value or 0.0) / 1e6 if most else 0.0


def need(people: int, cost: Costs) -> Need:
    """Compute what so many people take; the number of processes itself adds to what they do."""
    messages = people * SAID / 3600
    processes = 1
    while True:
        handling = cost.message + cost.further * (min(processes, LOOKING) - 1)
        cores = messages * (handling + LOOKING * cost.delivery) + people * ONLINE * cost.rest
        if cores <= BUSY * processes:
            break
        processes = max(processes + 1, ceil(cores / BUSY))
    pages = people * ONLINE
    return Need(people, messages, cores, processes, messages * cost.postgres, messages * cost.redis, pages * cost.page)


def write_scaling(found: dict[str, Result], document: Path = DOCUMENT) -> Path | None:
    """Write the document, if what it is about was measured."""
    cost = costs(found)
    if cost is None:
        return None
    plots = draw_growth(found, document.with_suffix(""))
    text = Template((HERE / "scaling.md").read_text()).substitute(
        online=f"{ONLINE:.0%}".replace("%", " %"),
        said=SAID,
        looking=LOOKING,
        busy="half" if BUSY == 0.5 else f"{BUSY:.0%}",
        costs=_costs(cost),
        measured=_measured(found["processes"]),
        needs=_needs(cost),
        one_process=f"{_most_people(cost):,}",
        plots="\n\n".join(f"![{title}]({document.stem}/{name})" for name, title in plots),
        machine=found["processes"].machine["processor"],
        commit=found["processes"].machine["commit"],
    )
    document.write_text(text)
    return document


def _by_count(result: Result, workload: str, name: str) -> dict[int, float]:
    taken = [one for one in result.figures if (one.workload, one.name) == (workload, name) and one.value is not None]
    return {one.size: one.value or 0.0 for one in taken}


def _most_people(cost: Costs) -> int:
    """Return how many thousand people one process carries, rounded down."""
    one = need(1_000, cost).cores
    return int(BUSY / one) * 1_000 if one < BUSY else int(10 * BUSY / one) * 100


def _costs(cost: Costs) -> str:
    taken = [
        ("a message, before anybody hears of it", 1e3 * cost.message, "ms"),
        ("… each further process with people in the room", 1e3 * cost.further, "ms"),
        ("a delivery to one page", 1e6 * cost.delivery, "µs"),
        ("an open page at rest, a second", 1e6 * cost.rest, "µs"),
        ("a message, PostgreSQL's", 1e3 * cost.postgres, "ms"),
        ("a message, Redis's", 1e3 * cost.redis, "ms"),
        ("memory of an open page", cost.page / 1e3, "kB"),
    ]
    return table(["", "measured"], ([what, f"{number(one)} {unit}" if one else UNKNOWN] for what, one, unit in taken))


def _measured(result: Result) -> str:
    counts = [count for count in COUNTS if count in _by_count(result, HEARD, CPU)]
    names = list(dict.fromkeys((one.workload, one.name, one.unit) for one in result.figures if one.size))
    rows = [
        [f"{workload}: {name}, {unit}", *(_value(result.find(name, "", workload, count)) for count in counts)]
        for workload, name, unit in names
    ]
    return table(["", *(f"{count} process{'es' * (count > 1)}" for count in counts)], rows)


def _value(figure: Figure | None) -> str:
    return number(figure.value) if figure and figure.value is not None else "–"


def _needs(cost: Costs) -> str:
    rows = []
    for people in PEOPLE:
        one = need(people, cost)
        rows.append(
            [
                f"{people:,}",
                f"{people * ONLINE:,.0f}",
                number(one.messages),
                f"{one.processes:,}",
                number(one.cores),
                number(one.postgres),
                number(one.redis),
                f"{number(one.memory / 1e9)} GB",
            ]
        )
    head = ["people", "pages open", "messages/s", "processes", "their cores", "PostgreSQL's", "Redis's"]
    return table([*head, "memory of pages"], rows, words=0)
