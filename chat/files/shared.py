"""Lists of the files that were sent in a room and its threads: pictures, and all others.

An index has all that they are chosen by, so that only the files of a page are read, however many there are.
"""

import re
from collections.abc import Sequence
from typing import Any

import peewee

from chat import rooms
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.files.items import EVERYTHING, SharedFile, SharedFiles, Sought
from chat.files.loading import file_item, select_files
from models import MAX_ID, File, User

AT_ONCE = 60
"""How many files a page has."""

MAX_PEOPLE = 200
"""Of how many people one can choose whose files are listed."""

_PLACE = re.compile(r"([1-9][0-9]{0,17})-([1-9][0-9]{0,17})")


def shared_files(
    actor: UserItem,
    room_id: int,
    *,
    are_pictures: bool,
    sought: Sought = EVERYTHING,
    before: str = "",
    limit: int = AT_ONCE,
) -> SharedFiles:
    """Read a page of the pictures of a room, or of its other files, newest first; raises `NotFound`.

    Args:
        actor: who asks
        room_id: the room; a thread has none of its own, for its files are its room's
        are_pictures: whether pictures are asked for, or all else
        sought: which of them
        before: where the page begins, as a page before has said it; whatever else it is, at the newest
        limit: how many there are at most
    """
    mine = _of_room(rooms.room_for(actor, room_id).id, are_pictures)
    place = _PLACE.fullmatch(before)
    start = (int(place[1]), int(place[2])) if place else (MAX_ID, MAX_ID)
    chosen = mine & (File.created_at >= sought.since) & (File.created_at < sought.until)
    if sought.person:
        chosen &= File.owner == sought.person
    older = peewee.Tuple(File.message, File.id) < peewee.Tuple(*start)
    rows: Any = File.select(File.message, File.id).where(chosen, older)
    found = list(rows.order_by(File.message.desc(), File.id.desc()).limit(limit + 1).tuples())
    last = found[limit - 1] if len(found) > limit else None
    return SharedFiles(_load([id_ for _, id_ in found[:limit]]), f"{last[0]}-{last[1]}" if last else "")


def sharers(actor: UserItem, room_id: int, *, are_pictures: bool) -> list[UserItem]:
    """Return those who have sent pictures in a room, or other files, by name; raises `NotFound`."""
    mine = _of_room(rooms.room_for(actor, room_id).id, are_pictures)
    ids = File.select(File.owner).where(mine).distinct().limit(MAX_PEOPLE)
    return [user_item(row) for row in User.select().where(User.id.in_(ids)).order_by(User.name)]


def _of_room(room_id: int, are_pictures: bool) -> Any:
    return (File.home_id == room_id) & (File.is_picture == are_pictures) & File.message.is_null(False)


def _load(ids: Sequence[int]) -> list[SharedFile]:
    rows = select_files().select_extend(User).switch(File).join(User, on=(File.owner == User.id))
    found = {row.id: row for row in rows.where(File.id.in_(list(ids)))} if ids else {}
    there = (found[id_] for id_ in ids)
    return [SharedFile(file_item(row), user_item(row.owner), row.message_id, row.created_at) for row in there]
