"""The messages of one room, as a database would hold them: each read makes new objects; each change is published."""

from dataclasses import dataclass

from nicegui import Event

PEOPLE = ("Ada", "Ben", "Cleo", "Dan")
TEXTS = (
    "Good morning!",
    "Has anybody seen the deploy notes?",
    "They are in the wiki, under <Releases>.",
    "Thanks. Lunch at one?",
    "I am in, if we go to the place by the river.",
    "The build is green again.",
    "A test had compared two clocks & lost.",
)


@dataclass(frozen=True, eq=False)
class Message:
    id: int
    author: str
    text: str
    revision: int  # the number of its last change in the room; created: of the one that made it
    created: int


created, updated, deleted = Event[Message](), Event[Message](), Event[Message]()
_rows: dict[int, tuple[str, str, int, int]] = {}
_changes: list[int] = []  # ids, in the order in which messages were created, updated or deleted


def revision() -> int:  # how many changes there were
    return len(_changes)


def get(key: int | str) -> Message | None:
    row = _rows.get(int(key)) if str(key).isdecimal() and len(str(key)) < 16 else None
    return Message(int(key), *row) if row else None


def last(count: int) -> list[Message]:
    return [Message(number, *row) for number, row in list(_rows.items())[-count:]]


def before(key: str, count: int) -> list[Message]:
    return [message for message in last(len(_rows)) if message.id < int(key)][-count:]


def after(key: str, count: int) -> list[Message]:
    return [message for message in last(len(_rows)) if message.id > int(key)][:count]


def changed_since(number: int) -> tuple[list[Message], list[int]]:
    """Return what was created or updated after a revision, and the ids of what was deleted."""
    keys = sorted(set(_changes[number:]))
    return [message for key in keys if (message := get(key))], [key for key in keys if key not in _rows]


def create(author: str, text: str) -> None:
    number = max(_changes, default=0) + 1
    _changes.append(number)
    _rows[number] = (author, text, revision(), revision())
    created.emit(Message(number, *_rows[number]))


def update(message: Message, text: str) -> None:
    _changes.append(message.id)
    _rows[message.id] = (message.author, text, revision(), message.created)
    updated.emit(Message(message.id, *_rows[message.id]))


def delete(message: Message) -> None:
    _changes.append(message.id)
    del _rows[message.id]
    deleted.emit(Message(message.id, message.author, "", revision(), message.created))


for index in range(1000):
    create(PEOPLE[index % len(PEOPLE)], TEXTS[index % len(TEXTS)])
