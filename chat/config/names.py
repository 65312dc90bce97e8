"""Names of settings on the command line and in the environment, and the error for a bad one."""

from collections.abc import Iterable
from difflib import get_close_matches

PREFIX = "STREAMCHAT_"


class BadSettingError(Exception):
    """A setting cannot be used; the text says which and why in one line."""

    def __init__(self, text: str) -> None:
        # Values are quoted as given, and may contain line breaks or terminal codes.
        super().__init__("".join(char if char.isprintable() else repr(char)[1:-1] for char in text))


def option_of(name: str) -> str:
    """Return the option of a setting."""
    return "--" + name.replace("_", "-")


def variable_of(name: str) -> str:
    """Return the environment variable of a setting."""
    return PREFIX + name.upper()


def hint(word: str, known: Iterable[str]) -> str:
    """Suggest a known word for an unknown one."""
    return "".join(f" (did you mean {match}?)" for match in get_close_matches(word, list(known), 1, 0.8))
