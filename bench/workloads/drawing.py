"""What others notice while the server draws messages with code, one after the other without a pause."""

import tempfile
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from bench.deliveries import Delays, Pair, compared, in_turn
from bench.figures import Figure, figure
from bench.seeding import seed
from bench.server import THROUGH_PROXY, Server

RATE = 50.0
SPEED = "drawing: messages with code"
ADDRESS = "/bench/draw/{seconds}"
"""Where bench/drawing_on_demand.py is told to."""

PROGRAM = ("-m", "bench.drawing_on_demand", *THROUGH_PROXY)


CODE = """Found **it**, @ada: the index is missing
```python
def slowest(orders: list[Order], most: int = 10) -> list[Order]:
    # newest first, and then those that took longest
    return sorted(orders, key=lambda order: (order.created, -order.took))[:most]
```
See https://example.com/runbooks/orders and `EXPLAIN` :tada:"""


def measure(*, quick: bool) -> list[Figure]:
    """Have one viewer write and another read, in turn while nothing else happens and while the server draws."""
    seconds, rounds = (1, 2) if quick else (2, 8)
    messages = int(seconds * RATE)
    speeds: list[float] = []
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        seed(Path(folder))
        server = stack.enter_context(Server(Path(folder), PROGRAM))
        pair, other = Pair(server.url, stack), stack.enter_context(ThreadPoolExecutor(1))

        def drawn_meanwhile() -> Delays:
            speed = other.submit(_draw, server.url, seconds)
            delays = pair.delays(messages, RATE)
            speeds.append(speed.result())
            return delays

        pair.delays(messages, RATE)
        _draw(server.url, 0.5)  # loads the lexer
        quiet, busy = in_turn(rounds, lambda: pair.delays(messages, RATE), drawn_meanwhile)
    return [
        figure(SPEED, "a second", *speeds),
        *compared("drawing", "messages are drawn", quiet, busy),
    ]


def _draw(url: str, seconds: float) -> float:
    with urllib.request.urlopen(url + ADDRESS.format(seconds=seconds)) as answer:
        return float(answer.read())
