"""`/healthz`: may this process be sent people?"""

import peewee
from fastapi.responses import JSONResponse
from nicegui import app

from chat import queries
from chat.bus import bus
from chat.database import database
from chat.errors import Unavailable


def register() -> None:
    """Add the route."""
    app.get("/healthz")(health)


async def health() -> JSONResponse:
    """Answer 200 when the database answers, else 503; a bus that is late is no reason to send nobody here."""
    try:
        await database.read(queries.is_demo)
    except (peewee.PeeweeException, Unavailable, RuntimeError):
        return JSONResponse({"status": "unavailable", "database": "failing"}, status_code=503)
    return JSONResponse({"status": "ok", "database": "ok", "bus": "late" if bus.is_late else "ok"})
