import random

import pytest

from chat import accounts, demo, messages, rooms
from chat.accounts import hash_token, start_session
from chat.errors import NotFound
from chat.messages import delete_message, edit_message, send_message
from chat.storage.settings import is_demo
from models import Membership, Message, Reaction, Room, Session, User, db, now_ms
from tests.people import somebody
from tests.statements import cost_of, counted

NO_ROOM = [0, -1, 999, 2**63 - 1, 2**63, 2**70]


def fill(room, author, count, **columns):
    """Put messages into a room; all of the same millisecond unless told otherwise."""
    revision = Room.get_by_id(room.id).revision
    columns = {"created_at": 1_700_000_000_000} | columns
    with db.atomic():
        for number in range(revision + 1, revision + count + 1):
            row = {"body": f"message {number}", "revision": number, "created_revision": number, **columns}
            Message.create(room=room.id, author=author.id, **row)
        Room.update(revision=revision + count).where(Room.id == room.id).execute()


def page_back(room, size):
    """Turn page after page from the newest to the beginning."""
    pages = [messages.newest_messages(somebody(), room.id, size)]
    while pages[0].more:
        pages.insert(0, messages.messages_before(somebody(), room.id, pages[0].messages[0].id, size))
    return pages


def page_forward(room, size):
    pages = [messages.messages_after(somebody(), room.id, 0, size)]
    while pages[-1].more:
        pages.append(messages.messages_after(somebody(), room.id, pages[-1].messages[-1].id, size))
    return pages


def bodies(messages):
    return [message.body for message in messages]


def all_bodies(pages):
    return [message.body for page in pages for message in page.messages]


# ---- rooms


def test_rooms_are_listed_by_name_whatever_the_case(new_room):
    for name in ("beta", "Alpha", "gamma", "Delta"):
        new_room(name)
    assert [room.name for room in rooms.rooms(somebody())] == ["Alpha", "beta", "Delta", "gamma"]


def test_rooms_whose_names_differ_by_case_alone_keep_their_order(new_room):
    names = ["tea", "Tea", "TEA"]
    for name in names:
        new_room(name)
    assert [room.name for room in rooms.rooms(somebody())] == names


def test_a_room_is_found_by_its_id(room):
    assert rooms.room(somebody(), room.id) == room


@pytest.mark.parametrize("room_id", NO_ROOM)
def test_an_unknown_room_is_not_found(room, room_id):
    questions = [
        lambda: rooms.room(somebody(), room_id),
        lambda: messages.newest_messages(somebody(), room_id),
        lambda: messages.messages_before(somebody(), room_id, 1),
        lambda: messages.messages_after(somebody(), room_id, 1),
        lambda: messages.messages_around(somebody(), room_id, 1),
        lambda: messages.changes_since(somebody(), room_id, 0),
    ]
    for question in questions:
        with pytest.raises(NotFound):
            question()


def test_revisions_are_told_of_the_rooms_asked_for(room, new_room, ada):
    elsewhere, silent = new_room("elsewhere"), new_room("silent")
    fill(room, ada, 3)
    fill(elsewhere, ada, 2)
    assert rooms.unchecked.room_revisions([room.id, silent.id, 999]) == {room.id: 3, silent.id: 0}
    assert rooms.unchecked.room_revisions([]) == {}


# ---- paging


def test_an_empty_room_has_an_empty_page(room):
    page = messages.newest_messages(somebody(), room.id)
    assert (list(page.messages), page.revision, page.more) == ([], 0, False)


def test_a_page_is_the_newest_messages_oldest_first(room, ada):
    fill(room, ada, 10)
    page = messages.newest_messages(somebody(), room.id, 3)
    assert bodies(page.messages) == ["message 8", "message 9", "message 10"]
    assert (page.revision, page.more) == (10, True)


def test_a_page_goes_up_to_but_without_the_message_asked_for(room, ada):
    fill(room, ada, 10)
    newest = messages.newest_messages(somebody(), room.id, 3)
    older = messages.messages_before(somebody(), room.id, newest.messages[0].id, 3)
    assert bodies(older.messages) == ["message 5", "message 6", "message 7"]
    newer = messages.messages_after(somebody(), room.id, older.messages[-1].id, 2)
    assert bodies(newer.messages) == ["message 8", "message 9"]


@pytest.mark.parametrize("turn", [page_back, page_forward])
def test_turning_pages_never_leaves_the_room(room, new_room, ada, turn):
    elsewhere = new_room("elsewhere")
    for _ in range(6):
        fill(room, ada, 1, body="here")
        fill(elsewhere, ada, 1, body="there")
    assert all_bodies(turn(room, 2)) == ["here"] * 6


@pytest.mark.parametrize("size", [1, 2, 3, 7, 19, 20, 21])
@pytest.mark.parametrize("turn", [page_back, page_forward])
def test_messages_of_the_same_moment_are_neither_skipped_nor_doubled(room, ada, turn, size):
    fill(room, ada, 20)
    assert all_bodies(turn(room, size)) == [f"message {number}" for number in range(1, 21)]


def test_a_clock_that_goes_back_does_not_change_the_order(room, ada):
    for moment in (3000, 1000, 2000):
        fill(room, ada, 1, created_at=moment)
    assert all_bodies(page_back(room, 2)) == ["message 1", "message 2", "message 3"]


@pytest.mark.parametrize("turn", [page_back, page_forward])
@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (4, 1), (5, 1), (6, 2), (9, 2), (10, 2), (11, 3)])
def test_the_last_page_says_so_even_when_it_is_exactly_full(room, ada, turn, count, pages):
    fill(room, ada, count)
    assert len(turn(room, 5)) == pages


@pytest.mark.parametrize("beyond", [0, 1, -5, -(2**63)])
def test_before_the_beginning_there_is_nothing(room, ada, beyond):
    fill(room, ada, 3)
    page = messages.messages_before(somebody(), room.id, beyond)
    assert (list(page.messages), page.more) == ([], False)


def test_after_the_end_there_is_nothing(room, ada):
    fill(room, ada, 3)
    page = messages.messages_after(somebody(), room.id, 2**62)
    assert (list(page.messages), page.more) == ([], False)


def test_a_page_beside_a_message_of_another_room_is_of_the_room_asked_for(room, new_room, ada):
    elsewhere = new_room("elsewhere")
    fill(room, ada, 2)
    fill(elsewhere, ada, 1)
    fill(room, ada, 2)
    foreign = messages.newest_messages(somebody(), elsewhere.id).messages[0]
    assert bodies(messages.messages_before(somebody(), room.id, foreign.id).messages) == ["message 1", "message 2"]
    assert bodies(messages.messages_after(somebody(), room.id, foreign.id).messages) == ["message 3", "message 4"]


@pytest.mark.parametrize("turn", [page_back, page_forward])
def test_deleted_messages_are_not_shown_and_do_not_shorten_pages(room, ada, turn):
    fill(room, ada, 12)
    Message.update(deleted_at=now_ms(), body="").where(Message.id.in_([3, 6, 9, 12])).execute()
    pages = turn(room, 4)
    assert [len(page.messages) for page in pages] == [4, 4]
    assert all_bodies(pages) == [f"message {number}" for number in (1, 2, 4, 5, 7, 8, 10, 11)]


def test_a_room_of_deleted_messages_looks_empty(room, ada):
    fill(room, ada, 3, deleted_at=1, body="")
    page = messages.newest_messages(somebody(), room.id)
    assert (list(page.messages), page.revision, page.more) == ([], 3, False)


# ---- catching up


async def test_changes_are_told_apart(room, ada):
    old, older, oldest = [await send_message(ada, room.id, body) for body in ("old", "older", "oldest")]
    revision = oldest.revision
    new = await send_message(ada, room.id, "new")
    edited = await edit_message(ada, older.id, "older, edited")
    await delete_message(ada, old.id)
    changes = messages.changes_since(somebody(), room.id, revision)
    assert list(changes.created) == [new]
    assert list(changes.edited) == [edited]
    assert [(item.id, item.body) for item in changes.deleted] == [(old.id, "")]
    assert changes.revision == 6


async def test_what_came_and_was_edited_is_new(room, ada):
    message = await send_message(ada, room.id, "frist")
    edited = await edit_message(ada, message.id, "first")
    changes = messages.changes_since(somebody(), room.id, 0)
    assert (list(changes.created), list(changes.edited), list(changes.deleted)) == ([edited], [], [])


async def test_what_came_and_went_is_gone(room, ada):
    message = await send_message(ada, room.id, "oops")
    await delete_message(ada, message.id)
    changes = messages.changes_since(somebody(), room.id, 0)
    assert (list(changes.created), list(changes.edited)) == ([], [])
    assert [item.id for item in changes.deleted] == [message.id]


async def test_changes_are_in_the_order_of_the_messages_not_of_the_changes(room, ada):
    sent = [await send_message(ada, room.id, f"message {number}") for number in range(6)]
    for message in (sent[2], sent[0], sent[1]):
        await edit_message(ada, message.id, "edited")
    for message in (sent[5], sent[3], sent[4]):
        await edit_message(ada, message.id, "edited")
    for since in (3, 6):
        changes = messages.changes_since(somebody(), room.id, since)
        ids = [item.id for item in (*changes.edited, *changes.created)]
        assert ids == sorted(ids)
        assert len(ids) == 6


async def test_changes_of_other_rooms_are_not_told(room, new_room, ada):
    elsewhere = new_room("elsewhere")
    await send_message(ada, elsewhere.id, "there")
    changes = messages.changes_since(somebody(), room.id, 0)
    assert (list(changes.created), list(changes.edited), list(changes.deleted), changes.revision) == ([], [], [], 0)


def test_who_knows_everything_is_told_nothing(room, ada):
    fill(room, ada, 5)
    changes = messages.changes_since(somebody(), room.id, 5)
    assert (list(changes.created), list(changes.edited), list(changes.deleted), changes.revision) == ([], [], [], 5)


@pytest.mark.parametrize("revision", [6, 2**53, 2**70])
def test_a_revision_that_has_not_been_calls_for_a_fresh_page(room, ada, revision):
    fill(room, ada, 5)
    assert messages.changes_since(somebody(), room.id, revision) is None


def test_too_many_changes_call_for_a_fresh_page(room, ada, monkeypatch):
    monkeypatch.setattr(messages.queries, "MAX_CHANGES", 5)
    fill(room, ada, 8)
    assert messages.changes_since(somebody(), room.id, 2) is None
    assert len(messages.changes_since(somebody(), room.id, 3).created) == 5
    assert messages.changes_since(somebody(), room.id, -(2**70)) is None


async def test_from_any_revision_the_changes_lead_to_the_present(room, ada):
    """Whatever a browser has seen, what it saw plus the changes since is what a newcomer sees."""
    chance = random.Random(7)
    snapshots = {0: {}}
    for number in range(60):
        present = {message.id: message for message in messages.newest_messages(somebody(), room.id, 100).messages}
        match chance.choice(["send", "send", "edit", "delete"]) if present else "send":
            case "send":
                await send_message(ada, room.id, f"message {number}")
            case "edit":
                await edit_message(ada, chance.choice(list(present)), f"edit {number}")
            case "delete":
                await delete_message(ada, chance.choice(list(present)))
        page = messages.newest_messages(somebody(), room.id, 100)
        snapshots[page.revision] = {message.id: message for message in page.messages}
    assert list(snapshots) == list(range(61))
    for revision, seen in snapshots.items():
        changes = messages.changes_since(somebody(), room.id, revision)
        for message in changes.deleted:
            seen.pop(message.id, None)
        assert {message.id for message in changes.edited} <= set(seen)
        seen |= {message.id: message for message in (*changes.edited, *changes.created)}
        assert list(seen.items()) == list(snapshots[60].items())


# ---- people


def test_credentials_are_found_by_email_however_it_is_typed(ada):
    assert accounts.credentials(" ADA@Example.com ") == (ada.id, "-")


@pytest.mark.parametrize("email", ["", "nobody@example.com", "ada", "Ada", "%", "ada@example.com' --", "\0"])
def test_nobody_is_found_by_another_email(ada, email):
    assert accounts.credentials(email) is None


def test_a_person_is_found_by_id(ada):
    assert accounts.user_by_id(ada.id) == ada
    with pytest.raises(NotFound):
        accounts.user_by_id(999)


async def test_an_unknown_or_expired_session_is_nobodys(ada):
    token_hash = hash_token(await start_session(ada.id))
    assert accounts.identity(hash_token("forged")) is None
    assert accounts.identity(token_hash)
    Session.update(expires_at=now_ms() - 1).execute()
    assert accounts.identity(token_hash) is None


def test_people_are_offered_on_the_login_page_of_a_demo_only(ada):
    assert not is_demo()
    assert demo.demo_users() == []


@pytest.mark.parametrize(
    ("number", "first", "last", "more"), [(1, 1, 10, True), (50, 45, 54, True), (97, 92, 100, False)]
)
def test_the_page_around_a_message_has_those_before_and_after_it(room, ada, number, first, last, more):
    fill(room, ada, 100)
    ids = [row.id for row in Message.select().order_by(Message.id)]
    page = messages.messages_around(somebody(), room.id, ids[number - 1], 10)
    assert bodies(page.messages) == [f"message {n}" for n in range(first, last + 1)]
    assert (page.more, page.revision) == (more, 100)


async def test_the_page_around_a_deleted_message_is_that_around_its_place(room, ada):
    fill(room, ada, 20)
    gone = Message.get(Message.body == "message 10").id
    await delete_message(ada, gone)
    assert bodies(messages.messages_around(somebody(), room.id, gone, 4).messages) == [
        f"message {number}" for number in (8, 9, 11, 12)
    ]


# ---- what it costs


def test_a_page_costs_the_same_however_many_messages_people_and_rooms(room, new_room, new_user, ada):
    fill(room, ada, 5)
    before = [
        cost_of(messages.newest_messages, somebody(), room.id),
        cost_of(messages.messages_after, somebody(), room.id, 0),
    ]
    for number in range(10):
        fill(room, new_user(f"Person{number}"), 10)
        fill(new_room(f"room-{number}"), ada, 3)
    assert len(messages.newest_messages(somebody(), room.id).messages) == 50
    assert (
        [
            cost_of(messages.newest_messages, somebody(), room.id),
            cost_of(messages.messages_after, somebody(), room.id, 0),
        ]
        == before
        == [2, 2]
    )


def test_emoji_cost_one_query_for_all_messages_of_a_page(room, ada):
    fill(room, ada, 5)
    for message in messages.newest_messages(somebody(), room.id).messages:
        Reaction.create(message=message.id, user=ada.id, emoji="👍")
    assert cost_of(messages.newest_messages, somebody(), room.id) == 3
    assert all(message.reactions for message in messages.newest_messages(somebody(), room.id).messages)


def test_catching_up_costs_the_same_however_much_was_missed(room, new_user):
    for number in range(10):
        fill(room, new_user(f"Person{number}"), 20)
    assert [cost_of(messages.changes_since, somebody(), room.id, since) for since in (0, 100, 199, 200)] == [2, 2, 2, 2]


async def test_asking_who_is_behind_a_session_is_one_query(ada, ben):
    for person in (ada, ben, ada, ben):
        token = await start_session(person.id)
    assert cost_of(accounts.identity, hash_token(token)) == 1


def test_listing_rooms_is_one_query(new_room):
    for number in range(20):
        new_room(f"room-{number}")
    assert cost_of(rooms.rooms, somebody()) == 1


@pytest.mark.sqlite("its plans; PostgreSQL rightly scans tables as small as these")
@pytest.mark.parametrize("statistics", ["no statistics", "statistics"])
@pytest.mark.parametrize(
    "ask",
    [
        lambda actor, room: messages.newest_messages(actor, room),
        lambda actor, room: messages.messages_before(actor, room, 400),
        lambda actor, room: messages.messages_after(actor, room, 400),
        lambda actor, room: messages.changes_since(actor, room, 195),
        lambda actor, room: accounts.identity("a token's hash"),
        lambda actor, room: accounts.credentials("ada@example.com"),
    ],
    ids=["newest", "before", "after", "changes", "session", "credentials"],
)
def test_no_question_reads_more_than_its_answer(new_room, new_user, ask, statistics):
    """SQLite's own plan: an index leads to the rows, in their order; nothing is scanned, nothing sorted."""
    rooms, people = [new_room(f"room-{n}") for n in range(3)], [new_user(f"Person{n}") for n in range(5)]
    for number in range(15):
        fill(rooms[number % 3], people[number % 5], 40)
    if statistics == "statistics":
        db.execute_sql("ANALYZE")
        db.close()  # read by new connections
    with counted() as statements:
        ask(people[0], rooms[0].id)
    plan = [row[3] for sql, values in statements for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert plan
    assert [step for step in plan if "SCAN" in step or "TEMP B-TREE" in step] == []
    narrow = {"message_room_id_id_author_id_deleted_at": "id", "message_room_id_revision": "revision"}
    for step in plan:
        for index, column in narrow.items():
            if index in step:
                assert f" {column}" in step.rpartition("(")[2], f"reads the whole room: {step}"


@pytest.mark.sqlite("its plan")
def test_counting_what_is_unread_looks_at_no_message_itself(room, new_user):
    ada = new_user("Ada")
    fill(room, new_user("Ben"), 40)
    with counted() as statements:
        assert [item.count for item in rooms.unread(ada)] == [40]
    [(sql, values)] = statements
    plan = [row[3] for row in db.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
    looks = [step for step in plan if "INDEX message_" in step]
    assert looks
    assert all("COVERING INDEX message_room_id_id_author_id_deleted_at" in step for step in looks), plan


def test_counting_statements_counts_them(room):
    """A query per row would show."""
    assert cost_of(lambda: [User.get_or_none(User.id == number) for number in range(7)]) == 7


async def test_first_lines_are_of_messages_that_one_may_see(ada, ben, room):
    said, gone = [await send_message(ben, room.id, body) for body in ("\n\n**hello** there\nand more", "oops")]
    await delete_message(ben, gone.id)
    ids = [said.id, gone.id, 10**9]
    assert messages.first_lines(ada, ids) == {said.id: ("Ben", "hello there")}
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.delete().where(Membership.room == room.id, Membership.user == ada.id).execute()
    assert messages.first_lines(ada, ids) == {}
