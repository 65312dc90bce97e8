"""Live messages: small programs that everybody in a room uses together; docs/live-messages.md explains them.

A kind knows no database and no network. `chat.messages` stores what it makes of a press; the kit makes its HTML.
"""

from chat.live.forms import Entry
from chat.live.kind import Kind, Person, Refused, State
from chat.live.kit import (
    bar,
    button,
    card,
    count,
    download,
    field,
    foot,
    html,
    join,
    known,
    line,
    named,
    parts,
    people,
    person,
    place,
    toggled,
    until,
    when,
)

__all__ = [
    "Entry",
    "Kind",
    "Person",
    "Refused",
    "State",
    "bar",
    "button",
    "card",
    "count",
    "download",
    "field",
    "foot",
    "html",
    "join",
    "known",
    "line",
    "named",
    "parts",
    "people",
    "person",
    "place",
    "toggled",
    "until",
    "when",
]
