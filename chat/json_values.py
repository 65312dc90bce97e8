"""Values of JSON that others have written, without trusting a type or a length."""

from typing import Any

Object = dict[str, Any]


def holdable(text: str) -> str:
    """Return a text as every database can hold it: without NUL, and with a question mark for half of a character."""
    return text.replace("\0", "").encode(errors="replace").decode()


def text_in(found: Any, *path: str) -> str:
    """Return a text at a path of names; "" for anything else."""
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)  # ids that are numbers
    return holdable(found) if isinstance(found, str) else ""


def list_in(found: Any, name: str) -> list[Any]:
    """Return a list by its name; an empty one for anything else."""
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, list) else []


def objects_of(found: Any, name: str) -> list[Object]:
    """Return the objects of a list by its name."""
    return [one for one in list_in(found, name) if isinstance(one, dict)]


def number_in(found: Any, name: str) -> int:
    """Return a whole number by its name; 0 for anything else."""
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, int) else 0


def texts_of(found: Any, name: str) -> tuple[str, ...]:
    """Return the texts of a list by its name; numbers too, as ids may be."""
    return tuple(text for one in list_in(found, name) if (text := text_in({"": one}, "")))
