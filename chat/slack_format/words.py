"""Texts of attachments and what stands beside them: formatted ones, which go to different places, and plain ones."""

from abc import ABC, abstractmethod
from typing import Any

from chat.json_values import holdable
from chat.slack_format.escapes import unescaped
from chat.slack_format.marks import ADDRESS, escaped_marks, linked


class Words(ABC):
    """Writes texts as they are written where they go."""

    @abstractmethod
    def formatted(self, value: Any) -> str:
        """Return a text that may be formatted."""

    def in_line(self, value: Any) -> str:
        """Do as `formatted`, in one line."""
        return " ".join(self.formatted(value).split())


def plain(value: Any) -> str:
    """Return a text in one line, in which nothing is formatted."""
    return escaped_marks(" ".join(unescaped(shown(value)).split()))


def link(label: Any, address: Any) -> str:
    """Return a link, if the address is one of the web; otherwise the label alone."""
    where = unescaped(shown(address)).strip()
    words = " ".join(unescaped(shown(label)).split())
    return linked(escaped_marks(words or "link"), where) if ADDRESS.fullmatch(where) else escaped_marks(words)


def shown(value: Any) -> str:
    """Return a value as text: numbers and yes or no may stand in a payload where texts do; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return holdable(value) if isinstance(value, str) else ""
