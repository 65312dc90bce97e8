"""Without a precaution of the browser a seed is found soon after which its list of rooms is another."""

import json
from pathlib import Path

import pytest

from models import TABLES
from tests.node import NodeProcess
from tests.web.exact.test_exact import play

pytestmark = pytest.mark.long

SCRIPT = Path(__file__).with_name("browser.mjs")
SEEDS = range(93, 107)
CARELESS = {
    "counts twice what was counted": (": revision <= room.revision) return", ": false) return"),
}
"""Words of unread_rooms.js, and what stands in their place."""


@pytest.mark.parametrize("name", CARELESS)
async def test_a_browser_without_a_precaution_shows_something_else(name: str, opened: None) -> None:
    old, new = CARELESS[name]
    with NodeProcess(SCRIPT, json.dumps({"module": "unread_rooms", "old": old, "new": new})) as node:
        for seed in SEEDS:
            for table in reversed(TABLES):
                table.delete().execute()
            with pytest.MonkeyPatch.context() as patch:
                try:
                    await play(seed, node, patch)
                except AssertionError:
                    return
    pytest.fail("no seed has shown it")
