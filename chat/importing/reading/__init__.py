"""Readers of what other chats export: each yields records, and notes in a report what it cannot read."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from chat.importing.items import Record, Report
from chat.importing.reading import mattermost, own, rocketchat, slack, zulip
from chat.importing.reading.archives import Archive, UnusableExportError, Within, opened

__all__ = ["Archive", "Reader", "UnusableExportError", "opened", "reader_for"]

Read = Callable[[Archive, Report], Iterator[Record]]


READERS = {"StreamChat": own, "Slack": slack, "Mattermost": mattermost, "Zulip": zulip, "Rocket.Chat": rocketchat}
"""Of what there are exports; each module has `SOURCE`, `is_export` and `read`."""


class Reader(NamedTuple):
    """What reads an export: what that is called, the source of its ids, and the function."""

    name: str
    source: str
    archive: Archive
    read: Read


def reader_for(archive: Archive) -> Reader:
    """Find out what an export is, by the files in it; raises `UnusableExportError`."""
    for within in (archive, *(Within(archive, folder) for folder in _only_folder(archive))):
        for name, module in READERS.items():
            if module.is_export(within):
                return Reader(name, module.SOURCE, within, module.read)
    known = ", ".join(name for name in READERS if name != "StreamChat")
    raise UnusableExportError(f"this is no export of {known} or another StreamChat: see docs/import.md")


def _only_folder(archive: Archive) -> list[str]:
    """Return the one folder that everything is in, if there is one; what systems add to archives does not count."""
    names = (name for name in archive.sizes if not name.startswith(("__MACOSX/", ".")))
    folders = {name.partition("/")[0] + "/" if "/" in name else "" for name in names}
    return [folder for folder in folders if len(folders) == 1 and folder]
