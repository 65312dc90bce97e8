"""docs/architecture.svg shows the imports as they are."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from docs import drawing
from docs.drawing import Module


def modules(**imports):
    """Make modules that import others: names with a double underscore for each dot."""
    names = {name.replace("__", "."): others for name, others in imports.items()}
    return {name: Module(name, frozenset(others.split()), f"The {name}.") for name, others in names.items()}


SMALL = modules(
    main="chat.web",
    models="",
    chat__web="chat.rooms chat.bus",
    chat__rooms="chat.rooms.queries",
    chat__rooms__queries="models chat.bus",
    chat__rooms__events="",
    chat__bus="",
    chat__bus__codec="chat.rooms.events",
)


def test_the_drawing_is_that_of_the_imports():
    assert Path(drawing.DRAWING).read_text() == drawing.draw(), "make drawing"


def test_a_package_stands_below_those_that_import_it():
    graph, _ = drawing.graph_of(SMALL, "chat")
    assert drawing.rows_of(graph) == [["main"], ["web"], ["rooms"], ["bus", "models"]]


def test_an_import_of_events_may_run_upwards_and_is_told_apart():
    graph, up = drawing.graph_of(SMALL, "chat")
    assert graph["bus"] == set()
    assert up == {"bus": {"rooms"}}


def test_other_imports_in_a_circle_are_not_drawn_as_if_there_were_none():
    graph, up = drawing.graph_of(SMALL | modules(chat__bus__codec="chat.rooms.queries"), "chat")
    assert up == {}
    with pytest.raises(ValueError, match="circle"):
        drawing.rows_of(graph)


def test_what_follows_from_other_arrows_is_left_out():
    assert drawing.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {"a": {"b"}, "b": {"c"}, "c": set()}


def test_a_drawing_is_an_image_with_all_names():
    svg = ElementTree.fromstring(drawing.Drawing(SMALL).draw())
    texts = {element.text for element in svg.iter("{http://www.w3.org/2000/svg}text")}
    assert {"main.py", "web.py", "rooms", "bus", "models.py"} <= texts
