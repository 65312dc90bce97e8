"""Reads the settings table: facts about this database."""

from typing import Any

from chat.storage.prepared import Prepared
from models import Setting


def is_demo() -> bool:
    """Return whether this database was filled with demo content."""
    return setting("demo") is not None


def setting(name: str) -> str | None:
    """Return a setting's value; None if it was never set."""
    row = _by_name.row(name)
    return str(row[0]) if row else None


@Prepared
def _by_name(name: Any) -> Any:
    return Setting.select(Setting.value).where(Setting.name == name)
