"""Forms that begin live messages: what a browser draws them by, and what it may send of them."""

import json

import pytest

from chat.errors import Invalid
from chat.live import Entry, Kind, filling, html, registry, using

pytestmark = pytest.mark.usefixtures("at_once")

FILLED = {
    "poll": {"title": "Lunch?", "options": [" Pizza ", "", "Sushi"], "multiple": True, "closes_at": "60"},
    "checklist": {"title": "Party", "tasks": ["Buy cake", ""]},
    "event": {"title": "Tea", "at": "2030-07-01T17:00", "place": "Garden"},
    "counter": {"title": "Cups", "value": "3"},
    "chart": {"title": "Visitors", "type": "line", "points": ["Mon 12", "Tue 30.5"]},
}


def begun(kind, values, zone="Europe/Berlin"):
    return json.loads(using.begin(kind, filling.fill(kind, values, zone) | {"zone": zone})[0])


def test_what_is_filled_in_makes_what_a_program_would_send():
    states = {kind: begun(kind, values) for kind, values in FILLED.items()}
    assert states["poll"].pop("closes_at") > 0
    assert states["poll"]["options"] == ["Pizza", "Sushi"]
    assert (states["poll"]["multiple"], states["poll"]["anonymous"]) == (True, False)
    assert [task["text"] for task in states["checklist"]["tasks"]] == ["Buy cake"]
    assert states["event"]["at"] == 1_909_148_400_000, "17:00 in Berlin in summer"
    assert 'data-at="1909148400000" data-zone="Europe/Berlin"' in using.draw("event", json.dumps(states["event"]), "")
    assert states["counter"]["value"] == 3
    assert states["chart"]["points"] == [["Mon", 12], ["Tue", 30.5]]
    assert set(FILLED) == set(registry.kinds)


def test_every_form_can_be_sent_to_a_browser_and_asks_for_nothing_that_its_kind_does_not_take():
    for kind in registry.kinds:
        form = json.loads(json.dumps(filling.form_of(kind)))
        assert set(FILLED[kind]) <= {entry["name"] for entry in form["entries"]}


REFUSED = [
    *(("poll", None), ("poll", []), ("poll", {}), ("nothing", {}), ("poll", {"title": ["x"]})),
    *(("poll", {"title": "x", "options": "ab"}), ("poll", {"title": "x", "options": ["a", 7, None]})),
    *(("poll", {"title": "x", "options": ["a"] * 21}), ("poll", {"title": "x", "options": ["a", "b" * 101]})),
    *(("poll", {"title": "x", "options": ["a", "b"], "closes_at": "own"}), ("event", {"title": "x", "at": "now"})),
    *(("poll", {"title": "x", "options": ["a", "b"], "closes_at": "2001-01-01T00:00"}), ("event", {"title": "x"})),
    *(("event", {"title": "x", "at": "2030-01-01T10:00", "ends": "2030-01-01T09:00"}), ("counter", {"title": " "})),
    *(("counter", {"title": "x", "value": "nan"}), ("counter", {"title": "x", "value": "9" * 99})),
    *(("chart", {"title": "x", "type": "pie"}), ("chart", {"title": "x", "type": "bar", "points": ["Monday"]})),
]


@pytest.mark.parametrize(("kind", "values"), REFUSED)
def test_what_no_form_sends_is_refused_in_words(caplog, kind, values):
    with pytest.raises(Invalid) as refused:
        begun(kind, values)
    assert "could not be made" not in refused.value.message
    assert not caplog.records


class Plain(Kind):
    """Has no form, or what is none."""

    name = "plain"

    def begin(self, given):
        return given

    def draw(self, state):
        return html("")


@pytest.mark.parametrize("form", [(), None, 7, ("title",), (Entry("a", "A", "magic"),)])
def test_a_kind_without_a_form_or_with_what_is_none_has_none(form):
    registry.kinds["plain"] = kind = Plain()
    kind.form = form
    assert filling.form_of("plain") is None
    with pytest.raises(Invalid):
        filling.fill("plain", {"a": "b"}, "UTC")
