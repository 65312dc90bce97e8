"""What chat/web/server/patches relies on in other libraries is still as it was read."""

import pytest

from chat.web.server.patches import csp_nonces, page_script, page_template
from tests import pins
from tests.test_architecture import QUARANTINE

FOLDER = pins.ROOT / "chat" / "web" / "server" / "patches"
MODULES = sorted(path for path in FOLDER.glob("*.py") if path.name != "__init__.py")

PINS = {
    "asgi_stack": {
        "fastapi.applications.FastAPI.__call__": "5a95ab36abbb",
        "fastapi.applications.FastAPI.build_middleware_stack": "d5aa2b035c53",
        "starlette.applications.Starlette.__call__": "2b5f0a4acd3a",
        "nicegui.app.app.App.safe_invoke": "9c451a4a8bbc",
    },
    "csp_nonces": {"nicegui.client.Client.build_response": "8ede02b60e4e"},
    "direct_events": {
        "nicegui.nicegui._on_event": "c690f9962eb6",
        "nicegui.client.Client.handle_event": "38c418fc4152",
        "nicegui.element.Element._handle_event": "d795ff39b68e",
        "engineio.async_socket.AsyncSocket._websocket_handler": "dfa7a417e0e9",
        "socketio.async_server.AsyncServer._handle_event": "edf10c8573b8",
    },
    "engine_sockets": {
        "socketio.base_server.BaseServer.get_environ": "d1d7562ba0fa",
        "nicegui.nicegui._startup": "9fa81f87e20f",
        "nicegui.client.Client.__init__": "4cf8f483847f",
        "nicegui.client.Client.handle_handshake": "e41dc2618c88",
        "nicegui.client.Client.handle_disconnect": "a8534e82ea7e",
        "engineio.base_server.BaseServer.__init__": "6c009d73f435",
        "engineio.base_socket.BaseSocket.__init__": "c515a4a579e7",
        "socketio.base_manager.BaseManager.sid_from_eio_sid": "c138b070f26a",
        "socketio.async_server.AsyncServer._handle_eio_connect": "2c2f963d1d49",
    },
    "fast_escaping": {"nicegui.client.Client.build_response": "8ede02b60e4e"},
    "frame_budget": {
        "wsproto.WSConnection": "e5aa9de0414d",
        "wsproto.connection.Connection": "6f70c6bd7147",
        "wsproto.frame_protocol.FrameProtocol": "e43ab8c8d18b",
        "wsproto.frame_protocol.FrameDecoder": "fbc3e1edfa11",
        "wsproto.frame_protocol.MessageDecoder": "762b4b33743e",
    },
    "http_protocol": {
        "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol": "ae3ad6c54108",
        "uvicorn.protocols.http.httptools_impl.RequestResponseCycle": "4523b6e76884",
        "uvicorn.protocols.http.flow_control.FlowControl": "e828d6beccde",
    },
    "idle_pages": {
        "nicegui.outbox.Outbox": "6adcb83d4ec7",
        "nicegui.client.Client.__init__": "4cf8f483847f",
        "nicegui.client.Client.handle_handshake": "e41dc2618c88",
        "nicegui.client.Client.connected": "360aa5e1dd16",
        "nicegui.client.Client.disconnected": "ae579dd8e901",
    },
    "idle_sockets": {
        "engineio.async_socket.AsyncSocket": "84da42f6f322",
        "engineio.base_socket.BaseSocket.__init__": "c515a4a579e7",
        "engineio.async_server.AsyncServer._handle_connect": "a3bc4bce3c42",
        "engineio.async_server.AsyncServer.handle_request": "1a599af57b23",
        "engineio.async_drivers.asgi.WebSocket": "cc6bccf94ab5",
        "uvicorn.protocols.websockets.wsproto_impl.WSProtocol.run_asgi": "d0b698bedc82",
    },
    "lean_requests": {
        "nicegui.client.Client.__init__": "4cf8f483847f",
        "nicegui.client.Client.request": "87eedb00cd05",
        "engineio.async_server.AsyncServer.handle_request": "1a599af57b23",
        "socketio.base_server.BaseServer.get_environ": "d1d7562ba0fa",
    },
    "message_replay": {
        "nicegui.outbox.Outbox.__init__": "685c4f0488c8",
        "nicegui.outbox.Outbox.try_rewind": "ff257527000e",
        "nicegui.outbox.Outbox._emit": "b79d8df06adb",
    },
    "page_deletion": {
        "nicegui.client.Client.delete": "ab5c25e744a4",
        "nicegui.client.Client.handle_disconnect": "a8534e82ea7e",
    },
    "page_script": {},  # of a script, which says itself that it is another one
    "page_template": {
        "nicegui.client.Client.build_response": "8ede02b60e4e",
        "nicegui.dependencies.generate_resources": "fdb445c0c9bd",
    },
    "quick_elements": {
        "nicegui.helpers.functions.expects_arguments": "018f78fed395",
        "nicegui.observables.ObservableCollection._observe": "a8a96a224567",
    },
    "rooms_of_sockets": {
        "socketio.base_manager.BaseManager.basic_enter_room": "fa8da34ee5ac",
        "socketio.base_manager.BaseManager.basic_leave_room": "b46dc3ede458",
        "socketio.base_manager.BaseManager.basic_disconnect": "9f87e7efa609",
        "socketio.base_manager.BaseManager.get_rooms": "89e5eb41db52",
        "socketio.base_manager.BaseManager.basic_close_room": "13a5fe06f4f4",
    },
    "server_exit": {
        "uvicorn.server.Server.handle_exit": "35e5b7e7cda2",
        "uvicorn.server.Server.shutdown": "0b07e47a35d7",
        "nicegui.server.Server": "aba0e559674e",
    },
    "shared_frames": {
        "socketio.async_manager.AsyncManager.emit": "726120933539",
        "socketio.async_server.AsyncServer.emit": "fa59da0736b8",
        "socketio.base_manager.BaseManager.get_participants": "776a87f004d5",
        "socketio.packet.Packet.encode": "36e1c163ae5e",
        "engineio.base_socket.BaseSocket.__init__": "c515a4a579e7",
        "engineio.async_socket.AsyncSocket": "84da42f6f322",
        "engineio.async_server.AsyncServer.create_queue": "65103eeb6cba",
        "uvicorn.protocols.websockets.wsproto_impl.WSProtocol.send": "0f7e0d4eccaf",
    },
    "small_elements": {
        "nicegui.observables.ObservableCollection": "7faf5197dee7",
        "nicegui.classes.Classes.__init__": "0ad1bbc8cc79",
        "nicegui.style.Style.__init__": "0ad1bbc8cc79",
        "nicegui.props.Props": "988c7ca83c84",
        "nicegui.element.Element.__init__": "b82321d337f9",
        "nicegui.elements.mixins.visibility.Visibility": "d9aa84e3b747",
        "nicegui.binding.BindableProperty": "e53f517ff8df",
        "nicegui.event_listener.EventListener": "49895758d9fb",
    },
    "socket_events": {
        "nicegui.nicegui._on_connect": "ecc5e1672cdc",
        "nicegui.nicegui._on_handshake": "7c0a626398de",
        "nicegui.nicegui._on_disconnect": "312dc078318b",
        "nicegui.nicegui._on_event": "c690f9962eb6",
        "nicegui.nicegui._on_javascript_response": "37bebe1f826a",
        "nicegui.nicegui._on_ack": "9386a7f50c05",
        "nicegui.nicegui._on_log": "0dc86261e8e5",
        "socketio.async_server.AsyncServer._handle_eio_message": "723927bfa045",
        "socketio.base_manager.BaseManager.sid_from_eio_sid": "c138b070f26a",
        "socketio.base_manager.BaseManager.basic_leave_room": "b46dc3ede458",
    },
    "upgrade_turns": {
        "uvicorn.protocols.http.httptools_impl.HttpToolsProtocol.handle_websocket_upgrade": "a684df20ed34"
    },
    "websocket_protocol": {
        "uvicorn.protocols.websockets.wsproto_impl.WSProtocol": "83191b653326",
        "uvicorn.server.ServerState": "558f0bce5c71",
        "nicegui.server.Server": "aba0e559674e",
        "wsproto.WSConnection": "e5aa9de0414d",
    },
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_patch_relies_on_is_as_it_was_read(path):
    assert pins.outdated(pins.reasons(path)) == {}
    assert pins.changed(PINS[path.stem]) == {}


def test_the_readme_lists_the_patches():
    others = [pins.ROOT / f"{name.replace('.', '/')}.py" for name in sorted(QUARANTINE)]
    text = (FOLDER / "README.md").read_text()
    assert pins.table(MODULES, FOLDER) in text
    assert pins.table([path for path in others if path.is_file()], pins.ROOT) in text


def test_each_patch_says_why_it_is_there():
    for path in MODULES:
        assert list(pins.reasons(path)) == ["What", "Why", "Read in", "Without it", "Can go when"], path.name


def test_another_page_template_is_noticed_when_the_server_starts():
    with pytest.raises(ValueError, match="template has changed"):
        csp_nonces.with_nonces("<html><body></body></html>")
    with pytest.raises(ValueError, match="template has changed"):
        page_template.with_made("<html><body></body></html>", page_template.Made("", "", "", {}))


def test_another_script_is_noticed_when_the_server_starts():
    script = pins.script("nicegui.js")
    assert page_script.ONLY_NEW in page_script.with_only_new_components(script)
    with pytest.raises(ValueError, match="script has changed"):
        page_script.with_only_new_components(script.replace("load_js_components", "load_components"))


def test_a_changed_function_and_a_missing_one_are_noticed():
    found = pins.changed({"nicegui.nicegui._on_event": "c690f9962eb6" * 12, "nicegui.nicegui._on_nothing": "0" * 12})
    assert len(found["nicegui.nicegui._on_event"]) == 12
    assert found["nicegui.nicegui._on_nothing"] == "gone"


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
