from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from chat.accounts import end_session, start_session
from chat.errors import ChatError, Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from chat.web import auth
from chat.web.auth import (
    COOKIE,
    HOME,
    SECURE_COOKIE,
    identify,
    refuse_cross_site_forms,
    safe_return_to,
    set_session_cookie,
    show_login,
)
from models import Session, now_ms


def request(path="/rooms", *, method="GET", scheme="http", query="", **headers):
    headers = {"host": "chat.example.org"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": raw}
    return Request(scope | {"scheme": scheme, "server": ("chat.example.org", 80)})


def with_token(token):
    return request(cookie=f"other=1; {COOKIE}={token}")


# ---- where to go after signing in


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/rooms",
        "/rooms/12",
        "/rooms/12/@345",
        "/rooms?tab=2&more=a%20b",
        "/rooms#messages-3",
        "/rooms/a:b",
        "/rooms/räume",
        "/rooms?next=https://example.com",
        "/rooms//double",
    ],
)
def test_one_comes_back_to_a_page_of_ours(path):
    assert safe_return_to(path) == path


@pytest.mark.parametrize(
    "target",
    [
        None,
        42,
        ["/rooms"],
        "",
        "rooms",
        "evil.example",
        "//evil.example",
        "///evil.example",
        "////evil.example/rooms",
        "//evil.example@chat.example.org",
        "\\\\evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "/rooms\\..\\evil",
        "https://evil.example",
        "HTTPS://evil.example/rooms",
        "https:evil.example",
        "http:/evil.example",
        "javascript:alert(1)",
        "/\tjavascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "/\n/evil.example",
        "/\r\nLocation: https://evil.example",
        "/\t/evil.example",
        "/ /evil.example",
        "/\0/evil.example",
        " /rooms",
        "\n/rooms",
        "?rooms",
        "#rooms",
        "@evil.example",
        "//[",
        "//[::1",
    ],
    ids=repr,
)
def test_one_never_comes_out_on_another_site(target):
    assert safe_return_to(target) == HOME


# ---- forms of other sites


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://chat.example.org"},
        {"origin": "https://chat.example.org"},
        {"sec_fetch_site": "same-origin"},
        {"sec_fetch_site": "none"},
        {"sec_fetch_site": "same-origin", "origin": "http://chat.example.org"},
        {"host": "localhost:8080", "origin": "http://localhost:8080"},
        {"host": "[::1]:8080", "origin": "http://[::1]:8080"},
    ],
    ids=repr,
)
def test_a_form_of_our_own_is_accepted(headers):
    refuse_cross_site_forms(request(**headers))


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "https://chat.example.org.evil.example"},
        {"origin": "https://evil-chat.example.org"},
        {"origin": "http://chat.example.org:8080"},
        {"origin": "null"},
        {"origin": "chat.example.org"},
        {"origin": "ftp://chat.example.org"},
        {"origin": ""},
        {"origin": "http://["},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "Same-Origin, cross-site"},
        {"sec_fetch_site": ""},
        {"sec_fetch_site": "cross-site", "origin": "http://chat.example.org"},
        {"sec_fetch_site": "same-origin", "origin": "https://evil.example"},
    ],
    ids=repr,
)
def test_a_form_of_another_site_is_refused(headers):
    with pytest.raises(Forbidden):
        refuse_cross_site_forms(request(**headers))


BEHIND_PROXY = {"forwarded_hosts": ["chat.example.org", "chat.example.org:8443"]}
PUBLIC = {"public_origin": "https://chat.example.org"}


@pytest.mark.parametrize(
    ("host", "origin", "state"),
    [
        ("CHAT.Example.org", "http://chat.example.org", {}),
        ("chat.example.org:80", "http://chat.example.org", {}),
        ("chat.example.org:443", "https://chat.example.org", {}),
        ("127.0.0.1:8080", "https://chat.example.org", BEHIND_PROXY),
        ("127.0.0.1:8080", "https://chat.example.org:8443", BEHIND_PROXY),
        ("127.0.0.1:8080", "http://127.0.0.1:8080", BEHIND_PROXY),
        ("127.0.0.1:8080", "https://chat.example.org", PUBLIC),
        ("b\xfccher.example", "http://xn--bcher-kva.example", {}),
    ],
)
def test_a_form_comes_from_the_host_that_browsers_know(host, origin, state):
    asked = request(host=host, origin=origin)
    asked.scope["state"] = state
    refuse_cross_site_forms(asked)


@pytest.mark.parametrize(
    ("host", "origin", "state"),
    [
        ("127.0.0.1:8080", "https://chat.example.org", {}),
        ("evil.example", "https://evil.example", PUBLIC),
        ("127.0.0.1:8080", "http://chat.example.org", PUBLIC),
        ("127.0.0.1:8080", "https://evil.example", BEHIND_PROXY),
        ("chat.example.org:443", "https://chat.example.org:443", {}),
        ("", "http://", {}),
        ("chat.example.org:", "http://chat.example.org:", {}),
        ("chat.example.org/", "http://chat.example.org/", {}),
        ("evil@chat.example.org", "http://evil@chat.example.org", {}),
        ("x" * 5000, "http://" + "x" * 5000, {}),
    ],
)
def test_a_form_comes_from_nowhere_else(host, origin, state):
    asked = request(host=host, origin=origin)
    asked.scope["state"] = state
    with pytest.raises(Forbidden):
        refuse_cross_site_forms(asked)


# ---- is it somebody at this machine?


def asked_here(host="localhost:8080", *, client="127.0.0.1", version="1.1", state=None, **headers):
    asked = request(host=host, **headers)
    asked.scope.update(client=(client, 1234), http_version=version, state=state or {})
    return asked


BROWSER = {
    "accept": "text/html",
    "accept_language": "en",
    "connection": "keep-alive",
    "cookie": "a=b",
    "dnt": "1",
    "referer": "http://localhost:8080/",
    "sec_ch_ua_mobile": "?0",
    "sec_fetch_site": "same-origin",
    "upgrade_insecure_requests": "1",
    "user_agent": "Mozilla/5.0",
}


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080", "[::1]:8080", "localhost", "LOCALHOST:8080"])
@pytest.mark.parametrize("client", ["127.0.0.1", "::1"])
def test_a_browser_on_this_machine_is_at_this_machine(host, client):
    assert auth.is_at_this_machine(asked_here(host, client=client, **BROWSER))


@pytest.mark.parametrize(
    "host",
    [
        *(
            "",
            ":8080",
            "localhost:",
            "localhost:port",
            "localhost:80a",
            "localhost:0",
            "localhost:99999",
            "localhost:-1",
        ),
        *(
            "localhost:" + "9" * 5000,
            "localhost:8080:8080",
            "localhost 8080",
            "localhost:8080\t",
            "localhost,localhost",
        ),
        *("localhost.", "localhost.evil", "localhost.evil.example:8080", "evil-localhost", "localhost.localdomain"),
        *("user@localhost", "user:password@localhost:8080", "localhost@evil.example", "localhost#", "localhost/setup"),
        *("[::1", "::1", "::1]", "[::1]8080", "[::1]:x", "[::2]", "[localhost]", "[127.0.0.1]"),
        *(
            "127.0.0.1.evil.example",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "chat.example.org",
            "http://localhost",
            "localhost\\",
        ),
    ],
)
def test_whoever_names_another_host_or_none_that_makes_sense_is_not(host):
    assert not auth.is_at_this_machine(asked_here(host))


def test_one_host_is_named_once():
    asked = asked_here()
    asked.scope["headers"].append((b"host", b"localhost:8080"))
    assert not auth.is_at_this_machine(asked)
    asked.scope["headers"] = []
    assert not auth.is_at_this_machine(Request(asked.scope))


PROXY_HEADERS = """Forwarded X-Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Server X-Real-IP
Via
CF-Connecting-IP CF-Ray CDN-Loop True-Client-IP X-Client-IP Client-IP X-Cluster-Client-IP Fastly-Client-IP
Fly-Client-IP X-Original-Forwarded-For X-Original-Host X-Original-URL X-Originating-IP X-Remote-IP X-Remote-Addr
X-ProxyUser-IP Proxy-Connection Proxy X-Envoy-External-Address X-Amzn-Trace-Id X-ARR-SSL X-Azure-ClientIP
X-Request-ID X-Varnish X-Scheme Front-End-Https X-Host X-Forwarded_For Tailscale-User-Login"""


@pytest.mark.parametrize("header", PROXY_HEADERS.split())
def test_a_sign_of_a_proxy_is_enough_not_to_be(header):
    assert not auth.is_at_this_machine(asked_here(**{header.lower(): "1"}))


@pytest.mark.parametrize("how", [{"client": "10.0.0.7"}, {"version": "1.0"}, {"state": {"is_proxied": True}}])
def test_nor_is_who_comes_from_elsewhere_or_in_a_way_that_proxies_come(how):
    assert not auth.is_at_this_machine(asked_here(**how))


# ---- who is asking


async def test_a_session_cookie_tells_who_is_asking(ada, ben):
    await start_session(ben.id)
    identity = await identify(with_token(await start_session(ada.id)))
    assert identity.user == ada


@pytest.mark.parametrize("cookie", ["", "other=1", f"{COOKIE}=", f"{COOKIE}=forged", f"{COOKIE}=\xff\xfe", "=;;="])
async def test_without_a_session_nobody_is_asking(ada, cookie):
    await start_session(ada.id)
    with pytest.raises(NotSignedIn):
        await identify(request(cookie=cookie))


async def test_the_hash_of_a_token_is_no_token(ada):
    await start_session(ada.id)
    with pytest.raises(NotSignedIn):
        await identify(with_token(Session.get().token_hash))


async def test_the_session_is_looked_up_at_every_question(ada):
    token = await start_session(ada.id)
    actor = with_token(token)
    await identify(actor)
    await end_session(token)
    with pytest.raises(NotSignedIn):
        await identify(actor)


async def test_an_expired_session_is_nobodys(ada):
    actor = with_token(await start_session(ada.id))
    Session.update(expires_at=now_ms() - 1).execute()
    with pytest.raises(NotSignedIn):
        await identify(actor)


async def test_the_guard_leaves_word_of_who_came_in(ada):
    actor = with_token(await start_session(ada.id))
    await auth.guard(actor)
    assert actor.state.identity.user == ada


# ---- the cookie and the way to the login page


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_the_server_alone(scheme):
    response = Response()
    set_session_cookie(request(scheme=scheme), response, "the-token")
    cookie, *attributes = response.headers["set-cookie"].split("; ")
    assert cookie == f"{SECURE_COOKIE if scheme == 'https' else COOKIE}=the-token"
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(attributes)
    assert ("Secure" in attributes) == (scheme == "https")
    assert not [attribute for attribute in attributes if attribute.startswith("Domain")]


@pytest.mark.parametrize("is_kept", [False, True])
def test_a_browser_keeps_the_cookie_past_its_closing_only_if_asked_to(is_kept):
    response = Response()
    set_session_cookie(request(), response, "the-token", is_kept=is_kept)
    attributes = response.headers["set-cookie"].split("; ")
    assert (f"Max-Age={180 * 24 * 3600}" in attributes) == is_kept
    assert not [attribute for attribute in attributes if attribute.startswith("expires")]


async def test_behind_tls_a_cookie_that_a_neighbouring_host_could_set_is_not_looked_at(ada):
    token = await start_session(ada.id)
    with pytest.raises(NotSignedIn):
        await identify(request(scheme="https", cookie=f"{COOKIE}={token}"))
    assert (await identify(request(scheme="https", cookie=f"{SECURE_COOKIE}={token}"))).user == ada


@pytest.mark.parametrize(
    ("path", "query"),
    [("/rooms/1", ""), ("/rooms/1", "tab=2&x=3"), ("/rooms/ä ö", "a=%26&b=#"), ("/rooms/?&=", ""), ("/", "")],
)
async def test_the_login_page_knows_the_way_back(path, query):
    response = await show_login(request(path, query=query), NotSignedIn("-"))
    assert response.status_code == 303
    location = urlsplit(response.headers["location"])
    assert (location.scheme, location.netloc, location.path) == ("", "", "/login")
    [target] = parse_qs(location.query)["return_to"]
    assert target.startswith("/")
    assert not target.startswith("//")


async def test_a_question_with_several_parts_comes_back_whole():
    response = await show_login(request("/rooms/1", query="a=1&b=2"), NotSignedIn("-"))
    assert parse_qs(urlsplit(response.headers["location"]).query) == {"return_to": ["/rooms/1?a=1&b=2"]}


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://chat.example.org/saved?page=2", "/saved?page=2"),
        ("http://chat.example.org/settings#name", "/settings"),
        ("https://evil.example//evil.example", HOME),
        ("http://[", HOME),
        ("", HOME),
    ],
)
async def test_who_sends_a_form_comes_back_to_the_page_that_it_was_on(referer, target):
    response = await show_login(request("/saved/remove", method="POST", referer=referer), NotSignedIn("-"))
    assert parse_qs(urlsplit(response.headers["location"]).query) == {"return_to": [target]}


@pytest.mark.parametrize(
    ("error", "status"),
    [(Invalid, 422), (NotSignedIn, 401), (Forbidden, 403), (NotFound, 404), (TooMany, 429), (ChatError, 400)],
)
def test_every_failure_that_is_expected_has_a_status(error, status):
    assert auth.status_of(error("Sorry.")) == status
    assert auth.status_of(ValueError("?")) == 500
