import json

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from chat.text import MAX_BODY
from chat.web.server import MAX_FRAME
from tests.page_client import entry


def status(adam, page, **options):
    """Tell how the server answers the opening of a socket."""
    try:
        adam.connects(page, **options)
    except InvalidStatus as error:
        return error.response.status_code
    return 101


FOREIGN = [
    None,
    "null",
    "https://evil.example",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost:PORT",
    "https://127.0.0.1:PORT",
    "http://127.0.0.1:PORT.evil.example",
    "http://evil@127.0.0.1:PORT",
    "HTTP://127.0.0.1:PORT",
    "http://127.0.0.1:PORT/",
]


@pytest.mark.parametrize("origin", FOREIGN)
def test_a_socket_is_opened_by_our_own_pages_only(server, visit, origin):
    adam = visit(server)
    page = adam.opens()
    assert status(adam, page, origin=origin and origin.replace("PORT", str(server.port))) == 403
    assert status(adam, page) == 101


def test_a_foreign_page_that_claims_our_host_by_forwarded_headers_gets_no_socket(direct, visit):
    adam = visit(direct)
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert status(adam, adam.opens(), origin="https://evil.example", headers=headers) == 403


def test_behind_tls_the_origin_is_that_of_tls(server, visit):
    adam = visit(server)
    page = adam.opens()
    secure = server.url.replace("http", "https")
    assert status(adam, page, origin=secure, headers={"X-Forwarded-Proto": "https"}) == 101
    assert status(adam, page, headers={"X-Forwarded-Proto": "https"}) == 403


def test_there_is_no_long_polling(server):
    with httpx.Client(base_url=server.url, headers={"Origin": server.url}) as http:
        for method in ("GET", "POST", "OPTIONS"):
            for query in ("EIO=4&transport=polling", "EIO=4&transport=websocket", ""):
                answer = http.request(method, f"/_nicegui_ws/socket.io/?{query}")
                assert (answer.status_code, answer.text) == (400, "Only WebSocket connections are accepted here.")


def test_a_page_offers_its_browser_websockets_only(server, visit):
    assert "transports: ['websocket']," in visit(server).opens().html


def test_elsewhere_there_are_no_sockets(server):
    for path in ("/", "/rooms/1", "/_nicegui_ws", "/_nicegui_ws/other", "/_nicegui_ws/socket.iox/"):
        with pytest.raises(InvalidStatus), connect(f"ws://127.0.0.1:{server.port}{path}", origin=server.url):
            pass


def test_the_worst_of_messages_fits_into_a_frame(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert socket.hears("40")
    socket.follows()
    body = "\U0001f9d1" * (MAX_BODY - 1) + "\x01"
    event = socket.page.event("perform", entry("send", client_id="the-worst-of-messages", body=body))
    frame = "42" + json.dumps(["event", event])  # as if a browser wrote each character as two escapes within escapes
    assert 50_000 < len(frame) < MAX_FRAME
    socket.says(frame)
    socket.hears_broadcast("the-worst-of-messages")


def test_a_frame_that_is_larger_ends_the_socket(server, visit):
    adam = visit(server)
    for frame in ("4" * (MAX_FRAME + 1), b"4" * (MAX_FRAME + 1)):
        socket = adam.connects(adam.opens())
        assert socket.hears("40")
        socket.says(frame)
        with pytest.raises(ConnectionClosed) as caught:
            socket.hears("never")
        assert caught.value.rcvd.code == 1009


def test_many_small_pieces_of_a_large_frame_end_it_too(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert socket.hears("40")
    with pytest.raises(ConnectionClosed) as caught:  # noqa: PT012 (it closes after the one or in the other)
        socket.wire.send("4" * 1000 for _ in range(200))
        socket.hears("never")
    # Who is still sending when the server hangs up may lose its reason to a reset.
    assert caught.value.rcvd is None or caught.value.rcvd.code == 1009


def test_one_address_opens_so_many_sockets_and_no_more(server, visit):
    adam = visit(server)
    page = adam.opens()
    opened = 0
    while opened < 1000:
        try:
            adam.connects(page, cookie="").wire.socket.close()
        except InvalidStatus:
            break
        opened += 1
    assert 200 <= opened < 1000
    assert status(visit(server), page) == 101
