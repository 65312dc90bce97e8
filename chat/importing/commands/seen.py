"""Who sees a room: one that is not open, and has nobody in it, would be there for ever without anybody knowing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chat.importing.items import PersonRecord, Report, RoomRecord


def with_members(
    room: RoomRecord, authors: Iterable[str], people: Mapping[str, PersonRecord], report: Report
) -> RoomRecord | None:
    """Return a room as it is, or with those as members who wrote in it; None if nobody could see it.

    Whoever manages a closed room that has members only, the rules of rooms say.

    Args:
        room: of the export
        authors: the keys of who wrote in it, in their order
        people: whose accounts there are, by their keys
        report: notes what is done
    """
    if room.kind == "open" or any(key in people for key in room.members):
        return room
    name, writers = room.name or room.key, [key for key in authors if key in people]
    if not writers:
        report.problem(
            "nobody is in a closed room, or has written in it: it is left out, since nobody could see it", name
        )
        return None
    report.problem("nobody is in a closed room: those who have written in it become its members", name)
    manager = next((key for key in writers if people[key].email), writers[0])  # rather than a bot
    return replace(room, kind="closed", members=(*room.members, *writers), managers=(manager,))
