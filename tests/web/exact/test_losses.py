"""What is lost is made up for; and without what makes up for it, lists of rooms are wrong."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from chat import messages
from chat.web import broadcasts
from chat.web.pages.rooms.page import RoomsPage
from tests.node import NodeProcess
from tests.web.exact.house import House
from tests.web.exact.test_exact import check
from tests.web.exact.wire import Wire


@pytest.fixture(scope="module")
def scripts() -> Iterator[NodeProcess]:
    with NodeProcess(Path(__file__).with_name("browser.mjs")) as node:
        yield node


@pytest.mark.parametrize("counts_again", [True, False])
async def test_what_was_said_while_redis_was_away_is_counted_once_it_is_back(
    opened: None, scripts: NodeProcess, monkeypatch: pytest.MonkeyPatch, *, counts_again: bool
) -> None:
    if not counts_again:
        monkeypatch.setattr(RoomsPage, "_show_bus_status", lambda *_: None)
    wire = Wire(Random(1))
    wire.install(monkeypatch)
    stop = broadcasts.start()
    house = House(Random(1), wire, scripts)
    try:
        await house.build()
        tab, cleo = house.tabs[0], house.people[2]
        elsewhere = next(room for room in house.rooms[:2] if f"/rooms/{room}" != tab.path)
        await messages.send_message(cleo, elsewhere, "@Ada are you there?")
        await house.lose()
        for each in house.tabs:
            await each.deliver(100)
        assert tab.shown()["title"] == "", "nobody has told"
        await house.calm()
        assert tab.shown()["title"] == ("(1)" if counts_again else "")
        if counts_again:
            await check(house)
    finally:
        stop()
        for tab in house.tabs:
            tab.close()
        await wire.finish()
