"""What tests share: a fresh database, and people and rooms to put in it."""

import gc
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from nicegui.testing import User as Visitor
from nicegui.testing.user_simulation import user_simulation

from chat.bus import EVERY_TOPIC, bus
from chat.database import database
from chat.events import Event
from chat.items import RoomItem, UserItem
from chat.queries import room_item, user_item
from chat.wire import limits
from models import Room, User, db
from tests.door import MAIN


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: once Playwright's loop runs in this thread, no other can."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(autouse=True)
def _unlimited() -> None:
    """Forget what earlier tests have used up of the limits."""
    for throttle in limits.ALL:
        throttle.forget()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[None]:
    """Open a fresh database."""
    database.open(f"sqlite:///{tmp_path}/test.db")
    yield
    database.close()
    db.close()


@pytest.fixture
def new_user(opened: None) -> Callable[[str], UserItem]:
    def create(name: str) -> UserItem:
        return user_item(User.create(name=name, email=f"{name.lower()}@example.com", password_hash="-"))

    return create


@pytest.fixture
def new_room(opened: None) -> Callable[[str], RoomItem]:
    return lambda name: room_item(Room.create(name=name))


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
async def visitor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visitor]:
    """Somebody at the door of the whole program, with its demo content."""
    monkeypatch.setattr(sys, "argv", ["main.py", "--data-dir", str(tmp_path), "--port", "18080"])
    monkeypatch.setattr(bus, "_subscribers", {})  # those of pages that other tests have left open
    gc.freeze()  # the simulation collects garbage twice; of what is here already none is
    async with user_simulation(main_file=MAIN) as visitor:
        yield visitor
    gc.unfreeze()
    database.close()
    db.close()
