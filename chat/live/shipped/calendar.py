"""A file that calendars read, with one event: RFC 5545."""

import re
from collections.abc import Iterator
from datetime import datetime

LINE = 75
"""Bytes of a line, without its end."""


def calendar(uid: str, now: datetime, time: tuple[datetime, datetime], title: str, place: str) -> str:
    """Return the text of the file.

    Args:
        uid: what no other event is called
        now: when the file is made
        time: when it begins and ends, in UTC
        title: what it is
        place: where; may be empty
    """
    begins, ends = time
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//StreamChat//EN", "BEGIN:VEVENT"),
        *(f"UID:{uid}", f"DTSTAMP:{_stamp(now)}", f"DTSTART:{_stamp(begins)}", f"DTEND:{_stamp(ends)}"),
        f"SUMMARY:{_escaped(title)}",
        *([f"LOCATION:{_escaped(place)}"] if place else []),
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _stamp(time: datetime) -> str:
    return f"{time:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    """Return a text with signs before those that mean something there, and without controls, which it may not have."""
    text = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", text)
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """Break a long line between two characters; what goes on begins with a space."""
    part, size = "", 0
    for character in line:
        width = len(character.encode())
        if size + width > LINE:
            yield part
            part, size = " ", 1
        part, size = part + character, size + width
    yield part
