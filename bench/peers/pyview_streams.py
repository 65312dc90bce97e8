"""A room by pyview: a LiveView with a stream, told by pyview's own publish and subscribe."""

from typing import Any
from urllib.parse import ParseResult

import uvicorn
from pyview import ConnectedLiveViewSocket, LiveView, LiveViewSocket, Stream, is_connected, playground
from pyview.events import InfoEvent
from pyview.live_socket import pub_sub_hub
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.peers import room

TOPIC = "room"


class Room(LiveView[dict[str, Any]]):
    """The page; pyview_streams.html is its template."""

    async def mount(self, socket: LiveViewSocket[dict[str, Any]], session: dict[str, Any]) -> None:  # noqa: ARG002
        """Listen."""
        if is_connected(socket):
            await socket.subscribe(TOPIC)

    async def handle_params(
        self,
        url: ParseResult,  # noqa: ARG002
        params: dict[str, list[str]],
        socket: LiveViewSocket[dict[str, Any]],
    ) -> None:
        """Show the newest rows."""
        rows = int(params.get("rows", ["50"])[0])
        socket.context = {"rows": rows, "messages": Stream(room.newest(rows), name="messages")}

    async def handle_info(self, event: InfoEvent, socket: ConnectedLiveViewSocket[dict[str, Any]]) -> None:
        """Add what is said."""
        socket.context["messages"].insert(event.payload, limit=-socket.context["rows"])


async def say(request: Request) -> Response:
    """Tell everybody."""
    await pub_sub_hub.send_all_on_topic_async(TOPIC, room.add((await request.body()).decode()))
    return Response()


if __name__ == "__main__":
    application = playground().with_live_view(Room).no_devtools().build()
    application.routes.append(Route("/say", say, methods=["POST"]))
    print("ready", flush=True)
    # Which is what pyview requires; uvicorn would prefer what other measurements have brought with them.
    uvicorn.run(application, host="127.0.0.1", port=room.port(), log_level="warning", ws="wsproto")
