"""Uses kinds: what they return is checked, and what is wrong with it is told in plain words."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup, escape

from chat.errors import Invalid, Unavailable
from chat.live.calling import BrokenError, TooSlowError, call, forget_failures
from chat.live.cleaning import MAX_HTML, clean
from chat.live.kept import Kept
from chat.live.kind import ACTION, Kind, Person, Refused, State
from chat.live.registry import broken, kinds
from chat.live.states import UnfitError, dumps, is_whole, loads

MAX_STATE = 32_000
"""Bytes of a state as JSON."""

MAX_ARGS = 16_000
"""Bytes of what goes with a press, or what a message is begun with, as JSON."""

MAX_TEXT = 2_000
"""Characters of a live message as plain text."""

LARGE = 8_000
"""Characters of a state from which on it is looked at whether it can be drawn, before it is stored."""

_drawn_of: Kept[str | BrokenError | Invalid] = Kept(256)
_text_of: Kept[str] = Kept(1024)

NO_ROOM = "There is no room for more in this message."


def begin(name: object, given: object) -> tuple[str, str]:
    """Return the state of a new message as JSON, and its text; raises `Invalid`."""
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Invalid("There is no such kind of message.")
    copy = _checked_args(given, "The state")
    try:
        state = call(kind, lambda: _dumped(kind.begin(copy)))
    except BrokenError as error:
        raise Invalid(f"This {kind.name} could not be made: {error}") from error
    if not has_room(kind.name, state):
        raise Invalid(NO_ROOM)
    return state, text_of(kind.name, state)


def press(
    name: str, state: str, person: Person, action: object, args: object, message_id: int = 0, *, looks: bool = True
) -> str:
    """Return a message's state after a press, as JSON; `message_id` stands in the log where its kind fails.

    With `looks`, it is looked at whether it can be drawn then; that takes longer than all else.

    Raises `Invalid` for what is refused or not possible, and `Unavailable` while the kind does not work.
    """
    kind = kinds.get(name)
    if kind is None:
        raise Unavailable(f"Nobody here knows what a {name} is any more.")
    if not isinstance(action, str) or not ACTION.fullmatch(action):
        raise Invalid("This is not possible here.")
    copy = _checked_args(args, "What goes with it")
    try:
        changed = call(kind, lambda: _dumped(kind.act(loads(state), person, action, copy)), f" (message {message_id})")
    except BrokenError as error:
        raise Invalid(f"This {name} does not work: {error}") from error
    if looks and not has_room(name, changed, message_id):
        raise Invalid(NO_ROOM)
    return changed


def has_room(name: str, state: str, message_id: int = 0) -> bool:
    """Whether a state can be drawn within the limit; what is drawn is kept under the id of a message."""
    try:
        return len(state) <= LARGE or not isinstance(_draw(name, state, message_id), Invalid)
    except TooSlowError:  # another time it may be drawn
        return True


def text_of(name: str, state: str, message_id: int = 0) -> str:
    """Return a message as plain text; where that fails, what it is called."""
    return _text_of.get(message_id, name, state, lambda: _said(name, state))


def _said(name: str, state: str) -> str:
    kind = kinds[name]
    try:
        text = call(kind, lambda: kind.text(loads(state)))
    except (BrokenError, Invalid):
        return kind.label or name
    return text[:MAX_TEXT].strip() if isinstance(text, str) and text.strip() else kind.label or name


def draw(name: str, state: str, text: str, message_id: int = 0) -> str:
    """Return what everybody sees of a message; where its kind is gone, its text, and where it fails, why.

    It is kept under the id of the message, until that is deleted.
    """
    if name not in kinds:
        note = f"This {name} cannot be shown: {broken[name]}" if name in broken else ""
        return str(_fallback(text, note))
    try:
        drawn = _draw(name, state, message_id)
    except TooSlowError as error:
        drawn = error
    return str(_fallback(text, f"This {name} could not be drawn: {drawn}")) if isinstance(drawn, Exception) else drawn


def has_secrets(drawn: str) -> bool:
    """Return whether there are buttons in what a message shows of which only those who press them know."""
    return " data-secret" in drawn


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
        written = call(kind, lambda: _moved(kind, copy, person_of)) if kind else None
        is_drawn = written is not None and isinstance(_draw(name, written), str)
    except (UnfitError, BrokenError, Invalid):
        return None
    return (written, text_of(name, written)) if written and is_drawn else None


def _moved(kind: Kind, told: State, person_of: Callable[[Any], int | None]) -> str | None:
    state = kind.moved(told, person_of)
    return None if state is None else _dumped(state)


def mine(name: str, state: str, person_id: int) -> list[str]:
    """Return which secret buttons somebody has pressed."""
    kind = kinds.get(name)
    try:
        found = call(kind, lambda: kind.mine(loads(state), person_id)) if kind else []
    except (BrokenError, Invalid):
        return []
    return [one for one in map(str, found) if is_whole(one)] if isinstance(found, list) else []


def file_of(name: str, state: str, uid: str) -> tuple[str, str, str] | None:
    """Return the file that a message has to download, if it has one; `uid` is what it is called among all places."""
    kind = kinds.get(name)
    try:
        found = call(kind, lambda: kind.file(loads(state), uid)) if kind else None
    except (BrokenError, Invalid):
        return None
    is_file = isinstance(found, tuple) and len(found) == 3 and all(isinstance(part, str) for part in found)
    return found if is_file and all(map(is_whole, found or ())) else None


def _draw(name: str, state: str, message_id: int = 0) -> str | BrokenError | Invalid:
    """Return what is seen, or why nothing can be; raises `TooSlowError`, since another time it may be drawn."""
    return _drawn_of.get(message_id, name, state, lambda: _tried(name, state))


def _tried(name: str, state: str) -> str | BrokenError | Invalid:
    kind = kinds[name]
    try:
        return call(kind, lambda: _drawn(kind, state))
    except TooSlowError:
        raise
    except (BrokenError, Invalid) as error:
        return error


def forget_texts(message_id: int | None = None) -> None:
    """Keep nothing of what a message says, which has been deleted; without one, of what any says."""
    for kept in (_drawn_of, _text_of):
        if message_id is None:
            kept.clear()
        else:
            kept.forget(message_id)


def forget_drawn() -> None:
    """Draw everything anew: the kinds may be others."""
    forget_texts()
    forget_failures()


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


def _checked_args(args: object, what: str) -> dict[str, Any]:
    """Return a copy of arguments; raises `Invalid` unless they are an object of JSON that is not too large."""
    try:
        written = dumps(args)
    except UnfitError as error:
        raise Invalid(f"{what} {error}.") from error
    if len(written) > MAX_ARGS:
        raise Invalid(f"{what} is too large.")
    return loads(written)


def _dumped(state: object) -> str:
    try:
        written = dumps(state)
    except UnfitError as error:
        raise BrokenError(f"its state {error}.") from error
    if len(written) > MAX_STATE:
        raise Refused(NO_ROOM)
    return written
