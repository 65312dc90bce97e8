"""Subcommands: serve (the default), backup, restore, migrate, check."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from chat.config.program import command

SERVE, CHECK = "serve", "check"
FORCE, REPAIR = "--force", "--repair"

FLAGS = {FORCE: "restore", REPAIR: CHECK}
"""Which subcommand each flag goes with."""

WANTS_FILE = {"backup": True, "restore": True, "migrate": False, CHECK: False}
"""The subcommands, and whether each takes a FILE."""


class BadSubcommandError(Exception):
    """The subcommand is unknown or incomplete; the text says why in one line."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A subcommand with its arguments."""

    name: str = SERVE
    file: Path = Path()
    is_forced: bool = False
    repairs: bool = False


def usage() -> str:
    """Return the usage line."""
    return f"{command()} [backup FILE | restore FILE [--force] | migrate | check [--repair]] [options]"


def parse(words: Sequence[str]) -> Subcommand:
    """Parse the words of the command line that are not options."""
    name, *rest = [word for word in words if word not in FLAGS] or [SERVE]
    if name not in {*WANTS_FILE, SERVE}:
        raise BadSubcommandError(f'unknown command "{name}"{_hint(name)}')
    for flag, only in FLAGS.items():
        if flag in words and name != only:
            raise BadSubcommandError(f"{flag} goes with {only} only")
    if len(rest) > WANTS_FILE.get(name, False):
        raise BadSubcommandError(f'{name}: unexpected argument "{rest[-1]}"')
    if WANTS_FILE.get(name) and not "".join(rest):
        raise BadSubcommandError(f"{name}: name a FILE")
    return Subcommand(name, Path(*rest), FORCE in words, REPAIR in words)


def _hint(word: str) -> str:
    return "".join(f" (did you mean {match}?)" for match in get_close_matches(word, WANTS_FILE, 1, 0.6))
