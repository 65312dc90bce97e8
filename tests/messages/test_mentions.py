"""Whom messages mean: as it is stored, told and counted."""

from collections.abc import Callable
from random import Random

import pytest

from chat import accounts, messages, rooms
from chat.accounts.items import UserItem
from chat.errors import Invalid
from chat.messages.commands.mentions import MAX_PEOPLE
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited
from chat.messages.items import EVERYBODY, MessageItem
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from chat.storage.name_keys import name_key
from models import Membership, Mention, Message, User, db, now_ms
from tests.people import put_in_open_rooms
from tests.statements import counted

Invite = Callable[[str], UserItem]


@pytest.fixture
def invite(room: RoomItem) -> Invite:
    """Lets somebody with a name come, into all open rooms."""

    def come(name: str) -> UserItem:
        email = f"{User.select().count()}@example.com"
        row = User.create(name=name, name_key=name_key(name), email=email, password_hash="-")
        put_in_open_rooms(row)
        return accounts.user_item(row)

    return come


def shown(message: MessageItem) -> list[str]:
    """Return what of a message is a mention, and of whom."""
    places = [(place, one.user) for one in message.mentioned for place in one.places]
    return [
        f"{message.body[start:end]}={user.name if user else 'everybody'}"
        for (start, end), user in sorted(places, key=lambda place: place[0])
    ]


def mentions(user: UserItem, room: RoomItem) -> int:
    return next(item.mentions for item in rooms.unread(user) if item.room_id == room.id)


# ---- whom a text means


async def test_a_person_is_meant_by_name_whatever_its_case(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message = await messages.send_message(ben, room.id, "hello @ADA, and @ben!")
    assert shown(message) == ["@ADA=Ada", "@ben=Ben"]
    assert message.mentions == (ada, ben)
    assert not message.mentions_room
    assert messages.newest_messages(ada, room.id).messages == (message,)


async def test_the_longest_name_is_meant(ben: UserItem, room: RoomItem, invite: Invite) -> None:
    for name in ("Ann", "Ann Lee", "Ann Lee-Smith", "Anna"):
        invite(name)
    message = await messages.send_message(ben, room.id, "@Ann Lee-Smith @Ann Lee @Ann L @Anna Lee @Ann Leeds @Ann-Lee")
    assert shown(message) == ["@Ann Lee-Smith=Ann Lee-Smith", "@Ann Lee=Ann Lee", "@Ann=Ann", "@Anna=Anna", "@Ann=Ann"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Siobhán O’Brien", "@Siobhán O'Brien"),
        ("Siobhán O’Brien", "@siobhan o'brien"),
        ("Siobhán O’Brien", "@Siobhan"),
        ("José", "@jose"),
        ("Anna 🎉", "@anna 🎉"),
        ("שרה לוי", "@שרה לוי"),
        ("<b>Eve</b>", "@<b>Eve</b>"),
        ("C++ fan!", "@c++ fan!"),
        ("Dr. Who", "@Dr. Who"),
        ("王伟", "@王伟"),
        ("No. 5", "@no. 5"),
    ],
)
async def test_names_of_all_kinds_are_found(
    ben: UserItem, room: RoomItem, invite: Invite, name: str, typed: str
) -> None:
    invite(name)
    for text in ("{}", "{}", "{} hello", "so {}, and", "({})", "{}?", "{}\nnext"):
        assert shown(await messages.send_message(ben, room.id, text.format(typed))) == [f"{typed}={name}"]


async def test_a_first_name_is_enough_where_one_person_in_the_room_has_it(
    ben: UserItem, room: RoomItem, invite: Invite
) -> None:
    invite("Susan Wagner")
    assert shown(await messages.send_message(ben, room.id, "@susan wags")) == ["@susan=Susan Wagner"]
    other = invite("Susan Miller")
    assert shown(await messages.send_message(ben, room.id, "@susan @Susan Miller")) == ["@Susan Miller=Susan Miller"]
    Membership.update(left_at=now_ms()).where(Membership.user == other.id).execute()
    assert shown(await messages.send_message(ben, room.id, "@susan @Susan Miller")) == [
        *("@susan=Susan Wagner", "@Susan Miller=Susan Miller")
    ]


async def test_a_deactivated_person_is_not_meant_nor_somebody_with_a_shorter_name(
    ben: UserItem, room: RoomItem, invite: Invite
) -> None:
    invite("Ann")
    gone = invite("Ann Lee")
    User.update(deactivated_at=now_ms()).where(User.id == gone.id).execute()
    assert shown(await messages.send_message(ben, room.id, "@Ann Lee has left, @Ann")) == ["@Ann=Ann"]
    invite("Ann Lee")
    assert shown(await messages.send_message(ben, room.id, "@Ann Lee is new")) == ["@Ann Lee=Ann Lee"]


async def test_nobody_is_meant_by_what_is_no_name(ben: UserItem, room: RoomItem) -> None:
    text = "@nobody, me@ada, @@ada `@ada` https://example.com/@ada @ ada @"
    message = await messages.send_message(ben, room.id, text)
    assert (message.mentioned, message.body) == ((), text)
    assert not Mention.select().exists()


async def test_people_without_a_key_of_their_name_are_found(ben: UserItem, room: RoomItem) -> None:
    """As something other than a command has written them."""
    User.create(name="Zoë Zimmer", email="zoe@example.com", password_hash="-")
    assert shown(await messages.send_message(ben, room.id, "@Zoë Zimmer")) == ["@Zoë Zimmer=Zoë Zimmer"]


async def test_everybody_is_meant_by_room(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message = await messages.send_message(ben, room.id, "@room, and @Rooms, and @ada")
    assert shown(message) == ["@room=everybody", "@ada=Ada"]
    assert message.mentions_room
    assert message.mentions == (ada,)
    assert message.mentioned_ids == (EVERYBODY, ada.id)
    notes = await rooms.open_direct(ada, [])
    assert shown(await messages.send_message(ada, notes.id, "@room")) == []


# ---- very many


async def test_the_same_person_many_times_is_meant_once(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    message = await messages.send_message(ben, room.id, "@ada " * 800)
    assert message.mentions == (ada,)
    assert len(message.mentioned[0].places) == 100
    assert mentions(ada, room) == 1


async def test_too_many_people_are_refused_and_nothing_is_stored(
    ben: UserItem, room: RoomItem, invite: Invite, published: list[Event]
) -> None:
    for number in range(MAX_PEOPLE + 1):
        invite(f"p{number}")
    await messages.send_message(ben, room.id, " ".join(f"@p{number}" for number in range(MAX_PEOPLE)))
    published.clear()
    with pytest.raises(Invalid, match="at most 50 people"):
        await messages.send_message(ben, room.id, " ".join(f"@p{number}" for number in range(MAX_PEOPLE + 1)))
    assert Message.select().count() == 1
    assert published == []


# ---- edits and deletions


async def test_an_edit_means_whom_its_text_means(
    ada: UserItem, ben: UserItem, room: RoomItem, invite: Invite, published: list[Event]
) -> None:
    cleo = invite("Cleo")
    first = await messages.send_message(ben, room.id, "@ada")
    edited = await messages.edit_message(ben, first.id, "so @cleo and @room")
    assert shown(edited) == ["@cleo=Cleo", "@room=everybody"]
    assert published == [MessageCreated(first), MessageEdited(edited, mentioned_before=(ada.id,))]
    plain = await messages.edit_message(ben, first.id, "nobody")
    assert plain.mentioned == ()
    assert published[-1] == MessageEdited(plain, mentioned_before=(cleo.id, EVERYBODY))
    assert not Mention.select().exists()


async def test_an_edit_still_means_who_was_meant_though_they_are_called_otherwise_now(
    ada: UserItem, ben: UserItem, room: RoomItem, invite: Invite
) -> None:
    message = await messages.send_message(ben, room.id, "@ada look")
    await accounts.change_name(ada, "Augusta King")
    other = invite("Ada")
    [now] = messages.newest_messages(ben, room.id).messages
    assert [user.name for user in now.mentions] == ["Augusta King"]
    edited = await messages.edit_message(ben, message.id, "please @ada look")
    assert [user.id for user in edited.mentions] == [ada.id]
    assert (await messages.send_message(ben, room.id, "@ada")).mentions == (other,)


async def test_a_deletion_tells_whom_the_message_has_meant(
    ada: UserItem, ben: UserItem, room: RoomItem, published: list[Event]
) -> None:
    message = await messages.send_message(ben, room.id, "@ada @room")
    await messages.delete_message(ben, message.id)
    deleted = published[-1]
    assert isinstance(deleted, MessageDeleted)
    assert (deleted.mentioned_before, deleted.message.mentioned) == ((ada.id, EVERYBODY), ())
    assert not Mention.select().exists()


# ---- counts


async def test_mentions_are_counted_until_they_are_read(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await messages.send_message(ada, room.id, "@ada @room")
    assert (mentions(ada, room), mentions(ben, room)) == (0, 1)
    first = await messages.send_message(ben, room.id, "@ada and @room")
    await messages.send_message(ben, room.id, "hello")
    last = await messages.send_message(ben, room.id, "@room")
    assert mentions(ada, room) == 2
    await rooms.mark_read(ada, room.id, first.id)
    assert mentions(ada, room) == 1
    await messages.delete_message(ben, last.id)
    assert mentions(ada, room) == 0


async def test_in_a_direct_room_all_messages_are_meant(ada: UserItem, ben: UserItem) -> None:
    direct = await rooms.open_direct(ben, [ada.id])
    await messages.send_message(ben, direct.id, "hello")
    await messages.send_message(ben, direct.id, "@ada")
    assert mentions(ada, direct) == 2


async def test_very_many_mentions_are_counted_up_to_a_hundred(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    for number in range(110):
        await messages.send_message(ben, room.id, "@ada" if number % 2 else "@room")
    assert mentions(ada, room) == rooms.MAX_COUNT + 1


async def test_a_mention_in_a_closed_room_is_nothing_to_whoever_is_not_in_it(ada: UserItem, ben: UserItem) -> None:
    closed = await rooms.create_room(ben, "secret", kind="closed")
    message = await messages.send_message(ben, closed.id, "@ada must not know, @room")
    assert message.mentions == (ada,)
    assert [item.room_id for item in rooms.unread(ada)] == [item.id for item in rooms.rooms(ada)]
    assert all(item.mentions == 0 for item in rooms.unread(ada))


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_happens_the_count_is_that_of_the_unread_messages_that_mean_one(
    ada: UserItem, ben: UserItem, room: RoomItem, seed: int
) -> None:
    chance, ids, read = Random(seed), [], 0
    texts = ("hello", "@ada", "@room", "@ben", "@ada @room", "@ben, @room")
    for _ in range(60):
        what = chance.choice(("say", "say", "own", "edit", "delete", "read", "unread")) if ids else "say"
        text = chance.choice(texts)
        message = chance.choice(ids) if ids else 0
        if what in {"say", "own"}:
            ids.append((await messages.send_message(ben if what == "say" else ada, room.id, text)).id)
            read = ids[-1] if what == "own" else read  # whoever writes has read
        elif what in {"edit", "delete"}:
            row = Message.get_by_id(message)
            author = ben if row.author_id == ben.id else ada
            if what == "delete":
                await messages.delete_message(author, message)
            elif not row.deleted_at:
                await messages.edit_message(author, message, text)
        elif what == "read":
            await rooms.mark_read(ada, room.id, message)
            read = max(read, message)
        else:
            await rooms.mark_unread(ada, room.id, message)
            read = message - 1
        unread = [row for row in Message.select() if row.id > read and row.author_id == ben.id]
        assert mentions(ada, room) == sum("@ada" in row.body or "@room" in row.body for row in unread), what


@pytest.mark.sqlite("the plan")
def test_counting_mentions_reads_ranges_of_an_index(ada: UserItem, room: RoomItem) -> None:
    db.execute_sql("ANALYZE")
    with counted() as statements:
        rooms.unread(ada)
    [(statement, values)] = statements
    plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    looks = [step for step in plan if "mention_room_id_user_id_message_id" in step]
    assert len(looks) == 2
    assert all("SEARCH" in look and "(room_id=? AND user_id=? AND message_id>?)" in look for look in looks)
