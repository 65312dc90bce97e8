"""Names of people: no two active users have names that look the same."""

from itertools import count

from chat.errors import Invalid
from chat.storage.name_keys import name_key
from chat.storage.unique_names import other_with_key, stored_key, taken_keys, with_keys_filled_in
from chat.text import MAX_NAME
from models import User, is_active

FORMER = "Former member"
"""The name of every deleted account."""


def person_key(name: str, person: User | None = None) -> str:
    """Return the key of a person's name; raises `Invalid` if another active user has it."""
    key, people = name_key(name), with_keys_filled_in(User.select().where(is_active()))
    if person and name_key(person.name) == key:
        return stored_key(people, person)
    if key == name_key(FORMER):
        raise Invalid(f"“{FORMER}” is reserved for people who have left. Choose another name.")
    if other_with_key(people, key, person):
        raise Invalid(f"This name is taken. Try “{_numbered(name, taken_keys(people))}”.")
    return key


def returning_key(person: User) -> str:
    """Return the key of the name of a user to reactivate; raises `Invalid` if an active user has it."""
    key, people = name_key(person.name), with_keys_filled_in(User.select().where(is_active()))
    if other := other_with_key(people, key, person):
        free = _numbered(other.name, taken_keys(people))
        raise Invalid(f"Somebody else is called “{other.name}” now. Rename them first, for example to “{free}”.")
    return key


def free_name(person: User) -> tuple[str, str]:
    """Return the name with which somebody comes back, and its key: with a number if an active user has it."""
    taken = taken_keys(with_keys_filled_in(User.select().where(is_active())))
    name = _numbered(person.name, taken) if name_key(person.name) in taken else person.name
    return name, name_key(name)


def _numbered(name: str, taken: set[str]) -> str:
    """Return the name with the smallest number appended that makes it free."""
    numbered = (f"{name[: MAX_NAME - len(str(number)) - 1].rstrip()} {number}" for number in count(2))
    return next(one for one in numbered if name_key(one) not in taken)
