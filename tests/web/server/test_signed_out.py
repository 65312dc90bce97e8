"""A client that ignores the order to leave keeps nothing: neither its socket nor a way back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress

from websockets.exceptions import ConnectionClosed

from tests.web.server.conftest import Logged
from tests.web.server.raw_client import HEARTBEAT, Socket, Visitor

Visit = Callable[..., Visitor]
REFUSED = '44{"message":"Implicit handshake failed"}'


def hears_until_the_end(socket: Socket) -> list[str]:
    """Collect all that is sent, but for heartbeats, until the server closes the socket."""
    heard: list[str] = []
    with suppress(ConnectionClosed):
        while True:
            heard.append(socket.hears("4"))
    return [text for text in heard if not HEARTBEAT.fullmatch(text)]


def stubborn(visitor: Visitor) -> Socket:
    socket = visitor.connects(visitor.opens())
    assert socket.hears("4").startswith("40")
    socket.follows()
    return socket


def end_elsewhere(server: Logged, person: int) -> None:
    """End a person's sessions as another process does of which this one hears nothing."""
    with closing(sqlite3.connect(server.data_dir / "streamchat.db")) as db, db:
        db.execute("DELETE FROM session WHERE user_id = ?", (person,))


def test_who_stays_after_logging_out_hears_nothing_more_and_is_cut_off(server: Logged, visit: Visit) -> None:
    adam, blake = visit(server, 4), visit(server, 5)
    stays, neighbour = stubborn(adam), stubborn(blake)
    assert adam.http.post("/logout", headers={"Origin": server.url}).status_code == 303
    neighbour.sends("is he gone?")
    stays.sends("I am still here")
    stays.emits("event", stays.page.event("follow", {"since": None}))
    neighbour.hears_broadcast("is he gone?")
    assert hears_until_the_end(stays) == ['42["open",{"path":"?","new_tab":false}]']
    neighbour.sends("yes")
    heard = neighbour.hears_broadcast("yes")
    assert "I am still here" not in "".join(heard), "what the one who stayed said was not stored"


def test_an_old_client_id_opens_nothing_after_the_end(server: Logged, visit: Visit) -> None:
    adam = visit(server, 4)
    page = stubborn(adam).page
    cookie = adam.cookie
    adam.http.post("/logout", headers={"Origin": server.url})
    assert adam.connects(page, cookie=cookie).hears("4") == REFUSED


def test_nor_does_it_after_an_end_that_this_process_has_not_heard_of(server: Logged, visit: Visit) -> None:
    adam = visit(server, 6)
    socket = stubborn(adam)
    socket.wire.close()
    end_elsewhere(server, 6)
    page = socket.page
    page.query["next_message_id"] = "0"  # all that was sent to it before is to be sent again
    assert adam.connects(page).hears("4") == REFUSED


def test_an_end_that_was_not_heard_of_is_noticed_at_whatever_the_page_asks_for(server: Logged, visit: Visit) -> None:
    adam = visit(server, 6)
    stays = stubborn(adam)
    end_elsewhere(server, 6)
    stays.emits("event", stays.page.event("page", {"edge": "top", "key": "50"}))
    assert hears_until_the_end(stays) == ['42["open",{"path":"?","new_tab":false}]']
