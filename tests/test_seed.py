import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import models
import seed
from chat import accounts, demo, rooms
from chat.accounts.passwords import password_matches
from chat.demo.commands import bulk
from chat.demo.commands.rows import DEMO_PASSWORD
from chat.demo.first_messages import ANSWERS, THREADS
from chat.storage.database import database
from chat.storage.name_keys import name_key
from chat.storage.settings import is_demo
from chat.text import clean_body
from models import Membership, Mention, Message, Room, User, db, now_ms
from tests.people import somebody

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def empty_database(tmp_path: Path) -> Iterator[None]:
    with opened(f"sqlite:///{tmp_path}/x.db"):
        yield


@contextmanager
def opened(url: str) -> Iterator[None]:
    database.open(url)
    try:
        with db.connection_context():
            yield
    finally:
        database.close()
        models.db.close()


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where no `.env` and no variable of this machine interferes."""
    for setting in ("DATA_DIR", "DATABASE"):
        monkeypatch.delenv(f"STREAMCHAT_{setting}", raising=False)
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    models.db.close()


def all_rows() -> list[tuple]:
    return [row for table in models.TABLES for row in table.select().order_by(table.id).tuples()]


def assert_nothing_is_missing_or_double(room: Room) -> None:
    messages = list(Message.select().where(Message.room == room).order_by(Message.id))
    current = [message.revision for message in messages]
    assert len(set(current)) == len(current)
    assert {*current, *(message.created_revision for message in messages)} == set(range(1, room.revision + 1))
    assert all(message.revision >= message.created_revision for message in messages)
    created = [message.created_revision for message in messages]
    assert created == sorted(created)


def assert_ids_follow_time() -> None:
    times = [message.created_at for message in Message.select().order_by(Message.id)]
    assert times == sorted(times)
    assert times[-1] <= now_ms()


def test_the_demo_has_two_rooms_ten_people_and_about_a_hundred_messages(empty_database):
    assert seed.demo_content()
    open_rooms = rooms.open_rooms(somebody())
    assert [room.name for room in open_rooms] == ["sre-team", "weekend-plans"]
    assert all(room.description for room in open_rooms)
    assert all(40 <= Message.select().where(Message.room == room.id).count() <= 60 for room in open_rooms)
    assert is_demo()
    assert len(demo.demo_users()) == User.select().where(User.role != "bot").count() == 10
    assert [bot.name for bot in User.select().where(User.role == "bot")] == [demo.NAME]


def test_everybody_of_the_demo_is_in_both_rooms_and_two_have_direct_messages(empty_database):
    seed.demo_content()
    for person in demo.demo_users():
        assert {"sre-team", "weekend-plans"} <= {room.name for room in rooms.rooms(person)}
    lists = [rooms.room_list(person).rooms for person in demo.demo_users()]
    assert [own.people for own_rooms in lists for own in own_rooms if own.room.kind == "direct"] != []
    assert sum(own.room.kind == "direct" for own_rooms in lists for own in own_rooms) == 2


def test_the_assistant_is_found_in_both_rooms_also_of_an_older_demo_and_stays_away_where_it_was_removed(empty_database):
    def where() -> dict[str, Membership]:
        return {one.room.name: one for one in Membership.select().join(User).where(User.name == demo.NAME)}

    seed.demo_content()
    assert where().keys() == {"sre-team", "weekend-plans"}
    where()["sre-team"].delete_instance()
    Membership.update(left_at=now_ms()).where(Membership.id == where()["weekend-plans"].id).execute()
    assert not seed.demo_content()
    assert {room: one.left_at is None for room, one in where().items()} == {"sre-team": True, "weekend-plans": False}


def test_some_of_the_demo_answer_others_or_are_in_threads_and_there_is_code(empty_database):
    seed.demo_content()
    rows = list(Message.select())
    by_id = {row.id: row for row in rows}
    answers = [(row.room_id, by_id[row.reply_to].room_id) for row in rows if row.reply_to]
    assert len(answers) == len(ANSWERS) == 5
    assert all(one == other for one, other in answers)
    assert all(row.reply_to is None or row.reply_to < row.id for row in rows)
    assert [row.thread_id is not None for row in rows].count(True) == len(THREADS)
    assert sum("<pre" in (row.html or "") for row in rows) >= 2


async def test_demo_people_sign_in_by_first_name_and_the_known_password(empty_database):
    seed.demo_content()
    people = demo.demo_users()
    first_names = [user.name.split()[0] for user in people]
    assert len(set(first_names)) == 10
    assert all(re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", user.name) for user in people)
    for first_name in first_names:
        assert accounts.credentials(f"{first_name.lower()}@streamchat.io")
    _, password_hash = accounts.credentials(f"{first_names[0].lower()}@streamchat.io")
    assert await password_matches("passw0rd!passw0rd!", password_hash)


def test_demo_talk_is_what_people_could_have_sent_in_the_last_days(empty_database):
    seed.demo_content()
    bodies = [message.body for message in Message.select()]
    assert all(clean_body(body) == body for body in bodies)
    assert not any(mark in body for body in bodies for mark in "|¶+{}")
    assert len(set(bodies)) == len(bodies)
    assert all(now_ms() - 6 * DAY_MS < message.created_at < now_ms() for message in Message.select())
    assert Message.select().where(Message.edited_at.is_null(False)).count() == 2


def test_the_demo_counts_every_change_once_and_in_order(empty_database):
    seed.demo_content()
    for room in Room.select():
        assert_nothing_is_missing_or_double(room)
    assert_ids_follow_time()


def test_seeding_the_demo_again_changes_nothing(empty_database):
    seed.demo_content()
    before = all_rows()
    assert not seed.demo_content()
    assert all_rows() == before


def test_made_up_talk_is_spread_over_rooms_and_can_be_added_to(empty_database):
    for times in (1, 2):
        seed.bulk_content(rooms=2, users=5, messages=1000)
        assert (Room.select().count(), User.select().count()) == (2 * times, 5 * times)
        assert Message.select().count() == 1000 * times
    assert [room.revision for room in Room.select().order_by(Room.id)] == [750, 750, 250, 250]
    for room in Room.select():
        assert_nothing_is_missing_or_double(room)
    assert_ids_follow_time()


def test_made_up_talk_goes_on_where_the_demo_ended(empty_database):
    seed.demo_content()
    seed.bulk_content(rooms=0, users=0, messages=100)
    for room in Room.select():
        assert_nothing_is_missing_or_double(room)
    assert_ids_follow_time()


def test_made_up_people_are_called_differently_and_so_are_those_added_later(empty_database):
    seed.demo_content()
    for _ in range(2):
        seed.bulk_content(rooms=3, users=3000, messages=0)
    assert len({name_key(user.name) for user in User.select()}) == User.select().count() == 6011
    assert User.select().where(User.name.endswith(" 2")).exists()
    assert [row for row in Room.select() if row.name_key not in (name_key(row.name), None)] == []


def test_some_made_up_rooms_are_closed_or_direct_and_only_who_is_in_them_speaks_there(empty_database):
    seed.bulk_content(rooms=10, users=3, messages=0)
    own = Room.create(name="our own", kind="closed")
    seed.bulk_content(rooms=10, users=3, messages=2_000)
    kinds = [room.kind for room in Room.select()]
    assert (kinds.count("open"), kinds.count("closed"), kinds.count("direct")) == (18, 3, 2)
    assert not Membership.select().where(Membership.room == own).exists(), "nobody is put into a room of yours"
    assert not Message.select().where(Message.room == own).exists()
    assert Mention.select().exists()
    for room in Room.select().where(Room.kind == "direct"):
        there = {row.user_id for row in Membership.select().where(Membership.room == room)}
        assert " ".join(map(str, sorted(there))) == room.people_key
        assert {row.author_id for row in Message.select().where(Message.room == room)} == there


def test_where_there_are_very_many_rooms_everybody_is_in_some_of_them(empty_database, monkeypatch):
    monkeypatch.setattr(bulk, "ROOMS_OF_A_PERSON", 3)
    seed.bulk_content(rooms=10, users=4, messages=0)
    named = Membership.select().join(Room).where(Room.kind != "direct")
    mine = [{row.room_id for row in named.where(Membership.user == user)} for user in User.select()]
    assert [len(rooms) for rooms in mine] == [3] * 4
    assert len(set().union(*mine)) > 3


def test_made_up_messages_vary_and_can_be_sent(empty_database):
    seed.bulk_content(rooms=1, users=1, messages=500)
    bodies = [message.body for message in Message.select()]
    assert len({len(body) for body in bodies}) > 50
    assert all(clean_body(body) == body for body in bodies)


async def test_nobody_can_sign_in_as_a_made_up_person_among_real_ones(empty_database):
    User.create(name="Ann", email="ann@example.com", password_hash="x")
    seed.bulk_content(rooms=0, users=1, messages=0)
    assert not is_demo()
    _, password_hash = accounts.credentials("person2@streamchat.io")
    assert not await password_matches(DEMO_PASSWORD, password_hash)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ("--messages -5", "--messages"),
        ("--rooms many", "--rooms"),
        ("--users 1.5", "--users"),
        ("--users", "--users"),
        ("--pigeons 3", "--pigeons"),
        ("--messages 10", "--rooms"),
    ],
)
def test_a_bad_argument_is_one_line_and_exit_code_2(arguments, complaint, own_folder, capsys):
    with pytest.raises(SystemExit) as stopped:
        seed.main(arguments.split())
    assert stopped.value.code == 2
    output = capsys.readouterr()
    assert complaint in output.err
    assert output.err.count("\n") == 1
    assert not output.out


def test_an_unusable_database_is_one_line_and_exit_code_1(own_folder, capsys):
    (own_folder / "notes.txt").write_text("this is no database " * 100)
    with pytest.raises(SystemExit) as stopped:
        seed.main(["--database", f"sqlite:///{own_folder}/notes.txt"])
    assert stopped.value.code == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_the_command_line_makes_what_it_says(own_folder, capsys):
    seed.main(["--data-dir", "new", "--rooms", "1", "--users", "2", "--messages", "30"])
    output = capsys.readouterr()
    assert output.out.startswith("Added 1 rooms, 2 people and 30 messages in ")
    assert not output.err
    assert (own_folder / "new").stat().st_mode & 0o777 == 0o700
    with opened(f"sqlite:///{own_folder}/new/streamchat.db"):
        assert Message.select().count() == 30


def test_names_that_are_taken_are_passed_over(empty_database):
    seed.bulk_content(rooms=3, users=3, messages=0)
    Room.delete().where(Room.id == 1).execute()
    User.delete().where(User.id == 1).execute()
    seed.bulk_content(rooms=3, users=3, messages=0)
    assert (Room.select().count(), User.select().count()) == (5, 5)
