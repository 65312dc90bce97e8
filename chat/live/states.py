"""States and arguments as JSON, limited to values that browsers, databases and exports can all store."""

import json
from typing import Any, cast

from chat.live.kind import State

MAX_DEPTH = 30
"""How many lists and objects may be inside of each other."""


class UnfitError(ValueError):
    """A value cannot be stored as JSON; the text names the value and says what is wrong with it."""


def dumps(value: object) -> str:
    """Return an object as JSON, in ASCII; raises `UnfitError`."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise UnfitError("must be an object")
    try:
        written = json.dumps(value, separators=(",", ":"), allow_nan=False)
        _check(json.loads(written))
    except UnfitError:
        raise
    except (TypeError, ValueError, RecursionError) as error:
        raise UnfitError("must be JSON") from error
    return written


def loads(state: str) -> State:
    """Return what is stored as an object; what could not be sent to anybody is replaced, and of no use is left out."""
    try:
        value = json.loads(state, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return {}
    if "\\ud" in state.lower():
        value = json.loads(whole(json.dumps(value, ensure_ascii=False)))
    return cast("State", value) if isinstance(value, dict) else {}


def public(state: str) -> State:
    """Return what programs and browsers are told of a state: nothing that begins with an underscore, wherever it is."""
    return cast("State", _without_secrets(loads(state)))


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_secrets(inner) for key, inner in value.items() if not key.startswith("_")}
    return [_without_secrets(inner) for inner in value] if isinstance(value, list) else value


def is_whole(text: str) -> bool:
    """Whether a text can be encoded: it has no lone surrogates."""
    return whole(text) == text


def whole(text: str) -> str:
    """Return a text with a replacement character for each lone surrogate."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _check(value: Any, depth: int = 1) -> None:
    if isinstance(value, str):
        if "\0" in value or not is_whole(value):
            raise UnfitError("contains an invalid character")
    elif isinstance(value, (dict, list)):
        if depth > MAX_DEPTH:
            raise UnfitError("is nested too deeply")
        for inner in value if isinstance(value, list) else (*value, *value.values()):
            _check(inner, depth + 1)
