"""`python -m bench [names]`: measure, print a line a figure, write JSON to results/, and then docs/performance.md.

`python -m bench report` writes that page anew from results that are there.
"""

import argparse
import time
from collections.abc import Callable, Sequence

from bench import report
from bench.figures import Figure, save
from bench.workloads import (
    compare,
    drawing,
    elements,
    export,
    files,
    flood,
    footprint,
    importing,
    joining,
    listening,
    markdown,
    opening,
    paging,
    pictures,
    room_in_browser,
    rooms,
    search,
    sidebar,
    soak,
    weight,
    words,
)

REPORT = "report"


def main() -> None:
    """Run what the command line asks for."""
    options = _parser().parse_args()
    measures = _measures(options)
    unknown = set(options.names) - {*measures, REPORT}
    if unknown:
        raise SystemExit(f"bench: there is no {', '.join(unknown)}; there are {', '.join([*measures, REPORT])}")
    for name in options.names or measures:
        if name != REPORT:
            started = time.monotonic()
            path = save(name, measures[name](), vars(options))
            print(f"{name} took {time.monotonic() - started:.0f} s, see {path}\n", flush=True)
    if not options.names or REPORT in options.names:
        print(f"see {report.write()}")


def _measures(options: argparse.Namespace) -> dict[str, Callable[[], Sequence[Figure]]]:
    """All that can be measured, by name, in the order of a run of everything."""
    return {
        "opening": lambda: opening.measure(quick=options.quick, large=100_000 if options.quick else options.messages),
        "compare": lambda: compare.measure(quick=options.quick),
        "footprint": lambda: footprint.measure(quick=options.quick),
        "flood": lambda: flood.measure(quick=options.quick),
        "drawing": lambda: drawing.measure(quick=options.quick),
        "files": lambda: files.measure(quick=options.quick),
        "elements": lambda: elements.measure(quick=options.quick),
        "rooms": lambda: rooms.measure(quick=options.quick),
        "sidebar": lambda: sidebar.measure(quick=options.quick, large=100_000 if options.quick else options.messages),
        "search": lambda: search.measure(quick=options.quick, large=options.messages),
        "joining": lambda: joining.measure(quick=options.quick),
        "listening": lambda: listening.measure(quick=options.quick),
        "markdown": lambda: markdown.measure(quick=options.quick),
        "paging": lambda: paging.measure(quick=options.quick),
        "pictures": lambda: pictures.measure(quick=options.quick),
        "browser": lambda: room_in_browser.measure(quick=options.quick),
        "export": lambda: export.measure(messages=20_000 if options.quick else options.messages),
        "import": lambda: importing.measure(messages=2_000 if options.quick else 100_000),
        "weight": lambda: weight.measure(quick=options.quick),
        "words": lambda: words.measure(quick=options.quick),
        "soak": lambda: soak.measure(quick=options.quick),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the program as it is started.")
    parser.add_argument("names", nargs="*", help="what to measure, or report; all of it if none is named")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument(
        "--messages", type=int, default=1_000_000, help="in the large database of opening, sidebar and export"
    )
    return parser


if __name__ == "__main__":
    main()
