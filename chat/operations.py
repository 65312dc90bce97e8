"""What the program does besides serving: runs a subcommand, and says what came of it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from chat import exporting, files, importing, search
from chat.config import Settings
from chat.config.subcommands import CHECK, IMPORT, MAP, Subcommand
from chat.storage import backup
from chat.storage.engines.presence import is_there, require_database

Outcome = tuple[str, bool]
"""What to say, and whether all is in order."""

READING = ("backup", CHECK, "export")
"""Those that make no sense without a database, which they must not make either."""


def run(subcommand: Subcommand, settings: Settings) -> bool:
    """Run a subcommand, print what was done, and return whether all is in order.

    Raises `OperationError`, `UnusableDatabaseError` or `UnusableStoreError`, with a text for whoever has asked.
    """
    if subcommand.name in READING:
        require_database(settings.database_url)
    if _is_filled(subcommand, settings):
        settings.prepare_data_dir()
    text, is_in_order = OPERATIONS.get(subcommand.name, _database)(subcommand, settings)
    print(text)  # noqa: T201
    return is_in_order


def _is_filled(subcommand: Subcommand, settings: Settings) -> bool:
    """Whether a database or files are put into the data folder; an import sees to that itself."""
    if subcommand.name == "restore":
        return not (settings.database and settings.files)
    return subcommand.name == "migrate" and not settings.database


def _database(subcommand: Subcommand, settings: Settings) -> Outcome:
    return backup.run(subcommand, settings.database_url, settings.files_place), True


def _check(subcommand: Subcommand, settings: Settings) -> Outcome:
    found = files.check_database(settings.database_url, settings.files_place, repairs=subcommand.repairs)
    index = search.check_index(repairs=subcommand.repairs)
    return "\n".join((*index.lines, *found.lines)), found.is_in_order and index.is_in_order


def _export(subcommand: Subcommand, settings: Settings) -> Outcome:
    place, address = settings.files_place, settings.public_url or ""
    return exporting.export_place(settings.database_url, place, subcommand.file, subcommand.values, address), True


def _import(subcommand: Subcommand, settings: Settings) -> Outcome:
    """Import; a dry run into a place that is not there is one into another that is thrown away."""
    maps = subcommand.values.get(MAP, ())
    map_file = maps[-1] if maps else None
    files.set_limits(settings.max_file_mb, settings.max_daily_mb)
    with TemporaryDirectory(prefix="streamchat-import-") as nowhere:
        if subcommand.is_dry and not is_there(settings.database_url):
            settings = settings.model_copy(update={"data_dir": Path(nowhere), "database": None, "files": None})
        try:
            text = importing.run(
                subcommand.file, map_file, is_dry=subcommand.is_dry, fetches=subcommand.fetches, place=settings
            )
        except importing.UnusableExportError as error:
            raise backup.OperationError(f"{subcommand.name}: {error}") from error
    return text, True


OPERATIONS: dict[str, Callable[[Subcommand, Settings], Outcome]] = {CHECK: _check, "export": _export, IMPORT: _import}
"""Those that are not about the whole database."""
