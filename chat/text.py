"""Making what people type fit to be stored."""

import unicodedata

from chat.errors import Invalid

MAX_BODY = 4000
"""The longest message, in characters (Unicode code points)."""

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Categories of what is not seen; "unassigned" is none of them: an emoji newer than this Python is that."""

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0") | frozenset(map(chr, range(0xE0000, 0xE1000)))
"""Letters, a symbol and a whole block that are drawn as nothing."""


def clean_body(raw: object) -> str:
    r"""Return a message's text with line ends made `\\n` and control characters dropped.

    Raises `Invalid` for what is no text, has nothing to see in it, or is longer than `MAX_BODY`.
    """
    if not isinstance(raw, str):
        raise Invalid("A message has to be text.")
    if len(raw) > 10 * MAX_BODY:  # not looked at: a megabyte would hold everybody up for a third of a second
        raise _too_long(raw)
    body = "".join(filter(_is_storable, raw.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if all(character in BLANK or unicodedata.category(character) in INVISIBLE for character in body):
        raise Invalid("A message cannot be empty.")
    if len(body) > MAX_BODY:
        raise _too_long(body)
    return body


def _too_long(text: str) -> Invalid:
    return Invalid(f"That is {len(text) - MAX_BODY:,} characters too long (the limit is {MAX_BODY:,}).")


def _is_storable(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
