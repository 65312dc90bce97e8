"""A request's body becomes a payload: JSON, or a form of either kind with JSON in its field `payload`."""

import json
import re
from urllib.parse import parse_qs

from chat.errors import ChatError
from chat.json_values import Object

INVALID, NO_TEXT = "invalid_payload", "no_text"
"""Slack's words."""

MAX_FIELDS = 50
"""Of a form; all but one of them mean nothing."""

BOUNDARY = re.compile(rb"--[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-](?=\r\n)")
"""What stands between the fields of a form as `curl -F` sends it, and before the first."""

IS_PAYLOAD = re.compile(rb'content-disposition:[^\r\n]*;\s*name="?payload"?\s*(?:;|\r|$)', re.IGNORECASE)


class Refused(ChatError):
    """A payload that cannot be posted; its message is the word by which Slack says why."""


def read_payload(body: bytes) -> Object:
    """Return the payload in a body, whatever type it is said to be of: Slack does not ask either.

    Raises `Refused`.
    """
    try:
        text = (_part(body) or body).decode("utf-8-sig").strip()
        payload = json.loads(text if text.startswith("{") else _field(text), strict=False)
    except (ValueError, RecursionError):
        raise Refused(INVALID) from None
    if not isinstance(payload, dict):
        raise Refused(INVALID)
    return payload


def _part(body: bytes) -> bytes:
    """Return the payload of a form in several parts; nothing of anything else."""
    boundary = BOUNDARY.match(body)
    for part in body.split(boundary[0], MAX_FIELDS)[1:] if boundary else ():
        head, _, content = part.partition(b"\r\n\r\n")
        if IS_PAYLOAD.search(head):
            return content.removesuffix(b"\r\n")
    return b""


def _field(text: str) -> str:
    return parse_qs(text, max_num_fields=MAX_FIELDS, errors="strict").get("payload", [""])[0]
