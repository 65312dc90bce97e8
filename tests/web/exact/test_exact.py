"""After every kind of change, and any loss, the list of rooms is what it is after a reload, in every tab.

Everything is the real one but pixels, the network and threads: commands, events, the bus, pages, counts, and the
scripts, in Node.js. Each seed plays other steps; `EXACT_SEED=7 pytest tests/web/exact -m "long or not long"` plays one.
"""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from chat.web import broadcasts
from tests.node import NodeProcess
from tests.web.exact.house import CHANGES, LOOKS, LOSSES, TRANSFERS, House
from tests.web.exact.wire import Wire

SCRIPT = Path(__file__).with_name("browser.mjs")
STEPS = 60
FEW, MANY = range(4), range(4, 24)
ONE = [int(os.environ["EXACT_SEED"])] if "EXACT_SEED" in os.environ else None


@pytest.fixture(scope="module")
def scripts() -> Iterator[NodeProcess]:
    with NodeProcess(SCRIPT) as node:
        yield node


async def play(seed: int, scripts: NodeProcess, patch: pytest.MonkeyPatch) -> None:
    """Let other things happen with each seed, and compare what people see with what they see after a reload."""
    random = Random(seed)
    wire = Wire(random)
    wire.install(patch)
    stop = broadcasts.start()
    house = House(random, wire, scripts)
    done: list[str] = []
    try:
        await house.build()
        wire.hold = random.choice([0.0, 0.1, 0.3])
        is_prompt = random.choice([0.3, 0.8])
        for _ in range(STEPS):
            done.append(random.choice(random.choice([CHANGES, CHANGES, LOOKS, LOSSES])))
            await house.step(done[-1])
            while random.random() < is_prompt:
                done.append(random.choice(TRANSFERS))
                await house.step(done[-1])
        await check(house)
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {' '.join(done)}\n{error}") from error
    finally:
        stop()
        for tab in house.tabs:
            tab.close()
        await wire.finish()


async def check(house: House) -> None:
    """Compare each tab with itself after a reload, and with what is in the database."""
    await house.calm()
    for tab in house.tabs:
        tab.look(has_focus=False)
    await house.calm()
    assert not house.wire.errors, house.wire.errors
    before = {tab.name: tab.shown() for tab in house.tabs}
    for tab in house.tabs:
        await tab.open(tab.path)
    await house.calm()
    for tab in house.tabs:
        after = tab.shown()
        assert before[tab.name] == after, f"{tab.name}: {differences(before[tab.name], after)}"
        rows = [row for row in after["rooms"] if isinstance(row, dict)]
        shown = {row["room"]: (row.get("unread"), row.get("mentions"), row["muted"]) for row in rows}
        assert shown == house.expected(tab.identity.user), tab.name


def differences(before: dict[str, Any], after: dict[str, Any]) -> str:
    lines = [json.dumps(row) for row in before["rooms"] if row not in after["rooms"]]
    lines += ["after a reload:", *(json.dumps(row) for row in after["rooms"] if row not in before["rooms"])]
    return "\n".join([f"{before['title']!r}, after a reload {after['title']!r}", *lines])


@pytest.mark.parametrize("seed", ONE or FEW)
async def test_the_list_is_that_after_a_reload(
    seed: int, opened: None, scripts: NodeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play(seed, scripts, monkeypatch)


@pytest.mark.long
@pytest.mark.parametrize("seed", MANY)
async def test_the_list_is_that_after_a_reload_whatever_else_happens(
    seed: int, opened: None, scripts: NodeProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play(seed, scripts, monkeypatch)
