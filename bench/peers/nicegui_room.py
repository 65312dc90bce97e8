"""The room in a NiceGUI program, served with the settings that NiceGUI comes with."""

from contextlib import suppress

from fastapi import Request
from nicegui import Event, app, ui

from bench.peers import room

said = Event[room.Message]()
"""What pages subscribe to."""


def run() -> None:
    """Serve the page that the program has defined."""

    @app.post("/say")
    async def say(request: Request) -> None:
        said.emit(room.add((await request.body()).decode()))

    with suppress(KeyboardInterrupt):
        ui.run(host="127.0.0.1", port=room.port(), show=False, reload=False)
