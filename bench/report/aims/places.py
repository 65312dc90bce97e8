"""Aims for large places: opening and searching them, many rooms, files and formatted text, exports and imports."""

import re
from collections.abc import Iterator

from bench.deliveries import times_of
from bench.figures import Figure, number
from bench.peers import FLOOR
from bench.report.aims.aim import NONE, Aim, Results, at_least, at_most, beside, find, grown_at_most, ratio, value
from bench.report.results import Result, is_noise
from bench.workloads import drawing, files, markdown, slow_texts
from bench.workloads.compare import GROSS, STEADY
from bench.workloads.sidebar import FEW_ROOMS, MANY_ROOMS

SINGLE_NEWS = "news, one after the other: CPU per message and person"


def aims(results: Results) -> Iterator[Aim]:
    """Judge them."""
    yield from _opening(results.get("opening"))
    yield from _many_rooms(results)
    yield from _search(results.get("search"))
    yield from _slow_texts(results.get("slow-texts"))
    yield from _texts_and_files(results)
    yield from _moving(results)


def _opening(result: Result | None) -> Iterator[Aim]:
    times = {
        int(found[1].replace(",", "")): one
        for one in (result.figures if result else ())
        if (found := re.fullmatch(r"opening, ([\d,]+) messages: time", one.name))
    }
    text = "the largest room opens as fast as one of 1,000 messages (within 20 %)"
    few = times.get(min(times, default=0)) if len(times) > 1 else None
    yield ratio(text, f"{max(times, default=0):,} messages", times.get(max(times, default=0)), few, 1.2)


def _many_rooms(results: Results) -> Iterator[Aim]:
    result, where = results.get("sidebar"), f"{MANY_ROOMS} rooms"
    floor = beside("a bare server's delivery", find(results.get("compare"), GROSS, FLOOR, STEADY, 1000))
    for what, limit, text, least in (
        (f"sidebar, {where}: CPU of opening", 10, "opening a room takes at most 10 ms of CPU", ""),
        ("news, 50 a second: largest emit", 80, "news of another room are at most 80 bytes", ""),
        (SINGLE_NEWS, 3, "they cost at most 3 µs of CPU for each person", floor),
    ):
        yield at_most(text, where, find(result, what), limit, least)
    few, many = (find(result, f"sidebar, {rooms} rooms: memory per open page") for rooms in (FEW_ROOMS, MANY_ROOMS))
    text = f"an open page takes at most 15 kB more than with {FEW_ROOMS} rooms"
    if few is None or many is None or few.value is None or many.value is None:
        yield Aim(text, where, NONE, None)
    elif is_noise(few) or is_noise(many):
        yield Aim(text, where, f"{value(few)} to {value(many)}", None)
    else:
        more = many.value - few.value
        yield Aim(text, where, f"{number(more)} kB", more <= 15)


def _search(result: Result | None) -> Iterator[Aim]:
    for kind in ("SQLite", "PostgreSQL"):
        name = f"search, {kind}, 1,000,000 messages"
        for what, limit, text in (
            ("any search, p95", 100, "any search takes at most 100 ms, p95"),
            ("the index, of the text", 1.2, "the index takes at most 1.2 × as much as the text"),
            ("… dearer by", 15, "sending becomes at most 15 % dearer"),
        ):
            yield at_most(text, f"a million messages, {kind}", find(result, f"{name}: {what}"), limit)


def _slow_texts(result: Result | None) -> Iterator[Aim]:
    for kind, where in slow_texts.NAMES.items():
        figure = find(result, slow_texts.times_of(kind))
        yield at_most("four times the text takes at most 8 × as long, whatever it says", where, figure, 8)


def _texts_and_files(results: Results) -> Iterator[Aim]:
    def found(measure: str, name: str) -> Figure | None:
        return find(results.get(measure), name)

    text = "opening a room of 50 formatted messages takes the CPU of plain ones (within 20 %)"
    for kind in ("formatted", "code"):
        yield at_most(text, kind, found("markdown", markdown.times_of(kind)), 1.2)
    where = "while others write 50 a second"
    yield at_least("at least 500 messages with code are drawn a second", where, found("drawing", drawing.SPEED), 500)
    late = "others' messages take at most {} × as long as before, p99"
    yield at_most(late.format("1.5"), "while those are drawn", found("drawing", times_of("drawing", 99)), 1.5)
    where = "while 1 GB is uploaded and read"
    yield at_most(late.format("2"), where, found("files", times_of("files", 99)), 2)
    yield grown_at_most("at most 30 MB of memory more", where, found("files", files.GROWN), 30)


def _moving(results: Results) -> Iterator[Aim]:
    text = "at most 200 MB of memory"
    for measure, name in (
        ("export", "export of 1,000,000 messages"),
        ("import", "import, 100,000 messages of a Slack export"),
    ):
        figure = find(results.get(measure), f"{name}: memory at most")
        yield at_most(text, name, figure, 200)
