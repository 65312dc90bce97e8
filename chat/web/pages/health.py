"""`/healthz`: readiness probe for load balancers."""

import asyncio
from collections.abc import Awaitable, Callable

import peewee
from fastapi.responses import JSONResponse
from nicegui import app

from chat.errors import Unavailable
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.storage.settings import is_demo
from chat.web.server.draining import draining

LIMIT = 3.0
"""Seconds after which a check that has not answered has failed."""

_look: asyncio.Task[str] | None = None


def register() -> None:
    """Add the route."""
    app.get("/healthz")(health)


async def health() -> JSONResponse:
    """Answer 200 if all checks pass, else 503; 503 also while the process shuts down."""
    if draining.in_progress:
        return JSONResponse({"status": "draining"}, status_code=503)
    found = {name: await check() for name, check in CHECKS.items()}
    is_well = "failing" not in found.values()
    return JSONResponse({"status": "ok" if is_well else "unavailable"} | found, status_code=200 if is_well else 503)


async def _database() -> str:
    """Check once for all requests at the same time, since checks use threads that people wait for."""
    global _look
    if _look is None or _look.done():
        _look = asyncio.create_task(_look_at_database())
    return await asyncio.shield(_look)


async def _look_at_database() -> str:
    try:
        async with asyncio.timeout(LIMIT):
            await database.read(is_demo)
            await database.check_writing()
    except Unavailable as error:  # with lanes there are other processes, some of which may be better off
        return "not writable" if error.cannot_store and not database.has_lanes else "failing"
    except (peewee.PeeweeException, RuntimeError, TimeoutError):
        return "failing"
    return "ok"


async def _bus() -> str:
    return "late" if bus.is_degraded else "ok"  # which is no reason to send nobody here


CHECKS: dict[str, Callable[[], Awaitable[str]]] = {"database": _database, "bus": _bus}
"""What a process needs; each says "ok", or "failing" if it is of no use without, or in another word what is wrong."""
