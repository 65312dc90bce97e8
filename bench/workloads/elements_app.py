"""The pages that `bench.workloads.elements` looks at."""

import argparse
import asyncio
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Body
from nicegui import app, ui

from bench.workloads.elements_rows import PEERS, Item

STYLE = """
.rows { width: 600px; height: 600px; overflow-y: auto; gap: 0; flex-wrap: nowrap }
.row { width: 100%; padding: 4px 8px }
.row p { margin: 0 }
"""
PATIENCE = 60.0
"""Seconds for which a browser may be busy with what it has been sent, before the server thinks that it has left."""


class Tab:
    """A page of rows, and which ones it holds."""

    def __init__(self, peer: str, held: int) -> None:
        ui.add_css(STYLE)
        self._client = ui.context.client
        self._held, self._first, self._end, self._mark = held, 0, held, held
        items = [Item(number, number) for number in range(held)]
        self._rows = PEERS[peer](items, held)

    async def carry_out(self, operation: str, times: int, batch: int, pause: float) -> int:
        """Call a method of the rows so many times, and return the number of the last drawing."""
        outbox = self._client.outbox
        with self._client:
            for _ in range(times):
                await getattr(self._rows, operation)(*self._items(operation, batch))
                await asyncio.sleep(pause)
                # Else NiceGUI would send the updates of several operations as one.
                while outbox.updates or outbox.messages:  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0)
        return self._mark

    def _items(self, operation: str, batch: int) -> list[Item]:
        if operation == "prepend":
            first = self._first = self._first - batch
            self._end = first + self._held
        elif operation == "update":
            first = self._first + self._mark % self._held
        else:
            first, self._end = self._end, self._end + batch
            self._first = self._end - self._held
        self._mark += batch
        return [Item(number, self._mark) for number in range(first, first + batch)]


tabs: dict[tuple[str, int], Tab] = {}
"""The newest of each kind."""


@ui.page("/{peer}/{held}")
def page(peer: str, held: int) -> None:
    """Show so many rows."""
    tabs[peer, held] = Tab(peer, held)


@app.post("/{peer}/{held}")
async def carry_out(peer: str, held: int, order: Annotated[dict[str, Any], Body()]) -> int:
    """Have a page carry out an order."""
    return await tabs[peer, held].carry_out(**order)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    options, _ = parser.parse_known_args()
    with suppress(KeyboardInterrupt):
        ui.run(
            host="127.0.0.1",
            port=options.port,
            show=False,
            reload=False,
            tailwind=False,
            reconnect_timeout=PATIENCE,
            ws_per_message_deflate=False,  # as in main.py
        )
