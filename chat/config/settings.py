"""The settings; only this module reads the environment and the command line."""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from chat.config import command_line, lan, subcommands
from chat.config.names import PREFIX, BadSettingError, hint, option_of, variable_of
from chat.config.private_files import make_private
from chat.config.types import (
    DatabaseUrl,
    FilesPlace,
    Folder,
    Host,
    Hosts,
    Level,
    LogFormat,
    Mailbox,
    Networks,
    Origin,
    RedisUrl,
    SmtpUrl,
    Token,
)

__all__ = ["BadCommandError", "BadSettingError", "Settings", "load", "read"]

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - only if a user chooses it
"""Hosts that stand for all addresses of this machine."""


class BadCommandError(BadSettingError):
    """The command line names an unknown command, or an argument is missing."""


class Settings(BaseSettings):
    """All options of the program.

    Each `description` is shown by `--help`; each `title` completes the error message `"x" is not …`.
    """

    model_config = SettingsConfigDict(
        frozen=True, env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, dotenv_filtering="only_existing"
    )

    host: Host = Field("127.0.0.1", title="a host name or IP address", description="address to listen on")
    lan: bool = Field(False, title="yes or no", description="listen on the local network, and show the address there")
    port: int = Field(8080, ge=1, le=65535, title="between 1 and 65535", description="port to listen on")
    data_dir: Folder = Field(Path("data"), title="a folder", description="folder of database, secret and uploads")
    database: DatabaseUrl | None = Field(
        None,
        repr=False,  # it may contain a password
        title="like sqlite:///chat.db or postgresql://user:password@host/name",
        description="address of the database (default: sqlite:///<data-dir>/streamchat.db)",
    )
    redis: RedisUrl | None = Field(
        None,
        repr=False,
        title="like redis://host:6379/0",
        description="address of the Redis that connects several processes (default: none, a single process)",
    )
    files: FilesPlace | None = Field(
        None,
        title="a folder, or like s3://bucket/prefix",
        description="where files are stored: a folder, or a bucket for several machines\n(default: <data-dir>/files)",
    )
    max_file_mb: int = Field(50, ge=1, le=100_000, title="between 1 and 100000", description="how large a file may be")
    max_daily_mb: int = Field(
        1000,
        ge=1,
        le=10_000_000,
        title="between 1 and 10000000",
        description="how much each person may upload on a day",
    )
    demo: bool | None = Field(
        None,
        title="yes or no",
        description="fill an empty database with demo content\n(default: yes, but then served on loopback only)",
    )
    demo_life: bool = Field(False, title="yes or no", description="have simulated people chat in the demo")
    public_url: Origin | None = Field(
        None,
        title="like https://chat.example.org, without a path",
        description="address at which people reach the app (default: the address served)",
    )
    trusted_proxies: Networks = Field(
        (),
        title="a list of addresses or networks like 127.0.0.1,10.1.0.0/16",
        description="proxies whose X-Forwarded-For and -Proto are trusted (default: none)",
    )
    smtp_url: SmtpUrl | None = Field(
        None,
        repr=False,
        title="like smtp://user:password@mail.example.org:587 or smtps://…:465",
        description="mail server for password reset links and missed messages\n(default: none, nothing is mailed)",
    )
    mail_from: Mailbox | None = Field(
        None,
        title="like StreamChat <chat@example.org>",
        description="address that mail comes from (default: streamchat@<host of the public URL>)",
    )
    link_previews: bool = Field(
        False,
        title="yes or no",
        description="fetch the pages that messages link to, and show what they say of themselves\n"
        "(administrators may choose otherwise)",
    )
    webhook_hosts: Hosts = Field(
        (), title="a list of hosts", description="hosts of outgoing webhooks that need not be public (default: none)"
    )
    mcp: bool = Field(
        False, title="yes or no", description="let assistants read and post at /mcp, with API tokens (see docs/mcp.md)"
    )
    metrics_token: Token | None = Field(
        None,
        repr=False,
        title="of 16 or more characters without spaces",
        description="bearer token that /metrics requires\n"
        "(default: none, it answers direct requests from this machine only)",
    )
    drain_seconds: int = Field(
        0,
        ge=0,
        le=3600,
        title="between 0 and 3600",
        description="seconds to move open pages to another process after SIGTERM",
    )
    native: bool = Field(False, title="yes or no", description="show the app in a native window")
    log_level: Level = Field("info", title="debug, info, warning or error", description="debug, info, warning or error")
    log_format: LogFormat = Field("text", title="text or json", description="text for people or json for programs")

    @property
    def database_url(self) -> str:
        """The address of the database, the one inside the data folder unless another is given."""
        return self.database or f"sqlite:///{self.data_dir}/streamchat.db"

    @property
    def files_place(self) -> tuple[str, Path]:
        """The folder or the address of the store of files, in the data folder unless another is given; and that one."""
        return self.files or str(self.data_dir / "files"), self.data_dir

    @property
    def wants_demo(self) -> bool:
        """Whether an empty database gets the demo content: not for a network, unless it is asked for."""
        return not self.lan if self.demo is None else self.demo

    @property
    def home(self) -> str:
        """The address at which people reach the app."""
        host = (lan.address() if self.lan else None) or self.host
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def links_begin(self) -> str:
        """What links that people hand on begin with, where it is not the address that the page was asked at."""
        return self.home if self.public_url or self.lan else ""

    @property
    def sender(self) -> str:
        """The address that mail comes from."""
        return self.mail_from or f"StreamChat <streamchat@{urlsplit(self.home).hostname}>"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the address served."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    def prepare_data_dir(self) -> None:
        """Create the data folder, and make sure that it can be written to and is its owner's alone to read."""
        if self.database is None and set(str(self.data_dir)) & set("?#\t\r\n"):
            raise BadSettingError(f'--data-dir: "{self.data_dir}" has a character that a database URL cannot have')
        try:
            for folder in reversed([self.data_dir, *self.data_dir.parents]):
                if not folder.exists():
                    folder.mkdir(0o700, exist_ok=True)
            with TemporaryFile(dir=self.data_dir):
                pass
            make_private(self.data_dir)
        except OSError as error:
            raise BadSettingError(f'--data-dir: cannot write to "{self.data_dir}": {error.strerror}') from error


def read(argv: Sequence[str]) -> tuple[subcommands.Subcommand, Settings]:
    """Read what to do, and the settings as `load` does; raises `BadCommandError` as well."""
    given, words = command_line.separate(argv, Settings.model_fields)
    try:
        return subcommands.parse(words), _settings(given)
    except subcommands.BadSubcommandError as error:
        raise BadCommandError(str(error)) from error


def load(argv: Sequence[str]) -> Settings:
    """Read the settings: the command line beats the environment, which beats `.env` in the current folder.

    Raises `BadSettingError` for the first thing that is unknown or wrong; `--help` prints and exits.
    """
    given, words = command_line.separate(argv, Settings.model_fields)
    if words:
        raise BadSettingError(f'unexpected argument "{words[0]}"')
    return _settings(given)


def _settings(given: dict[str, Any]) -> Settings:
    variables = _variables()
    try:
        settings = Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        source = option_of(name) if name in given else variables.get(name, option_of(name))
        # A password in a URL must not end up in a log.
        value = re.sub(r"^([\w+.-]*://)?.*@", r"\1…@", str(first["input"]), flags=re.DOTALL)
        raise BadSettingError(f'{source}: "{value}" is not {Settings.model_fields[name].title}') from None
    if not settings.lan or settings.host in EVERYWHERE:
        return settings
    if "host" in settings.model_fields_set:
        source = option_of("host") if "host" in given else variables["host"]
        raise BadSettingError(f'--lan listens on the whole network, {source} on "{settings.host}": leave out one')
    return settings.model_copy(update={"host": EVERYWHERE[0]})


def _variables() -> dict[str, str]:
    """Return for each setting the variable that it comes from, and whether that is in `.env`."""
    try:
        sources = {" in .env": DotEnvSettingsSource(Settings).env_vars, "": EnvSettingsSource(Settings).env_vars}
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettingError(f"cannot read .env: {error}") from error
    found: dict[str, str] = {}
    for source, variables in sources.items():
        for variable in (name.upper() for name in variables if name.upper().startswith(PREFIX)):
            name = variable.removeprefix(PREFIX).lower()
            if name not in Settings.model_fields:
                meant = hint(variable, map(variable_of, Settings.model_fields))
                raise BadSettingError(f"unknown setting {variable}{source}{meant}")
            found[name] = variable + source
    return found
