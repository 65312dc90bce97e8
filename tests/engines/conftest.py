"""A server that nobody has set up yet, and two people at browsers of one engine, for the whole tour."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playhouse import db_url

from chat.storage.engines.sqlite import PRAGMAS
from models import Room, db
from tests.browser.conftest import Server, TestRoom
from tests.engines.browser import Browser
from tests.engines.person import Person
from tests.engines.wire import Wire
from tests.people import put_everybody_in


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> type[Browser]:
    """The browser that the file names; each file is run by a worker of its own."""
    engine: type[Browser] = request.module.ENGINE
    if not engine.is_installed():
        pytest.skip(f"{engine.executable} is not installed: apt-get install {engine.packages}")
    return engine


@pytest.fixture(scope="module")
def server(engine: type[Browser], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp(engine.__name__), options=["--no-demo"])
    url = f"sqlite:///{server.data_dir}/streamchat.db"
    db.initialize(db_url.connect(url, pragmas=PRAGMAS, lock_type="IMMEDIATE"))
    with db.connection_context():
        yield server
    server.stop()


def arrive(engine: type[Browser], server: Server, name: str, *, is_dark: bool) -> Iterator[Person]:
    with closing(Wire(server.port)) as wire, engine(is_dark=is_dark) as browser:
        yield Person(browser, wire, name)


AT = "(path) => location.pathname === path && document.readyState === 'complete'"


@pytest.fixture(scope="module")
def first(engine: type[Browser], server: Server) -> Iterator[Person]:
    """Ada, who sets the server up."""
    for ada in arrive(engine, server, "Ada", is_dark=False):
        ada.registers("/setup", "Create administrator")
        for path, button in (("/setup/team", "Skip"), ("/setup/invite", "Continue")):
            ada.awaits(AT, path)  # the pages have buttons of the same names
            ada.clicks("button", button)
        ada.finds("textbox", "Name")
        yield ada


@pytest.fixture(scope="module")
def second(engine: type[Browser], server: Server, first: Person) -> Iterator[Person]:
    """Ben, who comes by Ada's invite link, and likes it dark."""
    for ben in arrive(engine, server, "Ben", is_dark=True):
        first.goes_to("/admin/invites")
        first.clicks("button", "Create invite link")
        first.finds("textbox", "Invite link")
        path = first.value("Invite link").partition("/join/")
        ben.registers(path[1] + path[2], "Register")
        ben.awaits("() => location.pathname.startsWith('/rooms')")
        yield ben


def without_errors(person: Person) -> Iterator[Person]:
    yield person
    person.wire.mend()
    assert person.run("() => window.errors") in ([], None)


@pytest.fixture
def ada(first: Person) -> Iterator[Person]:
    """The one who acts."""
    yield from without_errors(first)


@pytest.fixture
def ben(second: Person) -> Iterator[Person]:
    """The one who looks on, and answers."""
    yield from without_errors(second)


@pytest.fixture
def new_room(server: Server) -> Callable[..., TestRoom]:
    def create(description: str = "") -> TestRoom:
        row = put_everybody_in(Room.create(name=f"room-{Room.select().count() + 1}", description=description))
        return TestRoom(row.id, row.name)

    return create


@pytest.fixture
def room(new_room: Callable[..., TestRoom]) -> TestRoom:
    """One empty room."""
    return new_room()
