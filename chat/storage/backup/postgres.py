"""PostgreSQL: a backup is a pg_dump archive in the custom format."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from playhouse import db_url
from psycopg.conninfo import make_conninfo

from chat.storage import schema
from chat.storage.backup.atomic_files import OperationError
from chat.storage.engines.postgres import MARK, MARKED
from chat.storage.triggers import FUNCTION
from models import TABLES

OURS = [*(table._meta.table_name for table in TABLES), schema.HISTORY]
"""Tables that a restore replaces."""


def backup(url: str, part: Path) -> None:
    """Dump a consistent snapshot of the database into a file; the database may be in use."""
    with _address(url) as address:
        _run(
            "pg_dump",
            "--no-password",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--file={part}",
            f"--dbname={address}",
        )


def restore(file: Path, url: str, *, is_forced: bool) -> None:
    """Replace the database's tables by those of a backup, in one transaction."""
    with _address(url) as address, TemporaryDirectory() as folder:
        script = Path(folder, "restore.sql")  # reads all of the backup, so a damaged one changes nothing
        _check(file, script)
        _refuse(address, is_forced=is_forced)
        tables = ", ".join(f'"{name}"' for name in OURS)
        clear = f"DROP TABLE IF EXISTS {tables} CASCADE; DROP FUNCTION IF EXISTS {FUNCTION} CASCADE"
        options = (
            "--no-psqlrc",
            "--no-password",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            f"--command={clear}",
        )
        _run("psql", *options, f"--file={script}", f"--dbname={address}")


def _check(file: Path, script: Path) -> None:
    """Raise for a file that is not ours, is damaged, or is of a newer version."""
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    migrations = _run("pg_restore", "--data-only", f"--table={schema.HISTORY}", "--file=-", str(file))
    if not _is_marked(script) or f".{schema.HISTORY} (" not in migrations:
        raise OperationError(f'"{file}" is not a backup of StreamChat')
    schema.refuse_newer(re.findall(r"^\d+\t(\w+)\t", migrations, re.MULTILINE))


def _is_marked(script: Path) -> bool:
    """Return whether a backup has our mark; today's tables prove nothing, since an older backup lacks some."""
    mark = re.compile(rf"COMMENT ON TABLE .+\.{MARKED} IS '{MARK}';\n")
    with script.open(encoding="utf-8", errors="replace") as lines:
        return any(mark.fullmatch(line) for line in lines)


def _refuse(address: str, *, is_forced: bool) -> None:
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            _look(connection, is_forced=is_forced)
    except psycopg.Error as error:
        raise OperationError(" ".join(str(error).split())) from error


def _look(connection: psycopg.Connection, *, is_forced: bool) -> None:
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    if connection.execute(f"{others} AND backend_type = 'client backend'").fetchone() != (0,):
        raise OperationError("the database is in use: stop the app first, everywhere")
    (there,) = connection.execute("SELECT to_regclass('schema_migration')").fetchone() or (None,)
    if there and not is_forced:
        raise OperationError("the database already has StreamChat's tables; --force replaces them")


@contextmanager
def _address(url: str) -> Iterator[str]:
    """Give a connection string without the password, which other users of the machine could see: it is in a file."""
    parts = db_url.parse(url, unquote_password=True, unquote_user=True)
    known = {str(option.keyword.decode()) for option in psycopg.pq.Conninfo.get_defaults()}
    named = {"dbname": parts.pop("database"), **{name: value for name, value in parts.items() if name in known}}
    password = re.sub(r"([:\\])", r"\\\1", str(named.pop("password", None) or ""))
    with TemporaryDirectory() as folder:
        passfile = Path(folder, "pgpass")
        passfile.touch(0o600)
        passfile.write_text(f"*:*:*:*:{password}\n")
        yield make_conninfo(**named, **({"passfile": str(passfile)} if password else {}))


def _run(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (no shell)
    except FileNotFoundError as error:
        raise OperationError(f"{command[0]} is missing: install PostgreSQL's client programs") from error
    if done.returncode:
        raise OperationError(_too_old(*command, said=done.stderr) or _first_line(done.stderr) or f"{command[0]} failed")
    return done.stdout


def _too_old(program: str, *_options: str, said: str) -> str | None:
    """Return what to install if the server or the backup is of a newer version than our client program."""
    # "server version: 16.1 (Debian …); pg_dump version: 15.4 (…)", in whatever language
    if versions := re.search(rf": (\d+)([\w.]*)[^;\n]*; [^:\n]*{program}[^:\n]*: (\d[\w.]*)", said):
        major, minor, ours = versions.groups()
        text = f"{program} is of version {ours}, the server of version {major}{minor}"
    elif program == "pg_restore" and re.search(r"\(1\.\d+\)", said):  # the number of an archive's format
        ours, major = _run(program, "--version").split()[2], "NN"
        text = f"{program} is of version {ours}, and the backup was made by a later one ({_first_line(said)})"
    else:
        return None
    return f"{text}: install PostgreSQL's client programs of that version or later, on Debian postgresql-client-{major}"


def _first_line(said: str) -> str:
    return " ".join(said.strip().split("\n")[0].split())
