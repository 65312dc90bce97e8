"""Names that look the same have the same key."""

from itertools import combinations

import pytest

from chat import rooms
from chat.errors import Invalid
from chat.storage.name_keys import name_key
from chat.text import MAX_NAME, clean_name
from models import Room
from tests.storage.name_catalogue import ALLOWED, DIFFERENT, REFUSED, SAME, groups


def test_the_catalogue_is_a_large_one():
    assert sum(len(names) for part in (SAME, DIFFERENT, ALLOWED, REFUSED) for names in groups(part)) > 400


@pytest.mark.parametrize("names", groups(SAME), ids=lambda names: names[0])
def test_names_that_look_the_same_are_the_same(names):
    assert {name_key(name) for name in names} == {name_key(names[0])}
    kept = [clean_name(name) for name in names]
    assert {name_key(name) for name in kept} == {name_key(names[0])}


@pytest.mark.parametrize("names", groups(DIFFERENT), ids=lambda names: names[0])
def test_names_that_look_different_are_different(names):
    assert [pair for pair in combinations(names, 2) if name_key(pair[0]) == name_key(pair[1])] == []


@pytest.mark.parametrize("name", [name for names in groups(ALLOWED) for name in names])
def test_joiners_emoji_and_every_script_are_allowed(name):
    assert clean_name(name) == name
    assert name_key(name)


@pytest.mark.parametrize("name", [name for names in groups(REFUSED) for name in names])
def test_a_name_without_anything_to_see_is_refused(name):
    with pytest.raises(Invalid):
        clean_name(name)


@pytest.mark.parametrize("name", ["ﷺ" * MAX_NAME, "ẞ" * MAX_NAME, "ΐ" * MAX_NAME, "👩\u200d" * 40])
async def test_the_key_of_every_name_fits_into_an_index(opened, ada, name):
    room = await rooms.create_room(ada, name)
    with pytest.raises(Invalid):
        await rooms.create_room(ada, f"\u200d{name[:-1]}{name[-1]}".replace("\u200d", ""))
    assert Room.get_by_id(room.id).name == clean_name(name)
