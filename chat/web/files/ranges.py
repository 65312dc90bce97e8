"""Which part of a file is asked for (RFC 9110, section 14)."""

import re

from chat.errors import ChatError

RANGE = re.compile(r"bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))", re.IGNORECASE)


class UnsatisfiableRange(ChatError):
    """The range begins past the end of the file."""

    status = 416


def part_of(header: str | None, size: int) -> tuple[int, int] | None:
    """Return where the range that is asked for begins and ends, or None where all is to be sent.

    That is so for several ranges too, and for what cannot be read as a range. Raises `UnsatisfiableRange`.
    """
    found = RANGE.fullmatch(header.strip()) if header else None
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(int(last or size) + 1, size)
        if last and int(last) < start:
            return None
    if start >= size or start >= end:
        raise UnsatisfiableRange("The file has no such part.")
    return start, end
