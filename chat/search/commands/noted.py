"""What is noted of the index: up to which id it is complete, and by which rules it was made."""

from chat.search.entries import RULES
from chat.search.postings import INDEXED
from chat.storage.database import database
from chat.storage.settings import setting
from models import SearchChange, SearchPosting, SearchWords, Setting

MADE_BY = "search_rules"
"""The setting that says by which rules the index was made; 1 where there is none, but an index."""


def note_indexed(message_id: int) -> None:
    """Note that all messages up to an id are indexed."""
    _note(INDEXED, message_id)
    if setting(MADE_BY) is None:
        _note(MADE_BY, RULES)


def has_our_rules() -> bool:
    """Whether the index was made by the rules of this version: otherwise it is another's, and left alone."""
    return int(setting(MADE_BY) or (1 if setting(INDEXED) else RULES)) == RULES


async def renew_index() -> None:
    """Empty an index that was made by other rules, as this version starts: it is then built anew by and by."""
    if not await database.read(has_our_rules):
        await database.write(_empty)


def _empty() -> None:
    if not has_our_rules():  # otherwise another process was faster
        empty_index()


def empty_index() -> None:
    """Empty the index, which is then built by and by; to be called in a transaction."""
    for table in (SearchPosting, SearchWords, SearchChange):
        table.truncate_table()
    note_indexed(0)
    _note(MADE_BY, RULES)


def _note(name: str, value: int) -> None:
    noted = Setting.insert(name=name, value=str(value))
    noted.on_conflict(conflict_target=[Setting.name], preserve=[Setting.value]).execute()
