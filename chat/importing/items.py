"""What exports of all chats have in common: records of people, rooms and messages, named by the ids they have there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chat.slack_format.parts import Part


class FileRecord(NamedTuple):
    """A file of a message: where in the archive it is, or at which address, if it is not in there."""

    name: str
    path: str = ""
    url: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Somebody who has an account there, or has written there.

    Args:
        key: their id there
        name: as others see it
        email: their address; "" if the export has none
        aliases: other names by which a map of people may mean them
        created_at: milliseconds, None if it is not known
        title: what they do
        zone: their time zone
        deleted_at: when the account was deleted: then there is nothing but the messages
        is_administrator: whether they may do everything, which only our own exports are believed
        picture: of theirs, if there is one
        is_bot: whether it is a program, whose account nobody claims
    """

    key: str
    name: str
    email: str = ""
    aliases: tuple[str, ...] = ()
    created_at: int | None = None
    title: str = ""
    zone: str = ""
    deleted_at: int | None = None
    is_administrator: bool = False
    picture: FileRecord | None = None
    is_bot: bool = False


@dataclass(frozen=True, slots=True)
class RoomRecord:
    """A room: `kind` is "open", "closed" or "direct"; the last has no name.

    `archived_at` and `joined_at`, of a member by their key, may be missing: then it is the time of the import.
    """

    key: str
    kind: str
    name: str = ""
    description: str = ""
    members: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()
    created_at: int | None = None
    is_archived: bool = False
    archived_at: int | None = None
    joined_at: Mapping[str, int] = field(default_factory=dict)
    is_default: bool = False


class MessageRecord(NamedTuple):
    """A message; a tuple that JSON can hold, since very many of them wait on disk for being put in order.

    Args:
        key: its id there
        room: the key of its room, for a reply in a thread that of the thread's room
        author: the key of whoever wrote it
        at: when, in milliseconds
        text: its parts
        edited_at: when it was changed last
        thread: the key of the message below which it is a reply in the thread
        reply_to: the key of the message that it answers
        reactions: emoji, or the names of these, with the keys of who reacted
        files: its files
        pinned: by whom and when it was pinned to its room; empty if it is not
        is_deleted: whether nothing is left of it
        deleted_at: since when, if that is known
        also_in_room: whether the reply was shown in the room as well
        where: the place in the export, as the report names it
        guise: the name and the emoji under which a bot posted it, if it did so under others than its own
        live: of a live message its kind, its state as JSON, and the keys of people by what that calls them
    """

    key: str
    room: str
    author: str
    at: int
    text: list[Part]
    edited_at: int | None = None
    thread: str = ""
    reply_to: str = ""
    reactions: Sequence[list[str]] = ()
    files: Sequence[FileRecord] = ()
    pinned: Sequence[str | int] = ()
    is_deleted: bool = False
    deleted_at: int | None = None
    also_in_room: bool = False
    where: str = ""
    guise: Sequence[str] = ()
    live: Sequence[Any] = ()

    @property
    def place(self) -> str:
        """Where somebody who reads the report finds it."""
        return self.where or self.key

    @property
    def words(self) -> str:
        """What it says, without who or what is meant."""
        return "".join(part for part in self.text if isinstance(part, str))

    @property
    def says_something(self) -> bool:
        """Whether there is anything of it: words, or files."""
        return bool(self.words.strip() or self.files or any(not isinstance(part, str) for part in self.text))


OWN_EMOJI = "own emoji do not come: they are shown as :name:, and reactions with them are left out"

TWICE = "a message is there twice"

Record = PersonRecord | RoomRecord | MessageRecord


@dataclass(slots=True)
class Report:
    """What came and what did not: counts, and of each kind of problem how often, with the first examples."""

    came: dict[str, int] = field(default_factory=dict)
    problems: dict[str, tuple[int, list[str]]] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        """Count something that came."""
        self.came[what] = self.came.get(what, 0) + number

    def problem(self, kind: str, example: Any = "") -> None:
        """Note something that could not come as it was."""
        number, examples = self.problems.get(kind, (0, []))
        if example and len(examples) < MAX_EXAMPLES:
            examples = [*examples, printable(str(example))]
        self.problems[kind] = (number + 1, examples)

    def add(self, other: "Report") -> None:
        """Add what another one has."""
        for what, number in other.came.items():
            self.count(what, number)
        for kind, (number, examples) in other.problems.items():
            mine, there = self.problems.get(kind, (0, []))
            self.problems[kind] = (mine + number, [*there, *examples][:MAX_EXAMPLES])
        self.people += other.people


MAX_EXAMPLES = 20
"""Examples of each kind of problem."""

MAX_EXAMPLE = 160


def printable(text: str) -> str:
    """Return a text for a terminal: in one line, without what could steer that."""
    line = "".join(one if one.isprintable() else " " for one in text[: 2 * MAX_EXAMPLE])
    return line if len(line) <= MAX_EXAMPLE else line[: MAX_EXAMPLE - 1] + "…"
