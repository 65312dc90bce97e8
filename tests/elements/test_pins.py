"""What the stream relies on in NiceGUI, socket.io and Quasar is still as it was read."""

import re

import pytest

from tests import pins

PATH = pins.ROOT / "chat" / "elements" / "socket_rooms.py"

PINS = {
    "nicegui.element.Element._to_dict": "92a5a5c4e058",
    "nicegui.element.Element._handle_delete": "1f2379fb4810",
    "nicegui.element.Element.run_method": "0b4c83855441",
    "nicegui.props.Props.suspend_updates": "97142a902c18",
    "nicegui.nicegui._on_handshake": "ebde10092987",
    "socketio.async_server.AsyncServer.enter_room": "69bba99d7c27",
    "socketio.base_manager.BaseManager.__init__": "bfee992d912f",
    "socketio.base_manager.BaseManager.basic_enter_room": "3f509586d2d7",
    "socketio.base_manager.BaseManager.basic_leave_room": "e27f3eea06d1",
    "socketio.base_manager.BaseManager.get_participants": "7d78ad681c95",
    "socketio.base_manager.BaseManager.get_rooms": "56a1017f85af",
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
