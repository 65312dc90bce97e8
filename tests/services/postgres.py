"""A PostgreSQL of the tests' own, from the system's binaries, in a temporary folder and on loopback."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg

from tests.ports import free_port

PASSWORD = "p@ss:word/%"
"""Of the superuser; with all the characters that an address cannot hold as they are."""

QUOTED_PASSWORD = "p%40ss%3Aword%2F%25"

OPTIONS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",  # no test pulls the plug of the machine
    "full_page_writes": "off",
    "deadlock_timeout": "100ms",
    "max_connections": "200",
}


def folder_of_binaries() -> Path | None:
    """Find the newest PostgreSQL there is, where Debian puts it or on the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


class Postgres:
    """A server with a superuser `postgres`, whose data vanish with it."""

    def __init__(self, **options: str) -> None:
        """Take options of the server that differ from the tests'."""
        self._options = OPTIONS | options
        binaries = folder_of_binaries()
        if binaries is None:
            raise RuntimeError("PostgreSQL is not installed: on Debian, apt-get install postgresql")
        self._binaries, self._port = binaries, free_port()
        self._folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self._initialise()

    @property
    def url(self) -> str:
        """The address of its administration's database."""
        return f"postgresql://postgres:{QUOTED_PASSWORD}@127.0.0.1:{self._port}/postgres"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self._options.items())
        self._control("start", "-o", f"-p {self._port} {options}", "-l", str(self._folder / "log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop it and wait until it is gone; `fast` cuts all connections, `immediate` is a crash."""
        self._control("stop", "-m", mode)

    def restart(self, mode: str = "fast") -> None:
        """Stop it and start it again, on the same port."""
        self.stop(mode)
        self.start()

    def pause(self) -> None:
        """Have it answer nobody, while its machine still takes what is sent."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Have it go on."""
        self._signal(signal.SIGCONT)

    def pids(self) -> list[int]:
        """Return its processes: the first one, and one for each connection and task."""
        number = int((self._folder / "data/postmaster.pid").read_text().split()[0])
        children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
        return [number, *map(int, children)]

    def _signal(self, what: signal.Signals) -> None:
        for number in self.pids():
            with suppress(ProcessLookupError):
                os.kill(number, what)

    def remove(self) -> None:
        """Delete its data, once it is stopped."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _initialise(self) -> None:
        secret = self._folder / "password"
        secret.write_text(PASSWORD)
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            for path in (self._folder, secret):
                shutil.chown(path, _somebody())
        options = ("--auth=scram-sha-256", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("initdb", "--pgdata", str(self._folder / "data"), f"--pwfile={secret}", *options)

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "--pgdata", str(self._folder / "data"), "--wait", "--silent", *words)

    def _run(self, program: str, *words: str) -> None:
        command = [str(self._binaries / program), *words]
        if os.geteuid() == 0:
            command = ["setpriv", f"--reuid={_somebody()}", "--regid=nogroup", "--clear-groups", *command]
        with (self._folder / "output").open("a+") as output:  # a pipe would stay open as long as the server runs
            code = subprocess.run(command, stdout=output, stderr=output, cwd="/", check=False).returncode
            if code:
                output.seek(0)
                raise RuntimeError(f"{program} failed:\n{output.read()}")


def _somebody() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def running(**options: str) -> Iterator[Postgres]:
    """Have a server for a while; some of its options may differ from the tests'."""
    server = Postgres(**options)
    try:
        server.start()
        yield server
    finally:
        server.stop("immediate")
        server.remove()


@contextmanager
def fresh_database(admin_url: str, template: str = "template0") -> Iterator[str]:
    """Have a database of one's own for a while, copied from a template, and give its address."""
    name = f"test_{uuid4().hex}"
    administer(admin_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    try:
        yield address_of(admin_url, name)
    finally:
        administer(admin_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def address_of(admin_url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return urlsplit(admin_url)._replace(path=f"/{name}").geturl()


def administer(admin_url: str, *statements: str) -> None:
    """Do something on the server, outside of any transaction."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)  # type: ignore[arg-type]
