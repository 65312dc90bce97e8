"""The program without throttles, for runs that measure the work and not the waiting."""

import main
from chat.web.pages import page_limit
from chat.web.server import paced_queue
from chat.web.server.throttle import Throttle


async def _free(_throttle: Throttle, _key: str, _cost: float) -> float:
    return 0.0


async def _at_once(_throttle: Throttle, key: str, cost: float = 1.0) -> None:
    del key, cost


def run() -> None:
    """Start it."""
    page_limit.MOST_PAGES = paced_queue.MOST_WAITING = 10_000  # the demo has ten accounts
    Throttle._charge = _free  # type: ignore[method-assign,assignment] # also where Redis counts for all processes
    Throttle.wait = _at_once  # type: ignore[method-assign,assignment]
    main.main()


if __name__ in {"__main__", "__mp_main__"}:
    run()
