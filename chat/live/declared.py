"""Checks the declarations of a plugin's kinds when it is loaded, rather than while a page is drawn."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain
from typing import Any

from chat.live.forms import READERS, Entry
from chat.live.kind import ACTION, Kind
from chat.live.states import is_whole

NAME = re.compile("[a-z]{2,20}")

OTHER_COMMANDS = {
    *("active", "away", "dnd", "invite", "leave", "me", "mute", "shrug", "status", "topic", "unmute"),
}
"""What commands do that are no kinds; slash_text.js has them."""

MOST = 200
"""Characters of what people read of a kind."""

METHODS = {
    "begin": ("given",),
    "draw": ("state",),
    "act": ("state", "who", "action", "args"),
    "text": ("state",),
    "mine": ("state", "person_id"),
    "moved": ("state", "person_of"),
    "file": ("state", "uid"),
}
"""What these are called with."""

_WORDS = {"name": (1, 40), "label": (1, MOST), "hint": (0, MOST)}
"""How many characters words of an entry have."""


def fault_of(kind: Kind) -> str:
    """Return what is wrong with the declaration of a kind; nothing if it can be used."""
    return next(chain(_name_faults(kind), _word_faults(kind), _form_faults(kind.form), _method_faults(kind)), "")


def names_in(source: str) -> set[str]:
    """Return what the kinds in a source are called, as far as it says so plainly: it may be no Python at all."""
    return set(re.findall(r"""^\s+name\b[\w ,]*=\s*\(?\s*["']([a-z]{2,20})["']""", source, re.MULTILINE))


def _name_faults(kind: Kind) -> Iterator[str]:
    if not isinstance(kind.name, str) or not NAME.fullmatch(kind.name):
        yield f"a kind's name has 2 to 20 small letters, not {kind.name!r:.100}"
    elif kind.name in OTHER_COMMANDS:
        yield f"/{kind.name} is another command"


def _word_faults(kind: Kind) -> Iterator[str]:
    for what in ("label", "usage"):
        value = getattr(kind, what)
        if not _is_words(value, 0, MOST):
            yield f"{what} is a text of up to {MOST} characters, not {value!r:.100}"


def _is_words(value: object, least: int, most: int) -> bool:
    return isinstance(value, str) and least <= len(value) <= most and is_whole(value)


def _form_faults(form: object) -> Iterator[str]:
    if not isinstance(form, (tuple, list)) or not all(isinstance(entry, Entry) for entry in form):
        yield f"form is a tuple of entries, such as (Entry(…),), not {form!r:.100}"
    elif len({entry.name for entry in form if isinstance(entry.name, str)}) < len(form):
        yield "form has two entries of one name"
    else:
        yield from chain.from_iterable(map(_entry_faults, form))


def _entry_faults(entry: Entry) -> Iterator[str]:
    for field in fields(Entry):
        if not _fits(field.name, getattr(entry, field.name)):
            yield f"form: the {field.name} of Entry({entry.name!r:.40}) cannot be {getattr(entry, field.name)!r:.100}"
    if entry.type == "choice" and not entry.choices:
        yield f"form: Entry({entry.name!r:.40}) has no choices"


def _fits(what: str, value: Any) -> bool:
    if what in _WORDS:
        return _is_words(value, *_WORDS[what])
    if what == "type":
        return isinstance(value, str) and value in READERS
    if what == "choices":
        pairs = value if isinstance(value, (tuple, list)) else [None]
        return all(isinstance(pair, (tuple, list)) and len(pair) == 2 and _are_words(pair) for pair in pairs)
    return type(value) in (int, bool) and value >= 0  # least, most


def _are_words(values: Any) -> bool:
    return all(_is_words(value, 0, MOST) for value in values)


def _method_faults(kind: Kind) -> Iterator[str]:
    for name in ("begin", "draw"):
        if getattr(type(kind), name) is getattr(Kind, name):
            yield f"it has no method {name}"
    actions = {name: ("state", "who", "args") for name in dir(kind) if name.startswith("do_")}
    for name, takes in (METHODS | actions).items():
        yield from _faults_of_method(name, getattr(kind, name), takes)
        if name in actions and not ACTION.fullmatch(name.removeprefix("do_")):
            yield f"{name}: after do_ stand up to 30 small letters and _"


def _faults_of_method(name: str, method: Callable[..., Any], takes: tuple[str, ...]) -> Iterator[str]:
    if not callable(method):
        yield f"{name} is no method"
    elif inspect.iscoroutinefunction(method) or inspect.isasyncgenfunction(method):
        yield f"{name} is written with `async def`, which is not possible: write `def`"
    elif inspect.isgeneratorfunction(method):
        yield f"{name} has a `yield`: it returns what it makes"
    elif not _takes(method, len(takes)):
        yield f"{name} takes ({', '.join(('self', *takes))})"


def _takes(method: Callable[..., Any], count: int) -> bool:
    try:
        inspect.signature(method).bind(*[None] * count)
    except TypeError:
        return False
    except ValueError:  # of something that is not written in Python, nobody knows
        return True
    return True
