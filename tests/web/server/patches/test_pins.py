"""What chat/web/server/patches relies on in other libraries is still as it was read."""

import pytest

from chat.web.server.patches import csp_nonces
from tests import pins

FOLDER = pins.ROOT / "chat" / "web" / "server" / "patches"
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.name != "__init__.py")

PINS = {
    "asgi_stack": {
        "fastapi.applications.FastAPI.__call__": "0795712e5427",
        "fastapi.applications.FastAPI.build_middleware_stack": "4d76b65957b2",
        "starlette.applications.Starlette.__call__": "5bf3135c4e85",
        "nicegui.app.app.App.safe_invoke": "91c7bb7d752f",
    },
    "csp_nonces": {"nicegui.client.Client.build_response": "bc00a02af730"},
    "engine_sockets": {
        "socketio.base_server.BaseServer.get_environ": "382c69762c6c",
        "nicegui.nicegui._startup": "c54d3f3da395",
        "nicegui.client.Client.__init__": "02f87beaaff7",
        "nicegui.client.Client.handle_handshake": "12cd17eb0269",
        "nicegui.client.Client.handle_disconnect": "b015c485f51f",
        "engineio.base_server.BaseServer.__init__": "a06b17502fbd",
        "engineio.base_socket.BaseSocket.__init__": "8532b631a4dc",
        "socketio.base_manager.BaseManager.sid_from_eio_sid": "15467098a36b",
        "socketio.async_server.AsyncServer._handle_eio_connect": "76704886d944",
    },
    "fast_escaping": {"nicegui.client.Client.build_response": "bc00a02af730"},
    "frame_budget": {"wsproto.WSConnection": "29da9c6a18f1"},
    "http_protocol": {
        "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol": "18fdf324b11b",
        "uvicorn.protocols.http.httptools_impl.RequestResponseCycle": "e67d470d435d",
        "uvicorn.protocols.http.flow_control.FlowControl": "126debcdaa89",
    },
    "lean_requests": {
        "nicegui.client.Client.__init__": "02f87beaaff7",
        "nicegui.client.Client.request": "1093b880f02e",
        "engineio.async_server.AsyncServer.handle_request": "1a8c878e3516",
        "socketio.base_server.BaseServer.get_environ": "382c69762c6c",
    },
    "message_replay": {
        "nicegui.outbox.Outbox.__init__": "696192afb6d3",
        "nicegui.outbox.Outbox.try_rewind": "f4ac2921531c",
        "nicegui.outbox.Outbox._emit": "2cf8dde1b6fc",
    },
    "server_exit": {
        "uvicorn.server.Server.handle_exit": "553276efa26e",
        "uvicorn.server.Server.shutdown": "9b33c5056299",
        "nicegui.server.Server": "4b3893b89d03",
    },
    "shared_frames": {
        "socketio.async_manager.AsyncManager.emit": "01ccd5b82b4f",
        "socketio.async_server.AsyncServer.emit": "84391bfd6241",
        "socketio.base_manager.BaseManager.get_participants": "7d78ad681c95",
        "socketio.packet.Packet.encode": "513c45be7518",
        "engineio.base_socket.BaseSocket.__init__": "8532b631a4dc",
        "engineio.async_socket.AsyncSocket": "af72dafc541d",
        "engineio.async_server.AsyncServer.send_packet": "c54317440865",
        "engineio.async_server.AsyncServer.create_queue": "5ff5673a0c01",
        "uvicorn.protocols.websockets.wsproto_impl.WSProtocol.send": "f7f6ddb90bd1",
    },
    "socket_events": {
        "nicegui.nicegui._on_connect": "e9da1843585c",
        "nicegui.nicegui._on_handshake": "ebde10092987",
        "nicegui.nicegui._on_disconnect": "dccb581e322a",
        "nicegui.nicegui._on_event": "ccc27fcc74c2",
        "nicegui.nicegui._on_javascript_response": "a8c59efd8b85",
        "nicegui.nicegui._on_ack": "d7b04b6ebf6f",
        "nicegui.nicegui._on_log": "5d8e915e7791",
        "socketio.async_server.AsyncServer._handle_eio_message": "bef50fc0e163",
        "socketio.base_manager.BaseManager.sid_from_eio_sid": "15467098a36b",
        "socketio.base_manager.BaseManager.basic_leave_room": "e27f3eea06d1",
    },
    "websocket_protocol": {
        "uvicorn.protocols.websockets.wsproto_impl.WSProtocol": "142b7556afc9",
        "uvicorn.server.ServerState": "f2260fbf1015",
        "nicegui.server.Server": "4b3893b89d03",
    },
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_patch_relies_on_is_as_it_was_read(path):
    assert pins.outdated(pins.reasons(path)) == {}
    assert pins.changed(PINS[path.stem]) == {}


def test_the_readme_lists_the_patches():
    assert pins.table(MODULES) in (FOLDER / "README.md").read_text()


def test_each_patch_says_why_it_is_there():
    for path in MODULES:
        assert list(pins.reasons(path)) == ["What", "Why", "Read in", "Without it", "Can go when"], path.name


def test_another_page_template_is_noticed_when_the_server_starts():
    with pytest.raises(ValueError, match="template has changed"):
        csp_nonces.with_nonces("<html><body></body></html>")


def test_a_changed_function_and_a_missing_one_are_noticed():
    found = pins.changed({"nicegui.nicegui._on_event": "ccc27fcc74c2" * 12, "nicegui.nicegui._on_nothing": "0" * 12})
    assert len(found["nicegui.nicegui._on_event"]) == 12
    assert found["nicegui.nicegui._on_nothing"].startswith("gone")


@pytest.mark.parametrize(
    "text",
    [
        'window.socket.emit("handshake", options.query',
        'window.socket?.emit("event", {',
        'window.socket.emit("javascript_response", {',
        'window.socket.emit("ack", {',
        'emit("log", { client_id',
        "implicit_handshake",
        "Implicit handshake failed",
        "open: (msg) =>",
    ],
)
def test_nicegui_s_script_still_speaks_as_the_guards_expect(text):
    assert (
        text
        in pins.script("nicegui.js")
        + csp_nonces.templates.env.loader.get_source(csp_nonces.templates.env, "index.html")[0]
    )
