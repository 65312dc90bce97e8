"""The program without throttles, for runs that measure the work and not the waiting."""

import main
from chat.wire.throttle import Throttle


async def _free(_key: str, _cost: float, _depth: float) -> float:
    return 0.0


if __name__ in {"__main__", "__mp_main__"}:
    Throttle.shared = _free
    main.main()
