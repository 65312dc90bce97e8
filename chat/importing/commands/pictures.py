"""Pictures of people who have not claimed their accounts: whoever has chooses their own."""

from collections.abc import Callable, Mapping
from typing import Any

from peewee import chunked

from chat.accounts import MAX_UPLOAD, is_unclaimed, picture_from
from chat.errors import Invalid
from chat.importing.commands.incoming import Incoming, Opener
from chat.importing.items import FileRecord, PersonRecord, Report
from chat.importing.queries import AT_ONCE
from chat.importing.reading.archives import BROKEN
from models import Avatar, User

Run = Callable[..., Any]


def write_pictures(
    records: Mapping[str, PersonRecord], people: Mapping[str, int], incoming: Incoming, run: Run, report: Report
) -> None:
    """Store the pictures that come, one by one."""
    pictures: dict[FileRecord, list[int]] = {}
    bare = run(_without_picture, [people[key] for key, record in records.items() if record.picture])
    for key, record in records.items():
        if record.picture and people[key] in bare and incoming.comes(record.picture):
            pictures.setdefault(record.picture, []).append(people[key])
    report.count("pictures of people", sum(map(len, pictures.values())))
    for file, found in incoming.opened(pictures):
        try:
            digest, picture = picture_from(_read(found))
        except Invalid as error:
            report.problem("a picture of somebody does not come", f"{file.name}: {error.message}")
            report.count("pictures of people", -len(pictures[file]))
        else:
            run(_give, pictures[file], digest, picture)


def _read(found: Opener | str) -> bytes:
    if isinstance(found, str):
        raise Invalid(found)
    try:
        with found() as file:
            return file.read(MAX_UPLOAD + 1)
    except BROKEN as error:
        raise Invalid("it is damaged") from error


def _without_picture(user_ids: list[int]) -> set[int]:
    found: set[int] = set()
    for some in chunked(user_ids, AT_ONCE):
        rows: Any = User.select(User.id).where(User.id.in_(some), User.avatar.is_null(), is_unclaimed())
        found |= {id_ for (id_,) in rows.tuples()}
    return found


def _give(user_ids: list[int], digest: str, picture: bytes) -> None:
    Avatar.insert(digest=digest, image=picture).on_conflict_ignore().execute()
    User.update(avatar=digest).where(User.id.in_(user_ids)).execute()
