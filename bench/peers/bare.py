"""The floor: a NiceGUI event that is answered, a FastAPI route, and a page of one label; nothing is checked or kept."""

from contextlib import suppress
from typing import Any

from fastapi.responses import HTMLResponse, RedirectResponse
from nicegui import app, ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from pydantic import BaseModel

from bench.peers import room
from chat.web.server.compression import CompressionMiddleware

SERVED_ALIKE: dict[str, Any] = {
    "dark": None,
    "language": "en-US",
    "tailwind": False,
    "ws_per_message_deflate": False,
    "binding_refresh_interval": None,
    "gzip_middleware_factory": CompressionMiddleware,
    "access_log": False,
}
"""As main.py has pages served, so that both weigh what they weigh for the same reasons."""


class Said(BaseModel):
    """What a program says."""

    body: str
    client_id: str


class Box(Element, component="run_method.js"):
    """Answers whatever is said, as the page's outbox does."""

    def __init__(self) -> None:
        super().__init__()
        self._props.update(topic="room:1", items=[], since=0)  # what a scripted viewer looks for
        self.on("follow", lambda: None)
        self.on("perform", self._perform)

    async def _perform(self, event: GenericEventArguments) -> None:
        self.run_method("performed", event.args["client_id"], None)


@ui.page("/rooms/{_room}")
async def page(_room: int) -> None:
    """Show nothing."""
    Box()


@ui.page("/label")
async def label() -> None:
    """Show one label, and mark it when the browser has connected."""
    shown = ui.label("Hello")
    await ui.context.client.connected()
    shown.classes("live")


@app.get("/login")
async def login() -> HTMLResponse:
    """Offer to go on as somebody."""
    return HTMLResponse('<button name="user_id" value="1">')


@app.post("/login/demo")
async def log_in() -> RedirectResponse:
    """Go on."""
    return RedirectResponse("/rooms/1", status_code=303)


@app.post("/api/v1/rooms/{room_id}/messages", status_code=201)
async def send(room_id: int, said: Said) -> dict[str, Any]:
    """Answer what is said."""
    return {"id": 1, "room_id": room_id, "body": said.body, "client_id": said.client_id}


if __name__ in {"__main__", "__mp_main__"}:
    with suppress(KeyboardInterrupt):
        app.on_startup(lambda: print("ready", flush=True))
        ui.run(host="127.0.0.1", port=room.port(), show=False, reload=False, **SERVED_ALIKE)
