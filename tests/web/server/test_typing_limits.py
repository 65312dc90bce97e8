"""Telling that one types, by whoever does not keep to what our pages do."""

import json
from collections.abc import Callable

from tests.web.server.conftest import Logged
from tests.web.server.raw_client import Visitor


def test_a_flood_is_passed_on_as_a_trickle_and_nobody_is_told_off(
    server: Logged, visit: Callable[..., Visitor]
) -> None:
    adam, blake = visit(server, 1), visit(server, 2)
    flood = adam.connects(adam.opens())
    watch = blake.connects(blake.opens())
    watch.follows()
    errors = server.log.count("Traceback")
    for number in range(200):
        flood.emits("event", flood.page.event("typing", {"id": 7, "room_id": number, "name": "Mallory"}))
    flood.sends("that was a flood")
    heard = []
    while "that was a flood" not in (text := watch.hears('42["stream')):
        heard += [json.loads(text.removeprefix("42"))] if text.startswith('42["stream-signal"') else []
    assert 0 < len(heard) < 50
    [name] = {data["name"] for *_, data in heard}
    assert name != "Mallory"
    assert {tuple(told[:3]) for told in heard} == {("stream-signal", "room:1", "typing")}
    assert server.log.count("Traceback") == errors
