"""`python -m bench [names]`: measure, print a line a figure, write JSON to results/, then two pages in docs/.

`python -m bench report` writes docs/performance.md and docs/scaling.md anew from results that are there;
`python -m bench between A B [names]` compares two commits.
"""

import argparse
from collections.abc import Callable, Sequence

from bench import between, report
from bench.figures import Figure
from bench.running import run_all
from bench.seeding import keeping
from bench.workloads import (
    changing_rooms,
    compare,
    crowd,
    drawing,
    elements,
    export,
    files,
    flood,
    footprint,
    growth,
    importing,
    joining,
    listening,
    markdown,
    opening,
    paging,
    pictures,
    processes,
    reacting,
    room_in_browser,
    rooms,
    search,
    sending,
    sidebar,
    slow_texts,
    soak,
    storing,
    weight,
    words,
)

REPORT, BETWEEN = "report", "between"


def main() -> None:
    """Run what the command line asks for."""
    options = _parser().parse_args()
    if options.names[:1] == [BETWEEN]:
        _compare(options)
        return
    measures = _measures(options)
    _refuse_unknown(options.names, [*measures, REPORT])
    wanted = {name: measures[name] for name in options.names or measures if name != REPORT}
    with keeping():
        failed = run_all(wanted, vars(options))
    if REPORT in options.names or not (options.names or options.no_report):
        print(f"see {report.write()}")
    if failed:
        raise SystemExit(f"bench: failed: {', '.join(failed)}")


def _compare(options: argparse.Namespace) -> None:
    if len(options.names) < 3:
        raise SystemExit("bench: between which commits? python -m bench between A B [names]")
    _, before, after, *names = options.names
    _refuse_unknown(names, list(_measures(options)))
    print(between.compare(before, after, names, rounds=options.rounds, quick=options.quick))


def _refuse_unknown(names: Sequence[str], known: Sequence[str]) -> None:
    if unknown := set(names) - set(known):
        raise SystemExit(f"bench: there is no {', '.join(unknown)}; there are {', '.join(known)}")


def _measures(options: argparse.Namespace) -> dict[str, Callable[[], Sequence[Figure]]]:
    """All that can be measured, by name, in the order of a run of everything."""
    return {
        "opening": lambda: opening.measure(quick=options.quick, large=20_000 if options.quick else options.messages),
        "compare": lambda: compare.measure(quick=options.quick),
        "footprint": lambda: footprint.measure(quick=options.quick),
        "flood": lambda: flood.measure(quick=options.quick),
        "drawing": lambda: drawing.measure(quick=options.quick),
        "files": lambda: files.measure(quick=options.quick),
        "elements": lambda: elements.measure(quick=options.quick),
        "rooms": lambda: rooms.measure(quick=options.quick),
        "sending": lambda: sending.measure(quick=options.quick),
        "sidebar": lambda: sidebar.measure(quick=options.quick, large=20_000 if options.quick else options.messages),
        "search": lambda: search.measure(quick=options.quick, large=options.messages),
        "growth": lambda: growth.measure(quick=options.quick, large=options.messages),
        "processes": lambda: processes.measure(quick=options.quick),
        "crowd": lambda: crowd.measure(quick=options.quick),
        "joining": lambda: joining.measure(quick=options.quick),
        "listening": lambda: listening.measure(quick=options.quick),
        "markdown": lambda: markdown.measure(quick=options.quick),
        "paging": lambda: paging.measure(quick=options.quick),
        "pictures": lambda: pictures.measure(quick=options.quick),
        "browser": lambda: room_in_browser.measure(quick=options.quick),
        "reacting": lambda: reacting.measure(quick=options.quick),
        "export": lambda: export.measure(messages=20_000 if options.quick else options.messages),
        "import": lambda: importing.measure(messages=1_000 if options.quick else 100_000),
        "changing": lambda: changing_rooms.measure(quick=options.quick),
        "weight": lambda: weight.measure(quick=options.quick),
        "storing": lambda: storing.measure(quick=options.quick),
        "slow-texts": lambda: slow_texts.measure(quick=options.quick),
        "words": lambda: words.measure(quick=options.quick),
        "soak": lambda: soak.measure(quick=options.quick),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the program as it is started.")
    parser.add_argument("names", nargs="*", help="what to measure, or report, or between A B; all if none is named")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument("--rounds", type=int, default=between.MANY_TIMES, help="of each commit, with between")
    parser.add_argument("--no-report", action="store_true", help="leave docs/performance.md as it is")
    parser.add_argument(
        "--messages", type=int, default=1_000_000, help="in the large database of opening, sidebar, growth and export"
    )
    return parser


if __name__ == "__main__":
    main()
