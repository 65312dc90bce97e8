"""What tests share: a fresh database, and people and rooms to put in it."""

import gc
import importlib
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from nicegui.testing import User as Visitor
from nicegui.testing.user_simulation import user_simulation
from playwright.sync_api import Browser, sync_playwright

import seed
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.messages import running
from chat.messages.commands import storing_words
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event
from chat.rooms.items import RoomItem
from chat.rooms.queries import room_item
from chat.storage.database import database
from chat.storage.objects import objects
from chat.web import open_pages, page_subscriptions
from models import TABLES, Room, User, db
from tests import chromium, lazy_routes
from tests.node import ScriptFile
from tests.page_client import MAIN
from tests.people import put_everybody_in, put_in_open_rooms
from tests.services.postgres import administer, fresh_database

CHROMIUM = chromium.find()
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

POSTGRES = os.environ.get("STREAMCHAT_TEST_DATABASE")
"""The address of a PostgreSQL's administration's database, on which tests are then run (`make test-services`)."""

# How long an example takes says something of the machine, and of what else it does, only.
settings.register_profile("busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy machine")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> ScriptFile | None:
    """Take `test_*.js` for tests too."""
    is_script = file_path.suffix == ".js" and file_path.name.startswith("test_")
    return ScriptFile.from_parent(parent, path=file_path) if is_script else None


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name bytes after their argument: packed, hashed or random ones may differ in each worker, and names may not."""
    return argname if isinstance(val, bytes) else None


def _turn(item: pytest.Item) -> tuple[bool, bool]:
    is_in_browser = "browser" in (*item.path.parts, *getattr(item, "fixturenames", ()))
    return is_in_browser, item.path.name != "test_nothing_lost.py"


@pytest.hookimpl(tryfirst=True)  # before it is looked at who has which mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: once Playwright's loop runs in this thread, no other can. The longest is first.

    What uses a fresh database is marked as running on services, and what is SQLite's own is skipped there.
    """
    items.sort(key=_turn)
    for item in items:
        if "database_url" in getattr(item, "fixturenames", ()):
            item.add_marker("services")
        if POSTGRES and (mark := item.get_closest_marker("sqlite")):
            item.add_marker(pytest.mark.skip(reason=f"SQLite's own: {mark.args[0]}"))


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    """Forget what earlier tests have used up of the limits; NiceGUI's simulation may have imported them anew.

    For them no time passes in a test: on a slow machine they would let through more.
    """
    for throttle in importlib.import_module("chat.web.server.limits").ALL:
        throttle.forget()
        throttle._clock = float  # always 0.0


@pytest.fixture(autouse=True)
def _settings_of_users(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what tests are told away from the program, which would say that there are no such settings."""
    for variable in [name for name in os.environ if name.startswith("STREAMCHAT_TEST_")]:
        monkeypatch.delenv(variable)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know neither how far topics have come in the databases of other tests, nor at which address they ran."""
    monkeypatch.setattr(importlib.import_module("chat.elements.topic"), "_latest", {})
    monkeypatch.setattr(importlib.import_module("chat.messages.commands.naming"), "_home", "")


@pytest.fixture(autouse=True)
def _no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Know of no messages that are being written in the databases of other tests."""
    monkeypatch.setattr(running, "_known", {})
    monkeypatch.setattr(storing_words, "_waiting", {})


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    if not CHROMIUM:
        pytest.fail("Chromium is missing: `apt-get install chromium` (or `make test`, which does it)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a PostgreSQL's administration's database."""
    return POSTGRES or pytest.skip("STREAMCHAT_TEST_DATABASE names no PostgreSQL: make test-services")


@pytest.fixture(scope="session")
def worker_database(postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL database that a worker keeps: making one anew would take ten times as long."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """The address of a PostgreSQL database without any table."""
    with fresh_database(postgres) as url:
        yield url


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any row, of the kind that tests are run on."""
    if not POSTGRES:
        yield f"sqlite:///{tmp_path}/streamchat.db"
        return
    yield (url := request.getfixturevalue("worker_database"))
    names = [table._meta.table_name for table in reversed(TABLES)]
    emptied = [f'DELETE FROM "{name}"; SELECT setval(\'"{name}_id_seq"\', 1, false)' for name in names]
    administer(url, "; ".join(emptied))  # TRUNCATE would take four times as long


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables and no row, to be copied: making one takes six times as long."""
    path = tmp_path_factory.mktemp("empty") / "streamchat.db"
    database.open(f"sqlite:///{path}")
    database.close()
    db.close()
    return path


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the demo content, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "streamchat.db"
    database.open(f"sqlite:///{path}")
    seed.demo_content()
    database.close()
    db.close()
    return path


@pytest.fixture
def opened(database_url: str, empty_database: Path, tmp_path: Path) -> Iterator[None]:
    """Open a fresh database."""
    if not POSTGRES:
        shutil.copy(empty_database, tmp_path / "streamchat.db")
    database.open(database_url)
    objects.open(str(tmp_path / "files"), tmp_path)
    yield
    database.close()
    db.close()


@pytest.fixture
def new_user(opened: None) -> Callable[[str], UserItem]:
    """Make somebody who is in all open rooms."""

    def create(name: str) -> UserItem:
        user = User.create(name=name, email=f"{name.lower()}@example.com", password_hash="-")
        put_in_open_rooms(user)
        return user_item(user)

    return create


@pytest.fixture
def new_room(opened: None) -> Callable[[str], RoomItem]:
    """Make an open room with everybody in it."""

    def create(name: str) -> RoomItem:
        return room_item(put_everybody_in(Room.create(name=name)))

    return create


@pytest.fixture
def ada(new_user: Callable[[str], UserItem]) -> UserItem:
    return new_user("Ada")


@pytest.fixture
def ben(new_user: Callable[[str], UserItem]) -> UserItem:
    return new_user("Ben")


@pytest.fixture
def room(new_room: Callable[[str], RoomItem]) -> RoomItem:
    return new_room("kitchen")


@pytest.fixture
def published() -> Iterator[list[Event]]:
    """Collect all that is told on the bus."""
    events: list[Event] = []
    unsubscribe = bus.subscribe(EVERY_TOPIC, events.append)
    yield events
    unsubscribe()


@pytest.fixture
async def visitor(
    database_url: str, demo_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Visitor]:
    """Somebody at the door of the whole program, with its demo content."""
    if not POSTGRES:
        shutil.copy(demo_database, tmp_path / "streamchat.db")
    options = ["--data-dir", str(tmp_path), "--port", "18080", "--database", database_url]
    monkeypatch.setattr(sys, "argv", ["main.py", *options])
    monkeypatch.setattr(bus, "_subscribers", {})  # those of pages that other tests have left open
    monkeypatch.setattr(open_pages, "_sessions", {})
    monkeypatch.setattr(page_subscriptions, "_pages", {})
    lazy_routes.put_off(monkeypatch)
    gc.freeze()  # the simulation collects garbage twice; of what is here already none is
    async with user_simulation(main_file=MAIN) as visitor:
        yield visitor
    gc.unfreeze()
    database.close()
    db.close()
