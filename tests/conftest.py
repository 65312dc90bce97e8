"""What tests share: a fresh database, and people and rooms to put in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chat.bus import EVERY_TOPIC, bus
from chat.database import database
from chat.events import Event
from chat.items import RoomItem, UserItem
from chat.queries import room_item, user_item
from chat.wire import limits
from models import Room, User, db


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
