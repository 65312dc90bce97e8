import asyncio
import logging
import socket
from collections.abc import Iterator
from ipaddress import ip_network

import httpx
import pytest
from starlette.responses import PlainTextResponse
from websockets.exceptions import InvalidStatus

from chat.web.server.page_rate_limit import PageRateLimitMiddleware
from chat.web.server.trusted_proxies import TrustedProxiesMiddleware
from tests.browser.conftest import Server
from tests.web.server.raw_client import Visitor

OURS = [ip_network("127.0.0.1"), ip_network("10.0.0.0/8"), ip_network("fd00::/8")]


def seen(headers, *, trusted=OURS, peer="127.0.0.1", kind="http"):
    """Tell what the app sees of a request: address, scheme and headers."""
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    scheme = "ws" if kind == "websocket" else "http"
    scope = {"type": kind, "client": (peer, 1234), "scheme": scheme, "headers": raw}
    asyncio.run(TrustedProxiesMiddleware(app, trusted)(scope, None, None))
    [scope] = scopes
    return scope["client"][0], scope["scheme"], dict(scope["headers"])


FORWARDED = [
    ("X-Forwarded-For", "192.0.2.1"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Port", "443"),
    ("X-Forwarded-Prefix", "/evil"),
    ("X-Forwarded-Server", "evil"),
    ("X-Real-IP", "192.0.2.1"),
    ("Forwarded", "for=192.0.2.1;proto=https;host=evil.example"),
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(("trusted", "peer"), [([], "127.0.0.1"), (OURS, "198.51.100.1"), (OURS, "unix:")])
def test_from_anybody_else_no_forwarded_header_has_any_effect(kind, trusted, peer):
    address, scheme, headers = seen([*FORWARDED, ("Host", "h")], trusted=trusted, peer=peer, kind=kind)
    assert (address, scheme, headers) == (peer, "ws" if kind == "websocket" else "http", {b"host": b"h"})


def test_from_a_proxy_address_and_scheme_count_and_nothing_else_goes_further():
    assert seen([*FORWARDED, ("Host", "h")]) == ("192.0.2.1", "https", {b"host": b"h"})
    assert seen(FORWARDED, kind="websocket") == ("192.0.2.1", "wss", {})


@pytest.mark.parametrize(
    ("hops", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("192.0.2.1:5555", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]:5555", "2001:db8::1"),
        ("1.1.1.1, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("1.1.1.1, 192.0.2.1, 10.0.0.7", "192.0.2.1"),
        ("1.1.1.1, 192.0.2.1, fd00::7, 10.0.0.7", "192.0.2.1"),
        ("10.0.0.9, 10.0.0.7", "10.0.0.9"),
        ("192.0.2.1, ::ffff:10.0.0.7", "192.0.2.1"),
        ("", "127.0.0.1"),
        (" , ,", "127.0.0.1"),
        ("192.0.2.1, unknown", "127.0.0.1"),
        ("<script>", "127.0.0.1"),
        ("192.0.2.1 \t, 10.0.0.7", "192.0.2.1"),
    ],
)
def test_the_address_is_that_of_the_nearest_hop_that_is_no_proxy_of_ours(hops, address):
    assert seen([("X-Forwarded-For", hops)])[0] == address


def test_hops_in_several_headers_are_one_list():
    assert seen([("X-Forwarded-For", "1.1.1.1, 192.0.2.1"), ("X-Forwarded-For", "10.0.0.7")])[0] == "192.0.2.1"


@pytest.mark.parametrize(
    ("hops", "schemes", "scheme"),
    [
        ("192.0.2.1", "https", "https"),
        ("192.0.2.1", "HTTPS", "https"),
        ("192.0.2.1", "http", "http"),
        ("192.0.2.1", "http, https", "https"),
        ("192.0.2.1", "https, http", "http"),
        ("192.0.2.1, 10.0.0.7", "https", "https"),
        ("192.0.2.1, 10.0.0.7", "https, http", "https"),
        ("192.0.2.1, 10.0.0.7", "http, http, https, http", "https"),
        ("192.0.2.1", "javascript", "http"),
        ("192.0.2.1", "", "http"),
        ("", "https", "https"),
    ],
)
def test_the_scheme_is_that_by_which_that_hop_came(hops, schemes, scheme):
    assert seen([("X-Forwarded-For", hops), ("X-Forwarded-Proto", schemes)])[1] == scheme


def state_of(headers, *, trusted=OURS, peer="127.0.0.1", public_url=None):
    """Tell what else is noted about a request, and what it is a request for."""
    scopes = []

    async def app(scope, receive, send):
        scopes.append(scope)

    raw = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    scope = {"type": "http", "client": (peer, 1234), "scheme": "http", "headers": raw}
    asyncio.run(TrustedProxiesMiddleware(app, trusted, public_url)(scope, None, None))
    return scopes[0]["state"], scopes[0]["scheme"], dict(scopes[0]["headers"]).get(b"host")


@pytest.mark.parametrize(
    ("headers", "hosts"),
    [
        ([("X-Forwarded-Host", "chat.example.org")], ["chat.example.org"]),
        (
            [("X-Forwarded-Host", "chat.example.org"), ("X-Forwarded-Port", "8443")],
            ["chat.example.org", "chat.example.org:8443"],
        ),
        ([("X-Forwarded-Host", "evil.example, chat.example.org")], ["chat.example.org"]),
        (
            [("X-Forwarded-For", "192.0.2.1, 10.0.0.7"), ("X-Forwarded-Host", "evil.example, chat.example.org, inner")],
            ["chat.example.org"],
        ),
        ([("X-Forwarded-Port", "8443")], []),
    ],
)
def test_the_host_that_people_asked_a_proxy_for_is_kept_for_comparing_origins(headers, hosts):
    assert state_of(headers)[0]["forwarded_hosts"] == hosts
    assert "forwarded_hosts" not in state_of(headers, peer="198.51.100.1")[0]


@pytest.mark.parametrize("host", [[], [("Host", "127.0.0.1:8080")], [("Host", "a"), ("Host", "b")]])
def test_with_a_public_url_every_request_is_for_it(host):
    state, scheme, seen_host = state_of(host, trusted=[], public_url="https://chat.example.org:8443")
    assert (scheme, seen_host) == ("https", b"chat.example.org:8443")
    assert state == {"is_proxied": True, "public_origin": "https://chat.example.org:8443"}


def test_without_a_setting_and_a_header_there_is_no_sign_of_a_proxy():
    assert state_of([("Host", "h")], trusted=[]) == ({}, "http", b"h")
    assert state_of([("Host", "h")])[0] == {"is_proxied": True}


def test_a_proxy_that_nobody_told_of_is_mentioned_once(caplog):
    with caplog.at_level(logging.WARNING):
        middleware = TrustedProxiesMiddleware(_nothing, OURS)
        for _ in range(3):
            scope = {"type": "http", "client": ("192.0.2.9", 1), "scheme": "http", "headers": [(b"forwarded", b"x")]}
            asyncio.run(middleware(scope, None, None))
    assert [record.args[0] for record in caplog.records] == ["192.0.2.9"]


async def _nothing(*_): ...


@pytest.mark.parametrize(("trusted", "opened"), [([], 100), (OURS, 250)])
async def test_one_address_is_one_whatever_it_claims(trusted, opened):
    transport = httpx.ASGITransport(
        TrustedProxiesMiddleware(PageRateLimitMiddleware(PlainTextResponse("a page")), trusted)
    )
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as http:
        answers = [await http.get("/", headers={"X-Forwarded-For": f"192.0.2.{number}"}) for number in range(250)]
    assert [answer.status_code for answer in answers].count(200) == pytest.approx(opened, abs=10)


# ---- the whole program


ATTACK = {
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Prefix": "/evil",
    "X-Forwarded-For": "192.0.2.1",
}


def signs_of_tls(http: httpx.Client) -> tuple[bool, bool]:
    """Tell whether the program thinks that it is reached by TLS, by the two headers that say so."""
    response = http.post("/login/demo", data={"user_id": "1"}, headers={"X-Forwarded-Proto": "https"})
    return "secure" in response.headers["set-cookie"].lower(), "strict-transport-security" in response.headers


def test_without_the_setting_nobody_forwards_anything(direct: Server):
    with httpx.Client(base_url=direct.url, headers=ATTACK) as http:
        assert http.get("/rooms").headers["location"] == "/login?return_to=/rooms"
        assert signs_of_tls(http) == (False, False)
        page = http.get("/rooms").text
        assert "evil" not in page
        assert 'prefix: ""' in page


def test_with_the_setting_the_proxy_is_believed_but_for_prefix_and_host(server: Server):
    with httpx.Client(base_url=server.url, headers=ATTACK) as http:
        assert http.get("/rooms").headers["location"] == "/login?return_to=/rooms"
        assert signs_of_tls(http) == (True, True)
        http.cookies.jar._cookies.clear()  # it is for TLS only
        assert "evil" not in http.get("/login").text


PUBLIC = "https://chat.example.org"
LOGIN = {"email": "adam@streamchat.io", "password": "passw0rd!passw0rd!"}


@pytest.fixture(scope="module")
def public(tmp_path_factory) -> Iterator[Server]:
    """A server that people reach by another address than it is asked for."""
    server = Server(
        tmp_path_factory.mktemp("public"), options=("--public-url", f"{PUBLIC}/", "--trusted-proxies", "127.0.0.1")
    )
    yield server
    server.stop()


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "streamchat", "chat.example.org", "CHAT.example.org:443"])
def test_behind_a_proxy_that_rewrites_the_host_one_logs_in_and_stays_at_the_public_url(public, host):
    with httpx.Client(base_url=public.url, headers={"Host": host, "Sec-Fetch-Site": "same-origin"}) as http:
        refused = http.post("/login", data=LOGIN, headers={"Origin": "https://evil.example"})
        assert (refused.status_code, "another site" in refused.text) == (403, True)
        assert http.post("/login", data=LOGIN, headers={"Origin": "null"}).status_code == 403
        response = http.post("/login", data=LOGIN, headers={"Origin": PUBLIC})
        assert (response.status_code, response.headers["location"]) == (303, "/rooms")
        assert "secure" in response.headers["set-cookie"].lower()
        assert http.get("/login/").headers["location"] == f"{PUBLIC}/login"


def test_there_a_socket_is_opened_by_pages_of_the_public_url_alone(public):
    visitor = Visitor(public.url)
    visitor.http.post("/login", data=LOGIN)
    visitor.http.headers["Cookie"] = visitor.cookie  # which is for TLS only
    page = visitor.opens()
    assert visitor.connects(page, origin=PUBLIC).hears("40")
    for origin in (public.url, f"{PUBLIC}:8443", "https://evil.example", None):
        with pytest.raises(InvalidStatus):
            visitor.connects(page, origin=origin)
    visitor.leaves()


def raw(server: Server, text: str) -> int:
    """Send a request as it is written, and return the status of the answer."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as wire:
        wire.sendall(text.replace("PORT", str(server.port)).encode())
        return int(wire.recv(4096).split()[1])


HERE = "Host: localhost:PORT\r\n"


@pytest.mark.parametrize(
    ("request_line", "headers", "status"),
    [
        ("GET /metrics HTTP/1.1", HERE, 200),
        ("GET /metrics HTTP/1.0", HERE, 404),
        ("GET /metrics HTTP/1.0", "", 404),
        ("GET /metrics HTTP/1.1", HERE + HERE, 404),
        ("GET /metrics HTTP/1.1", HERE + "Host: chat.example.org\r\n", 404),
        ("GET http://localhost:PORT/metrics HTTP/1.1", HERE, 404),
        ("GET http://chat.example.org/metrics HTTP/1.1", HERE, 404),
        ("GET /metrics HTTP/1.1", HERE + "Via: 1.1 vegur\r\n", 404),
        ("GET /metrics HTTP/1.1", "Host: \r\n", 404),
    ],
)
def test_metrics_are_for_who_asks_directly(direct, request_line, headers, status):
    assert raw(direct, f"{request_line}\r\n{headers}\r\n") == status


def test_where_a_proxy_is_configured_nobody_is_taken_for_being_at_this_machine(public, server):
    for place in (public, server):
        assert raw(place, f"GET /metrics HTTP/1.1\r\n{HERE}\r\n") == 404
