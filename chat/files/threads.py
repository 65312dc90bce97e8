"""Threads for the bytes of files, so that neither the event loop nor the database's threads wait for them.

Each kind of work has its own: what is quick does not wait for what is not.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_writing = ThreadPoolExecutor(2, "files")
_cutting = ThreadPoolExecutor(2, "cutting")
_storing = ThreadPoolExecutor(4, "storing")
_drawing = ThreadPoolExecutor(1, "drawing")


async def run(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what takes milliseconds: to write, to hash."""
    return await asyncio.get_running_loop().run_in_executor(_writing, lambda: work(*args, **kwargs))


async def run_cutting(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what reads a whole file: to cut its metadata out."""
    return await asyncio.get_running_loop().run_in_executor(_cutting, lambda: work(*args, **kwargs))


async def run_storing(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what asks the store, which may be far away and take seconds."""
    return await asyncio.get_running_loop().run_in_executor(_storing, lambda: work(*args, **kwargs))


async def run_drawing(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what may take seconds of work: to draw, one at a time, so that it takes one core at most."""
    return await asyncio.get_running_loop().run_in_executor(_drawing, lambda: work(*args, **kwargs))
