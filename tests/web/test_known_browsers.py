"""A browser that an account has used before is never locked out by those who guess at its password."""

import pytest
from httpx import Response
from nicegui.testing import User as Visitor
from starlette.requests import Request
from starlette.responses import Response as Answer

from chat import accounts
from chat.storage.database import database
from chat.web.known_browsers import COOKIE, MAX_PEOPLE, KnownBrowsers
from models import Setting, db
from tests.page_client import PASSWORD, another_browser, log_in, person, post

SECRET = "a secret of the server's"


def with_cookie(value: str = "", scheme: str = "http") -> Request:
    name = f"__Host-{COOKIE}" if scheme == "https" else COOKIE
    headers = [(b"cookie", f"{name}={value}".encode("latin-1"))]
    return Request({"type": "http", "headers": headers, "scheme": scheme})


def cookie_after(browsers: KnownBrowsers, *people: int, cookie: str = "") -> str:
    """Return the cookie of a browser in which some people have logged in, one after the other."""
    for user_id in people:
        answer = Answer()
        browsers.remember(with_cookie(cookie), answer, user_id)
        cookie = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    return cookie


def test_a_browser_is_known_for_those_who_have_used_it_and_for_nobody_else():
    browsers = KnownBrowsers(SECRET)
    browser = browsers.read(with_cookie(cookie_after(browsers, 7, 8)))
    assert browser.key(7) != browser.key(8)
    assert [bool(browser.key(user_id)) for user_id in (7, 8, 9, 0)] == [True, True, False, False]


def test_who_logs_in_as_another_gets_no_new_bucket_for_the_first():
    browsers = KnownBrowsers(SECRET)
    cookie = cookie_after(browsers, 7)
    later = cookie_after(browsers, 8, 7, cookie=cookie)
    assert browsers.read(with_cookie(later)).key(7) == browsers.read(with_cookie(cookie)).key(7)
    assert browsers.read(with_cookie(cookie_after(browsers, 7))).key(7) != browsers.read(with_cookie(cookie)).key(7)


def test_the_last_twenty_are_remembered():
    browsers = KnownBrowsers(SECRET)
    cookie = cookie_after(browsers, *range(1, 31))
    assert browsers.read(with_cookie(cookie)).people == tuple(range(30, 10, -1))
    assert MAX_PEOPLE == 20
    assert len(cookie) < 500


def test_a_cookie_of_one_s_own_making_is_worth_nothing():
    browsers = KnownBrowsers(SECRET)
    genuine = cookie_after(browsers, 7)
    payload, _, signature = genuine.rpartition(".")
    forged = ["", ".", "x" * 60_000, payload, f"{payload}.", f"{payload}x.{signature}", f"{payload}.{signature[:-2]}"]
    forged += [
        cookie_after(KnownBrowsers("another"), 7),
        genuine.upper(),
        "\xff",
        f".{genuine}",
        f"{genuine}.{signature}",
    ]
    for cookie in forged:
        assert browsers.read(with_cookie(cookie)).people == (), cookie
    plain = with_cookie(genuine)
    plain.scope["scheme"] = "https"
    assert browsers.read(plain).people == (), "behind TLS it is of a name that no neighbouring host can set"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_cookie_is_for_the_server_alone(scheme):
    answer = Answer()
    KnownBrowsers(SECRET).remember(with_cookie(scheme=scheme), answer, 7)
    name, *attributes = answer.headers["set-cookie"].split("; ")
    assert name.startswith("__Host-" if scheme == "https" else COOKIE)
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(attributes)
    assert ("Secure" in attributes) == (scheme == "https")


async def test_all_processes_sign_with_the_same_secret_after_a_restart_too(opened):
    secret = database.write_now(accounts.known_browsers_secret)
    assert len(secret) > 40
    assert database.write_now(accounts.known_browsers_secret) == secret
    with db.connection_context():
        assert [row.value for row in Setting.select().where(Setting.value == secret)] == [secret]


# ---- the whole program


async def guess(visitor: Visitor, email: str = "adam@streamchat.io", times: int = 40) -> Response:
    """Have a stranger in a browser of their own guess, from the same address, until they are told to wait."""
    with another_browser(visitor):
        for _ in range(times):
            response = await log_in(visitor, email=email, password="wrong wrong wrong")
    assert response.status_code == 429
    return response


async def test_a_browser_used_before_is_not_locked_out_by_a_stranger_even_at_the_same_address(visitor: Visitor) -> None:
    await log_in(visitor)
    await post(visitor, "/logout")
    await guess(visitor)
    assert (await log_in(visitor)).status_code == 303
    with another_browser(visitor):
        assert (await log_in(visitor)).status_code == 429, "another browser at that address is"
        assert (await log_in(visitor, email="blake@streamchat.io")).status_code == 303


async def test_it_is_no_key_and_has_limits_of_its_own(visitor: Visitor) -> None:
    await log_in(visitor)
    await post(visitor, "/logout")
    statuses = [(await log_in(visitor, password="wrong wrong wrong")).status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert (await log_in(visitor, email="blake@streamchat.io", password="wrong")).status_code == 401
    with another_browser(visitor):
        assert (await log_in(visitor)).status_code == 303, "whoever sits there locks nobody else out"


async def test_who_has_chosen_a_new_password_by_a_link_logs_in_whoever_guesses(visitor: Visitor) -> None:
    await guess(visitor)
    token = await accounts.request_reset("adam@streamchat.io")
    assert (await post(visitor, f"/reset/{token}", password="seven slow grey herons")).status_code == 303
    assert (await log_in(visitor, password="seven slow grey herons")).status_code == 303


async def test_a_browser_that_was_logged_in_before_there_were_such_cookies_is_known_too(visitor: Visitor) -> None:
    await log_in(visitor)
    visitor.http_client.cookies.delete(COOKIE)
    await post(visitor, "/logout")
    assert visitor.http_client.cookies.get(COOKIE)
    await guess(visitor)
    assert (await log_in(visitor)).status_code == 303


async def test_logging_in_over_and_over_is_no_offence(visitor: Visitor) -> None:
    for _ in range(20):
        assert (await log_in(visitor)).status_code == 303


async def test_the_stranger_called_user_1_does_not_take_anybody_s_confirmations(visitor: Visitor) -> None:
    adam = person("Adam")
    await log_in(visitor)
    for account in (f"user {adam.id}", str(adam.id)):
        await guess(visitor, account)
    form = {"password": "seven slow grey herons", "current_password": PASSWORD}
    assert (await post(visitor, "/settings/password", **form)).status_code == 303


async def test_whoever_has_a_link_can_use_it_however_many_false_ones_are_tried(visitor: Visitor) -> None:
    for number in range(30):
        assert (await post(visitor, f"/reset/false{number}", password="x")).status_code == 404
    token = await accounts.request_reset("adam@streamchat.io")
    assert (await post(visitor, f"/reset/{token}", password="seven slow grey herons")).status_code == 303
