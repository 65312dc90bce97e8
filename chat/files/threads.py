"""Threads for the bytes of files, so that neither the event loop nor the database's threads wait for them."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_writing = ThreadPoolExecutor(2, "files")
_looking = ThreadPoolExecutor(1, "looking")


async def run(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what takes milliseconds: to write, to hash."""
    return await asyncio.get_running_loop().run_in_executor(_writing, lambda: work(*args, **kwargs))


async def run_long(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run what may take seconds: to look into a file, one at a time, so that it takes one core at most."""
    return await asyncio.get_running_loop().run_in_executor(_looking, lambda: work(*args, **kwargs))
