"""Threads: what is replied to a message, who follows that, and what shows of it at the message and in the room."""

import pytest

from chat import messages, notifications, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.messages import delete_message, edit_message, follow_thread, open_thread, send_message, unfollow_thread
from chat.messages.events import (
    ChangeBelow,
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    ThreadChanged,
    ThreadReplied,
)
from chat.messages.items import EVERYBODY, OpenedThread, ThreadItem
from chat.notifications.items import NoticeItem
from chat.notifications.occasions import people_who_may_be_told
from chat.rooms.items import ThreadPlace, UnreadThreads
from models import Membership, Message, Room, db
from tests.statements import counted

NONE, ONE, MEANT = UnreadThreads(), UnreadThreads(1), UnreadThreads(1, 1)


def shown(who, room):
    """Return the messages of a room with the number of replies to each."""
    page = messages.newest_messages(who, room.id)
    return [(message.body, message.thread.replies if message.thread else 0) for message in page.messages]


def follow(who, thread):
    return rooms.seen_room(who, thread.id).thread.is_followed


async def test_opening_makes_a_thread_once_and_tells_nobody(ada, ben, room, published):
    root = await send_message(ada, room.id, "who waters the garden?")
    published.clear()
    thread = await open_thread(ben, root.id)
    assert thread == OpenedThread(thread.id, room.id, root.id) == await open_thread(ada, root.id)
    assert published == []
    assert shown(ada, room) == [("who waters the garden?", 0)]


async def test_a_reply_is_in_the_thread_and_moves_the_room_by_the_message_above(ada, ben, room, published):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    published.clear()
    reply = await send_message(ben, thread.id, "I do")
    assert (reply.room_id, reply.revision) == (thread.id, 1)
    assert messages.newest_messages(ada, thread.id).messages == (reply,)
    changed = messages.changes_since(ada, room.id, root.revision)
    assert [message.thread for message in changed.edited] == [ThreadItem(thread.id, 1, (ben,), reply.created_at)]
    assert (changed.created, changed.revision) == ([], root.revision + 1)
    told = [event for event in published if isinstance(event, MessageCreated | ThreadChanged | ThreadReplied)]
    replied = ThreadReplied(thread.id, room.id, reply.id, ben.id, (ada.id,))
    below = ChangeBelow(room.id, 1)
    assert told == [MessageCreated(reply, below=below), ThreadChanged(changed.edited[0]), replied]


async def test_the_first_three_who_reply_are_shown_and_deleting_takes_a_reply_back(ada, ben, room, new_user):
    people = [ben, *map(new_user, ("Cleo", "Dora", "Emil"))]
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ada, root.id)
    replies = [await send_message(who, thread.id, f"I, {who.name}") for who in (*people, ben)]
    item = messages.newest_messages(ada, room.id).messages[0].thread
    assert item == ThreadItem(thread.id, 5, tuple(people[:3]), replies[-1].created_at)
    for reply in (replies[0], replies[4]):
        await delete_message(ben, reply.id)
    item = messages.newest_messages(ada, room.id).messages[0].thread
    assert item == ThreadItem(thread.id, 3, tuple(people[1:]), replies[3].created_at)
    for who, reply in zip(people[1:], replies[1:4], strict=True):
        await delete_message(who, reply.id)
    assert shown(ada, room) == [("who?", 0)]


async def test_a_deleted_message_stays_in_sight_until_its_last_reply_goes(ada, ben, room, published):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    reply = await send_message(ben, thread.id, "I do")
    revision = messages.newest_messages(ada, room.id).revision
    await delete_message(ada, root.id)
    assert shown(ada, room) == [("", 1)]
    assert [message.id for message in messages.changes_since(ada, room.id, revision).edited] == [root.id]
    assert await send_message(ada, thread.id, "thank you")
    assert (await open_thread(ada, root.id)).id == thread.id
    await delete_message(ben, reply.id)
    assert shown(ada, room) == [("", 1)]
    published.clear()
    await delete_message(ada, messages.newest_messages(ada, thread.id).messages[0].id)
    assert shown(ada, room) == []
    told = [event for event in published if isinstance(event, MessageDeleted | ThreadChanged)]
    assert [(type(event), event.message.id) for event in told] == [
        (MessageDeleted, reply.id + 1),
        (ThreadChanged, root.id),
    ]
    assert all(event.message.is_gone for event in told)
    assert [message.id for message in messages.changes_since(ada, room.id, revision).deleted] == [root.id]


async def test_a_deleted_message_without_replies_has_no_thread(ada, room):
    root = await send_message(ada, room.id, "never mind")
    await delete_message(ada, root.id)
    with pytest.raises(NotFound, match="has been deleted"):
        await open_thread(ada, root.id)


async def test_a_reply_has_no_thread_of_its_own(ada, room):
    thread = await open_thread(ada, (await send_message(ada, room.id, "who?")).id)
    reply = await send_message(ada, thread.id, "I do")
    with pytest.raises(Invalid, match="no thread of its own"):
        await open_thread(ada, reply.id)


async def test_who_writes_who_is_meant_and_whose_message_it_is_follow(ada, ben, room, new_user):
    cleo, dora = new_user("Cleo"), new_user("Dora")
    thread = await open_thread(dora, (await send_message(ada, room.id, "who?")).id)
    assert not any(follow(who, thread) for who in (ada, ben, cleo, dora))
    reply = await send_message(ben, thread.id, "perhaps @Cleo")
    assert [follow(who, thread) for who in (ada, ben, cleo, dora)] == [True, True, True, False]
    assert [rooms.unread_threads(who) for who in (ada, ben, cleo, dora)] == [ONE, NONE, MEANT, NONE]
    await rooms.mark_read(cleo, thread.id, reply.id)
    assert rooms.unread_threads(cleo) == NONE
    await rooms.mark_unread(cleo, thread.id, reply.id)
    assert rooms.unread_threads(cleo) == MEANT
    await send_message(cleo, thread.id, "not me")
    assert [rooms.unread_threads(who) for who in (ada, ben, cleo)] == [ONE, ONE, NONE]
    await rooms.mark_all_read(ada)
    assert rooms.unread_threads(ada) == NONE
    assert rooms.first_unread(ben, thread.id).count == 1


async def test_an_unread_reply_that_is_deleted_is_unread_no_more(ada, ben, room):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    reply = await send_message(ben, thread.id, "I do")
    assert rooms.unread_threads(ada) == ONE
    await delete_message(ben, reply.id)
    assert rooms.unread_threads(ada) == NONE


async def test_one_follows_and_stops_and_is_asked_back_only_when_one_is_meant(ada, ben, room):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ada, root.id)
    await follow_thread(ben, root.id)
    await unfollow_thread(ada, root.id)
    await send_message(ben, thread.id, "I do")
    assert (follow(ada, thread), rooms.unread_threads(ada)) == (False, NONE)
    await send_message(ben, thread.id, "fine, @Ada?")
    assert (follow(ada, thread), rooms.unread_threads(ada)) == (True, MEANT)


async def test_whoever_is_not_in_the_room_joins_it_by_replying_and_cannot_follow_before(ada, room, new_user):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ada, root.id)
    zoe = new_user("Zoe")
    await rooms.leave_room(zoe, room.id)
    with pytest.raises(Forbidden, match="Join this room first"):
        await follow_thread(zoe, root.id)
    await send_message(zoe, thread.id, "I do")
    assert rooms.is_member(zoe, room.id)
    assert follow(zoe, thread)


async def test_leaving_the_room_ends_following(ada, ben, room):
    thread = await open_thread(ben, (await send_message(ben, room.id, "who?")).id)
    await send_message(ada, thread.id, "I do")
    assert rooms.unread_threads(ben) == ONE
    await rooms.leave_room(ben, room.id)
    assert rooms.unread_threads(ben) == NONE
    await send_message(ada, thread.id, "anybody else? @Ben")
    await rooms.join_room(ben, room.id)
    assert not follow(ben, thread)


async def test_a_thread_is_seen_as_its_room(ada, ben, new_user):
    closed = await rooms.create_room(ada, "cellar", kind="closed")
    root = await send_message(ada, closed.id, "who?")
    thread = await open_thread(ada, root.id)
    for query in (rooms.room, rooms.seen_room, messages.newest_messages, rooms.members):
        with pytest.raises(NotFound):
            query(ben, thread.id)
    await rooms.add_member(ada, closed.id, ben.id)
    seen = rooms.seen_room(ben, thread.id)
    assert (seen.room.name, seen.room.kind, seen.members) == ("cellar", "thread", 2)
    assert seen.thread == ThreadPlace(closed.id, root.id, is_followed=False)
    await send_message(ben, thread.id, "I do")
    await rooms.remove_member(ada, closed.id, ben.id)
    with pytest.raises(NotFound):
        messages.newest_messages(ben, thread.id)
    with pytest.raises(NotFound):
        await send_message(ben, thread.id, "and now?")


async def test_nobody_replies_in_an_archived_room(ada, ben, room):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    reply = await send_message(ben, thread.id, "I do")
    Room.update(archived_at=1).where(Room.id == room.id).execute()
    for attempt in (
        send_message(ben, thread.id, "really"),
        messages.edit_message(ben, reply.id, "really"),
        messages.react(ben, reply.id, "👍", on=True),
        messages.notify_typing(ben, thread.id),
    ):
        with pytest.raises(Forbidden, match="archived"):
            await attempt
    assert rooms.unread_threads(ada) == NONE
    assert rooms.seen_room(ben, thread.id).refusal


async def test_direct_messages_have_threads(ada, ben):
    direct = await rooms.open_direct(ada, [ben.id])
    root = await send_message(ada, direct.id, "who?")
    thread = await open_thread(ben, root.id)
    await send_message(ben, thread.id, "I do")
    assert rooms.unread_threads(ada) == ONE
    assert rooms.room(ada, thread.id).name == "Ben"


async def test_a_thread_is_in_no_list_of_rooms(ada, ben, room):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    await send_message(ben, thread.id, "I do, @Ada")
    lists = (
        [own.id for own in rooms.room_list(ada).rooms],
        [own.id for own in rooms.room_list_changes(ada, -1).shown],
        [item.room_id for item in rooms.unread(ada)],
        [item.id for item in rooms.rooms(ada)],
        [item.room_id for item in messages.last_messages(ada)],
        [item.id for item in rooms.rooms_in_common(ada, ben.id)],
        [item.id for item in rooms.room_listing(ada).items],
    )
    assert set(map(tuple, lists)) == {(room.id,)}
    assert rooms.room_list_changes(ada, -1).gone == []
    assert rooms.room_to_open(ada) == room.id


async def test_a_repeated_reply_is_stored_and_counted_once(ada, ben, room):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    first = await send_message(ben, thread.id, "I do", "client-id-1")
    assert await send_message(ben, thread.id, "I do", "client-id-1") == first
    assert shown(ada, room) == [("who?", 1)]
    assert Message.select().where(Message.room == thread.id).count() == 1


async def test_managers_of_the_room_delete_replies(ada, ben, room, new_user):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    reply = await send_message(ben, thread.id, "I do")
    with pytest.raises(Forbidden):
        await delete_message(new_user("Cleo"), reply.id)
    Membership.update(role="manager").where(Membership.room == room.id, Membership.user == ada.id).execute()
    await delete_message(ada, reply.id)
    assert shown(ada, room) == [("who?", 0)]


async def test_the_room_as_a_whole_is_not_meant_in_a_thread(ada, ben, room):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    assert not (await send_message(ben, thread.id, "@room, who?")).mentions_room


async def test_a_reply_that_is_also_sent_to_the_room_answers_there_what_it_replies_to(ada, ben, room, published):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    published.clear()
    for _ in range(2):
        reply = await send_message(ben, thread.id, "I do", "client-id-1", also_in_room=True)
    page = messages.newest_messages(ada, room.id)
    assert shown(ada, room) == [("who?", 1), ("I do", 0)]
    assert (page.messages[1].reply_to.id, page.messages[1].author, page.messages[1].mentioned) == (root.id, ben, ())
    assert (page.revision, page.messages[1].revision) == (root.revision + 2, root.revision + 2)
    created = [event.message.id for event in published if isinstance(event, MessageCreated)]
    assert created == [reply.id, page.messages[1].id]


async def test_who_is_named_in_a_reply_that_is_also_sent_to_the_room_is_told_once(ada, ben, room, new_user):
    cleo = new_user("Cleo")
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    reply = await send_message(ben, thread.id, "@Cleo does, @room", also_in_room=True)
    copy = messages.newest_messages(ada, room.id).messages[1]
    assert [notice.message_id for notice in notifications.notices(cleo, [reply.id])] == [reply.id]
    assert rooms.unread_threads(cleo) == MEANT
    assert copy.mentioned_ids == (EVERYBODY,), "a thread means nobody by it"
    await send_message(ben, thread.id, "@Cleo!", also_in_room=True)
    copy = messages.newest_messages(ada, room.id).messages[2]
    assert (copy.body, copy.mentioned) == ("@Cleo!", ())
    assert notifications.notices(cleo, [copy.id]) == []
    [there] = rooms.unread(cleo)
    assert (there.room_id, there.count, there.mentions) == (room.id, 3, 1)


def texts(who, room_id):
    return [message.body for message in messages.newest_messages(who, room_id).messages]


async def test_a_reply_and_its_copy_in_the_room_are_edited_and_deleted_together(ada, ben, room, published):
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    others = await send_message(ben, thread.id, "and I", "other-client-id")
    reply = await send_message(ben, thread.id, "I do", also_in_room=True)
    [_, copy] = messages.newest_messages(ada, room.id).messages
    published.clear()
    await edit_message(ben, reply.id, "**I** do, @Ada")
    assert texts(ada, thread.id) == ["and I", "**I** do, @Ada"]
    assert texts(ada, room.id) == ["who?", "**I** do, @Ada"]
    edited = [event for event in published if isinstance(event, MessageEdited)]
    assert [(event.message.id, event.message.mentions, event.message.is_gone) for event in edited] == [
        (reply.id, (ada,), False),
        (copy.id, (), False),
    ]
    assert messages.changes_since(ada, room.id, copy.revision).edited[0].html == edited[1].message.html
    await edit_message(ben, copy.id, "no", base=edited[1].message.edited_at)
    assert (texts(ada, thread.id), texts(ada, room.id)) == (["and I", "no"], ["who?", "no"])
    with pytest.raises(Forbidden):
        await edit_message(ada, copy.id, "yes")
    await delete_message(ben, copy.id)
    await delete_message(ben, reply.id)
    assert (texts(ada, thread.id), shown(ada, room)) == (["and I"], [("who?", 1)])
    deleted = [event.message.id for event in published if isinstance(event, MessageDeleted)]
    assert deleted == [reply.id, copy.id]
    with pytest.raises(Invalid, match="client id"):
        await send_message(ben, room.id, "mine", f"copy:{others.id}")


async def test_who_follows_a_thread_is_told_of_a_reply_and_not_of_its_copy(ada, ben, room, new_user):
    cleo = new_user("Cleo")
    for who in (ada, cleo):
        await notifications.set_level(who, room.id, "everything")
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ben, root.id)
    reply = await send_message(ben, thread.id, "I do", also_in_room=True)
    [_, copy] = messages.newest_messages(ada, room.id).messages
    told = [[notice.message_id for notice in notifications.notices(who, [reply.id, copy.id])] for who in (ada, cleo)]
    assert told == [[reply.id], [copy.id]]


async def test_only_a_reply_is_sent_to_the_room_as_well(ada, room):
    with pytest.raises(Invalid, match="Only a reply"):
        await send_message(ada, room.id, "hello", also_in_room=True)
    assert shown(ada, room) == []


async def test_the_page_of_threads_has_the_last_replies_and_how_many_are_unread(ada, ben, room):
    first, second, third = [
        await open_thread(ada, (await send_message(ada, room.id, text)).id) for text in ("one", "two", "three")
    ]
    for thread, texts in ((second, ("a", "b", "c")), (first, ("d",))):
        for text in texts:
            await send_message(ben, thread.id, text)
    await follow_thread(ada, third.root_id)
    Room.update(replied_at=Room.id).execute()  # the clock may stand still
    found = messages.followed_threads(ada)
    assert [
        (one.thread, one.room.name, one.root.body, [reply.body for reply in one.replies], one.unread)
        for one in found.items
    ] == [(second, room.name, "two", ["b", "c"], 3), (first, room.name, "one", ["d"], 1)]
    assert found.total == 2
    assert [one.unread for one in messages.followed_threads(ben).items] == [0, 0]


async def test_a_link_to_a_reply_finds_its_thread(ada, ben, room):
    root = await send_message(ada, room.id, "who?")
    reply = await send_message(ben, (await open_thread(ben, root.id)).id, "I do")
    other = await rooms.create_room(ada, "attic")
    assert messages.root_of_reply(ada, room.id, reply.id) == root.id
    assert messages.root_of_reply(ada, room.id, root.id) is None
    assert messages.root_of_reply(ada, other.id, reply.id) is None


async def test_who_follows_is_told_of_replies_as_of_a_thread(ada, ben, room, new_user):
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    reply = await send_message(ben, thread.id, "I do")
    assert notifications.notices(ada, [reply.id]) == [
        NoticeItem(room.id, reply.id, "Ben", f"Thread in {room.name}", "I do")
    ]
    assert notifications.notices(new_user("Cleo"), [reply.id]) == []
    assert people_who_may_be_told([Message.get_by_id(reply.id)]) == {reply.id: {ada.id, ben.id}}
    await notifications.set_level(ada, thread.id, "nothing")
    assert notifications.notices(ada, [reply.id]) == []
    assert rooms.unread_threads(ada) == NONE


@pytest.mark.sqlite("its plan")
async def test_following_a_thousand_threads_costs_the_lists_of_rooms_nothing(ada, room):
    """Neither they nor the count look at what one follows and has read."""
    rows = [{"name": "", "kind": "thread", "parent": room.id, "root_id": number} for number in range(1000)]
    Room.insert_many(rows).execute()
    threads = Room.select(Room.id).where(Room.kind == "thread")
    Membership.insert_many([{"room": row.id, "user": ada.id, "parent_id": room.id} for row in threads]).execute()
    for query in (rooms.room_list, rooms.unread, rooms.room_to_open):
        with counted() as statements:
            query(ada)
        plans = [plan for sql, values in statements for plan in looks_at_memberships(sql, values)]
        assert plans
        assert all("(user_id=? AND parent_id=?)" in plan for plan in plans), (query, plans)
    with counted() as statements:
        rooms.unread_threads(ada)
    assert "membership_unread_threads" in "".join(looks_at_memberships(*statements[0]))


def looks_at_memberships(sql, values):
    """Return how SQLite finds the memberships of a person for a query."""
    rows = db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    return [row[3] for row in rows if "membership_" in row[3] and "(user_id=?" in row[3]]


async def test_a_reply_costs_the_same_however_many_follow(ada, ben, room, new_user, published):
    """Of the message above nothing is read that is not there, and those who follow are read once."""
    thread = await open_thread(ben, (await send_message(ada, room.id, "who?")).id)
    await send_message(ben, thread.id, "I do")
    with counted() as few:
        await send_message(ben, thread.id, "and I")
    for number in range(20):
        await follow_thread(new_user(f"Nr {number}"), thread.root_id)
    published.clear()
    with counted() as many:
        await send_message(ben, thread.id, "and I, too")
    [told] = [event for event in published if isinstance(event, ThreadReplied)]
    assert len(told.followers) == 21
    assert len(many) == len(few) <= 21
