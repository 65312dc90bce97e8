"""Forms that begin a live message: what a kind asks for, and what somebody has filled in, as its `begin` takes it."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from chat.live.kind import Kind, Refused, State
from chat.live.zones import in_zone

FARTHEST = 366 * 24 * 60
"""Minutes from now until a message may close that closes after some time."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a form asks for.

    Args:
        name: what it is called in the `given` of `begin`
        label: what people read
        type: "text", "number" and "switch"; "list", of texts; "choice", of some; "time"; "closing", a time or none
        hint: an example, shown while nothing is there
        least: whether there has to be something; of a list, how many
        most: how many characters a text may have; of a list, how many there may be
        choices: of a "choice", its values with what people read
    """

    name: str
    label: str
    type: str = "text"
    hint: str = ""
    least: int = 1
    most: int = 200
    choices: tuple[tuple[str, str], ...] = ()


def described(kind: Kind) -> dict[str, Any] | None:
    """Return the description from which a browser draws the form of a kind; None if it has no valid one."""
    entries = kind.form if isinstance(kind.form, (tuple, list)) else ()
    if not entries or not all(isinstance(entry, Entry) and entry.type in READERS for entry in entries):
        return None
    return {"name": kind.name, "label": kind.label or kind.name, "entries": [asdict(entry) for entry in entries]}


def filled(kind: Kind, values: object, zone: str) -> State:
    """Return what was filled in, by the names of the entries; raises `Refused`.

    `values` are what a browser has sent, `zone` is the time zone in which times are meant.
    """
    if not isinstance(values, dict) or described(kind) is None:
        raise Refused("This form is not there any more.")
    return {entry.name: READERS[entry.type](entry, values.get(entry.name), zone) for entry in kind.form}


def _text(entry: Entry, value: object, _zone: str) -> str:
    text = " ".join(value.split()) if isinstance(value, str) else ""
    if not text and entry.least:
        raise Refused(f"“{entry.label}” is missing.")
    if len(text) > entry.most:
        raise Refused(f"“{entry.label}” can have at most {entry.most} characters.")
    return text


def _list(entry: Entry, value: object, _zone: str) -> list[str]:
    lines = value if isinstance(value, list) else []
    texts = [text for line in lines if isinstance(line, str) and (text := " ".join(line.split()))]
    if not entry.least <= len(texts) <= entry.most:
        bound = f"at least {entry.least}" if len(texts) < entry.least else f"at most {entry.most}"
        raise Refused(f"Give {bound} {entry.label.lower().removesuffix('s')}s.")
    return texts


def _number(entry: Entry, value: object, _zone: str) -> float:
    written = _text(entry, value, "").replace(",", ".") or "0"
    try:
        number = float(written) if len(written) < 20 else float("nan")
    except ValueError:
        number = float("nan")
    if not abs(number) < 1e15:
        raise Refused(f"“{entry.label}” is a number.")
    return int(number) if number == int(number) else number


def _switch(_entry: Entry, value: object, _zone: str) -> bool:
    return value is True


def _choice(entry: Entry, value: object, _zone: str) -> str:
    for choice, _ in entry.choices:
        if choice == value:
            return choice
    raise Refused(f"“{entry.label}”: choose one.")


def _time(entry: Entry, value: object, zone: str) -> int | None:
    text = _text(entry, value, "")
    return in_zone(text, zone) if text else None


def _closing(entry: Entry, value: object, zone: str) -> int | None:
    """Return when something closes: in some minutes, such as "60", or at a time."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 7:
        return int(1000 * (time.time() + 60 * min(int(value), FARTHEST)))
    return _time(entry, value, zone)


READERS: dict[str, Callable[[Entry, object, str], Any]] = {
    "text": _text,
    "list": _list,
    "number": _number,
    "switch": _switch,
    "choice": _choice,
    "time": _time,
    "closing": _closing,
}
