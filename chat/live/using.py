"""Calls kinds: what they return is checked, what they do wrong is logged and told in plain words."""

import logging
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from markupsafe import Markup, escape

from chat.errors import Invalid, Unavailable
from chat.live.cleaning import MAX_HTML, clean
from chat.live.kind import Kind, Person, Refused
from chat.live.registry import broken, kinds
from chat.live.running import OutOfTimeError, run_within_budget
from chat.live.states import UnfitError, dumps, is_whole, loads, whole

logger = logging.getLogger(__name__)

T = TypeVar("T")

MAX_STATE = 32_000
"""Bytes of a state as JSON."""

MAX_ARGS = 16_000
"""Bytes of what goes with a press, or what a message is begun with, as JSON."""

MAX_TEXT = 2_000
"""Characters of a live message as plain text."""

PAUSE, REST = 60.0, 2.0
"""Seconds for which a kind is not used after it has taken too long, as each time a thread waits for it; the second
where it took no processor's time: all else may have."""

LARGE = 8_000
"""Characters of a state from which on it is looked at whether it can be drawn, before it is stored."""

ACTION = re.compile("[a-z][a-z_]{0,29}")

_paused: dict[str, float] = {}
"""Until when kinds are not used, by their names."""

_logged: dict[str, float] = {}
"""When an error of a kind was logged, by their names."""


class BrokenError(Exception):
    """A kind does not work; the text says why."""


class TooSlowError(BrokenError):
    """A kind has taken too long, which another time it may not."""


def begin(name: object, given: object) -> tuple[str, str]:
    """Return the state of a new message as JSON, and its text; raises `Invalid`."""
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Invalid("There is no such kind of message.")
    copy = _checked_args(given, "The state")
    try:
        state = _dumped(kind, _call(kind, lambda: kind.begin(copy)))
        return state, text_of(kind.name, state)
    except BrokenError as error:
        raise Invalid(f"This {kind.name} could not be made: {error}") from error


def press(name: str, state: str, person: Person, action: object, args: object, message_id: int = 0) -> str:
    """Return a message's state after a press, as JSON; `message_id` stands in the log where its kind fails.

    Raises `Invalid` for what is refused or not possible, and `Unavailable` while the kind does not work.
    """
    kind = kinds.get(name)
    if kind is None:
        raise Unavailable(f"Nobody here knows what a {name} is any more.")
    if not isinstance(action, str) or not ACTION.fullmatch(action):
        raise Invalid("This is not possible here.")
    copy = _checked_args(args, "What goes with it")
    try:
        changed = _call(kind, lambda: kind.act(loads(state), person, action, copy), f" (message {message_id})")
        return _dumped(kind, changed)
    except BrokenError as error:
        raise Invalid(f"This {name} does not work: {error}") from error


@lru_cache(maxsize=1024)
def text_of(name: str, state: str) -> str:
    """Return a message as plain text; where that fails, what it is called."""
    kind = kinds[name]
    try:
        text = _call(kind, lambda: kind.text(loads(state)))
    except (BrokenError, Invalid):
        return kind.label or name
    return text[:MAX_TEXT].strip() if isinstance(text, str) and text.strip() else kind.label or name


def draw(name: str, state: str, text: str) -> str:
    """Return what everybody sees of a message; where its kind is gone, its text, and where it fails, why."""
    if name not in kinds:
        note = f"This {name} cannot be shown: {broken[name]}" if name in broken else ""
        return str(_fallback(text, note))
    try:
        drawn = _draw(name, state)
    except TooSlowError as error:
        drawn = error
    return str(_fallback(text, f"This {name} could not be drawn: {drawn}")) if isinstance(drawn, Exception) else drawn


def moved(name: str, told: object, person_of: Callable[[Any], int | None]) -> tuple[str, str] | None:
    """Return the state, as JSON, and the text of a message of another place; None if it is a text alone here.

    Args:
        name: its kind
        told: what that place told of its state
        person_of: returns who somebody of that place is here; None for nobody
    """
    kind = kinds.get(name)
    try:
        copy = loads(dumps(told))
        state = _call(kind, lambda: kind.moved(copy, person_of)) if kind else None
        written = _dumped(kind, state) if kind and state is not None else None
        is_drawn = written is not None and isinstance(_draw(name, written), str)
    except (UnfitError, BrokenError, Invalid):
        return None
    return (written, text_of(name, written)) if written and is_drawn else None


def mine(name: str, state: str, person_id: int) -> list[str]:
    """Return which secret buttons somebody has pressed."""
    kind = kinds.get(name)
    try:
        found = _call(kind, lambda: kind.mine(loads(state), person_id)) if kind else []
    except (BrokenError, Invalid):
        return []
    return [one for one in map(str, found) if is_whole(one)] if isinstance(found, list) else []


def file_of(name: str, state: str, uid: str) -> tuple[str, str, str] | None:
    """Return the file that a message has to download, if it has one; `uid` is what it is called among all places."""
    kind = kinds.get(name)
    try:
        found = _call(kind, lambda: kind.file(loads(state), uid)) if kind else None
    except (BrokenError, Invalid):
        return None
    is_file = isinstance(found, tuple) and len(found) == 3 and all(isinstance(part, str) for part in found)
    return found if is_file and all(map(is_whole, found or ())) else None


@lru_cache(maxsize=256)
def _draw(name: str, state: str) -> str | BrokenError | Invalid:
    """Return what is seen, or why nothing can be; raises `TooSlowError`, since another time it may be drawn."""
    kind = kinds[name]
    try:
        return _call(kind, lambda: _drawn(kind, state))
    except TooSlowError:
        raise
    except (BrokenError, Invalid) as error:
        return error


def forget_texts() -> None:
    """Keep nothing of what messages say: one of them has been deleted."""
    _draw.cache_clear()
    text_of.cache_clear()


def forget_drawn() -> None:
    """Draw everything anew: the kinds may be others."""
    forget_texts()
    _paused.clear()
    _logged.clear()


def _drawn(kind: Kind, state: str) -> str:
    drawn = kind.draw(loads(state))
    if not isinstance(drawn, str):
        raise BrokenError(f"draw returned no text, but {type(drawn).__name__}")
    if len(drawn) > MAX_HTML:
        raise Refused(f"draw returned more than {MAX_HTML:,} characters")
    return clean(str(drawn if hasattr(drawn, "__html__") else escape(drawn)))


def _fallback(text: str, note: str) -> Markup:
    why = Markup('<p class="live-broken" role="note">{}</p>').format(note) if note else Markup()
    return why + Markup('<p class="live-text">{}</p>').format(text)


def _call(kind: Kind, function: Callable[[], T], about: str = "") -> T:
    if _is_paused(kind.name):
        raise TooSlowError("it took too long a moment ago.")
    try:
        return run_within_budget(function)
    except BrokenError:
        raise
    except Refused as error:
        raise Invalid(whole(str(error)[:300]) or "This is not possible.") from None
    except OutOfTimeError as error:
        pause = REST if error.is_waiting else PAUSE
        _paused[kind.name] = time.monotonic() + pause
        logger.error("live message %s: it took too long, and is not used for %d seconds", kind.name, pause)
        raise TooSlowError("it took too long.") from None
    except Exception as error:
        _note_failure(kind.name, about)
        raise BrokenError(whole(f"{type(error).__name__}: {str(error)[:200]}")) from error


def _note_failure(name: str, about: str) -> None:
    """Log the error that is being handled; once a minute of each kind, since anybody may press again and again."""
    if time.monotonic() - _logged.get(name, -PAUSE) >= PAUSE:
        _logged[name] = time.monotonic()
        logger.exception("live message %s%s", name, about)


def _is_paused(name: str) -> bool:
    return _paused.get(name, 0) > time.monotonic()


def _checked_args(args: object, what: str) -> dict[str, Any]:
    """Return a copy of arguments; raises `Invalid` unless they are an object of JSON that is not too large."""
    try:
        written = dumps(args)
    except UnfitError as error:
        raise Invalid(f"{what} {error}.") from error
    if len(written) > MAX_ARGS:
        raise Invalid(f"{what} is too large.")
    return loads(written)


def _dumped(kind: Kind, state: object) -> str:
    try:
        written = dumps(state)
    except UnfitError as error:
        raise BrokenError(f"its state {error}.") from error
    if len(written) > MAX_STATE or (len(written) > LARGE and isinstance(_draw(kind.name, written), Invalid)):
        raise Invalid("There is no room for more in this message.")
    return written
