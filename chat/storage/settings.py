"""Reads of the table of settings: facts about this database."""

from models import Setting


def is_demo() -> bool:
    """Tell whether this database was filled with demo content."""
    return setting("demo") is not None


def setting(name: str) -> str | None:
    """Read a setting's value, if it was ever set."""
    row = Setting.get_or_none(Setting.name == name)
    return str(row.value) if row else None
