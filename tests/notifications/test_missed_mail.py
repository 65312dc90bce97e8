"""Mail about what somebody has missed: one for all of it, after a while, and not if they have seen it meanwhile."""

import asyncio

import pytest

from chat import accounts, notifications, rooms
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.notifications import delivery
from chat.notifications.delivery import Deliveries
from chat.notifications.items import NoticeItem
from chat.notifications.mail import MAX_MESSAGES, written
from chat.rooms.items import RoomItem
from models import NotificationSettings, Setting
from tests.notifications.conftest import Say, let_pass, queued, run
from tests.people import sign_in

HOME = "https://chat.example.org"
MINUTE = 60

Mailed = list[tuple[str, str, str, str]]


@pytest.fixture
async def direct(ada: UserItem, ben: UserItem) -> RoomItem:
    return await rooms.open_direct(ada, [ben.id])


async def test_one_mail_for_all_after_a_quarter_of_an_hour(
    ada: UserItem, ben: UserItem, direct: RoomItem, room: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    await notifications.set_level(ada, room.id, "everything")
    await say(ben, room, "for everybody, which is not mailed")
    await say(ben, direct, "Are you there?", seconds_ago=10 * MINUTE)
    await say(ben, direct, "It is urgent.")
    await run(deliveries)
    assert mailed == []
    let_pass(6 * MINUTE)
    await run(deliveries)
    [(address, subject, text, _)] = mailed
    assert (address, subject) == ("ada@example.com", "2 messages for you")
    assert f"{HOME}/rooms/{direct.id}" in text
    assert text.index("> Are you there?") < text.index("> It is urgent.")
    assert "everybody" not in text
    assert f"{HOME}/settings/notifications" in text
    let_pass(60 * MINUTE)
    await run(deliveries)
    assert len(mailed) == 1
    assert queued(for_mail=True) == []


async def test_where_anybody_may_register_nobody_has_their_words_mailed_to_a_stranger(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    Setting.create(name="registration", value="open")
    await say(ben, direct, "Buy this!", seconds_ago=20 * MINUTE)
    await run(deliveries)
    [(_, _, text, _)] = mailed
    assert "Ben has written." in text
    assert "Buy" not in text


async def test_what_was_read_is_not_mailed(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    message = await say(ben, direct)
    await run(deliveries)
    await rooms.mark_read(ada, direct.id, message)
    let_pass(20 * MINUTE)
    await run(deliveries)
    assert (mailed, queued(for_mail=True)) == ([], [])


async def test_whoever_declines_gets_none(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    await notifications.set_mail(ada, is_wanted=False)
    await say(ben, direct, seconds_ago=20 * MINUTE)
    await run(deliveries)
    assert mailed == []


async def test_whoever_declines_meanwhile_has_nothing_in_the_queue(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    await say(ben, direct)
    await run(deliveries)
    assert len(queued(for_mail=True)) == 1
    await notifications.set_mail(ada, is_wanted=False)
    let_pass(20 * MINUTE)
    await run(deliveries)
    assert (mailed, queued(for_mail=True)) == ([], [])


async def test_it_waits_for_who_is_there_after_all(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    await notifications.note_looking(ada)
    await say(ben, direct, seconds_ago=20 * MINUTE)
    await run(deliveries)
    assert mailed == []
    NotificationSettings.update(looked_at=1).execute()
    let_pass(20 * MINUTE)
    await run(deliveries)
    assert len(mailed) == 1


async def test_a_mail_server_that_is_away_is_asked_again(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    is_up = False
    send = deliveries._send_mail
    assert send

    async def send_perhaps(*mail: str) -> bool:
        return is_up and await send(*mail)

    deliveries._send_mail = send_perhaps
    await say(ben, direct, seconds_ago=20 * MINUTE)
    await run(deliveries)
    assert [row.attempts for row in queued(for_mail=True)] == [1]
    is_up = True
    let_pass(MINUTE)
    await run(deliveries)
    assert (len(mailed), queued(for_mail=True)) == (1, [])


async def test_a_slow_mail_server_gets_no_mail_twice_and_is_given_up(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []

    async def send_slowly(address: str, *_: str) -> bool:
        begun.append(address)
        return await asyncio.Event().wait()

    deliveries._send_mail = send_slowly
    await say(ben, direct, seconds_ago=20 * MINUTE)
    await deliveries.step()
    await asyncio.sleep(0)  # it begins
    let_pass(5 * MINUTE)
    await deliveries.step()
    await asyncio.sleep(0)
    assert begun == ["ada@example.com"]
    let_pass(6 * MINUTE)
    monkeypatch.setattr(delivery, "MAIL_DEADLINE", 0.01)
    await deliveries.stop()
    await run(deliveries)
    assert [row.attempts for row in queued(for_mail=True)] == [1]


async def test_a_link_in_it_unsubscribes_whom_it_is_for_and_nobody_else(
    ada: UserItem, ben: UserItem, direct: RoomItem, say: Say, deliveries: Deliveries, mailed: Mailed
) -> None:
    await say(ben, direct, seconds_ago=20 * MINUTE)
    await run(deliveries)
    [(*_, link)] = mailed
    token = link.removeprefix(f"{HOME}/unsubscribe/")
    for forged in ("", "1", f"{ben.id}.{token.partition('.')[2]}", f"{token}0", token[:-1], "٣.x", f"-1.{'0' * 64}"):
        assert not notifications.is_unsubscribe_token(forged)
        with pytest.raises(NotFound):
            await notifications.unsubscribe_from_mail(forged)
    assert notifications.settings(ada).wants_mail
    for _ in range(2):
        await notifications.unsubscribe_from_mail(token)
    assert not notifications.settings(ada).wants_mail
    assert notifications.settings(ben).wants_mail
    await accounts.delete_account(await sign_in(ada.id))
    assert not notifications.is_unsubscribe_token(token)


def notice(number: int, room: str = "", text: str = "hello") -> NoticeItem:
    return NoticeItem(1 if room else 2, number, "Ben", room, text)


def test_rooms_stand_apart_and_long_things_are_cut() -> None:
    subject, text = written(
        [notice(1), notice(2, "kitchen"), notice(3, text="x" * 999), notice(4, "kitchen", "a\nb")], "H"
    )
    assert subject == "4 messages for you"
    assert text.index("kitchen  H/rooms/1") < text.index("> a\n> b") < text.index("Direct message  H/rooms/2")
    assert "x" * 301 not in text
    assert written([notice(1)], "H")[0] == "A message for you"
    many = written([notice(number) for number in range(MAX_MESSAGES + 5)], "H")[1]
    assert many.count("> hello") == MAX_MESSAGES
    assert "… and 5 before these." in many
