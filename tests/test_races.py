"""What several do at the same moment comes out as if they had done it one after the other, on every database."""

import asyncio
import json
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator

import pytest

from chat import accounts, messages, rooms
from chat.accounts import hash_token
from chat.accounts.items import Identity, UserItem
from chat.errors import ChatError, Forbidden, Invalid, NotFound, NotSignedIn, TooMany
from chat.messages.items import MessageItem
from chat.rooms.events import MembershipChanged
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.engines.worker_pool import WorkerPool
from models import (
    ApiToken,
    Avatar,
    CompletedAction,
    Membership,
    Message,
    Pin,
    Room,
    RunningText,
    SavedMessage,
    Session,
    User,
    db,
)
from tests.app_process import ROOT, environment
from tests.people import HASH, register_person, sign_in, somebody

NEW = "an old piano under snow"
ROUNDS = range(10)
"""How often a race is run that might be won by chance."""


@pytest.fixture(autouse=True)
def _many_writers(opened: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give changes eight threads with a connection each, as if they came from as many processes."""
    threads = WorkerPool(8)
    monkeypatch.setattr(database, "_writer", threads)
    monkeypatch.setattr(database, "_lanes", [threads])
    monkeypatch.setattr(database, "_groups", None)
    yield
    threads.close()


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all come to the database at the same moment, not one after the other from hashing."""

    async def hashed(*_: object) -> str:
        return HASH

    for module in (accounts.commands.own_account, accounts.commands.password_reset):
        monkeypatch.setattr(module, "hash_new_password", hashed)


async def at_once(attempts: Iterable[Awaitable[object]]) -> list[type | None]:
    """Have things done at the same moment, and tell how each was refused."""
    results = await asyncio.gather(*attempts, return_exceptions=True)
    for result in results:
        assert isinstance(result, ChatError) or not isinstance(result, BaseException), repr(result)
    return [type(result) if isinstance(result, ChatError) else None for result in results]


@pytest.fixture
async def boss(opened: None) -> Identity:
    return await sign_in(register_person("Boss", "administrator"))


# ---- people


async def test_only_one_of_many_becomes_the_first_administrator(opened: None) -> None:
    for _ in ROUNDS:
        ended = await at_once(accounts.create_administrator("Ada", f"{n}@example.com", NEW) for n in range(8))
        assert sorted(ended, key=str) == [Forbidden] * 7 + [None]
        assert User.select().count() == 1
        User.delete().execute()


async def test_only_one_of_many_gets_an_address(boss: Identity) -> None:
    await accounts.set_registration(boss, "open")
    for n in ROUNDS:
        ended = await at_once(accounts.register(f"Ada {n}", f"ada{n}@example.com", NEW) for _ in range(8))
        assert sorted(ended, key=str) == [Invalid] * 7 + [None]


async def test_only_one_of_many_changes_to_an_address(boss: Identity) -> None:
    people = [await sign_in(register_person(f"P{n}")) for n in range(6)]
    ended = await at_once(accounts.change_email(person, "wanted@example.com") for person in people)
    assert sorted(ended, key=str) == [Invalid] * 5 + [None]


async def test_somebody_always_runs_the_place(opened: None) -> None:
    """Two administrators make each other members, shut each other out, or leave, at the same moment."""
    ways = [
        lambda me, other: accounts.set_role(me, other.user.id, "member"),
        lambda me, other: accounts.deactivate_person(me, other.user.id),
        lambda me, _: accounts.delete_account(me),
    ]
    for number in range(12):
        one, two = [await sign_in(register_person(f"{name}{number}", "administrator")) for name in ("a", "b")]
        way = ways[number % 3]
        await at_once([way(one, two), way(two, one)])
        left = User.select().where(User.role == "administrator", accounts.is_active())
        assert left.count() == 1
        User.update(role="member").execute()


async def test_a_reset_link_is_good_for_one_of_many(boss: Identity) -> None:
    person = register_person("Ada")
    for _ in ROUNDS:
        token = await accounts.create_reset_link(boss, person)
        ended = await at_once(accounts.reset_password(token, NEW) for _ in range(6))
        assert sorted(ended, key=str) == [NotFound] * 5 + [None]


async def test_nobody_comes_by_an_invite_that_was_revoked_first(boss: Identity) -> None:
    """Whoever is in at the end came before the revocation: after it, nobody does."""
    token = await accounts.create_invite(boss.user)
    [invite] = accounts.invites()
    people = [accounts.register(f"P{n}", f"p{n}@example.com", NEW, token) for n in range(8)]
    ended = await at_once([*people[:4], accounts.revoke_invite(boss.user, invite.id), *people[4:]])
    assert User.select().count() == 1 + ended.count(None) - 1
    with pytest.raises(Forbidden):
        await accounts.register("Late", "late@example.com", NEW, token)


async def test_no_session_with_the_old_password_outlives_a_new_one(boss: Identity) -> None:
    """Who logs in while the password changes is either thrown out by that or not let in."""
    for number in ROUNDS:
        me = await sign_in(register_person(f"P{number}"))
        before = User.get_by_id(me.user.id).password_hash
        logins = [
            database.write(
                accounts.commands.sessions._insert, hash_token(f"{number}-{n}"), me.user.id, False, "", before
            )
            for n in range(4)
        ]
        change = database.write(accounts.commands.own_account._change_password, me, f"new hash {number}")
        await at_once([*logins[:2], change, *logins[2:]])
        assert [row.id for row in Session.select().where(Session.user == me.user.id)] == [me.session_id]


async def test_nobody_has_more_tokens_than_are_allowed(boss: Identity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts.commands.api_tokens, "MAX_TOKENS", 3)
    ended = await at_once(accounts.create_api_token(boss, f"token {n}") for n in range(8))
    assert ended.count(None) == 3
    assert ApiToken.select().count() == 3


async def test_a_picture_that_somebody_shows_is_there(boss: Identity) -> None:
    """One takes a picture off that another puts on at the same moment."""
    people = [accounts.user_by_id(register_person(f"P{n}")) for n in range(4)]
    use_picture = accounts.commands.own_account.use_picture
    for _ in ROUNDS:
        puts = [database.write(use_picture, person, "d" * 24, b"picture") for person in people[:2]]
        await at_once([*puts, *(accounts.remove_avatar(person) for person in people[:3])])
        shown = {row.avatar for row in User.select() if row.avatar}
        assert shown <= {row.digest for row in Avatar.select()}


# ---- rooms and messages


async def test_only_one_of_many_gets_a_rooms_name(boss: Identity) -> None:
    for n in ROUNDS:
        ended = await at_once(rooms.create_room(boss.user, f"room-{n}") for _ in range(6))
        assert sorted(ended, key=str) == [Invalid] * 5 + [None]


async def test_a_message_sent_twice_at_once_is_there_once(ada: UserItem, room: RoomItem) -> None:
    for n in ROUNDS:
        sent = await asyncio.gather(*(messages.send_message_once(ada, room.id, "hi", f"client-{n}") for _ in range(6)))
        assert len({message.id for message, _ in sent}) == 1
        assert [is_new for _, is_new in sent].count(True) == 1
    assert Message.select().count() == len(ROUNDS) == Room.get().revision


async def test_an_action_that_is_repeated_at_once_is_performed_once(ada: UserItem, room: RoomItem, published) -> None:
    """On the same message; the last to be performed is not undone by a repetition of an earlier one."""
    for n in ROUNDS:
        message = await messages.send_message(ada, room.id, "hello")
        edits = [
            messages.edit_message(ada, message.id, f"edit {i % 2}", client_id=f"edit-{n}-{i % 2}") for i in range(8)
        ]
        edited = await asyncio.gather(*edits)
        assert len({item.edited_at for item in edited}) == 2
        one, other = [f"react-{n}-{on}" for on in (True, False)]
        await asyncio.gather(*(messages.react(ada, message.id, "🎉", on=True, client_id=one) for _ in range(4)))
        await asyncio.gather(
            *(messages.react(ada, message.id, "🎉", on=False, client_id=other) for _ in range(4)),
            *(messages.react(ada, message.id, "🎉", on=True, client_id=one) for _ in range(4)),
        )
        assert not Message.get_by_id(message.id).reaction_set.count()
        await at_once(messages.delete_message(ada, message.id, client_id=f"delete-{n}") for _ in range(4))
    assert len(published) == 6 * len(ROUNDS)
    assert CompletedAction.select().count() == 5 * len(ROUNDS)


async def test_a_client_id_used_for_two_messages_at_once_is_refused_for_one(ada, new_room) -> None:
    sent = [await messages.send_message(ada, new_room(name).id, "hello") for name in ("one", "two")]
    for n in ROUNDS:
        ended = await at_once(messages.edit_message(ada, one.id, f"edit {n}", client_id=f"client-{n}") for one in sent)
        assert sorted(ended, key=str) == [Invalid, None]


async def test_a_client_id_used_in_two_rooms_at_once_is_refused_in_one(ada, new_room) -> None:
    rooms = [new_room("one"), new_room("two")]
    for n in ROUNDS:
        ended = await at_once(messages.send_message(ada, room.id, "hi", f"client-{n}") for room in rooms)
        assert sorted(ended, key=str) == [Invalid, None]


async def test_what_is_deleted_while_it_is_edited_stays_deleted(ada: UserItem, room: RoomItem) -> None:
    for _ in ROUNDS:
        message = await messages.send_message(ada, room.id, "hello")
        edits = [messages.edit_message(ada, message.id, f"edit {n}") for n in range(4)]
        await at_once([*edits[:2], messages.delete_message(ada, message.id), *edits[2:]])
        row = Message.get_by_id(message.id)
        assert (row.body, bool(row.deleted_at)) == ("", True)


async def test_nothing_is_said_in_a_room_once_it_is_archived(boss: Identity, new_room) -> None:
    for n in ROUNDS:
        room = new_room(f"room-{n}")
        told: list[str] = []

        async def say(room=room, told=told) -> None:
            await messages.send_message(boss.user, room.id, "hi")
            told.append("said")

        async def archive(room=room, told=told) -> None:
            await rooms.archive_room(boss.user, room.id)
            told.append("archived")

        await at_once([say(), say(), archive(), say(), say()])
        after = Room.get_by_id(room.id).revision
        with pytest.raises(Forbidden):
            await messages.send_message(boss.user, room.id, "late")
        assert Room.get_by_id(room.id).revision == after == told.count("said")


async def test_whoever_is_shut_out_says_nothing_more(boss: Identity, room: RoomItem) -> None:
    """The database's own word for it: at the commit of the deactivation, all that was let through is there."""
    for n in ROUNDS:
        person = accounts.user_by_id(register_person(f"P{n}"))
        count = asyncio.ensure_future(database.write(deactivated_and_counted, boss, person.id))
        ended = await at_once([*(messages.send_message(person, room.id, "hi") for _ in range(4)), count])
        assert set(ended[:4]) <= {None, NotSignedIn}
        assert Message.select().where(Message.author == person.id).count() == count.result()


async def test_nobody_writes_more_messages_word_by_word_than_one_may_in_however_many_rooms(ada, new_room) -> None:
    most, places = messages.commands.running_texts.MOST_AT_ONCE, [new_room(f"room-{n}") for n in range(8)]
    for _ in range(3):
        ended = await at_once(messages.start_message(ada, room.id) for room in places)
        assert sorted(ended, key=str) == [TooMany] * (len(places) - most) + [None] * most
        assert RunningText.select().count() == most
        RunningText.delete().execute()


LOSES = {
    "archived": lambda boss, room, _: rooms.archive_room(boss.user, room.id),
    "removed": lambda boss, room, who: rooms.remove_member(boss.user, room.id, who.id),
    "deactivated": lambda boss, _room, who: accounts.deactivate_person(boss, who.id),
}


@pytest.mark.parametrize("how", LOSES)
async def test_a_vote_at_the_moment_in_which_somebody_may_not_vote_any_more_counts_or_is_refused(
    boss: Identity, ada: UserItem, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(messages.commands.live, "PACE", 0)
    for n in range(4):
        ben = accounts.user_by_id(register_person(f"P{n}"))
        room = await rooms.create_room(boss.user, f"room-{n}", kind="closed")
        for person in (ada, ben):
            await rooms.add_member(boss.user, room.id, person.id)
        poll, _ = await messages.send_live(boss.user, room.id, "poll", {"text": "--multiple a? | b | c | d | e"})
        votes = [messages.press(ben, poll.id, "vote", {"arg": str(arg), "on": "true"}) for arg in range(4)]
        others = messages.press(ada, poll.id, "vote", {"arg": "0", "on": "true"})
        ended = await at_once([*votes[:2], LOSES[how](boss, room, ben), others, *votes[2:]])
        assert ended.pop(2) is None
        by_ada = ended.pop(2)
        assert by_ada is None if how != "archived" else by_ada in (None, Forbidden)
        assert set(ended) <= {None, Forbidden if how == "archived" else NotFound if how == "removed" else NotSignedIn}
        counted = json.loads(Message.get_by_id(poll.id).state)["votes"]
        assert [ben.id in there for there in counted] == [one is None for one in ended]
        assert (ada.id in counted[0]) is (by_ada is None)
        with pytest.raises((Forbidden, NotFound, NotSignedIn)):
            await messages.press(ben, poll.id, "vote", {"arg": "3", "on": "false"})


async def test_a_vote_that_comes_with_the_deletion_of_its_poll_leaves_nothing_of_it(boss, ada, new_room) -> None:
    room = new_room("voters")
    for _ in range(4):
        poll, _ = await messages.send_live(boss.user, room.id, "poll", {"text": "a? | b | c"})
        votes = [messages.press(ada, poll.id, "vote", {"arg": "0"}) for _ in range(4)]
        ended = await at_once([*votes[:2], messages.delete_message(boss.user, poll.id), *votes[2:]])
        assert ended.pop(2) is None
        assert set(ended) <= {None, NotFound}
        row = Message.get_by_id(poll.id)
        assert (row.kind, row.state, row.body, bool(row.deleted_at)) == ("", None, "", True)


def deactivated_and_counted(boss: Identity, person_id: int) -> int:
    accounts.commands.administration._deactivate(boss, person_id)
    return Message.select().where(Message.author == person_id).count()


# ---- pins and reminders

HOME = "https://chat.example.com"


async def test_what_several_pin_at_once_is_pinned_once_and_a_room_has_no_more_than_it_may(
    ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messages.commands.pins, "MAX_PINS", 3)
    for _ in ROUNDS:
        said = [await messages.send_message(ada, room.id, f"code {n}") for n in range(5)]
        before = Room.get().revision
        ended = await at_once(messages.pin_message(who, said[0].id) for who in (ada, ben) * 3)
        assert (ended, Room.get().revision) == ([None] * 6, before + 1)
        ended = await at_once(messages.pin_message(ben, one.id) for one in said)
        assert sorted(ended, key=str) == [Invalid] * 2 + [None] * 3
        assert (Pin.select().count(), Room.get().revision) == (3, before + 3)
        await at_once(messages.unpin_message(who, one.id) for one in said for who in (ada, ben))
        assert (Pin.select().count(), Room.get().revision) == (0, before + 6)


async def test_nothing_stays_pinned_that_is_deleted_meanwhile(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    for n in ROUNDS:
        message = await messages.send_message(ada, room.id, "hello")
        thread = await messages.open_thread(ada, message.id)
        reply = await messages.send_message(ada, thread.id, "hi")
        for pinned in (reply, message):
            await messages.pin_message(ada, pinned.id)
            attempts = [
                messages.unpin_message(ben, pinned.id),
                messages.delete_message(ada, pinned.id),
                messages.pin_message(ben, pinned.id),
                messages.unpin_message(ada, pinned.id),
            ]
            ended = await at_once(attempts[n % 4 :] + attempts[: n % 4])
            assert set(ended) <= {None, NotFound}
            assert not Pin.select().exists()
            assert messages.pinned_messages(ben, room.id) == ()


async def test_of_reminders_chosen_at_once_there_is_one(ada: UserItem, room: RoomItem) -> None:
    for _ in ROUNDS:
        message = await messages.send_message(ada, room.id, "hello")
        times = ("20-minutes", "3-hours") * 3
        ended = await at_once(
            [*(messages.remind_of(ada, message.id, when) for when in times), messages.save_message(ada, message.id)]
        )
        assert ended == [None] * 7
        assert SavedMessage.select().where(SavedMessage.message == message.id).count() == 1
        assert messages.reminders(ada)[message.id]


async def due_reminders(people: Iterable[UserItem], *said: MessageItem) -> None:
    for person in people:
        for message in said:
            await messages.remind_of(person, message.id, "1-hour")
    SavedMessage.update(remind_at=1).execute()


def reminded() -> int:
    return Message.select().join(User).where(User.role == "app").count()


async def test_what_is_due_is_sent_once_however_many_processes_look(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    said = [await messages.send_message(ada, room.id, f"{n}") for n in range(3)]
    for n in ROUNDS:
        await due_reminders((ada, ben), *said)
        assert await at_once(messages.send_due_reminders(HOME) for _ in range(4)) == [None] * 4
        assert reminded() == 6 * (n + 1)
    assert Room.select().where(Room.kind == "direct").count() == 2


async def test_a_process_that_waits_for_another_sends_nothing_twice(ada: UserItem, room: RoomItem) -> None:
    await due_reminders([ada], await messages.send_message(ada, room.id, "hello"))
    send_next = messages.commands.reminders._send_next
    refused = await meanwhile(
        database.write, lambda: send_next(HOME), lambda: [database.write(send_next, HOME) for _ in range(3)]
    )
    assert (refused, reminded()) == ([None] * 3, 1)


async def test_a_reminder_that_is_moved_or_cancelled_when_it_is_due_is_not_lost_and_comes_once(
    ada: UserItem, room: RoomItem
) -> None:
    message = await messages.send_message(ada, room.id, "hello")
    for n in ROUNDS:
        await due_reminders([ada], message)
        before = reminded()
        change = messages.cancel_reminder(ada, message.id) if n % 2 else messages.remind_of(ada, message.id, "1-hour")
        sends = [messages.send_due_reminders(HOME) for _ in range(3)]
        assert await at_once([*sends[: n % 3], change, *sends[n % 3 :]]) == [None] * 4
        assert reminded() - before <= 1
        assert bool(messages.reminders(ada)) is (n % 2 == 0), "the later time is kept"


# ---- membership


async def closed_room(owner: UserItem, *others: UserItem) -> RoomItem:
    room = await rooms.create_room(owner, "cellar", kind="closed")
    for other in others:
        await rooms.add_member(owner, room.id, other.id)
    return room


def count_of(author: UserItem, room: RoomItem) -> int:
    return Message.select().where(Message.author == author.id, Message.room == room.id).count()


def removed_at_revision(owner: UserItem, room: RoomItem, person: UserItem) -> int:
    rooms.commands.members._remove(owner, room.id, person.id)
    return int(Room.get_by_id(room.id).revision)


async def test_whoever_is_removed_from_a_closed_room_says_and_changes_nothing_more_in_it(
    ada: UserItem, ben: UserItem
) -> None:
    """The database's own word for it: at the commit of the removal, all that was let through is there."""
    for n in ROUNDS:
        room = await closed_room(ada, ben)
        mine = await messages.send_message(ben, room.id, "hello")
        removal = asyncio.ensure_future(database.write(removed_at_revision, ada, room, ben))
        said = [messages.send_message(ben, room.id, f"hi {i}") for i in range(4)]
        edits = [messages.edit_message(ben, mine.id, f"edit {n} {i}") for i in range(2)]
        ended = await at_once([*said[:2], *edits[:1], removal, *said[2:], *edits[1:]])
        assert ended[3] is None
        assert set(ended) <= {None, NotFound}
        assert Room.get_by_id(room.id).revision == removal.result() == ended.count(None)
        await rooms.archive_room(ada, room.id)
        await rooms.rename_room(ada, room.id, f"cellar {n}")


async def meanwhile(
    write: Callable[[Callable[[], None]], Awaitable[object]],
    change: Callable[[], object],
    attempts: Callable[[], Iterable[Awaitable[object]]],
) -> list[type | None]:
    """Attempt things that come to wait for a change's locks before it is committed, and tell how each was refused."""
    begun: list[asyncio.Future[object]] = []
    loop, have_begun = asyncio.get_running_loop(), threading.Event()

    def begin() -> None:
        begun.extend(map(asyncio.ensure_future, attempts()))
        loop.call_soon(have_begun.set)  # after the first step of each, which gives it to a thread

    def change_and_wait() -> None:
        change()
        loop.call_soon_threadsafe(begin)
        have_begun.wait()
        while db.for_update and waiting() + sum(one.done() for one in begun) < len(begun):
            pass

    await write(change_and_wait)
    return await at_once(begun)


def waiting() -> int:
    """Count the transactions of this PostgreSQL database that wait for a lock; with SQLite, each waits to begin."""
    mine = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    sql = "SELECT count(DISTINCT pid) FROM pg_locks AS lock JOIN pg_locks AS other USING (pid)"
    return db.execute_sql(f"{sql} WHERE NOT lock.granted AND other.database = {mine}").fetchone()[0]


async def test_whoever_waits_for_a_room_while_they_are_removed_is_not_let_in(ada: UserItem, ben: UserItem) -> None:
    room = await closed_room(ada, ben)
    mine, theirs = [await messages.send_message(who, room.id, "hello") for who in (ben, ada)]
    refused = await meanwhile(
        database.write,
        lambda: rooms.commands.members._remove(ada, room.id, ben.id),
        lambda: (
            messages.send_message(ben, room.id, "hi"),
            messages.edit_message(ben, mine.id, "changed"),
            messages.react(ben, theirs.id, "👍", on=True),
        ),
    )
    assert refused == [NotFound] * 3
    assert Room.get_by_id(room.id).revision == 2


async def test_whoever_writes_in_an_open_room_while_they_leave_it_is_in_it_or_has_left_after(
    ada: UserItem, ben: UserItem
) -> None:
    for n in ROUNDS:
        room = await rooms.create_room(ada, f"room-{n}")
        ended = await at_once(
            [
                rooms.join_room(ben, room.id),
                *(messages.send_message(ben, room.id, f"hi {i}") for i in range(3)),
                rooms.leave_room(ben, room.id),
                rooms.join_room(ben, room.id),
                rooms.leave_room(ben, room.id),
            ]
        )
        assert ended == [None] * 7
        assert count_of(ben, room) == 3
        assert Membership.select().where(Membership.room == room.id, Membership.user == ben.id).count() == 1
        await messages.send_message(ben, room.id, "I am here")
        assert rooms.is_member(ben, room.id)


async def test_nobody_joins_or_writes_in_a_room_after_it_was_closed(ada: UserItem, ben: UserItem) -> None:
    for n in ROUNDS:
        room = await rooms.create_room(ada, f"room-{n}")
        ended = await at_once(
            [
                messages.send_message(ben, room.id, "hi"),
                rooms.change_room_kind(ada, room.id, "closed"),
                rooms.join_room(ben, room.id),
                messages.send_message(ben, room.id, "hi"),
            ]
        )
        assert ended[1] is None
        assert set(ended) <= {None, NotFound}
        is_in = Membership.select().where(Membership.room == room.id, Membership.user == ben.id).exists()
        assert is_in is (None in (ended[0], ended[2], ended[3])), "whoever came before stays, whoever is late does not"
        assert count_of(ben, room) == [ended[0], ended[3]].count(None)


async def test_nobody_is_in_a_room_that_was_archived_before_they_came(ada: UserItem, ben: UserItem) -> None:
    for n in ROUNDS:
        room = await rooms.create_room(ada, f"room-{n}")
        ended = await at_once(
            [
                rooms.join_room(ben, room.id),
                messages.send_message(ben, room.id, "hi"),
                rooms.archive_room(ada, room.id),
                messages.send_message(ben, room.id, "hi"),
                rooms.leave_room(ben, room.id),
            ]
        )
        assert ended[2] is ended[4] is None
        assert set(ended) <= {None, Forbidden}
        assert count_of(ben, room) == [ended[1], ended[3]].count(None)


async def test_a_direct_room_opened_by_many_at_once_is_one(ada: UserItem, ben: UserItem) -> None:
    opened = await asyncio.gather(*(rooms.open_direct(*pair) for pair in ((ada, [ben.id]), (ben, [ada.id])) * 4))
    assert len({room.id for room in opened}) == Room.select().count() == 1
    assert Membership.select().count() == 2


async def test_whoever_hides_a_direct_room_at_the_moment_of_a_message_has_hidden_the_message_too(
    ada: UserItem, ben: UserItem
) -> None:
    direct = await rooms.open_direct(ada, [ben.id])
    await messages.send_message(ada, direct.id, "hello")
    counts: list[int] = []
    refused = await meanwhile(
        lambda change: database.write_concurrent(direct.id, change),
        lambda: messages.commands.messages._create(ada, direct.id, ("hi", None), None, None, False, (), None),
        lambda: [database.write(lambda: counts.append(hidden_and_counted(ben, direct)))],
    )
    assert (refused, counts) == ([None], [2])


async def test_no_message_stays_hidden_that_came_after_the_hiding(ada: UserItem, ben: UserItem) -> None:
    """Whatever the order, whoever hides a direct room at the moment of a message sees it, or has hidden it later."""
    for n in ROUNDS:
        direct = await rooms.open_direct(ada, [ben.id])
        await messages.send_message(ada, direct.id, "hello")
        counted = asyncio.ensure_future(database.write(hidden_and_counted, ben, direct))
        await at_once([counted, *(messages.send_message(ada, direct.id, f"{n} {i}") for i in range(3))])
        is_hidden = not rooms.room_list(ben).rooms
        assert not is_hidden or counted.result() == count_of(ada, direct)
        assert count_of(ada, direct) == 4 * (n + 1)


def hidden_and_counted(who: UserItem, direct: RoomItem) -> int:
    rooms.commands.direct._hide(who, direct.id)
    return Message.select().where(Message.room == direct.id).count()


async def test_lists_of_rooms_are_numbered_one_after_the_other(ada: UserItem, ben: UserItem, published) -> None:
    """Whoever knows a revision knows all before it: no two changes have the same, and none comes late."""
    made = [await rooms.create_room(ada, f"room-{n}") for n in range(4)]
    published.clear()
    await at_once(
        command(ben, room.id) for room in made for command in (rooms.join_room, rooms.leave_room, rooms.join_room)
    )
    await at_once(messages.send_message(ben, room.id, "hi") for room in made)
    revisions = [event.revision for event in published if isinstance(event, MembershipChanged)]
    assert len(set(revisions)) == len(revisions)
    assert rooms.room_list(ben).revision == max(revisions)
    assert len(rooms.rooms(ben)) == 4


# ---- revisions


TALK = """
import asyncio, sys
from chat.messages import delete_message, edit_message, send_message
from chat.storage.database import database
from chat.rooms import room; from chat.accounts import user_by_id

async def talk(author, room_id, name):
    for number in range(15):
        message = await send_message(author, room_id, f"{name} {number}")
        if number % 3 == 0:
            await edit_message(author, message.id, "edited")
        if number % 5 == 0:
            await delete_message(author, message.id)

async def main():
    url, author, room_id = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    database.open(url)
    await asyncio.gather(*(talk(user_by_id(author), room_id, name) for name in "abcd"))
    database.close()

asyncio.run(main())
"""
EVENTS = 2 * 4 * (15 + 5 + 3)


async def test_who_sees_a_revision_sees_all_before_it(
    ada: UserItem, ben: UserItem, room: RoomItem, database_url: str
) -> None:
    """Two processes talk in a room and a third looks, again and again, at what has changed since it last looked."""
    command = [sys.executable, "-c", TALK, database_url]
    writers = [
        await asyncio.create_subprocess_exec(*command, str(person.id), str(room.id), cwd=ROOT, env=environment())
        for person in (ada, ben)
    ]
    seen, shown = 0, {}
    while seen < EVENTS:
        assert all(writer.returncode in (None, 0) for writer in writers)
        changes = await database.read(messages.changes_since, somebody(), room.id, seen)
        assert changes
        items = [*changes.created, *changes.edited, *changes.deleted]
        assert all(seen < item.revision <= changes.revision for item in items)
        shown |= {item.id: item for item in items}
        seen = changes.revision
    assert [await writer.wait() for writer in writers] == [0, 0]
    rows = list(Message.select().order_by(Message.id))
    assert {row.id: row.revision for row in rows} == {item.id: item.revision for item in shown.values()}
    numbers = {row.revision for row in rows} | {row.created_revision for row in rows}
    assert max(numbers) == Room.get().revision == EVENTS
    assert [row.created_revision for row in rows] == sorted(row.created_revision for row in rows)
