"""Whether there is a database at all: SQLite makes one where somebody only mistyped the folder."""

from pathlib import Path

from playhouse import db_url

from chat.storage.engines import UnusableDatabaseError


def is_there(url: str) -> bool:
    """Whether a database is there; of one that is no SQLite file its server says so itself."""
    if not url.startswith("sqlite:"):
        return True
    path = _path(url)
    return path.is_file() and path.stat().st_size > 0


def require_database(url: str) -> None:
    """Raise `UnusableDatabaseError` if there is no database."""
    if not is_there(url):
        path = _path(url)
        raise UnusableDatabaseError(f'there is no database in "{path.parent}": {path.name} is missing')


def _path(url: str) -> Path:
    return Path(db_url.parse(url)["database"])
