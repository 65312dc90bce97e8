"""Reads the settings table: facts about this database."""

from models import Setting


def is_demo() -> bool:
    """Return whether this database was filled with demo content."""
    return setting("demo") is not None


def setting(name: str) -> str | None:
    """Return a setting's value; None if it was never set."""
    row = Setting.get_or_none(Setting.name == name)
    return str(row.value) if row else None
