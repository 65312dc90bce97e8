"""Real servers, and visitors who speak to them without a browser, as an attacker would."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Server
from tests.web.server.raw_client import Visitor

IMPATIENT = "tests/web/server/impatient.py"
BEHIND_PROXY = ("--trusted-proxies", "127.0.0.1")


class Logged(Server):
    """A server whose log a test can read."""

    def __init__(self, folder: Path, *options: str, script: str = "main.py") -> None:
        self.log_file = (folder / "log.txt").open("w+")
        super().__init__(folder / "data", script=script, options=options, errors=self.log_file)

    @property
    def log(self) -> str:
        return Path(self.log_file.name).read_text()

    def close(self) -> None:
        self.stop()
        self.log_file.close()


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """The program as it is, behind a proxy by whose word each visitor has an address of their own."""
    server = Logged(tmp_path_factory.mktemp("wire"), *BEHIND_PROXY, "--log-level", "debug")
    yield server
    server.close()


@pytest.fixture(scope="package")
def direct(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """The program as it is started by default."""
    server = Logged(tmp_path_factory.mktemp("direct"))
    yield server
    server.close()


@pytest.fixture(scope="package")
def impatient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Logged]:
    """The program with all its patience cut to fractions of a second."""
    server = Logged(tmp_path_factory.mktemp("impatient"), *BEHIND_PROXY, script=IMPATIENT)
    yield server
    server.close()


@pytest.fixture
def logged(tmp_path: Path) -> Callable[..., Logged]:
    """Start a server of one's own, with options; whoever does closes it."""
    return lambda *options: Logged(tmp_path, *options)


@pytest.fixture
def visit() -> Iterator[Callable[..., Visitor]]:
    """Have people come, from an address of their own each."""
    visitors: list[Visitor] = []

    def come(server: Server, person: int = 1) -> Visitor:
        visitors.append(Visitor(server.url).logs_in(person))
        return visitors[-1]

    yield come
    for visitor in visitors:
        visitor.leaves()
