import time
from pathlib import Path

import pytest
from nicegui import Client, ui
from nicegui.testing.user_simulation import user_simulation
from playhouse import db_url
from websockets.exceptions import ConnectionClosed

from chat.web.server import slow_clients
from models import Room, db
from tests.browser.conftest import TestRoom


@pytest.fixture
def long_room(impatient):
    """A room whose older messages no buffer of the system can hold."""
    db.initialize(db_url.connect(f"sqlite:///{impatient.data_dir}/streamchat.db"))
    with db.connection_context():
        row = Room.create(name="long")
        TestRoom(row.id, row.name).add(120, "Adam", lambda _: "x" * 4000)
    return f"/rooms/{row.id}"


def memory(server):
    """Measure the bytes that a server holds."""
    return int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1]) * 4096


@pytest.mark.drill
def test_who_answers_pings_and_reads_nothing_is_dropped_while_others_go_on(impatient, visit, long_room):
    adam, blake = visit(impatient, 1), visit(impatient, 2)
    reader, silent = blake.connects(blake.opens(long_room)), adam.connects(adam.opens(long_room), receive_buffer=4096)
    reader.follows()
    silent.follows()
    oldest = silent.page.stream["items"][0][0]
    older = silent.page.event("page", {"edge": "top", "key": oldest})
    before = memory(impatient)
    with pytest.raises(ConnectionClosed):  # noqa: PT012 (nobody knows which of these finds it closed)
        for number in range(100):
            silent.emits("event", older)  # 200 kB that nobody reads
            silent.says("3")
            reader.sends(f"while somebody sleeps {number}.")
            reader.hears_broadcast(f"while somebody sleeps {number}.")
    assert impatient.log.count("dropped a slow client: ") == 1
    assert memory(impatient) - before < 100_000_000
    again = adam.connects(silent.page)
    again.follows()
    reader.sends("and all is well")
    again.hears_broadcast("and all is well")


def test_a_socket_that_names_no_page_is_dropped(impatient, visit):
    adam = visit(impatient)
    nameless = adam.connects(adam.opens(), implicit=False)
    with pytest.raises(ConnectionClosed):
        nameless.hears("never")


def test_a_socket_that_has_said_good_bye_and_stays_is_dropped(impatient, visit):
    adam = visit(impatient)
    socket = adam.connects(adam.opens())
    socket.follows()
    socket.says("1")
    with pytest.raises(ConnectionClosed):
        socket.hears("never")


async def test_a_page_that_nobody_came_for_is_forgotten_after_half_a_minute():
    async with user_simulation(lambda: None) as visitor:
        ui.page("/")(lambda: None)  # NiceGUI serves the root itself where nothing is found, and the app does that too
        ages = {29: True, 31: False}
        clients = {age: await visitor_page(visitor) for age in ages}
        for age, client in clients.items():
            client.created = time.time() - age
        connected = await visitor.open("/")
        connected.created = time.time() - 3600
        await slow_clients.drop_slow_clients()
        assert {age: client.id in Client.instances for age, client in clients.items()} == ages
        assert connected.id in Client.instances


async def visitor_page(visitor) -> Client:
    """Fetch a page as a browser that then never connects."""
    before = set(Client.instances)
    assert (await visitor.http_client.get("/")).status_code == 200
    [client_id] = set(Client.instances) - before
    return Client.instances[client_id]
