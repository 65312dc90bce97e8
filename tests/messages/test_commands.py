import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from chat import accounts, messages
from chat.accounts import end_session, hash_token, start_session
from chat.accounts.events import SessionEnded
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages import delete_message, edit_message, send_message
from chat.messages.events import MessageCreated, MessageDeleted, MessageEdited
from chat.messages.loading import load_item
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.rooms.events import ReadMarksMoved
from models import Message, Room, Session, db, now_ms
from tests.people import somebody

NOBODYS_IDS = [0, -1, 999_999, 2**63 - 1, 2**63, 2**70, -(2**70)]
BAD_BODIES = [None, 42, ["hello"], {"body": "hello"}, b"hello", "", " \n\t ", "\u200b\u200d", "x" * 4001]
BAD_CLIENT_IDS = [42, ["abcdefgh"], "", "short", "x" * 65, "has space", "slash/slash", "ümlautümlaut", "line-end\n"]


def of_messages(published):
    """Leave out what else is told, such as that whoever answers has read what they answer."""
    return [event for event in published if not isinstance(event, ReadMarksMoved)]


def messages_in(room):
    """Read what a newcomer sees of a room."""
    return list(messages.newest_messages(somebody(), room.id).messages)


def bodies(room):
    return [message.body for message in messages_in(room)]


def revision_of(room):
    return Room.get_by_id(room.id).revision


# ---- sending


async def test_what_is_said_is_stored_and_told(ada, room, published):
    message = await send_message(ada, room.id, "hello")
    assert (message.author, message.room_id, message.body) == (ada, room.id, "hello")
    assert (message.edited_at, message.deleted_at, message.client_id) == (None, None, None)
    assert abs(message.created_at - now_ms()) < 60_000
    assert messages_in(room) == [message]
    assert published == [MessageCreated(message)]
    assert published[0].topic == f"room:{room.id}"


async def test_what_is_said_is_cleaned_first(ada, room):
    assert (await send_message(ada, room.id, " \r\n  one\r\ntwo\0 ")).body == "  one\ntwo"


@pytest.mark.parametrize("body", BAD_BODIES, ids=repr)
async def test_what_is_no_message_is_refused(ada, room, published, body):
    with pytest.raises(Invalid):
        await send_message(ada, room.id, body)
    assert (messages_in(room), revision_of(room), published) == ([], 0, [])


@pytest.mark.parametrize("room_id", NOBODYS_IDS)
async def test_nothing_can_be_said_in_a_room_that_does_not_exist(ada, room, published, room_id):
    with pytest.raises(NotFound):
        await send_message(ada, room_id, "hello")
    assert Message.select().count() == 0
    assert published == []


async def test_sending_again_with_the_same_client_id_gives_back_the_first_message(ada, room, published):
    first = await send_message(ada, room.id, "hello", "client-id-1")
    again = await send_message(ada, room.id, "hello once more", "client-id-1")
    assert again == first
    assert messages_in(room) == [first]
    assert revision_of(room) == 1
    assert published == [MessageCreated(first)]


async def test_sending_twice_at_the_same_time_stores_one_message(ada, room, published):
    sent = await asyncio.gather(*(send_message(ada, room.id, "hello", "client-id-1") for _ in range(10)))
    assert messages_in(room) == [sent[0]]
    assert set(sent) == {sent[0]}
    assert len(published) == 1


async def test_sending_again_what_has_been_deleted_does_not_bring_it_back(ada, room, published):
    message = await send_message(ada, room.id, "oops", "client-id-1")
    await delete_message(ada, message.id)
    again = await send_message(ada, room.id, "oops", "client-id-1")
    assert again.deleted_at
    assert messages_in(room) == []
    assert len(published) == 2


async def test_two_people_may_use_the_same_client_id(ada, ben, room, published):
    hers = await send_message(ada, room.id, "mine", "client-id-1")
    his = await send_message(ben, room.id, "mine too", "client-id-1")
    assert messages_in(room) == [hers, his]
    assert of_messages(published) == [MessageCreated(hers), MessageCreated(his)]


async def test_without_a_client_id_the_same_words_are_two_messages(ada, room):
    await send_message(ada, room.id, "hello")
    await send_message(ada, room.id, "hello")
    assert bodies(room) == ["hello", "hello"]


@pytest.mark.parametrize("client_id", BAD_CLIENT_IDS, ids=repr)
async def test_a_bad_client_id_is_refused(ada, room, published, client_id):
    with pytest.raises(Invalid):
        await send_message(ada, room.id, "hello", client_id)
    assert (messages_in(room), published) == ([], [])


# ---- editing


async def test_an_edit_changes_the_text_and_nothing_else(ada, room, published):
    message = await send_message(ada, room.id, "frist", "client-id-1")
    edited = await edit_message(ada, message.id, "first")
    assert (edited.body, edited.revision, edited.created_revision) == ("first", 2, 1)
    assert edited.edited_at >= message.created_at
    same = ("id", "room_id", "author", "client_id", "created_at", "deleted_at")
    assert [getattr(edited, name) for name in same] == [getattr(message, name) for name in same]
    assert messages_in(room) == [edited]
    assert published[1:] == [MessageEdited(edited)]


async def test_an_edit_that_changes_nothing_is_told_to_nobody(ada, room, published):
    message = await send_message(ada, room.id, "hello")
    assert await edit_message(ada, message.id, " \nhello\r\n") == message
    assert revision_of(room) == 1
    assert published == [MessageCreated(message)]


@pytest.mark.parametrize("body", BAD_BODIES, ids=repr)
async def test_an_edit_cannot_make_a_message_into_none(ada, room, published, body):
    message = await send_message(ada, room.id, "hello")
    with pytest.raises(Invalid):
        await edit_message(ada, message.id, body)
    assert messages_in(room) == [message]
    assert len(published) == 1


# ---- deleting


async def test_a_deletion_leaves_a_tombstone_without_the_words(ada, room, published):
    message = await send_message(ada, room.id, "oops, my password")
    await edit_message(ada, message.id, "oops, my new password")
    await delete_message(ada, message.id)
    tombstone = load_item(Message.get_by_id(message.id))
    assert (tombstone.body, tombstone.revision, tombstone.created_revision) == ("", 3, 1)
    assert tombstone.deleted_at
    assert messages_in(room) == []
    assert published[2:] == [MessageDeleted(tombstone)]


async def test_deleting_again_does_nothing(ada, room, published):
    message = await send_message(ada, room.id, "oops")
    await delete_message(ada, message.id)
    await delete_message(ada, message.id)
    assert revision_of(room) == 2
    assert [type(event) for event in published] == [MessageCreated, MessageDeleted]


async def test_what_is_deleted_cannot_be_edited(ada, room, published):
    message = await send_message(ada, room.id, "oops")
    await delete_message(ada, message.id)
    with pytest.raises(NotFound):
        await edit_message(ada, message.id, "back again")
    assert messages_in(room) == []
    assert len(published) == 2


# ---- whose it is


async def test_nobody_can_edit_somebody_elses_message(ada, ben, room, published):
    message = await send_message(ada, room.id, "hello")
    with pytest.raises(Forbidden):
        await edit_message(ben, message.id, "goodbye")
    assert messages_in(room) == [message]
    assert published == [MessageCreated(message)]


async def test_nobody_can_delete_somebody_elses_message(ada, ben, room, published):
    message = await send_message(ada, room.id, "hello")
    with pytest.raises(Forbidden):
        await delete_message(ben, message.id)
    assert messages_in(room) == [message]
    assert published == [MessageCreated(message)]


async def test_nobody_learns_the_words_of_a_tombstone_by_deleting_it_again(ada, ben, room):
    message = await send_message(ada, room.id, "oops")
    await delete_message(ada, message.id)
    with pytest.raises(Forbidden):
        await delete_message(ben, message.id)


@pytest.mark.parametrize("message_id", NOBODYS_IDS)
async def test_a_forged_id_names_nothing(ada, room, published, message_id):
    message = await send_message(ada, room.id, "hello")
    with pytest.raises(NotFound):
        await edit_message(ada, message_id, "forged")
    with pytest.raises(NotFound):
        await delete_message(ada, message_id)
    assert messages_in(room) == [message]
    assert len(published) == 1


async def test_a_change_is_told_in_the_messages_own_room(ada, room, new_room, published):
    elsewhere = new_room("elsewhere")
    message = await send_message(ada, elsewhere.id, "hello")
    await edit_message(ada, message.id, "hello there")
    await delete_message(ada, message.id)
    assert {event.topic for event in published} == {f"room:{elsewhere.id}"}
    assert revision_of(room) == 0


# ---- revisions and the order of things


async def test_every_change_takes_the_rooms_next_revision(ada, room, new_room, published):
    elsewhere = new_room("elsewhere")
    first = await send_message(ada, room.id, "one")
    second = await send_message(ada, room.id, "two")
    await edit_message(ada, first.id, "one, edited")
    await delete_message(ada, second.id)
    await send_message(ada, room.id, "three")
    assert [event.message.revision for event in published] == [1, 2, 3, 4, 5]
    assert revision_of(room) == 5
    assert revision_of(elsewhere) == 0


async def test_rooms_count_apart(ada, room, new_room):
    elsewhere = new_room("elsewhere")
    sent = [await send_message(ada, place.id, "hello") for place in (room, elsewhere, room, elsewhere)]
    assert [message.revision for message in sent] == [1, 1, 2, 2]


async def test_a_crowd_that_talks_at_once_is_told_in_the_order_of_revisions(ada, ben, room, published):
    await asyncio.gather(*(send_message([ada, ben][n % 2], room.id, f"message {n}") for n in range(50)))
    assert [event.message.revision for event in of_messages(published)] == list(range(1, 51))
    listed_messages = messages.newest_messages(somebody(), room.id, 100).messages
    assert [message.id for message in listed_messages] == sorted(message.id for message in listed_messages)
    assert [message.revision for message in listed_messages] == list(range(1, 51))


async def test_changes_of_all_kinds_at_once_leave_no_gap_and_no_double(ada, room, published):
    sent = [await send_message(ada, room.id, f"message {n}") for n in range(20)]
    await asyncio.gather(
        *(edit_message(ada, message.id, "edited") for message in sent[:15]),
        *(delete_message(ada, message.id) for message in sent[10:]),
        *(send_message(ada, room.id, "another") for _ in range(10)),
        return_exceptions=True,
    )
    assert [event.message.revision for event in published] == list(range(1, revision_of(room) + 1))
    assert len(set(bodies(room))) == 2


async def test_what_is_told_is_already_stored(ada, room):
    """A subscriber looks through a connection of its own: an uncommitted row would be invisible."""
    seen = []

    def look(event):
        with db.connection_context():
            message = Message.get_by_id(event.message.id)
            seen.append((message.body, message.revision))

    def look_elsewhere(event):
        with ThreadPoolExecutor(1) as other:
            other.submit(look, event).result()

    unsubscribe = bus.subscribe(EVERY_TOPIC, look_elsewhere)
    message = await send_message(ada, room.id, "hello")
    await edit_message(ada, message.id, "hello there")
    await delete_message(ada, message.id)
    unsubscribe()
    assert seen == [("hello", 1), ("hello there", 2), ("", 3)]


@pytest.mark.sqlite("its triggers; tests/storage/test_postgres.py has the same with a constraint")
async def test_a_change_that_fails_leaves_no_trace_and_is_told_to_nobody(ada, room, published):
    message = await send_message(ada, room.id, "hello")
    for change in ("INSERT", "UPDATE"):
        db.execute_sql(f"CREATE TRIGGER no_{change} BEFORE {change} ON message BEGIN SELECT RAISE(ABORT, 'full'); END")
    for attempt in (send_message(ada, room.id, "two"), edit_message(ada, message.id, "x"), delete_message(ada, 1)):
        with pytest.raises(Exception, match="full"):
            await attempt
    assert revision_of(room) == 1
    assert messages_in(room) == [message]
    assert published == [MessageCreated(message)]


async def test_after_a_failed_change_the_next_one_works(ada, room):
    with pytest.raises(NotFound):
        await send_message(ada, 999, "hello")
    assert (await send_message(ada, room.id, "hello")).revision == 1


# ---- sessions


async def test_a_session_says_whose_it_is(ada, opened):
    token = await start_session(ada.id)
    assert accounts.identity(hash_token(token)).user == ada


async def test_every_session_has_a_token_of_its_own(ada, opened):
    tokens = {await start_session(ada.id) for _ in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 43 for token in tokens)  # 32 bytes


@pytest.mark.sqlite("looks into its file")
async def test_the_database_does_not_know_the_token(ada, opened, tmp_path):
    token = await start_session(ada.id)
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("streamchat.db*"))
    assert hash_token(token).encode() in stored
    assert token.encode() not in stored


async def test_the_end_of_a_session_is_told_once(ada, published):
    token = await start_session(ada.id)
    session_id = accounts.identity(hash_token(token)).session_id
    await end_session(token)
    await end_session(token)
    assert accounts.identity(hash_token(token)) is None
    assert published == [SessionEnded(session_id, ada.id)]


@pytest.mark.parametrize("token", ["", "forged", "\ud800", "x" * 100_000])
async def test_ending_a_session_that_does_not_exist_does_nothing(ada, published, token):
    theirs = await start_session(ada.id)
    await end_session(token)
    assert accounts.identity(hash_token(theirs))
    assert published == []


async def test_ending_one_session_leaves_the_others(ada, opened):
    first, second = await start_session(ada.id), await start_session(ada.id)
    await end_session(first)
    assert accounts.identity(hash_token(second))


async def test_a_session_expires_and_is_swept_away_at_the_next_sign_in(ada, opened):
    token = await start_session(ada.id)
    Session.update(expires_at=now_ms()).execute()
    assert accounts.identity(hash_token(token)) is None
    await start_session(ada.id)
    assert Session.select().count() == 1


@pytest.mark.sqlite("with lanes each change looks for its place first, and looks may overtake each other")
async def test_what_one_asks_of_a_message_in_one_breath_is_done_in_that_order(ada, room):
    for _ in range(10):
        message = await send_message(ada, room.id, "hello")
        await asyncio.gather(edit_message(ada, message.id, "hello there"), delete_message(ada, message.id))
