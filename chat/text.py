"""Making what people type fit to be stored."""

import unicodedata

from chat.errors import Invalid

MAX_BODY = 4000
"""The longest message, in characters (Unicode code points)."""

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})


def clean_body(raw: object) -> str:
    r"""Return a message's text with line ends made `\\n` and control characters dropped.

    Raises `Invalid` for what is no text, has nothing to see in it, or is longer than `MAX_BODY`.
    """
    if not isinstance(raw, str):
        raise Invalid("A message has to be text.")
    body = "".join(filter(_is_storable, raw.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    if all(unicodedata.category(character) in INVISIBLE for character in body):
        raise Invalid("A message cannot be empty.")
    if len(body) > MAX_BODY:
        raise Invalid(f"That is {len(body) - MAX_BODY:,} characters too long (the limit is {MAX_BODY:,}).")
    return body


def _is_storable(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
