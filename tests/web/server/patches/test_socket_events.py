import json
from contextlib import suppress

import pytest
from nicegui import Client
from websockets.exceptions import ConnectionClosed

from chat.web.server.patches import socket_events
from tests.page_client import entry
from tests.web.server.raw_client import Page, Socket


def is_answered(socket: Socket) -> bool:
    """Tell whether the server has let the socket in, or refused it."""
    return socket.hears("4").startswith("40")


def test_a_page_speaks_through_its_own_socket(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert is_answered(socket)
    socket.follows()
    socket.sends("through my own socket")
    socket.hears_broadcast("through my own socket")


def test_a_stolen_client_id_with_somebody_elses_cookie_is_worth_nothing(server, visit):
    page = visit(server, 1).opens()
    assert not is_answered(visit(server, 2).connects(page))


@pytest.mark.parametrize("cookie", ["", "other=1", "streamchat_session=", "streamchat_session=\xe9"])
def test_a_stolen_client_id_without_the_cookie_is_worth_nothing(server, visit, cookie):
    adam = visit(server)
    refused = adam.connects(adam.opens(), cookie=cookie)
    assert (
        refused.hears("4") == '44{"message":"Implicit handshake failed"}'
    )  # in these words nicegui.js loads the page anew


def test_a_page_has_a_few_sockets_and_no_more(server, visit):
    adam = visit(server)
    page = adam.opens()
    sockets = [adam.connects(page) for _ in range(8)]
    assert all(is_answered(socket) for socket in sockets)
    for oldest in sockets[:3]:
        with pytest.raises(ConnectionClosed):
            oldest.hears("that is never said")
    for socket in sockets[3:]:
        socket.hears_until_an_answer()


def test_an_explicit_handshake_is_no_way_around(server, visit):
    page = visit(server, 1).opens()
    blake = visit(server, 2)
    thief = blake.connects(blake.opens())
    assert is_answered(thief)
    thief.says("421" + json.dumps(["handshake", page.query | {"tab_id": "t", "document_id": "d"}]))
    assert thief.hears("431") == "431[false]"


def test_the_owner_may_shake_hands_explicitly(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens(), implicit=False)
    assert is_answered(socket)
    socket.says("427" + json.dumps(["handshake", socket.page.query | {"tab_id": "t", "document_id": "d"}]))
    assert socket.hears("437") == "437[true]"


def test_a_socket_presses_no_buttons_of_another_page_not_even_of_the_same_person(server, visit):
    adam = visit(server)
    own, other = adam.opens(), adam.opens()
    owner, thief = adam.connects(own), adam.connects(other)
    assert is_answered(owner)
    assert is_answered(thief)
    owner.follows()
    thief.emits("event", own.event("perform", entry("send", body="said by a thief")))
    thief.sends("said by its own page")
    heard = owner.hears_broadcast("said by its own page")
    assert "said by a thief" not in "".join(heard), "what was sent first did nothing"


def test_a_socket_that_shook_no_hands_presses_no_buttons(server, visit):
    adam = visit(server)
    page = adam.opens()
    owner, silent = adam.connects(page), adam.connects(Page(page.html), implicit=False)
    assert is_answered(owner)
    assert is_answered(silent)
    owner.follows()
    silent.sends("said without a handshake")
    silent.hears_until_an_answer()
    owner.sends("said by the owner")
    owner.hears_broadcast("said by the owner")


def test_a_page_comes_back_after_a_cut_with_the_same_cookie(server, visit):
    adam = visit(server)
    page = adam.opens()
    adam.connects(page).wire.close()
    again = adam.connects(page)
    assert is_answered(again)
    again.follows()


def test_a_page_of_a_session_that_was_left_is_told_to_load_anew(server, visit):
    adam = visit(server)
    page = adam.opens()
    adam.logs_in(1)  # a new session, and a new cookie
    assert not is_answered(adam.connects(page))


def test_a_socket_that_has_gone_while_it_waited_in_line_belongs_to_no_page(monkeypatch):
    monkeypatch.setitem(Client.instances, "page", object())
    assert not socket_events._has_the_pages_session("gone", "page")


NONSENSE = [
    "",
    "4",
    "42",
    "42[",
    "42[]",
    "42{}",
    "42null",
    '42"event"',
    "42[[]]",
    "42[{}]",
    '42["nothing"]',
    '42["event"]',
    '42["event",null]',
    '42["event",[],{}]',
    '42["event",{}]',
    '42["event",{"client_id":7}]',
    '42["event",{"client_id":"CLIENT"}]',
    '42["event",{"client_id":"CLIENT","id":[]}]',
    '42["event",{"client_id":"CLIENT","id":4,"listener_id":"x","args":7}]',
    '42["event",{"client_id":"CLIENT","id":4,"listener_id":"x","args":["{"]}]',
    '42["event",{"client_id":"CLIENT","id":4,"listener_id":{},"args":[]}]',
    '42["event",{"client_id":"CLIENT","id":0,"listener_id":"x","args":[' + "[" * 5000 + "]" * 5000 + "]}]",
    '42["event",' + "[" * 40_000,
    '42["event",' + '{"a":' * 10_000,
    '42["ack",{"client_id":"CLIENT","next_message_id":"x"}]',
    '42["ack",{"client_id":"CLIENT"}]',
    '42["javascript_response",{"client_id":"CLIENT"}]',
    '42["javascript_response",{"client_id":"CLIENT","request_id":[]}]',
    '42["log",{"client_id":"CLIENT"}]',
    '42["log",{"client_id":"CLIENT","level":"fatal","message":"x"}]',
    '421["handshake"]',
    '421["handshake",{"client_id":"CLIENT","tab_id":7,"document_id":"d"}]',
    '421["handshake",{"client_id":"CLIENT","tab_id":"' + "t" * 99 + '","document_id":"d"}]',
    '42["connect",{}]',
    '42["disconnect"]',
    '42["__disconnect_final","x"]',
    "40",
    "40{}",
    "40/admin,",
    "43[]",
    "4399999999999999999999[]",
    "44",
    '451-["event",{"_placeholder":true,"num":0}]',
    "459999999999-[]",
    "46",
    "4[1,2]",
    '4{"a":1}',
    '4"2[]"',
    "b4AAAA",
    "2",
    "2probe",
    "5",
    "6",
    "9",
    "x",
    "\0",
    "42\ud7ff\U0001f600",
    b"",
    b"\x04",
    b"binary \xff\xfe",
]


def test_nonsense_is_met_with_silence(server, visit):
    adam = visit(server)
    page = adam.opens()
    before = len(server.log)
    for text in NONSENSE:
        socket = adam.connects(page)
        assert is_answered(socket)
        text = text.replace("CLIENT", page.client_id) if isinstance(text, str) else text
        with suppress(ConnectionClosed):  # some is answered by hanging up, before all is said
            for _ in range(3):
                socket.says(text)
    survivor = adam.connects(page)
    assert is_answered(survivor)
    survivor.follows()
    lines = server.log[before:].splitlines()
    assert [line for line in lines if " DEBUG " not in line] == []
    assert len(lines) <= 3 * len(NONSENSE), "a line each, at debug"


def test_nonsense_does_not_end_the_socket_on_which_people_speak(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert is_answered(socket)
    for text in NONSENSE:
        if isinstance(text, str) and text.startswith(("2", "3", "4", "5", "6")):
            socket.says(text.replace("CLIENT", socket.page.client_id))
    socket.follows()


def test_a_second_connect_packet_makes_no_second_socket(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert is_answered(socket)
    socket.says("40")
    socket.says("40")
    assert not [text for text in socket.hears_until_an_answer() if text.startswith("40")]
    socket.follows()


def test_what_a_browser_writes_into_the_log_is_seen_at_debug_only_and_is_one_line(server, visit):
    adam = visit(server)
    socket = adam.connects(adam.opens())
    assert is_answered(socket)
    text = "first\n2026-01-01 00:00:00,000 ERROR forged: second\x1b[31m" + "x" * 5000
    message = {"client_id": socket.page.client_id, "level": "error", "message": text}
    socket.emits("log", message)
    socket.follows()
    [line] = [line for line in server.log.splitlines() if "forged" in line]
    assert " DEBUG chat.web.server.patches.socket_events: browser log: first\\n2026" in line
    assert "\x1b" not in line
    assert len(line) < 400
