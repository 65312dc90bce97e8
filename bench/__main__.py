"""`python -m bench [NAME …]`: measure, print a line a figure, write JSON to results/."""

import argparse
import time
from collections.abc import Callable, Sequence

from bench import chatting, elements, fanout, flood, joining, memory, opening, paging, rooms, soak
from bench.figures import Figure, save


def main() -> None:
    """Run what the command line asks for."""
    options = _parser().parse_args()
    measures: dict[str, Callable[[], Sequence[Figure]]] = {
        "opening": lambda: opening.measure(quick=options.quick, large=100_000 if options.quick else options.messages),
        "fanout": lambda: fanout.measure(quick=options.quick, followers=options.followers, plain=options.plain),
        "flood": lambda: flood.measure(quick=options.quick),
        "memory": lambda: memory.measure(quick=options.quick, plain=options.plain),
        "elements": lambda: elements.measure(quick=options.quick),
        "rooms": lambda: rooms.measure(quick=options.quick),
        "joining": lambda: joining.measure(quick=options.quick),
        "paging": lambda: paging.measure(quick=options.quick),
        "browser": lambda: chatting.measure(quick=options.quick),
        "soak": lambda: soak.measure(quick=options.quick),
    }
    for name in options.names or measures:
        if name not in measures:
            raise SystemExit(f"bench: there is no {name}; there are {', '.join(measures)}")
        started = time.monotonic()
        path = save(name, measures[name](), vars(options))
        print(f"{name} took {time.monotonic() - started:.0f} s, see {path}\n", flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the program as it is started.")
    parser.add_argument("names", nargs="*", help="such as opening or fanout; all if none is named")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument("--followers", type=int, default=100, help="of the one room in fanout (default: 100)")
    parser.add_argument("--messages", type=int, default=1_000_000, help="in opening's large database")
    parser.add_argument("--plain", action="store_true", help="have viewers not offer compression, as browsers do")
    return parser


if __name__ == "__main__":
    main()
