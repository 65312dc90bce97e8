"""A payload becomes what is posted."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from chat.json_values import Object, text_in
from chat.messages.emoji import emoji_of
from chat.programs.payloads.pieces import messages_of
from chat.programs.payloads.reading import INVALID, NO_TEXT, Refused
from chat.programs.payloads.words import PostedWords
from chat.slack_format.attachments import attachment_texts
from chat.slack_format.blocks import text_of
from chat.slack_format.words import Words, shown
from chat.text import MAX_NAME, is_blank, parse_id, shortened_line, storable_text

LISTS = {"attachments": "invalid_attachments", "blocks": "invalid_blocks"}
"""Slack's words for what should be a list of objects and is none."""

MAX_OBJECTS = 100
"""Attachments, as Slack takes; and blocks, of which it takes 50."""


class Post(NamedTuple):
    """What a payload has somebody say: one message or several, under which name and sign, in which thread.

    `name` and `emoji` are "" where it names none, `root` is the id of the message that it replies to, or 0.
    """

    texts: tuple[str, ...]
    name: str = ""
    emoji: str = ""
    root: int = 0


def post_of(payload: Object, *, may_tell_all: bool = False) -> Post:
    """Return what a payload has somebody say; raises `Refused` where there is nothing, or nothing that is understood.

    With blocks, `text` is what their notifications say, and not shown beside them.
    """
    for name, word in LISTS.items():
        if not _is_list(payload.get(name)):
            raise Refused(word)
    text = payload.get("text")
    if isinstance(text, dict | list):
        raise Refused(INVALID)
    texts = messages_of(filter(None, map(storable_text, _texts(payload, PostedWords(may_tell_all=may_tell_all)))))
    if all(map(is_blank, texts)):
        raise Refused(NO_TEXT)
    return Post(
        texts=tuple(texts),
        name=shortened_line(shown(payload.get("username")), MAX_NAME),
        emoji=emoji_of(text_in(payload, "icon_emoji")[:MAX_NAME].strip()) or "",
        root=parse_id(text_in(payload, "thread_ts") or text_in(payload, "root_id")),
    )


def _texts(payload: Object, words: Words) -> Iterator[str]:
    yield words.formatted(text_of(payload.get("blocks") or [])) or words.formatted(payload.get("text"))
    for found in payload.get("attachments") or []:
        yield from attachment_texts(found, words)


def _is_list(value: Any) -> bool:
    if value is None:
        return True
    return isinstance(value, list) and len(value) <= MAX_OBJECTS and all(isinstance(one, dict) for one in value)
