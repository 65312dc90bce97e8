"""Fills an empty database with demo content, or any database with generated content for measurements."""

import argparse
import sys
import time
from collections.abc import Sequence

from peewee import PeeweeException

from chat import config
from chat.demo import bulk_content, demo_content
from chat.storage.database import UnusableDatabaseError, database

__all__ = ["bulk_content", "demo_content", "main"]


def main(argv: Sequence[str] | None = None) -> None:
    """Add demo content or, with options on the command line, that many rooms, users and messages."""
    options, others = _parser().parse_known_args(argv)
    try:
        settings = config.load(others)
        settings.prepare_data_dir()
        database.open(settings.database_url)
        print(_seed(options.rooms, options.users, options.messages))
    except (config.BadSettingError, UnusableDatabaseError, PeeweeException) as error:
        print(f"seed.py: {error}", file=sys.stderr)
        sys.exit(2 if isinstance(error, config.BadSettingError) else 1)
    finally:
        database.close()


def _seed(rooms: int | None, users: int | None, messages: int | None) -> str:
    if rooms is users is messages is None:
        return "The demo is in place." if demo_content() else "There are people here already; nothing was added."
    started = time.perf_counter()
    bulk_content(rooms or 0, users or 0, messages or 0, _show_progress)
    seconds = time.perf_counter() - started
    return f"Added {rooms or 0:,} rooms, {users or 0:,} people and {messages or 0:,} messages in {seconds:.1f} s."


def _show_progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        bar, end = "█" * (40 * done // total), "\n" * (done == total)
        print(f"\r{bar:░<40} {done:,} of {total:,} messages", end=end, file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="seed.py",
        usage=argparse.SUPPRESS,  # otherwise an error would take several lines
        description="Fill an empty database with the demo, or add N of each to any. Takes the settings of main.py too.",
        allow_abbrev=False,
    )
    for name in ("rooms", "users", "messages"):
        parser.add_argument(f"--{name}", type=_count, metavar="N", help=f"how many {name} to add")
    return parser


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 999999999')
    return int(text)


if __name__ == "__main__":
    main()
