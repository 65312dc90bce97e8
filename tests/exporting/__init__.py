"""What tests of exports share: making one, and reading what is in it."""

import io
import json
from typing import Any
from zipfile import ZipFile

from chat.exporting.contents import Writing
from chat.exporting.items import Scope
from chat.storage.database import database


def exported(**scope: Any) -> ZipFile:
    """Export what a scope says, and open the zip."""
    file = io.BytesIO()
    with Writing(Scope(**({"kind": "place"} | scope)), file, None, lambda _: None) as writing:
        database.read_now(writing.write_rows)
        writing.finish()
    return ZipFile(file)


def lines(archive: ZipFile, name: str) -> list[dict[str, Any]]:
    """Read the lines of a file of JSON."""
    return [json.loads(line) for line in archive.read(name).decode().splitlines()]


def pages(archive: ZipFile) -> dict[str, str]:
    """Read all pages, by their paths."""
    return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".html")}
