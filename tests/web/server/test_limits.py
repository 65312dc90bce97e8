import pytest
from starlette.requests import Request

from chat.errors import TooMany
from chat.web.server import limits
from chat.web.server.ip_addresses import address_key, parse_address


def request(host):
    return Request({"type": "http", "headers": [], "client": (host, 1234) if host else None})


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1:8080 ", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", None),
        ("unknown", None),
        ("_hidden", None),
        ("192.0.2.1, 192.0.2.2", None),
        ("[", None),
        ("999.0.2.1", None),
        ("1" * 5000, None),
    ],
)
def test_an_address_is_read_however_a_proxy_writes_it(text, address):
    assert str(parse_address(text)) == str(address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
    ],
)
def test_a_household_with_ipv6_is_one(one, other, same):
    assert (address_key(request(one)) == address_key(request(other))) is same


def test_who_has_no_address_shares_one_limit():
    assert address_key(request(None)) == address_key(request("a unix socket"))


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    for throttle in limits.ALL:
        monkeypatch.setattr(throttle, "_clock", lambda: now[0])
    return now


async def count(clock, throttle, seconds, per_second):
    """Count what one address gets of so many attempts a second."""
    got = 0
    for _ in range(int(seconds * per_second)):
        clock[0] += 1 / per_second
        try:
            await throttle.acquire("192.0.2.1")
            got += 1
        except TooMany:
            pass
    return got


async def test_an_office_of_fifty_can_come_at_once_with_two_tabs_each_and_work(clock):
    assert await count(clock, limits.PAGES, 0.01, 10_000) == 100
    assert await count(clock, limits.PAGES, 600, 50 / 12) == 2500, "then each opens a page every twelve seconds"


async def test_a_thousand_pages_a_minute_are_too_many(clock):
    assert await count(clock, limits.PAGES, 60, 1000 / 60) == pytest.approx(400, abs=2)


async def test_a_person_can_write_as_fast_as_people_do_and_no_faster(clock):
    assert await count(clock, limits.SENDING, 60, 1.5) == 90
    clock[0] += 60
    assert await count(clock, limits.SENDING, 60, 100) == pytest.approx(140, abs=1)


async def test_who_writes_one_message_after_the_other_is_seen_typing_each_and_a_flood_is_not_passed_on(clock):
    assert await count(clock, limits.TYPING, 60, 1) == 60
    clock[0] += 60
    assert await count(clock, limits.TYPING, 60, 50) == pytest.approx(65, abs=1)


def test_opening_pages_too_fast_is_refused_for_that_address_alone(server, visit):
    hasty, calm = visit(server), visit(server)
    statuses = iter(lambda: hasty.http.get("/login").status_code, 429)
    assert sum(1 for _ in statuses) >= 99, "one page was opened before"
    answers = iter(lambda: hasty.http.get("/rooms/1"), None)  # one more is let in every 200 ms
    refused = next(answer for answer in answers if answer.status_code != 200)
    assert (refused.status_code, refused.text) == (429, "Try again in 1 second.")
    assert refused.headers["retry-after"] == "1"
    assert calm.http.get("/rooms").status_code == 200
    for path in ("/healthz", "/assets/icon.svg", "/favicon.ico", "/manifest.webmanifest"):
        assert hasty.http.get(path).status_code == 200
