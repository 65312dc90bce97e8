"""Texts of a payload in Markdown: formatted ones as Slack or Mattermost write them, and plain ones."""

import html
import re
from typing import Any

from chat.json_values import holdable
from chat.slack_format.mrkdwn import ADDRESS, escaped_marks, linked, to_parts
from chat.slack_format.parts import EVERYBODY, MENTION, Part

TO_ALL = re.compile(r"(?<![\w@/.])@(channel|all|here|everyone)(?![\w@])")
"""What means everybody in Mattermost."""


class Words:
    """Writes texts; only where the hook `may_tell_all` is what means everybody there written so that it does here."""

    def __init__(self, *, may_tell_all: bool) -> None:
        self.may_tell_all = may_tell_all

    def formatted(self, value: Any) -> str:
        """Return a text that may be formatted."""
        parts = to_parts(shown(value), has_headings=True)
        return "".join(map(self._part, parts)).strip("\n")

    def in_line(self, value: Any) -> str:
        """Do as `formatted`, in one line."""
        return " ".join(self.formatted(value).split())

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return TO_ALL.sub("@room", part) if self.may_tell_all else part
        sign, key, label = (*part, "")[:3]
        if sign == EVERYBODY:
            return "@room" if self.may_tell_all else "@channel"
        return f"{sign}{label.removeprefix('@' if sign == MENTION else '#') or key}"


def plain(value: Any) -> str:
    """Return a text in one line, in which nothing is formatted."""
    return escaped_marks(" ".join(html.unescape(shown(value)).split()))


def link(label: Any, address: Any) -> str:
    """Return a link, if the address is one of the web; otherwise the label alone."""
    where = html.unescape(shown(address)).strip()
    words = " ".join(html.unescape(shown(label)).split())
    return linked(words or "link", where) if ADDRESS.fullmatch(where) else escaped_marks(words)


def shown(value: Any) -> str:
    """Return a value as text: numbers and yes or no may stand in a payload where texts do; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    return holdable(value) if isinstance(value, str) else ""
