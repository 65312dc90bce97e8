"""Parses the command line into options and other words."""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from pydantic.fields import FieldInfo

from chat import __version__
from chat.config import subcommands
from chat.config.names import BadSettingError, hint, option_of, variable_of


def separate(argv: Sequence[str], fields: Mapping[str, FieldInfo]) -> tuple[dict[str, Any], list[str]]:
    """Return the settings on the command line and its other words; raises `BadSettingError` for unknown options."""
    parser = _Parser(
        epilog="Options override environment variables, which override the file .env.",
        formatter_class=argparse.RawTextHelpFormatter,
        allow_abbrev=False,
        argument_default=argparse.SUPPRESS,
    )
    parser.usage, parser.description = subcommands.help_for(argv)
    parser.add_argument("--version", action="version", version=f"StreamChat {__version__}")
    options: list[str] = []
    for name, field in fields.items():
        action = argparse.BooleanOptionalAction if field.annotation in (bool, bool | None) else "store"
        options += parser.add_argument(option_of(name), action=action, help=_help(name, field)).option_strings
    given, words = parser.parse_known_args(argv)
    for option in (word.partition("=")[0] for word in words):
        if option.strip("-") and option.startswith("-") and option not in subcommands.OPTIONS:
            raise BadSettingError(f"unknown option {option}{hint(option, options)}")
    return vars(given), words


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise BadSettingError(message.removeprefix("argument ").replace("ignored explicit argument", "takes no value:"))


def _help(name: str, field: FieldInfo) -> str:
    default = {None: "", (): "", False: " (default: no)"}.get(field.default, f" (default: {field.default})")
    return f"{field.description}{default}\n{variable_of(name)}"
