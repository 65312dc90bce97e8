"""Reading JSON that others have written, without trusting a type or a length."""

import json
from collections.abc import Iterator
from typing import Any

from chat.importing.items import Report
from chat.importing.reading.archives import BROKEN, Archive
from chat.json_values import Object

MAX_DOCUMENT = 256 * 1024**2
"""Bytes of a file that is read whole."""

MAX_LINE = 16 * 1024**2
"""Bytes of a line; a post of 16,000 characters with hundreds of replies has far fewer."""


def document(archive: Archive, name: str, report: Report) -> Any:
    """Return what a JSON file has; None, with a note in the report, if it cannot be read."""
    if name not in archive.sizes:
        return None
    try:
        with archive.open(name) as file:
            data = file.read(MAX_DOCUMENT + 1)
    except BROKEN as error:
        report.problem("a file in the export is damaged", f"{name}: {error}")
        return None
    if len(data) > MAX_DOCUMENT:
        report.problem("a file in the export is too large", name)
        return None
    return parsed(data, name, report)


def objects_in(archive: Archive, name: str, report: Report) -> list[Object]:
    """Return the objects of a JSON file that is a list of these."""
    found = document(archive, name, report)
    if found is None:
        return []
    if not isinstance(found, list):
        report.problem("a file in the export has another form than it should", name)
        return []
    for number, one in enumerate(found):
        if not isinstance(one, dict):
            report.problem("an entry has another form than it should", f"{name}, entry {number + 1}")
    return [one for one in found if isinstance(one, dict)]


def lines_of(archive: Archive, name: str, report: Report) -> Iterator[tuple[int, Object]]:
    """Yield the objects of a file with one JSON object a line, each with its line's number."""
    if name not in archive.sizes:
        report.problem("a file is missing in the export", name)
        return
    try:
        with archive.open(name) as file:
            number = 0
            while line := file.readline(MAX_LINE + 1):
                number += 1
                where = f"{name}, line {number}"
                if len(line) > MAX_LINE:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(MAX_LINE)
                    report.problem("a line is too long", where)
                elif line.strip():
                    found = parsed(line, where, report)
                    if isinstance(found, dict):
                        yield number, found
                    elif found is not None:
                        report.problem("an entry has another form than it should", where)
    except BROKEN as error:
        report.problem("a file in the export is damaged", f"{name}: {error}")


def parsed(data: bytes, where: str, report: Report) -> Any:
    """Return what JSON means; None, with a note, if it is none."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
        report.problem("a text is not in UTF-8: some characters are replaced", where)
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        report.problem("an entry is no JSON", f"{where}: {error}")
        return None


def milliseconds(value: Any, unit: float = 1) -> int:
    """Return a time in milliseconds; 0 if it is none.

    Args:
        value: a number, or a text that is one
        unit: how many milliseconds one is
    """
    try:
        number = 0.0 if isinstance(value, bool) or value is None else float(value) * unit
        return int(number) if abs(number) < 2**62 else 0
    except (TypeError, ValueError, OverflowError):
        return 0
