"""Who is there: from the pages of all processes, told once for all and only where something has changed."""

from collections.abc import Callable
from typing import Any

import pytest

from chat import accounts
from chat.accounts.events import PresenceReported, PresenceSwitched
from chat.accounts.items import UserItem
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.codec import decode, encode
from chat.web import presence as presence_module
from chat.web.presence import EVERY, EXPIRY, GRACE, MANY, VISIT, Presence

ADA, BEN, CEM = 1, 2, 3


class Page:
    """An open page, as NiceGUI's client is one."""

    def __init__(self) -> None:
        self.has_socket_connection = True
        self.endings: list[Callable[[], object]] = []
        self.on_delete = self.endings.append

    def closes(self) -> None:
        """Be gone, after the time for which a lost connection is waited for."""
        for ending in self.endings:
            ending()


class Process:
    """A process with its presence, on a clock of the tests'."""

    def __init__(self, clock: "Clock") -> None:
        self.presence = Presence(clock)

    def page(self, user_id: int, *, is_active: bool = True) -> Page:
        page = Page()
        self.note(page, user_id, is_active=is_active)
        return page

    def note(self, page: Page, user_id: int, *, is_active: bool) -> None:
        self.presence.note(page, user_id, is_active=is_active)  # type: ignore[arg-type]


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What pages are told."""
    told: list[Any] = []

    async def note(topic: str, name: str, data: Any) -> None:
        assert (topic, name) == ("people", "presence")
        told.append(data)

    monkeypatch.setattr(presence_module, "signal", note)
    return told


@pytest.fixture
def here(clock: Clock) -> Process:
    return Process(clock)


async def pass_time(clock: Clock, *processes: Process, seconds: float = EVERY) -> None:
    clock.now += seconds
    for process in processes:
        await process.presence.tick()


async def test_one_is_active_where_any_page_is_and_else_away(clock: Clock, here: Process, told: list[Any]) -> None:
    one, other = here.page(ADA), here.page(ADA, is_active=False)
    here.page(BEN, is_active=False)
    await pass_time(clock, here)
    assert told == [([ADA], [BEN], [])]
    here.note(one, ADA, is_active=False)
    await pass_time(clock, here)
    assert told[1:] == [([], [ADA], [])]
    one.closes()
    await pass_time(clock, here)
    assert len(told) == 2
    other.closes()
    await pass_time(clock, here)
    assert told[2:] == [([], [], [ADA])]
    assert [here.presence.state_of(user_id) for user_id in (ADA, BEN, CEM)] == ["offline", "away", "offline"]


async def test_whoever_asks_for_a_plain_page_is_there_for_a_while(clock: Clock, here: Process, told: list[Any]) -> None:
    here.presence.visit(ADA, is_hidden=False, asked_at=here.presence.switches)
    here.presence.visit(BEN, is_hidden=True, asked_at=here.presence.switches)
    await pass_time(clock, here)
    assert told == [([ADA], [], [])]
    await pass_time(clock, here, seconds=VISIT - EVERY)
    assert here.presence.state_of(ADA) == "active"
    here.presence.visit(CEM, is_hidden=False, asked_at=here.presence.switches)
    here.presence.set_hidden(CEM, is_hidden=True)  # since the page was asked for
    await pass_time(clock, here, seconds=1)
    assert told[1:] == [([], [], [ADA])]


async def test_nothing_is_told_where_nothing_has_changed(clock: Clock, here: Process, told: list[Any]) -> None:
    page = here.page(ADA)
    for _ in range(5):
        here.note(page, ADA, is_active=False)
        here.note(page, ADA, is_active=True)
        await pass_time(clock, here)
    assert told == [([ADA], [], [])]


async def test_a_connection_that_comes_and_goes_is_told_to_nobody(clock: Clock, here: Process, told: list[Any]) -> None:
    pages = [here.page(user_id) for user_id in range(1, 501)]
    await pass_time(clock, here)
    assert len(told) == 1
    for turn in range(10):
        for page in pages:
            page.has_socket_connection = turn % 2 == 1
        await pass_time(clock, here, seconds=GRACE / 2)
    assert len(told) == 1


async def test_a_page_without_a_connection_counts_for_a_while(clock: Clock, here: Process, told: list[Any]) -> None:
    page = here.page(ADA)
    await pass_time(clock, here)
    page.has_socket_connection = False
    await pass_time(clock, here, seconds=GRACE)
    assert here.presence.state_of(ADA) == "active"
    await pass_time(clock, here, seconds=1)
    assert here.presence.state_of(ADA) == "offline"
    page.has_socket_connection = True
    await pass_time(clock, here, seconds=1)
    assert here.presence.state_of(ADA) == "active"


async def test_who_hides_is_offline_for_all_until_they_show_themselves(
    clock: Clock, here: Process, told: list[Any]
) -> None:
    here.page(ADA)
    here.presence.set_hidden(ADA, is_hidden=True)
    await pass_time(clock, here)
    assert told == []
    here.presence.set_hidden(ADA, is_hidden=False)
    await pass_time(clock, here)
    here.presence.set_hidden(ADA, is_hidden=True)
    await pass_time(clock, here)
    assert told == [([ADA], [], []), ([], [], [ADA])]


@pytest.fixture
def there(clock: Clock, here: Process) -> Any:
    """Another process, which hears what this one reports, and the other way round, encoded as between processes."""
    there = Process(clock)

    def pass_on(event: Any) -> None:
        if isinstance(event, PresenceReported):
            for process in (here, there):
                process.presence.take(decode(encode(event)))  # type: ignore[arg-type]

    unsubscribe = bus.subscribe(EVERY_TOPIC, pass_on)
    yield there
    unsubscribe()


async def test_people_at_another_process_are_there_too(
    clock: Clock, here: Process, there: Process, told: list[Any]
) -> None:
    there.page(ADA)
    page = here.page(ADA, is_active=False)
    here.page(BEN)
    await pass_time(clock, there, here)
    assert here.presence.states([ADA, BEN, CEM]) == ([ADA, BEN], [], [CEM])
    page.closes()
    await pass_time(clock, there, here)
    assert here.presence.state_of(ADA) == there.presence.state_of(ADA) == "active"
    assert there.presence.state_of(BEN) == "active"


async def test_a_process_that_died_leaves_nobody_online(
    clock: Clock, here: Process, there: Process, told: list[Any]
) -> None:
    there.page(ADA)
    await pass_time(clock, there, here)
    assert here.presence.state_of(ADA) == "active"
    for _ in range(int(EXPIRY // EVERY) + 1):
        await pass_time(clock, here)
    assert here.presence.state_of(ADA) == "offline"


async def test_while_others_cannot_be_heard_they_are_as_they_were(
    clock: Clock, here: Process, there: Process, told: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    there.page(ADA)
    await pass_time(clock, there, here)
    monkeypatch.setattr(bus, "is_degraded", True)
    await pass_time(clock, here, seconds=10 * EXPIRY)
    assert here.presence.state_of(ADA) == "active"
    monkeypatch.setattr(bus, "is_degraded", False)
    await pass_time(clock, here)
    assert here.presence.state_of(ADA) == "offline"


async def test_of_very_many_changes_pages_ask_for_those_whom_they_show(
    clock: Clock, here: Process, told: list[Any]
) -> None:
    for user_id in range(1, MANY + 2):
        here.page(user_id)
    await pass_time(clock, here)
    assert told == [None]


async def test_people_without_a_page_are_counted_too(clock: Clock, here: Process, told: list[Any]) -> None:
    here.presence.add_source(lambda: {ADA: True, BEN: False})
    here.page(BEN)
    await pass_time(clock, here)
    assert told == [([ADA, BEN], [], [])]


async def test_the_switch_is_stored_and_told_to_all(opened: None, ada: UserItem, published: list[Any]) -> None:
    await accounts.show_presence(ada, is_shown=False)
    assert accounts.hides_presence(ada.id)
    assert accounts.profile(ada.id).hides_presence
    await accounts.show_presence(ada, is_shown=True)
    assert not accounts.hides_presence(ada.id)
    assert published == [PresenceSwitched(ada.id, is_shown=False), PresenceSwitched(ada.id, is_shown=True)]
    assert [decode(encode(event)) for event in published] == published


async def test_an_open_page_tells_more_than_a_visit_before(clock: Clock, here: Process, told: list[Any]) -> None:
    here.presence.visit(ADA, is_hidden=False, asked_at=here.presence.switches)
    page = here.page(ADA, is_active=False)  # opened in the background: they may be at the other one
    await pass_time(clock, here)
    assert here.presence.state_of(ADA) == "active"
    here.note(page, ADA, is_active=True)
    here.note(page, ADA, is_active=False)
    await pass_time(clock, here)
    assert here.presence.state_of(ADA) == "away"
