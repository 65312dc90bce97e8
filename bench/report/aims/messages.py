"""Aims for what a message costs before anybody hears of it, and for how many are stored."""

from collections.abc import Iterator

from bench.peers import FLOOR, STREAMCHAT
from bench.report.aims.aim import Aim, Results, all_of, at_least, at_most, beside, find, ratio
from bench.report.results import Result
from bench.workloads import sending, storing, words

MOST = {"page": 800, "API": 600}
"""µs of CPU for a message, by how it is sent."""

BARE = {"page": "a bare NiceGUI event", "API": "a bare FastAPI route"}


def aims(results: Results) -> Iterator[Aim]:
    """Judge them."""
    yield from _sending(results.get("sending"))
    yield from _storing(results.get("storing"))
    yield from _words(results.get("words"))


def _sending(result: Result | None) -> Iterator[Aim]:
    insert = find(result, sending.STORED, FLOOR)
    for way, most in MOST.items():
        for rate in sending.RATES:
            where = f"by {way}, {rate} a second"
            bare = find(result, sending.COST, FLOOR, where)
            yield at_most(
                f"at most {most} µs of CPU for a message before anybody hears of it",
                where,
                find(result, sending.COST, STREAMCHAT, where),
                most,
                beside(f"{BARE[way]} and one row committed", bare, insert),
            )


def _storing(result: Result | None) -> Iterator[Aim]:
    floors = {
        storing.GROUPED: all_of(
            beside(f"bare INSERTs, {many} to a commit", find(result, storing.BARE_SQLITE.format(many)))
            for many in (1, 50)
        ),
        storing.POSTGRES: all_of(
            (
                beside("bare rows by psycopg, a commit each", find(result, storing.BARE_POSTGRES)),
                beside("our statements alone", find(result, storing.OUR_STATEMENTS)),
            )
        ),
    }
    for where, floor in floors.items():
        stored, cpu = (find(result, name, workload=where) for name in (storing.STORED, storing.CPU))
        yield at_least("at least 1,500 messages stored a second", where, stored, 1_500, floor)
        yield at_most("at most 250 µs of CPU to store one", where, cpu, 250)
    grouped, single = (find(result, storing.LONE.format(50), workload=way) for way in (storing.GROUPED, storing.ALONE))
    text = "a message that is alone waits for no other (within 20 % of one without groups, p50)"
    yield ratio(text, storing.GROUPED, grouped, single, 1.2)


def _words(result: Result | None) -> Iterator[Aim]:
    plain, streamed = (find(result, words.cpu_of(way)) for way in (words.MESSAGES, words.STREAMED))
    text = f"50 tokens a second cost less CPU than {words.MESSAGES}"
    yield ratio(text, f"streamed, {words.VIEWERS} viewers", streamed, plain, 1)
    for way in (words.SINGLY, words.STREAMED):
        figure = find(result, words.bytes_of(way))
        yield at_most("at most 100 bytes on the wire to a viewer for a token", way, figure, 100)
