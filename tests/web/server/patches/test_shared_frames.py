import re

import pytest
from nicegui import core
from playhouse import db_url
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

from chat.web.server.patches import shared_frames
from chat.web.server.patches.websocket_protocol import CONNECTION
from models import Room, db
from tests.browser.conftest import TestRoom

FILLING = 17
"""Pages of 200 kB: more than the system keeps for who does not read (3 MB), less than what one is dropped for."""


@pytest.mark.parametrize("length", [1, 125, 126, 65535, 65536, 200_000])
def test_a_frame_is_what_a_browser_reads(length):
    browser = Connection(ConnectionType.CLIENT)
    browser.receive_data(shared_frames.text_frame("é" + "x" * (length - 1)))
    events = list(browser.events())
    assert all(isinstance(event, TextMessage) for event in events)
    assert events[-1].message_finished
    assert "".join(event.data for event in events) == "é" + "x" * (length - 1)


class Tab:
    """A connection, and engine.io's socket for it, as far as telling it something needs them."""

    def __init__(self):
        self.queue = shared_frames.CountingQueue()
        self.closed = False
        self.sent = 0
        self.is_writable = True
        self.transport = self
        self.heard = []

    def write(self, frame):
        self.heard.append(frame)


@pytest.fixture
def tab(monkeypatch):
    tab = Tab()
    monkeypatch.setattr(core.sio.eio, "sockets", {"engine": tab})
    monkeypatch.setattr(core.sio, "environ", {"engine": {"asgi.scope": {CONNECTION: tab}}})
    return tab


async def tell(text):
    shared_frames._write(text, [("socket", "engine")])


async def test_who_keeps_up_is_told_at_once(tab):
    await tell("one")
    assert tab.heard == [shared_frames.text_frame("4one")]
    assert tab.queue.empty()


async def test_whoever_is_gone_is_told_nothing(tab):
    tab.closed = True
    await tell("one")
    assert tab.heard == []
    assert tab.queue.empty()


@pytest.mark.parametrize("state", [{"is_writable": False}, {"sent": -1}])
async def test_else_it_waits_in_engine_ios_queue(tab, state):
    for name, value in state.items():
        setattr(tab, name, value)
    await tell("one")
    assert tab.heard == []
    assert tab.queue.get_nowait().encode() == "4one"


async def test_nothing_overtakes_what_has_been_taken_from_the_queue_and_is_not_written_yet(tab):
    tab.queue.put_nowait("earlier")
    tab.queue.get_nowait()
    await tell("one")
    assert tab.heard == []
    tab.sent += 2  # both are written now
    await tell("two")
    assert tab.heard == [shared_frames.text_frame("4two")]


async def test_who_left_in_the_middle_is_no_trouble_to_the_others(tab):
    shared_frames._write("one", [("gone", "left"), ("socket", "engine")])
    assert tab.heard == [shared_frames.text_frame("4one")]


def test_who_reads_late_hears_all_in_order(server, visit):
    adam, blake = visit(server, 1), visit(server, 2)
    db.initialize(db_url.connect(f"sqlite:///{server.data_dir}/streamchat.db"))
    with db.connection_context():
        row = Room.create(name="late")
        TestRoom(row.id, row.name).add(120, "Adam", lambda _: "x" * 4000)
    late = adam.connects(adam.opens(f"/rooms/{row.id}"), receive_buffer=4096)
    keen = blake.connects(blake.opens(f"/rooms/{row.id}"))
    late.follows()
    keen.follows()
    oldest = late.page.stream["items"][0][0]
    for number in range(20):
        if number < FILLING:
            late.emits("event", late.page.event("page", {"edge": "top", "key": oldest}))
        keen.sends(f"number {number}.")
        keen.hears_broadcast(f"number {number}.")
    heard = "".join(late.hears_broadcast("number 19."))
    assert [int(number) for number in re.findall(r"number (\d+)\.", heard)] == list(range(20))
