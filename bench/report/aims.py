"""What StreamChat is meant to reach, and whether it did; all computed from results."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from bench.deliveries import times_of
from bench.figures import Figure, number
from bench.peers import FLOOR, STREAMCHAT
from bench.report.results import Result, ratios
from bench.workloads import drawing, files, markdown, pictures, reacting, room_in_browser, slow_texts, storing, words
from bench.workloads.changing_rooms import AGAIN, BOTH, FIRST, LOST, ROUND_TRIP, WAYS
from bench.workloads.compare import BURST, GROSS, NET, STEADY, WIRE
from bench.workloads.footprint import AFTER, IDLE
from bench.workloads.sidebar import DEMO_ROOMS, MANY_ROOMS
from bench.workloads.weight import REQUESTS, SERVED

BEFORE = {REQUESTS: (73, "requests"), SERVED: (441, "kB")}
"""What a room's page took before the stream got all its operations and an inspector; measured once, in the same way."""


@dataclass(frozen=True, slots=True)
class Aim:
    """An aim, where it was looked at, what was found, and whether that is enough; not known if nothing was measured."""

    text: str
    where: str
    measured: str
    reached: bool | None

    @property
    def verdict(self) -> str:
        """Say it in a word or two."""
        return {True: "reached", False: "**not reached**", None: "not measured"}[self.reached]


def aims(results: dict[str, Result]) -> Iterator[Aim]:
    """Judge all aims."""
    compare, footprint = results.get("compare"), results.get("footprint")
    sizes = sorted({one.size for one in compare.figures if one.name == GROSS and one.value}) if compare else []
    for size in sorted({100, *sizes[-1:]}):
        for name in (GROSS, NET):
            yield from _cost(compare, name, size)
    yield from _wire(compare)
    yield from _memory(footprint)
    yield from _thousand(compare)
    yield from _storing(results.get("storing"))
    yield from _opening(results.get("opening"))
    yield from _browser(results.get("browser"))
    yield from _changing_rooms(results.get("changing"))
    yield from _reacting(results.get("reacting"))
    yield from _weight(results.get("weight"))
    yield from _many_rooms(results.get("sidebar"))
    yield from _search(results.get("search"))
    yield from _words(results.get("words"))
    yield from _slow_texts(results.get("slow-texts"))
    yield from _texts_and_files(results)
    yield from _moving(results)


def _find(result: Result | None, name: str, peer: str, workload: str, size: int) -> Figure | None:
    return result.find(name, peer, workload, size) if result else None


def _at_most(text: str, where: str, figure: Figure | None, limit: float) -> Aim:
    if figure is None or figure.value is None:
        return Aim(text, where, "–", None)
    return Aim(text, where, f"{number(figure.value)} {figure.unit}", figure.value <= limit)


def _at_least(text: str, where: str, figure: Figure | None, limit: float) -> Aim:
    if figure is None or figure.value is None:
        return Aim(text, where, "–", None)
    return Aim(text, where, f"{number(figure.value)} {figure.unit}", figure.value >= limit)


def _ratio(text: str, where: str, one: Figure | None, to: Figure | None, enough: float, *, least: bool) -> Aim:
    found = ratios(one, to) if one and to and one.value is not None else []
    if not found:
        return Aim(text, where, "–", None)
    times = median(found)
    return Aim(text, where, f"{number(times)} ×", times >= enough if least else times <= enough)


def _cost(compare: Result | None, name: str, size: int) -> Iterator[Aim]:
    for workload in (STEADY, BURST):
        where = f"{workload}, {size:,} followers, {name.rpartition(' ')[2]}"
        ours, floor, column = (
            _find(compare, name, peer, workload, size) for peer in (STREAMCHAT, FLOOR, "ui.chat_message")
        )
        yield _at_most("at most 15 µs of CPU per delivery", where, ours, 15)
        yield _ratio("within 3 × of the floor", where, ours, floor, 3, least=False)
        yield _ratio("at least 20 × less than `ui.chat_message`", where, column, ours, 20, least=True)


def _wire(compare: Result | None) -> Iterator[Aim]:
    figure = _find(compare, WIRE, STREAMCHAT, STEADY, 100)
    yield _at_most("at most 300 bytes on the wire per message", "without compression", figure, 300)


def _memory(footprint: Result | None) -> Iterator[Aim]:
    for name in (IDLE, AFTER):
        few, many = (_find(footprint, name, STREAMCHAT, f"{rows:,} rows", rows) for rows in (50, 1000))
        for rows, figure in ((50, few), (1000, many)):
            where = f"{name.partition(', ')[2]}, {rows:,} rows"
            yield _at_most("at most 100 kB per viewer", where, figure, 100)
        where = f"{name.partition(', ')[2]}, 1,000 rows to 50"
        yield _ratio("as much at 1,000 rows as at 50 (within 5 %)", where, many, few, 1.05, least=False)


def _thousand(compare: Result | None) -> Iterator[Aim]:
    lost, late = (_find(compare, name, STREAMCHAT, STEADY, 1000) for name in ("not delivered", "send to receipt, p99"))
    yield _at_most("1,000 followers: nothing lost", STEADY, lost, 0)
    yield _at_most("1,000 followers: p99 under 250 ms", STEADY, late, 250)


def _storing(result: Result | None) -> Iterator[Aim]:
    for where in (storing.GROUPED, storing.POSTGRES):
        stored, cpu = (_find(result, name, "", where, 0) for name in (storing.STORED, storing.CPU))
        yield _at_least("at least 1,500 messages stored a second", where, stored, 1_500)
        yield _at_most("at most 250 µs of CPU to store one", where, cpu, 250)
    by_api = _find(result, storing.OF_API, "", "", 0)
    yield _at_most("at most 600 µs of CPU for a message by the API", "nobody looking", by_api, 600)


def _opening(result: Result | None) -> Iterator[Aim]:
    times = {
        int(found[1].replace(",", "")): one
        for one in (result.figures if result else ())
        if (found := re.fullmatch(r"opening, ([\d,]+) messages: time", one.name))
    }
    text = "the largest room opens as fast as one of 1,000 messages (within 20 %)"
    few, many = times.get(min(times, default=0)), times.get(max(times, default=0))
    yield _ratio(text, f"{max(times, default=0):,} messages", many, few, 1.2, least=False)


def _browser(result: Result | None) -> Iterator[Aim]:
    works = [
        one for one in (result.figures if result else ()) if re.fullmatch(r"browser: a row, .*main thread", one.name)
    ]
    for rate in (room_in_browser.RATE, room_in_browser.FAST):
        figure = _find(result, room_in_browser.ABOVE_FLOOR.format(f"{rate:.0f}"), "", "", 0)
        yield _at_most(
            "a row takes at most 1.5 × what it takes on a bare page", f"{rate:.0f}/s, main thread", figure, 1.5
        )
    first, last = (works[0], works[-1]) if works else (None, None)
    yield _ratio(
        "the last rows cost the browser what the first ones did (within 20 %)",
        "Chromium",
        last,
        first,
        1.2,
        least=False,
    )


def _changing_rooms(result: Result | None) -> Iterator[Aim]:
    text = f"at most 100 ms from a click on a room until it is painted and live, p95, at {1e3 * ROUND_TRIP:.0f} ms"
    for way in (f"{when}, {how}" for when in (FIRST, AGAIN) for how in WAYS):
        yield _at_most(f"{text} of round trip", way, _find(result, BOTH.format(95), "", way, 0), 100)
        yield _at_most("a message sent at the click comes", way, _find(result, LOST, "", way, 0), 0)


def _reacting(result: Result | None) -> Iterator[Aim]:
    for name, limit, text in (
        (reacting.KEY, 16, "a key is painted within 16 ms, p95"),
        (reacting.SLOWEST, 50, "no frame takes more than 50 ms"),
        (reacting.HEAP, 5, "the heap stays as it is (within 5 %)"),
    ):
        where = name.removeprefix("reacting: ").partition(": ")[0]
        yield _at_most(text, where, _find(result, name, "", "", 0), limit)


def _search(result: Result | None) -> Iterator[Aim]:
    for kind in ("SQLite", "PostgreSQL"):
        name = f"search, {kind}, 1,000,000 messages"
        for what, limit, text in (
            ("any search, p95", 100, "any search takes at most 100 ms, p95"),
            ("the index, of the text", 1.2, "the index takes at most 1.2 × as much as the text"),
            ("… dearer by", 15, "sending becomes at most 15 % dearer"),
        ):
            yield _at_most(text, f"a million messages, {kind}", _find(result, f"{name}: {what}", "", "", 0), limit)


def _weight(result: Result | None) -> Iterator[Aim]:
    for name, (before, unit) in BEFORE.items():
        text = f"a first visit takes less than the {before} {unit} before the stream inspector"
        yield _at_most(text, "a room of the demo", _find(result, name, "", "", 0), before)


def _many_rooms(result: Result | None) -> Iterator[Aim]:
    where = f"{MANY_ROOMS} rooms"
    for what, limit, text in (
        (f"sidebar, {where}: CPU of opening", 10, "opening a room takes at most 10 ms of CPU"),
        ("news, 50 a second: largest emit", 80, "news of another room are at most 80 bytes"),
        ("news, one after the other: CPU per message and person", 3, "they cost at most 3 µs of CPU for each person"),
    ):
        yield _at_most(text, where, _find(result, what, "", "", 0), limit)
    few, many = (
        _find(result, f"sidebar, {rooms} rooms: memory per open page", "", "", 0) for rooms in (DEMO_ROOMS, MANY_ROOMS)
    )
    text = f"an open page takes at most 15 kB more than with {DEMO_ROOMS} rooms"
    if few is None or many is None or few.value is None or many.value is None:
        yield Aim(text, where, "–", None)
    else:
        more = many.value - few.value
        yield Aim(text, where, f"{number(more)} kB", more <= 15)


def _words(result: Result | None) -> Iterator[Aim]:
    plain, streamed = (_find(result, words.cpu_of(way), "", "", 0) for way in (words.MESSAGES, words.STREAMED))
    text = f"50 tokens a second cost less CPU than {words.MESSAGES}"
    yield _ratio(text, f"streamed, {words.VIEWERS} viewers", streamed, plain, 1, least=False)
    for way in (words.SINGLY, words.STREAMED):
        figure = _find(result, words.bytes_of(way), "", "", 0)
        yield _at_most("at most 100 bytes on the wire to a viewer for a token", way, figure, 100)


def _slow_texts(result: Result | None) -> Iterator[Aim]:
    for kind, where in slow_texts.NAMES.items():
        figure = _find(result, slow_texts.times_of(kind), "", "", 0)
        yield _at_most("four times the text takes at most 8 × as long, whatever it says", where, figure, 8)


def _texts_and_files(results: dict[str, Result]) -> Iterator[Aim]:
    def found(measure: str, name: str) -> Figure | None:
        return _find(results.get(measure), name, "", "", 0)

    text = "opening a room of 50 formatted messages takes the CPU of plain ones (within 20 %)"
    for kind in ("formatted", "code"):
        yield _at_most(text, kind, found("markdown", markdown.times_of(kind)), 1.2)
    where = "while others write 50 a second"
    yield _at_least("at least 500 messages with code are drawn a second", where, found("drawing", drawing.SPEED), 500)
    late = "others' messages take at most {} × as long as before, p99"
    yield _at_most(late.format("1.5"), "while those are drawn", found("drawing", times_of("drawing", 99)), 1.5)
    where = "while 1 GB is uploaded and read"
    yield _at_most(late.format("2"), where, found("files", times_of("files", 99)), 2)
    yield _at_most("at most 30 MB of memory more", where, found("files", files.GROWN), 30)
    text = "50 pictures scroll at the frame rate of text (within 5 %)"
    for when in (pictures.FIRST, pictures.AGAIN):
        yield _at_least(text, when, found("pictures", pictures.times_of(when)), 0.95)


def _moving(results: dict[str, Result]) -> Iterator[Aim]:
    text = "at most 200 MB of memory"
    for measure, name in (
        ("export", "export of 1,000,000 messages"),
        ("import", "import, 100,000 messages of a Slack export"),
    ):
        figure = _find(results.get(measure), f"{name}: memory at most", "", "", 0)
        yield _at_most(text, name, figure, 200)
