"""The form of a kind: its description for browsers, and what people have filled in."""

from typing import Any

from chat.errors import Invalid
from chat.live.forms import described, filled
from chat.live.kind import Refused, State
from chat.live.registry import kinds


def form_of(name: str) -> dict[str, Any] | None:
    """Return the description from which a browser draws the form of a kind, if it has one."""
    return described(kinds[name]) if name in kinds else None


def fill(name: str, values: object, zone: str) -> State:
    """Return what a message is begun with that somebody has filled in a form for; raises `Invalid`.

    Times in `values` are meant in the time zone.
    """
    try:
        return filled(kinds[name], values, zone)
    except KeyError:
        raise Invalid("There is no such kind of message.") from None
    except Refused as error:
        raise Invalid(str(error)) from None
