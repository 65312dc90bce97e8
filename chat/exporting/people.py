"""The people of an export: everybody, or those whom its messages name."""

from collections.abc import Iterable, Iterator
from typing import Any

import peewee

from chat import accounts
from chat.errors import NotFound
from chat.exporting.archive import Archive
from chat.exporting.items import Scope
from chat.exporting.records import Record, person_record
from chat.messages.items import MessageItem
from models import Profile, User

AT_ONCE = 500


class People:
    """Collects whom an export names, and writes them."""

    def __init__(self, scope: Scope) -> None:
        self._is_everybody = scope.kind == "place"
        self._ids: set[int] = {scope.person_id} if scope.person_id else set()

    def add(self, ids: Iterable[int]) -> None:
        """Note some people."""
        self._ids |= set(ids)

    def add_those_of(self, item: MessageItem) -> None:
        """Note whom a message names."""
        self._ids.add(item.author.id)
        if item.mentioned:
            self._ids |= {one.user.id for one in item.mentioned if one.user}
        if item.reactions:
            self._ids |= {user.id for one in item.reactions for user in one.users}
        if item.reply_to and item.reply_to.author:
            self._ids.add(item.reply_to.author.id)

    def write(self, archive: Archive) -> int:
        """Add their lines and their pictures, and return how many they are."""
        avatars: set[str] = set()
        count = archive.add_lines("people.jsonl", self._records(avatars))
        for digest in sorted(avatars):
            try:
                archive.add(f"avatars/{digest}.webp", accounts.avatar(digest))
            except NotFound:
                continue
        return count

    def _records(self, avatars: set[str]) -> Iterator[Record]:
        for row in self._rows():
            if row.avatar:
                avatars.add(row.avatar)
            profile = getattr(row, "profile", None) or Profile()
            yield person_record(row, profile, has_email=self._is_everybody)

    def _rows(self) -> Iterator[Any]:
        people = User.select(User, Profile).join(Profile, peewee.JOIN.LEFT_OUTER).order_by(User.id)
        if not self._is_everybody:
            for some in peewee.chunked(sorted(self._ids), AT_ONCE):
                yield from people.where(User.id.in_(some))
            return
        newest = 0
        while rows := list(people.where(User.id > newest).limit(AT_ONCE)):
            yield from rows
            newest = rows[-1].id
