"""Queries whose SQL is written once: what they return, and that nothing of one call stays for the next."""

import pytest
from peewee import SQL

from chat.storage.database import database
from chat.storage.prepared import Prepared, PreparedInsert
from models import Room, db
from tests.statements import counted


@pytest.fixture
def made():
    """How often the query was made."""
    return []


@pytest.fixture
def rooms_after(made):
    """A query with two arguments, and a value of its own between them."""

    @Prepared
    def query(room_id, limit):
        made.append(room_id)
        return (
            Room.select(Room.id, Room.name).where(Room.id > room_id, Room.kind == "open").order_by(Room.id).limit(limit)
        )

    return query


def make_rooms(*names):
    return [Room.create(name=name).id for name in names]


def test_each_call_has_its_own_arguments(opened, rooms_after):
    one, two, three = make_rooms("one", "two", "three")
    assert rooms_after.rows(0, 2) == [(one, "one"), (two, "two")]
    assert rooms_after.rows(two, 2) == [(three, "three")]
    assert rooms_after.row(one, 1) == (two, "two")
    assert rooms_after.row(three, 1) is None


def test_the_sql_is_written_once(opened, rooms_after, made):
    make_rooms("one")
    with counted() as statements:
        for _ in range(3):
            rooms_after.rows(0, 5)
    assert len(statements) == 3
    assert len(made) == 1


def test_what_it_finds_is_as_of_each_call(opened, rooms_after):
    one, two = make_rooms("one", "two")
    assert len(rooms_after.rows(0, 5)) == 2
    Room.update(name="other").where(Room.id == one).execute()
    Room.delete().where(Room.id == two).execute()
    assert rooms_after.rows(0, 5) == [(one, "other")]


def test_objects_of_a_table_have_nothing_to_save(opened):
    (one,) = make_rooms("one")
    by_id = Prepared(lambda room_id: Room.select().where(Room.id == room_id))
    (room,) = by_id.models(Room, one)
    assert (room.id, room.name, room.is_default) == (one, "one", False)
    assert not room.dirty_fields


def test_a_wrong_number_of_arguments_is_refused(opened, rooms_after):
    with pytest.raises(ValueError, match="arguments"):
        rooms_after.rows(1)


@pytest.mark.sqlite("another file")
def test_another_database_of_the_same_kind_is_asked_after_it_was_opened(tmp_path):
    name_of = Prepared(lambda: Room.select(Room.name).order_by(Room.id).limit(SQL("1")))
    for name in ("first", "second"):
        database.open(f"sqlite:///{tmp_path}/{name}.db")
        with db.connection_context():
            make_rooms(name)
            assert name_of.rows() == [(name,)]
        database.close()


def test_a_change_tells_how_many_rows_it_was(opened):
    one, two = make_rooms("one", "two")
    rename = Prepared(lambda room_id, name: Room.update({Room.name: name}).where(Room.id >= room_id))
    assert [rename.change(two, "2"), rename.change(one, "1"), rename.change(99, "-")] == [1, 2, 0]
    assert [room.name for room in Room.select()] == ["1", "1"]


def test_a_new_row_is_stored_as_by_its_table(opened):
    (above,) = make_rooms("above")
    rooms = PreparedInsert(Room)
    made = [rooms.create(name=name, parent=above, is_default=True) for name in ("one", "two")]
    assert [room.id for room in made] == [above + 1, above + 2]
    assert not made[0].dirty_fields
    for room in made:
        stored = Room.get_by_id(room.id).__data__
        assert stored | room.__data__ == stored
