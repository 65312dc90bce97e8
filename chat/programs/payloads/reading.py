"""A request's body becomes a payload: JSON, or a form with JSON in its field `payload`."""

import json
from urllib.parse import parse_qs

from chat.errors import ChatError
from chat.json_values import Object

INVALID, NO_TEXT = "invalid_payload", "no_text"
"""Slack's words."""

MAX_FIELDS = 50
"""Of a form; all but one of them mean nothing."""


class Refused(ChatError):
    """A payload that cannot be posted; its message is the word by which Slack says why."""


def read_payload(body: bytes) -> Object:
    """Return the payload in a body, whatever type it is said to be of: Slack does not ask either.

    Raises `Refused`.
    """
    try:
        text = body.decode("utf-8-sig").strip()
        payload = json.loads(text if text.startswith("{") else _field(text), strict=False)
    except (ValueError, RecursionError):
        raise Refused(INVALID) from None
    if not isinstance(payload, dict):
        raise Refused(INVALID)
    return payload


def _field(text: str) -> str:
    return parse_qs(text, max_num_fields=MAX_FIELDS, errors="strict").get("payload", [""])[0]
