"""The model: texts that were typed, and where each may be."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from models import Message

Looks = list[dict[str, Any]]
"""What each tab shows, as `hands.look()` tells it; the browser's storage is the same in all."""

WORD = re.compile(r"s\d+t\d+")
"""A text that a run has typed, such as "s2t17"; messages and drafts consist of such words."""

Place = tuple[str, ...]


@dataclass
class Text:
    """One word, and what has become of it so far as the person knows."""

    room: str
    must_exist: bool = True
    may_exist: bool = True

    def may_go(self) -> None:
        """It is being replaced or deleted; that takes a while, and may be refused."""
        self.must_exist = False

    def is_doubtful(self) -> None:
        """It may be there or not."""
        self.must_exist, self.may_exist = False, True

    def is_gone(self) -> None:
        self.must_exist = self.may_exist = False


class Texts:
    """All that was typed, and the check that each is in exactly one place."""

    def __init__(self, number: int) -> None:
        """Each run has another number, also if a seed is tried again."""
        self._number = number
        self._texts: dict[str, Text] = {}

    def new(self) -> str:
        return f"s{self._number}t{len(self._texts) + 1}"

    def typed(self, word: str, room: str) -> None:
        self._texts[word] = Text(room)

    def each(self, text: str, do: Callable[[Text], None]) -> None:
        """Do something to all words of a text."""
        for word in WORD.findall(text):
            do(self._texts[word])

    def fault(self, looks: Looks, *, is_settled: bool) -> str | None:
        """Say what is wrong, if something is. `looks` have to be older than this call."""
        rows = list(Message.select())
        names = {str(row.id): row.client_id or str(row.id) for row in rows}
        found: dict[str, set[Place]] = defaultdict(set)
        stored = [("message", str(row.room_id), names[str(row.id)], row.body) for row in rows if not row.deleted_at]
        for *place, text in [*stored, *_places(looks, names)]:
            for word in WORD.findall(text):
                found[word].add(tuple(place))
        for word, text in self._texts.items():
            places = found[word]
            is_somewhere_else = any(place[1] != text.room for place in places)
            if is_somewhere_else or not text.must_exist <= len(places) <= text.may_exist:
                return f"{word}, {text}, is in {sorted(places)}"
            if is_settled and not places:
                text.is_gone()
        return None


def _places(looks: Looks, names: dict[str, str]) -> Iterable[tuple[str, ...]]:
    """Find what a person can see, and what is kept for rooms that no tab shows; the same place twice is no harm.

    `names` are those of messages by their id: the client id, by which a message is known before it is stored.
    """
    kept = looks[0]["kept"]
    shown = {look["room"] for look in looks}
    drafts = {(draft["room"], draft["text"].strip()) for draft in kept["drafts"]}
    for look in looks:
        room = look["room"]
        if look["draft"] is not None:
            yield "draft", room, look["draft"].strip()
        for entry in look["pending"]:
            yield "message", room, entry["clientId"], entry["text"]
        for row in look["rows"]:
            yield "message", room, names.get(row["key"], row["key"]), row["waiting"]
            yield "edit", room, (row["edit"] or "").strip()
        for text in look["unfinished"]:
            is_draft = (room, text.strip()) in drafts  # another tab's, or of an archived room, which has no box
            yield "draft" if is_draft else "edit", room, text.strip()
    for entry in kept["entries"]:
        name = names.get(entry["key"], entry["key"]) or entry["clientId"]
        yield "message", entry["room"], name, entry["args"].get("body", "")
    for draft in kept["drafts"]:
        if draft["room"] not in shown:
            yield "draft", draft["room"], draft["text"].strip()
    for edit in kept["edits"]:
        if edit["room"] not in shown:
            yield "edit", edit["room"], edit["text"].strip()
