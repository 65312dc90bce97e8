"""Web Push: what a browser gets that has no page open, from the message to a push service that decrypts it."""

import asyncio
import socket

import pytest

from chat import accounts, messages, notifications, rooms
from chat.accounts import hash_token
from chat.accounts.items import UserItem
from chat.errors import Invalid, NotSignedIn
from chat.notifications import delivery, endpoints, push
from chat.notifications.commands.subscriptions import MAX_SUBSCRIPTIONS
from chat.notifications.delivery import MAX_ATTEMPTS, Deliveries
from chat.notifications.keys import public_key
from chat.outgoing import public, requests
from chat.rooms.items import RoomItem
from models import PushSubscription, Session, User, now_ms
from tests.notifications.conftest import KEY, Say, Subscribe, let_pass, queued, run
from tests.notifications.push_service import BrowserKeys, PushService, is_signed
from tests.people import sign_in

PUBLIC = "https://push.example.org/abc"


@pytest.fixture
async def direct(ada: UserItem, ben: UserItem) -> RoomItem:
    return await rooms.open_direct(ada, [ben.id])


async def test_a_message_comes_encrypted_and_signed(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    keys = await subscribe(ada)
    message = await say(ben, direct, "Are you\nthere? 🎉")
    await run(deliveries)
    [(name, headers, body)] = service.received
    assert name == "phone"
    assert keys.read(body) == {"room": direct.id, "message": message, "title": "Ben", "text": "Are you\nthere? 🎉"}
    assert b"there" not in body
    claims = is_signed(headers, public_key(KEY))
    assert claims["aud"] == service.endpoint("").rstrip("/")
    assert claims["sub"] == "mailto:chat@example.org"
    assert (headers["content-encoding"], headers["urgency"]) == ("aes128gcm", "high")
    assert 0 < int(headers["ttl"]) <= 3600
    assert queued() == []
    await run(deliveries)
    assert len(service.received) == 1


async def test_a_message_is_left_alone_for_some_seconds(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    message = await say(ben, direct, seconds_ago=1)
    await run(deliveries)
    assert (service.received, queued()) == ([], [])
    await rooms.mark_read(ada, direct.id, message)
    let_pass(10)
    await run(deliveries)
    assert (service.received, queued()) == ([], [])


async def test_who_looks_at_a_page_is_not_pushed_anything(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    await say(ben, direct)
    await notifications.note_looking(ada)
    await run(deliveries)
    assert (service.received, queued()) == ([], [])


async def test_what_is_pointless_by_now_is_not_sent(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    """Each of them has been queued when it becomes so: the service was away."""
    cellar = await rooms.create_room(ben, "cellar", kind="closed")
    await rooms.add_member(ben, cellar.id, ada.id)
    await notifications.set_level(ada, cellar.id, "everything")
    await subscribe(ada)
    reasons = {
        "read": lambda: rooms.mark_read(ada, direct.id, 10**12),
        "muted": lambda: notifications.set_level(ada, direct.id, "nothing"),
        "quiet": lambda: notifications.pause_notifications(ada, "30"),
        "left": lambda: rooms.leave_room(ada, cellar.id),
    }
    for reason, become in reasons.items():
        service.answers.append("503 Busy")
        await say(ben, cellar if reason == "left" else direct, reason)
        await run(deliveries)
        assert len(queued()) == 1, reason
        await become()
        let_pass(60)
        before = len(service.received)
        await run(deliveries)
        assert (len(service.received), queued()) == (before, []), reason
        await notifications.set_level(ada, direct.id, "everything")
        await notifications.resume_notifications(ada)


async def test_a_deleted_message_and_a_deactivated_account_end_it(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    for become in ("deleted", "deactivated"):
        service.answers.append("503 Busy")
        message = await say(ben, direct)
        await run(deliveries)
        if become == "deleted":
            await messages.delete_message(ben, message)
        else:
            User.update(deactivated_at=1).where(User.id == ada.id).execute()
        let_pass(60)
        before = len(service.received)
        await run(deliveries)
        assert (len(service.received), queued()) == (before, []), become


async def test_several_messages_of_a_room_are_told_by_the_newest(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    phone, laptop = await subscribe(ada), await subscribe(ada, "laptop")
    for number in range(3):
        await say(ben, direct, f"message {number}")
    await run(deliveries)
    got = {name: body for name, _, body in service.received}
    assert len(service.received) == 2
    assert phone.read(got["phone"])["text"] == laptop.read(got["laptop"])["text"] == "message 2"
    assert queued() == []


async def test_a_browser_that_has_gone_is_forgotten(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    for answer in ("410 Gone", "404 Not Found"):
        await subscribe(ada)
        service.answers.append(answer)
        await say(ben, direct)
        await run(deliveries)
        assert PushSubscription.select().count() == 0
        assert queued() == []


async def test_a_service_that_fails_is_left_alone_for_a_while_and_not_for_ever(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    service.answers[:] = ["429 Slow Down\r\nRetry-After: 120", "500 Oops"]
    await say(ben, direct)
    await run(deliveries)
    [row] = queued()
    assert row.due_at >= now_ms() + 110_000
    await run(deliveries)
    assert len(service.received) == 1, "too soon"
    let_pass(130)
    await run(deliveries)
    assert [each.attempts for each in queued()] == [2]
    let_pass(3600)
    await run(deliveries)
    assert len(service.received) == 2, "nobody wants to know any more"
    assert queued() == []


async def test_it_is_given_up_in_the_end(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    service.answers[:] = ["502 Bad"] * 99
    await say(ben, direct)
    for _ in range(MAX_ATTEMPTS + 3):
        await run(deliveries)
        for row in queued():
            row.due_at = 0
            row.save()
    assert len(service.received) == MAX_ATTEMPTS


async def test_a_slow_service_holds_up_neither_messages_nor_other_browsers(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    await subscribe(ben, "laptop")
    service.gate.clear()
    await say(ben, direct)
    await deliveries.step()
    await say(ada, direct)
    await deliveries.step()
    for _ in range(2):  # the first has not been answered
        await service.arrived.acquire()
    assert {name for name, _, _ in service.received} == {"phone", "laptop"}
    service.gate.set()
    await deliveries.finished()
    assert queued() == []


async def test_two_processes_send_it_once_and_a_third_what_another_has_left_behind(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    other = Deliveries(deliveries._push, None, "")
    await subscribe(ada)
    service.gate.clear()
    await say(ben, direct)
    await asyncio.gather(deliveries.step(), other.step())
    await asyncio.gather(deliveries.step(), other.step())
    await service.arrived.acquire()
    assert len(deliveries._on_their_way) + len(other._on_their_way) == 1
    await deliveries.stop()  # in the middle of it
    await other.stop()
    service.gate.set()
    await run(deliveries)
    assert len(service.received) == 1, "claimed for a while"
    let_pass(200)
    await run(deliveries)
    assert (len(service.received), queued()) == (2, [])


# ---- whom, and where to


async def test_who_is_mentioned_in_a_room_is_told_and_so_is_everybody_by_room(
    ada: UserItem,
    ben: UserItem,
    room: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    keys = await subscribe(ada)
    for text in ("@Ada, look", "@room, look"):
        service.received.clear()
        await say(ben, room, text)
        await run(deliveries)
        [(_, _, body)] = service.received
        assert keys.read(body)["text"] == text
        assert keys.read(body)["title"] == f"Ben · {room.name}"
    await notifications.set_level(ada, room.id, "nothing")
    await say(ben, room, "@Ada @room")
    await run(deliveries)
    assert len(service.received) == 1


async def test_only_who_is_told_at_all(
    ada: UserItem,
    ben: UserItem,
    room: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
) -> None:
    await subscribe(ada)
    await subscribe(ben, "laptop")
    await say(ben, room, "no business of Ada's")
    await run(deliveries)
    assert service.received == []
    await notifications.set_level(ada, room.id, "everything")
    await say(ben, room, "but this is")
    await run(deliveries)
    assert [name for name, _, _ in service.received] == ["phone"]


async def test_a_browser_that_logs_out_gets_nothing_more(ada: UserItem, service: PushService) -> None:
    token = await accounts.start_session(ada.id)
    identity = accounts.identity(hash_token(token))
    assert identity
    keys = BrowserKeys()
    await notifications.subscribe(identity, service.endpoint("phone"), keys.public_key, keys.secret)
    assert [each.session_id for each in notifications.devices(ada)] == [identity.session_id]
    await accounts.end_session(token)
    assert notifications.devices(ada) == []
    with pytest.raises(NotSignedIn):
        await notifications.subscribe(identity, service.endpoint("phone"), keys.public_key, keys.secret)


async def test_a_browser_is_that_of_who_was_in_it_last(
    ada: UserItem, ben: UserItem, subscribe: Subscribe, service: PushService
) -> None:
    await subscribe(ada)
    await subscribe(ben)
    assert (len(notifications.devices(ada)), len(notifications.devices(ben))) == (0, 1)
    [device] = notifications.devices(ben)
    await notifications.unsubscribe(ada, device.id)
    await notifications.unsubscribe_endpoint(ada, service.endpoint("phone"))
    assert len(notifications.devices(ben)) == 1
    await notifications.unsubscribe_endpoint(ben, service.endpoint("phone"))
    assert notifications.devices(ben) == []


async def test_nobody_has_more_browsers_than_are_allowed(ada: UserItem, service: PushService) -> None:
    identity, keys = await sign_in(ada.id), BrowserKeys()
    for number in range(MAX_SUBSCRIPTIONS + 3):
        await notifications.subscribe(identity, service.endpoint(str(number)), keys.public_key, keys.secret)
    rows = PushSubscription.select().order_by(PushSubscription.id)
    assert [row.endpoint.rpartition("/")[2] for row in rows] == [str(n) for n in range(3, MAX_SUBSCRIPTIONS + 3)]


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.org/abc",
        "https://push.example.org:8443/abc",
        "https://user@push.example.org/abc",
        "https:///abc",
        "https://push.example.org/" + "a" * 2000,
        "https://push.example.org/a b",
        "https://push.example.org/ä",
        "https://[::1/",
        "ftp://push.example.org/",
        "",
        None,
        7,
        ["https://push.example.org/abc"],
    ],
)
async def test_only_addresses_of_push_services_are_taken(ada: UserItem, endpoint: object) -> None:
    identity, keys = await sign_in(ada.id), BrowserKeys()
    with pytest.raises(Invalid):
        await notifications.subscribe(identity, endpoint, keys.public_key, keys.secret)


@pytest.mark.parametrize("field", ["public_key", "secret"])
@pytest.mark.parametrize("value", ["", "AAAA", "é", "B" * 87, "!" * 20, None, "longer"])
async def test_keys_that_no_browser_makes_are_refused(ada: UserItem, field: str, value: str | None) -> None:
    keys = BrowserKeys()
    given = {"public_key": keys.public_key, "secret": keys.secret}
    given[field] = given[field] + "!" * 200 if value == "longer" else value  # type: ignore[assignment]
    with pytest.raises(Invalid):
        await notifications.subscribe(await sign_in(ada.id), PUBLIC, **given)
    assert Session.select().count() == 1


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("2002:7f00:1::", False),
        ("::127.0.0.1", False),
        ("64:ff9b::10.0.0.1", False),
        ("64:ff9b:1::1", False),
        ("64:ff9b::93.184.216.34", True),
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
    ],
)
async def test_nothing_inside_the_network_is_asked(
    monkeypatch: pytest.MonkeyPatch, address: str, is_public: bool
) -> None:
    def found(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (address, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    if is_public:
        assert await public.resolve(endpoints.parsed(PUBLIC)) == "93.184.216.34"
    else:
        with pytest.raises(public.ForbiddenAddressError):
            await public.resolve(endpoints.parsed(PUBLIC))


async def test_a_service_that_never_ends_its_answer_is_given_up(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(push, "DEADLINE", 0.05)
    service.gate.clear()
    await subscribe(ada)
    await say(ben, direct)
    await run(deliveries)
    assert [row.attempts for row in queued()] == [1]


async def test_no_more_is_claimed_than_can_be_sent_soon(
    ada: UserItem,
    ben: UserItem,
    direct: RoomItem,
    service: PushService,
    subscribe: Subscribe,
    say: Say,
    deliveries: Deliveries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "MOST_WAITING", 1)
    service.gate.clear()
    await subscribe(ada)
    await say(ben, direct)
    await deliveries.step()
    await service.arrived.acquire()
    let_pass(130)  # the claim is over
    await deliveries.step()
    service.gate.set()
    await deliveries.finished()
    assert len(service.received) == 1


@pytest.mark.parametrize("text", ["Mon, 01 Jan 99999999999999999999 00:00:00 +0000", "soon", "9" * 400, "-1", ""])
def test_no_pause_that_a_service_asks_for_stops_anything(text: str) -> None:
    assert 0 <= push._pause(text) <= push.MAX_PAUSE


def test_whom_to_trust_is_read_once() -> None:
    assert requests._trusted() is requests._trusted()
