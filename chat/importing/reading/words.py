"""Texts of attachments on their way into messages: whom they mean is kept apart, since it is known only later."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from chat.json_values import Object
from chat.slack_format.attachments import attachment_texts
from chat.slack_format.parts import Part
from chat.slack_format.words import Words, shown

MARK = "\ue001"
"""Stands, with a number between two of it, for somebody or a room that is meant: a letter that nobody types."""

HELD = re.compile(f"{MARK}([0-9]{{1,6}}){MARK}")


class KeptWords(Words):
    """Writes the texts of one message.

    Args:
        parts_of: returns the parts of a text as they write it there
    """

    def __init__(self, parts_of: Callable[[str], list[Part]]) -> None:
        self._parts_of = parts_of
        self._meant: list[Part] = []

    def formatted(self, value: Any) -> str:
        """Return a text that may be formatted, with marks for who is meant."""
        return "".join(map(self._held, self._parts_of(shown(value).replace(MARK, "")))).strip("\n")

    def parts(self, text: str, attachments: Iterable[Object]) -> list[Part]:
        """Return the parts of a formatted text with attachments below it."""
        texts = [text, *(one for attachment in attachments for one in attachment_texts(attachment, self))]
        pieces = HELD.split("\n\n".join(filter(None, texts)))
        told = [self._meant[int(one) :][:1] if number % 2 else [one] for number, one in enumerate(pieces) if one]
        return [part for some in told for part in some]

    def _held(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        self._meant.append(part)
        return f"{MARK}{len(self._meant) - 1}{MARK}"
