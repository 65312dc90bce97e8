"""The program without throttles, which draws messages with code when it is asked to, as it does when they are sent."""

import asyncio
import time
from itertools import count

from nicegui import app

from bench import unthrottled
from bench.workloads.drawing import ADDRESS
from chat.messages.redrawing import draw_beside

CODE = """Found **it**, @ada: the index is missing
```python
def slowest(orders: list[Order], most: int = 10) -> list[Order]:
    # newest first, and then those that took longest
    return sorted(orders, key=lambda order: (order.created, -order.took))[:most]
```
See https://example.com/runbooks/orders and `EXPLAIN` :tada:"""

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
