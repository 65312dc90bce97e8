"""What the stream relies on in NiceGUI, socket.io and Quasar is still as it was read."""

import re

import pytest

from tests import pins

PATH = pins.ROOT / "chat" / "elements" / "socket_rooms.py"

PINS = {
    "nicegui.element.Element._to_dict": "c6bf79444ad2",
    "nicegui.element.Element._handle_delete": "08f5212f4956",
    "nicegui.element.Element.remove": "7b151c4bba8d",
    "nicegui.helpers.functions.should_await": "acb86204b037",
    "nicegui.outbox.Outbox.enqueue_message": "ff39cb6c338d",
    "nicegui.outbox.Outbox.loop": "9cbfa2dc797a",
    "nicegui.props.Props.suspend_updates": "5ce2f5671d89",
    "nicegui.nicegui._on_handshake": "7c0a626398de",
    "socketio.async_server.AsyncServer.enter_room": "117eba58cb4b",
    "socketio.base_manager.BaseManager.__init__": "15bdfc8f86fb",
    "socketio.base_manager.BaseManager.basic_enter_room": "fa8da34ee5ac",
    "socketio.base_manager.BaseManager.basic_leave_room": "b46dc3ede458",
    "socketio.base_manager.BaseManager.get_participants": "776a87f004d5",
    "socketio.base_manager.BaseManager.get_rooms": "89e5eb41db52",
}


def test_what_streams_rely_on_is_as_it_was_read():
    assert pins.outdated(pins.reasons(PATH)) == {}
    assert pins.changed(PINS) == {}


def test_the_browser_s_socket_is_where_streams_listen():
    assert "window.socket = io(" in pins.script("nicegui.js")


def test_the_rules_that_streams_reword_are_in_quasar():
    costly = re.findall(r'^  "(.+?)": ', next(PATH.parent.glob("stream_style*.js")).read_text(), re.MULTILINE)
    assert len(costly) == 3
    styles = pins.script("quasar.unimportant.prod.css")
    assert [selector for selector in costly if re.sub(r" ([>+]) ", r"\1", selector) not in styles] == []


@pytest.mark.parametrize("name", ["Notify"])
def test_what_our_scripts_ask_of_quasar_is_there(name):
    assert re.search(rf"\b{name}\b", pins.script("quasar.umd.prod.js"))
