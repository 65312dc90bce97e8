"""Validation errors as sentences."""

from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_NAME = 60
SAID = 3
"""Maximum number of errors in one response."""

PLACES = {"body": "The field", "query": "The parameter", "header": "The header", "path": "The path's"}

WORDS = {
    "missing": "is missing",
    "extra_forbidden": "is unknown",
    "string_type": "must be text",
    "string_unicode": "contains an invalid character",
    "string_too_short": "cannot be empty",
    "string_too_long": "can have at most {max_length:,} characters",
    "literal_error": "must be {expected}",
    "list_type": "must be a list",
    "string_pattern_mismatch": "must match {pattern}",
    "int_type": "must be a whole number",
    "int_parsing": "must be a whole number",
    "greater_than_equal": "must be at least {ge}",
    "less_than_equal": "must be at most {le}",
    "value_error": "{error}",
}

BODY_WORDS = {
    "json_invalid": "{body} cannot be read as JSON.",
    "missing": "A body is missing: send a JSON object.",
}
NO_OBJECT = "{body} must be a JSON object."


def in_words(faults: Sequence[Mapping[str, Any]], body: str = "The body") -> str:
    """Describe each error of a request in a sentence; `body` is what its body is called, or what was read of it."""
    first = {fault["loc"][:2]: fault for fault in reversed(faults)}  # a field of several types has a fault for each
    return " ".join(_sentence(fault, body) for fault in list(reversed(first.values()))[:SAID])


def _sentence(fault: Mapping[str, Any], body: str) -> str:
    place, *names = fault["loc"]
    if place == "body" and (not names or fault["type"] == "json_invalid"):
        return BODY_WORDS.get(fault["type"], NO_OBJECT).format(body=body)
    said = WORDS.get(fault["type"], "is not valid").format(**fault.get("ctx", {}))
    return f"{PLACES[place]} “{_shown(names[0])}” {said}." if names else f"{said}."


def _shown(name: object) -> str:
    """Return a field name from a request that is safe to send back: short, without lone surrogates."""
    return str(name)[:LONGEST_NAME].encode("utf-8", "replace").decode()
