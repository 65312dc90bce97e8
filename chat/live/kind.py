"""What a kind of live message is: a class with a few methods, of which only the first two must be written."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from chat.live.forms import Entry

ACTION = re.compile("[a-z][a-z_]{0,29}")
"""What presses ask for, as in `do_<action>`."""

State = dict[str, Any]
"""What is stored of a message: whatever JSON can hold. What begins with an underscore is told to nobody."""


class Refused(Exception):
    """What somebody wants is not possible; the text says why, and is shown to them alone."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who presses something.

    `leads` says whether it is the message's author, or somebody who manages its room.
    """

    id: int
    name: str
    leads: bool


class Kind:
    """A kind of live message. `name` is that of its command and in the API, `label` what people call it."""

    name = ""
    label = ""
    usage = ""
    """What is typed after the command, as completion shows it."""
    form: "tuple[Entry, ...]" = ()
    """What a dialog asks for where somebody types the command alone; without it they are told how it is used."""

    def begin(self, given: State) -> State:
        """Return the state of a new message; raises `Refused`.

        Args:
            given: what a program has sent as `state`, or what was filled in into the form; of a command, `text` is what
                was typed after its name, and `zone` the time zone in which times are meant
        """
        raise NotImplementedError

    def draw(self, state: State) -> Markup:
        """Return what everybody sees: HTML made by the kit, which is cleaned before it is shown."""
        raise NotImplementedError

    def act(self, state: State, person: Person, action: str, args: dict[str, Any]) -> State:
        """Return the state after a press; raises `Refused`. Calls `do_<action>(state, person, args)`."""
        method = getattr(self, f"do_{action}", None)
        if method is None:
            raise Refused("This is not possible here.")
        changed: State = method(state, person, args)
        return changed

    def text(self, state: State) -> str:
        """Return what it says as plain text: in notifications, quotes, searches and exports."""
        return str(state.get("title", ""))

    def mine(self, state: State, person_id: int) -> list[str]:
        """Return the names of the `secret` buttons that somebody has pressed, to be told to that person alone."""
        return []

    def moved(self, state: State, person_of: Callable[[Any], int | None]) -> State | None:
        """Return the state of a message that comes from the export of another place; None if it comes as a text alone.

        Args:
            state: what that place told of it, which may be anything
            person_of: returns who somebody of that place is here, by their number there; None for nobody
        """
        return None

    def file(self, state: State, uid: str) -> tuple[str, str, str] | None:
        """Return a file to download, as its name, its type and its text, if there is one.

        `uid` is what no other message has here or elsewhere, as calendars want it: its number and the place's host.
        """
        return None
