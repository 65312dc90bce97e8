"""The program without throttles, which draws messages with code when it is asked to, as it does when they are sent."""

import asyncio
import time
from itertools import count

from nicegui import app

from bench import unthrottled
from bench.workloads.drawing import ADDRESS, CODE
from chat.messages.redrawing import draw_beside

AT_ONCE = 20
"""Messages that wait for being drawn."""


@app.get(ADDRESS)
async def _draw(seconds: float) -> float:
    """Draw for so many seconds, and return how many messages a second were."""
    numbers, start = count(), time.perf_counter()

    async def draw_some() -> None:
        while time.perf_counter() - start < seconds:
            await draw_beside(f"{CODE}{next(numbers)}")

    await asyncio.gather(*(draw_some() for _ in range(AT_ONCE)))
    return next(numbers) / (time.perf_counter() - start)


if __name__ in {"__main__", "__mp_main__"}:
    unthrottled.run()
