"""The subcommand: opens the database, which nobody else may serve meanwhile, and says what came of an import."""

from pathlib import Path

from chat.errors import Unavailable
from chat.importing.commands.running import import_export
from chat.importing.reading import UnusableExportError
from chat.importing.telling import Progress, told
from chat.storage.database import database
from chat.storage.engines.server_lock import locked_database
from chat.storage.objects import objects


def run(file: Path, map_file: str | None, *, is_dry: bool, url: str, files_place: tuple[str, Path]) -> str:
    """Import a file into a database, and return what came of it.

    Raises `UnusableExportError`, `UnusableDatabaseError` or `UnusableStoreError`.
    """
    if not file.exists():
        raise UnusableExportError(f'there is no "{file}"')
    progress = Progress()
    with locked_database(url):
        database.open(url, migrates=url.startswith("sqlite:"))
        objects.open(*files_place)
        try:
            name, report = import_export(file, Path(map_file) if map_file else None, is_dry=is_dry, tell=progress.tell)
        except Unavailable as error:
            raise UnusableExportError(f"{error.message} Run it again: it goes on from there.") from error
        except KeyboardInterrupt:
            raise UnusableExportError("interrupted; run it again, and it goes on from there") from None
        finally:
            progress.finish()
            database.close()
    return told(name, report, is_dry=is_dry)
