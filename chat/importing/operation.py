"""The subcommand: opens the database, which nobody else may serve meanwhile, and says what came of an import."""

from contextlib import ExitStack
from functools import partial
from pathlib import Path

from chat.config import Settings
from chat.errors import Unavailable
from chat.importing.commands.running import import_export
from chat.importing.fetching import Downloads
from chat.importing.reading import UnusableExportError
from chat.importing.telling import Progress, told
from chat.storage.database import database
from chat.storage.engines.presence import is_there
from chat.storage.engines.server_lock import locked_database
from chat.storage.objects import objects

MEGABYTE = 1024 * 1024


def run(file: Path, map_file: str | None, *, is_dry: bool, fetches: bool, place: Settings) -> str:
    """Import a file into a place, and return what came of it; one that is not there is made once the file is read.

    Raises `UnusableExportError`, `UnusableDatabaseError`, `UnusableStoreError` or `BadSettingError`.
    """
    if not file.exists():
        raise UnusableExportError(f'there is no "{file}"')
    map_path = Path(map_file) if map_file else None
    progress = Progress()
    with ExitStack() as closing:
        is_new = not is_there(place.database_url)
        if not is_new:
            _open(place, closing)  # at once: who has to stop a server first need not wait for the reading
        begin = partial(_open, place, closing) if is_new else None
        downloads = closing.enter_context(Downloads(place.max_file_mb * MEGABYTE)) if fetches else None
        try:
            name, report = import_export(
                file, map_path, is_dry=is_dry, tell=progress.tell, begin=begin, downloads=downloads
            )
        except Unavailable as error:
            raise UnusableExportError(f"{error.message} Run it again: it goes on from there.") from error
        except KeyboardInterrupt:
            raise UnusableExportError("interrupted; run it again, and it goes on from there") from None
        finally:
            progress.finish()
    return told(name, report, is_dry=is_dry)


def _open(place: Settings, closing: ExitStack) -> None:
    place.prepare_data_dir()
    url = place.database_url
    closing.enter_context(locked_database(url))
    database.open(url, migrates=url.startswith("sqlite:"))
    closing.callback(database.close)
    objects.open(*place.files_place)
