"""Returns free memory to the system, which glibc keeps otherwise: 0.4 MB for a viewer who has read far back."""

import ctypes
import ctypes.util
from collections.abc import Callable
from functools import cache

from nicegui import run

INTERVAL = 10.0
"""Seconds between two calls."""


async def release() -> None:
    """Return free memory, if the system's C library can."""
    if trim := _malloc_trim():
        await run.io_bound(trim, 0)


@cache
def _malloc_trim() -> Callable[[int], int] | None:
    """Find glibc's function; other C libraries have none."""
    name = ctypes.util.find_library("c")
    return getattr(ctypes.CDLL(name), "malloc_trim", None) if name else None
