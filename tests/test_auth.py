from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.requests import Request
from starlette.responses import Response

from chat import auth
from chat.auth import (
    COOKIE,
    HOME,
    SECURE_COOKIE,
    identify,
    refuse_foreign_forms,
    safe_return_to,
    set_session_cookie,
    show_login,
)
from chat.commands import end_session, start_session
from chat.errors import ChatError, Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from models import Session, now_ms


def request(path="/rooms", *, scheme="http", query="", **headers):
    headers = {"host": "chat.example.org"} | {name.replace("_", "-"): value for name, value in headers.items()}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": raw}
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
    refuse_foreign_forms(request(**headers))


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
        refuse_foreign_forms(request(**headers))


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
    asker = with_token(token)
    await identify(asker)
    await end_session(token)
    with pytest.raises(NotSignedIn):
        await identify(asker)


async def test_an_expired_session_is_nobodys(ada):
    asker = with_token(await start_session(ada.id))
    Session.update(expires_at=now_ms() - 1).execute()
    with pytest.raises(NotSignedIn):
        await identify(asker)


async def test_the_guard_leaves_word_of_who_came_in(ada):
    asker = with_token(await start_session(ada.id))
    await auth.guard(asker)
    assert asker.state.identity.user == ada


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
    ("error", "status"),
    [(Invalid, 422), (NotSignedIn, 401), (Forbidden, 403), (NotFound, 404), (TooMany, 429), (ChatError, 400)],
)
def test_every_failure_that_is_expected_has_a_status(error, status):
    assert auth.status_of(error("Sorry.")) == status
    assert auth.status_of(ValueError("?")) == 500
