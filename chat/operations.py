"""What the program does besides serving: runs a subcommand, and says what came of it."""

from collections.abc import Callable

from chat import exporting, files, importing
from chat.config import Settings
from chat.config.subcommands import CHECK, IMPORT, MAP, Subcommand
from chat.storage import backup

Outcome = tuple[str, bool]
"""What to say, and whether all is in order."""


def run(subcommand: Subcommand, settings: Settings) -> bool:
    """Run a subcommand, print what was done, and return whether all is in order.

    Raises `OperationError`, `UnusableDatabaseError` or `UnusableStoreError`, with a text for whoever has asked.
    """
    if subcommand.name != "backup":
        settings.prepare_data_dir()
    text, is_in_order = OPERATIONS.get(subcommand.name, _database)(subcommand, settings)
    print(text)  # noqa: T201
    return is_in_order


def _database(subcommand: Subcommand, settings: Settings) -> Outcome:
    return backup.run(subcommand, settings.database_url, settings.files_place), True


def _check(subcommand: Subcommand, settings: Settings) -> Outcome:
    found = files.check_database(settings.database_url, settings.files_place, repairs=subcommand.repairs)
    return "\n".join(found.lines), found.is_in_order


def _export(subcommand: Subcommand, settings: Settings) -> Outcome:
    place, address = settings.files_place, settings.public_url or ""
    return exporting.export_place(settings.database_url, place, subcommand.file, subcommand.values, address), True


def _import(subcommand: Subcommand, settings: Settings) -> Outcome:
    maps = subcommand.values.get(MAP, ())
    map_file = maps[-1] if maps else None
    url, place = settings.database_url, settings.files_place
    files.set_limits(settings.max_file_mb, settings.max_daily_mb)
    try:
        text = importing.run(subcommand.file, map_file, is_dry=subcommand.is_dry, url=url, files_place=place)
    except importing.UnusableExportError as error:
        raise backup.OperationError(f"{subcommand.name}: {error}") from error
    return text, True


OPERATIONS: dict[str, Callable[[Subcommand, Settings], Outcome]] = {CHECK: _check, "export": _export, IMPORT: _import}
"""Those that are not about the whole database."""
