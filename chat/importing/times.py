"""Times of an export, which may be anything: nothing that comes is older than 1970, or from the future."""

from dataclasses import replace
from typing import TypeVar

from chat.importing.items import MessageRecord, PersonRecord, Report, RoomRecord

Known = TypeVar("Known", PersonRecord, RoomRecord)


class Times:
    """Puts the times of records between 1970 and now, and reports those that were not."""

    def __init__(self, now: int, report: Report) -> None:
        self._now, self._report = now, report

    def of_person(self, record: PersonRecord) -> PersonRecord:
        """Return somebody with possible times."""
        created_at = self._within(record.created_at, record.name)
        return replace(record, created_at=created_at, deleted_at=self._within(record.deleted_at, record.name))

    def of_room(self, record: RoomRecord) -> RoomRecord:
        """Return a room with possible times."""
        name = record.name or record.key
        joined = {key: at for key, one in record.joined_at.items() if (at := self._within(one, name))}
        created_at, archived_at = (self._within(at, name) for at in (record.created_at, record.archived_at))
        return replace(record, created_at=created_at, archived_at=archived_at, joined_at=joined)

    def of_message(self, record: MessageRecord) -> MessageRecord:
        """Return a message with possible times: it was neither changed, deleted nor pinned before it was written."""
        at = min(max(record.at, 1), self._now)
        if at != record.at:
            when = "in the future: it is now" if record.at > self._now else "before 1970: it is that"
            self._report.problem(f"the date of a message is {when}", record.place)
        edited_at, deleted_at = (self._within(one, record.place, at) for one in (record.edited_at, record.deleted_at))
        pinned = record.pinned and [record.pinned[0], self._within(int(record.pinned[1]), record.place, at) or at]
        return record._replace(at=at, edited_at=edited_at, deleted_at=deleted_at, pinned=pinned)

    def _within(self, at: int | None, where: str, first: int = 1) -> int | None:
        within = at and min(max(at, first), self._now)
        if at and (at < 1 or at > self._now):
            self._report.problem("a date is before 1970 or in the future: it is the next that can be", where)
        return within
