"""Looking into files that are uploaded, in turn: whoever uploads many keeps nobody else's waiting."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from chat.files.looking import DRAWN, Look, look_at
from chat.files.threads import run, run_drawing

PATIENCE = 20.0
"""Seconds that a file waits to be drawn, before it is stored without a small picture."""

EVERYBODY = 0
"""The line of the first ones of all lines: no account has this id."""


@dataclass(slots=True)
class _Line:
    """Files that are drawn one after another."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


_lines: dict[int, _Line] = {}


async def look(user_id: int, path: Path, name: str) -> Look:
    """Look into a file; only one that has to be drawn waits, for its owner's others and one of each other account's.

    Args:
        user_id: whose it is
        path: where it is
        name: what its owner calls it
    """
    seen = await run(look_at, path, name, draws=False)
    if seen.type not in DRAWN:
        return seen
    async with AsyncExitStack() as turns:
        try:
            async with asyncio.timeout(PATIENCE):
                await turns.enter_async_context(_turn(user_id))
                await turns.enter_async_context(_turn(EVERYBODY))
        except TimeoutError:
            return seen
        return await run_drawing(look_at, path, name)


@asynccontextmanager
async def _turn(key: int) -> AsyncIterator[None]:
    line = _lines.setdefault(key, _Line())
    line.length += 1
    try:
        async with line.lock:
            yield
    finally:
        line.length -= 1
        if not line.length:
            del _lines[key]
