"""Aims for telling people about messages, in rooms of all sizes and thousands at once, and for what they keep."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.peers import FLOOR, STREAMCHAT
from bench.report.aims.aim import Aim, Results, all_of, at_most, beside, find, never_more, ratio
from bench.report.results import Result
from bench.workloads import crowd, rooms
from bench.workloads.compare import BURST, GROSS, NET, STEADY, WIRE
from bench.workloads.footprint import AFTER, IDLE

ONE_ELEMENT = "run_method"
"""The peer whose page is one element, which holds the rows itself, as NiceGUI serves it by default."""

THOUSANDS = "5,000 viewers in 10 rooms"
LATE = "send to receipt, p99"


def aims(results: Results) -> Iterator[Aim]:
    """Judge them."""
    compare = results.get("compare")
    yield from _small_rooms(results.get("rooms"))
    sizes = sorted({one.size for one in compare.figures if one.name == GROSS and one.value}) if compare else []
    for size in sorted({100, *sizes[-1:]}):
        for name in (GROSS, NET):
            yield from _cost(compare, name, size)
    yield at_most(
        "at most 300 bytes on the wire per message",
        "without compression",
        find(compare, WIRE, STREAMCHAT, STEADY, 100),
        300,
    )
    lost, late = (find(compare, name, STREAMCHAT, STEADY, 1000) for name in ("not delivered", LATE))
    yield never_more("1,000 followers: nothing lost", STEADY, lost, 0)
    yield at_most("1,000 followers: p99 under 250 ms", STEADY, late, 250, _late_floor(compare, 1000))
    yield from _crowd(results.get("crowd"))
    yield from _memory(results.get("footprint"))


def _small_rooms(result: Result | None) -> Iterator[Aim]:
    for kind in ("steady", "burst"):
        floor = all_of(
            (
                beside("a bare server", find(result, rooms.FLOOR_COST.format(kind))),
                beside("a message before anybody hears of it", find(result, rooms.ALONE.format(kind))),
            )
        )
        where = f"rooms of {rooms.FOLLOWERS}, {kind}, gross"
        yield at_most("at most 80 µs of CPU per delivery", where, find(result, rooms.COST.format(kind)), 80, floor)


def _cost(compare: Result | None, name: str, size: int) -> Iterator[Aim]:
    for workload in (STEADY, BURST):
        where = f"{workload}, {size:,} followers, {name.rpartition(' ')[2]}"
        ours, floor, column = (
            find(compare, name, peer, workload, size) for peer in (STREAMCHAT, FLOOR, "ui.chat_message")
        )
        bare = beside("a bare server", floor)
        yield at_most("at most 15 µs of CPU per delivery", where, ours, 15, bare)
        yield ratio("within 3 × of the floor", where, ours, floor, 3)
        yield ratio("at least 20 × less than `ui.chat_message`", where, column, ours, 20, least=True)


def _late_floor(compare: Result | None, size: int) -> str:
    return beside("a bare server", find(compare, LATE, FLOOR, STEADY, size))


def _crowd(result: Result | None) -> Iterator[Aim]:
    figures = [one for one in (result.figures if result else ()) if one.size]
    of = next(((one.workload, one.size) for one in figures), (THOUSANDS, 5_000))

    def found(name: str) -> Figure | None:
        return find(result, name, "", *of)

    where = f"{of[0]}, {crowd.TALK}"
    share = beside("of one core", found(crowd.SHARE.format(crowd.TALK)))
    yield never_more("nothing is lost", where, found(crowd.MISSING.format(crowd.TALK)), 0)
    yield at_most("p99 at most 250 ms", where, found(crowd.LATE.format(crowd.TALK)), 250, share)
    yield at_most("at most 700 MB of memory", of[0], found(crowd.MEMORY), 700)
    where = f"{of[0]}, {crowd.STORM}"
    yield never_more("all are live again within 30 s", where, found(crowd.BACK), 30)
    yield never_more("nothing is missing", where, found(crowd.MISSING.format(crowd.STAYED)), 0)
    share = beside("of one core", found(crowd.SHARE.format(crowd.STAYED)))
    late = found(crowd.LATE.format(crowd.STAYED))
    yield at_most("those who stayed: p99 at most 500 ms", where, late, 500, share)


def _memory(footprint: Result | None) -> Iterator[Aim]:
    for name in (IDLE, AFTER):
        few, many = (find(footprint, name, STREAMCHAT, f"{rows:,} rows", rows) for rows in (50, 1000))
        for rows, figure in ((50, few), (1000, many)):
            where = f"{name.partition(', ')[2]}, {rows:,} rows"
            bare = find(footprint, IDLE, ONE_ELEMENT, "50 rows", 50)
            floor = beside("a NiceGUI page of one element, idle", bare)
            yield at_most("at most 100 kB per viewer", where, figure, 100, floor)
        where = f"{name.partition(', ')[2]}, 1,000 rows to 50"
        yield ratio("as much at 1,000 rows as at 50 (within 5 %)", where, many, few, 1.05)
