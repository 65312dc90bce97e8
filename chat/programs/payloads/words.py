"""Texts of a payload in Markdown, formatted as Slack or Mattermost write them."""

from typing import Any

from chat.messages.emoji import emoji_of
from chat.slack_format.mrkdwn import to_parts
from chat.slack_format.parts import EVERYBODY, MENTION, Part
from chat.slack_format.words import Words, shown


class PostedWords(Words):
    """Writes texts; only where the hook `may_tell_all` is what means everybody there written so that it does here."""

    def __init__(self, *, may_tell_all: bool) -> None:
        self.may_tell_all = may_tell_all

    def formatted(self, value: Any) -> str:
        """Return a text that may be formatted."""
        parts = to_parts(shown(value), has_headings=True, emoji_of=emoji_of)
        return "".join(map(self._part, parts)).strip("\n")

    def _part(self, part: Part) -> str:
        if isinstance(part, str):
            return part
        sign, key, label = (*part, "")[:3]
        if sign == EVERYBODY:
            return "@room" if self.may_tell_all else label
        return f"{sign}{label.removeprefix('@' if sign == MENTION else '#') or key}"
