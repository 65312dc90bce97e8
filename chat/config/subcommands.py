"""Subcommands: serve (the default), backup, restore, migrate, check, export, import, each with options of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from chat.config.program import command

SERVE, CHECK, IMPORT = "serve", "check", "import"
FORCE, REPAIR, DRY_RUN, DOWNLOAD, MAP = "--force", "--repair", "--dry-run", "--download-files", "--map"

WANTS_FILE = {"backup": True, "restore": True, "migrate": False, CHECK: False, "export": True, IMPORT: True}
"""The subcommands, and whether each takes a FILE."""


DOES = {
    SERVE: "serve the app, which is done without a command too",
    "backup": "write the database and all files to FILE",
    "restore": "put back what a backup has",
    "migrate": "bring the tables of the database up to this version",
    CHECK: "look for files that are missing or left over",
    "export": "write a zip file for people and programs to read (docs/export.md)",
    IMPORT: "bring what another chat has exported (docs/import.md)",
}
"""What each subcommand does."""


class Option(NamedTuple):
    """An option of one subcommand: a flag, unless it has a value, of which `value` says in one word what it is."""

    of: str
    does: str
    value: str = ""


OPTIONS = {
    FORCE: Option("restore", "replace the database that is there"),
    REPAIR: Option(CHECK, "remove files that are left over"),
    "--room": Option("export", "only this room; give it again for further ones", "NAME"),
    "--from": Option("export", "only from this day on, such as 2026-01-31 (UTC)", "DATE"),
    "--to": Option("export", "only until the end of this day", "DATE"),
    DRY_RUN: Option(IMPORT, "say what would come and who is who, and store nothing"),
    DOWNLOAD: Option(IMPORT, "fetch the files and pictures that an export links to"),
    MAP: Option(IMPORT, "file with two columns: who somebody is there, and their address here", "CSV"),
}
"""The options that go with one subcommand each."""


class BadSubcommandError(Exception):
    """The subcommand is unknown or incomplete; the text says why in one line."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """A subcommand with its arguments; `values` has those of options that have any, in the order given."""

    name: str = SERVE
    file: Path = Path()
    is_forced: bool = False
    repairs: bool = False
    is_dry: bool = False
    fetches: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def usage() -> str:
    """Return the usage line."""
    return f"{command()} [{' | '.join(map(_usage, WANTS_FILE))}] [options]"


def help_for(words: Sequence[str]) -> tuple[str, str]:
    """Return the usage line, and what `--help` says before the settings: of a subcommand that is named, or of all."""
    name = next((word for word in words if word in DOES), None)
    if name is None:
        return usage(), _listed("commands (--help after one tells its options):", DOES)
    options = {f"{option} {one.value}".rstrip(): one.does for option, one in OPTIONS.items() if one.of == name}
    own = "\n\n" + _listed(f"options of {name}:", options) if options else ""
    return f"{command()} {_usage(name)} [options]", f"{name}: {DOES[name]}{own}"


def _listed(heading: str, lines: Mapping[str, str]) -> str:
    return "\n".join([heading, *(f"  {name:<14}{text}" for name, text in lines.items())])


def parse(words: Sequence[str]) -> Subcommand:
    """Parse the words of the command line that are no settings."""
    flags, values, others = _separate(words)
    name, *rest = others or [SERVE]
    if name not in {*WANTS_FILE, SERVE}:
        raise BadSubcommandError(f'unknown command "{name}"{_hint(name)}')
    for option in (*flags, *values):
        if OPTIONS[option].of != name:
            raise BadSubcommandError(f"{option} goes with {OPTIONS[option].of} only")
    if len(rest) > WANTS_FILE.get(name, False):
        raise BadSubcommandError(f'{name}: unexpected argument "{rest[-1]}"')
    if WANTS_FILE.get(name) and not "".join(rest):
        raise BadSubcommandError(f"{name}: name a FILE")
    return Subcommand(
        name,
        Path(*rest),
        is_forced=FORCE in flags,
        repairs=REPAIR in flags,
        is_dry=DRY_RUN in flags,
        fetches=DOWNLOAD in flags,
        values=values,
    )


def _separate(words: Sequence[str]) -> tuple[set[str], dict[str, tuple[str, ...]], list[str]]:
    """Separate flags, options with their values, and what is neither."""
    flags: set[str] = set()
    values: dict[str, tuple[str, ...]] = {}
    others: list[str] = []
    remaining = iter(words)
    for word in remaining:
        option, equals, value = word.partition("=")
        if option not in OPTIONS:
            others.append(word)
        elif not OPTIONS[option].value:
            if equals:
                raise BadSubcommandError(f"{option} takes no value")
            flags.add(option)
        else:
            value = value if equals else next(remaining, "")
            if not value or (not equals and value in OPTIONS):
                raise BadSubcommandError(f"{option}: {OPTIONS[option].value} is missing")
            values[option] = (*values.get(option, ()), value)
    return flags, values, others


def _usage(name: str) -> str:
    options = [f"[{option} {of.value}".rstrip() + "]" for option, of in OPTIONS.items() if of.of == name]
    return " ".join([name, *(["FILE"] if WANTS_FILE.get(name) else []), *options])


def _hint(word: str) -> str:
    return "".join(f" (did you mean {match}?)" for match in get_close_matches(word, WANTS_FILE, 1, 0.6))
