import json
import os

import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from chat.web.server.patches import direct_events
from chat.web.server.patches.websocket_protocol import masked_text
from chat.web.server.socket_throttle import BURST, SIZE
from tests.page_client import entry


def frame(text, *, fin=True):
    """Frame a text as a browser does."""
    return Connection(ConnectionType.CLIENT).send(TextMessage(text, message_finished=fin))


@pytest.mark.parametrize("text", ["2", "42", "x" * 125, "x" * 126, "é€😀" * 40, "x" * (SIZE - 8)])
def test_a_frame_of_a_browser_is_read(text):
    assert masked_text(frame(text)) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81",
        frame("text")[:-1],
        frame("text") + b"\x81",
        frame("text") + frame("another"),
        frame("the beginning of one", fin=False),
        frame("x" * SIZE),
        b"\xc1" + frame("compressed")[1:],
        b"\x82" + frame("binary")[1:],
        b"\x89" + frame("a ping")[1:],
        b"\x81\xfe\x00\x04mask" + b"text",
        b"\x81\x04text",
        b"\x81\x82\0\0\0\0\xff\xff",
        os.urandom(40).join([b"\x81\xff", b""]),
    ],
)
def test_all_else_is_left_to_wsproto(data):
    assert masked_text(data) == ""


@pytest.fixture
def tab(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    socket.follows()
    return socket


def test_what_is_no_event_of_the_page_does_nothing_and_harms_nobody(tab):
    ids = tab.page.event("perform", entry("send", body="said"))
    for message in (
        *([], None, "text", {}, {"client_id": 7}, {"client_id": "somebody else's"}),
        *({**ids, "id": 10**9}, {**ids, "id": []}, {**ids, "listener_id": "none"}, {**ids, "args": []}),
        *({**ids, "args": ["{"]}, {**ids, "args": [7]}, {**ids, "args": ["[]"]}),
    ):
        tab.emits("event", message)
    tab.says(direct_events.EVENT)
    tab.sends("after all that")
    assert "said" not in "".join(tab.hears_broadcast("after all that"))


def test_one_in_pieces_one_that_is_long_and_two_at_once_arrive(tab):
    def perform(number):
        said = entry("send", room=tab.page.room, client_id=f"client-id-{number}", body=f"number {number}")
        return said | {"args": {"body": f"number {number}", "files": " " * SIZE * (number == 2)}}

    packets = [
        frame("42" + json.dumps(["event", tab.page.event("perform", perform(number))], separators=(",", ":")))
        for number in range(4)
    ]
    for data in (packets[0][:30], packets[0][30:], packets[1] + packets[2], packets[3]):
        tab.wire.socket.sendall(data)
    missing = {f"number {number}" for number in range(4)}  # in any order: a browser sends the next one once answered
    while missing:
        heard = tab.hears_broadcast("number ")[-1]
        missing = {one for one in missing if one not in heard}


def test_what_comes_too_fast_waits_and_is_not_lost(tab):
    for number in range(int(BURST) + 5):
        tab.emits("event", tab.page.event("perform", entry("nothing", client_id=f"client-id-{number}")))
    tab.sends("at last")
    tab.hears_broadcast("at last")
