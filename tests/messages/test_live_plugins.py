"""Kinds of live messages that an administrator puts beside the data, and what their page says."""

import logging
import re
from pathlib import Path

import pytest

from chat.errors import Invalid
from chat.live import Person, registry, using
from chat.live.cleaning import clean

pytestmark = pytest.mark.usefixtures("at_once")

PAGE = Path(__file__).parents[2] / "docs" / "live-messages.md"
ADA = Person(1, "Ada", leads=True)


def put(folder, **plugins):
    for name, source in plugins.items():
        (folder / f"{name}.py").write_text(source)
    registry.load_plugins(folder)


def example():
    return re.search("```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[1]


def test_the_example_of_the_page_works_and_is_short(tmp_path):
    put(tmp_path, dice=example())
    assert len(example().splitlines()) <= 30
    state, text = using.begin("dice", {"text": "20"})
    for _ in range(7):
        state = using.press("dice", state, ADA, "roll", {})
    drawn = using.draw("dice", state, text)
    assert drawn.count("rolled") == 5
    assert 'data-act="roll"' in drawn
    assert using.text_of("dice", state).startswith("Dice with 20 sides: ")
    with pytest.raises(Invalid, match="2 to 100 sides"):
        using.begin("dice", {"text": "many"})


def test_the_page_names_all_kinds_and_all_that_the_kit_has():
    page = PAGE.read_text()
    assert [name for name in registry.kinds if f"`/{name} " not in page] == []
    kit = set(__import__("chat.live", fromlist=["__all__"]).__all__) - {"Person", "State"}
    assert [name for name in kit if not re.search(rf"\b{name}\b", page)] == []


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("def (", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit", "SystemExit"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("x = 1", "no class"),
        ("from chat.live import Kind\nclass A(Kind):\n    name = 'A B'", "small letters"),
        ("from chat.live import Kind\nclass A(Kind):\n    name = 'poll'", "already"),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_said_to_be_and_the_others_are_there(tmp_path, caplog, source, why):
    with caplog.at_level(logging.ERROR):
        put(tmp_path, bad=source, dice=example())
    assert why in registry.broken["bad"]
    assert "bad.py" in caplog.text
    assert {"poll", "dice"} <= set(registry.kinds)
    assert why in using.draw("bad", "{}", "It was a message") or "small letters" in why


def test_a_picture_has_no_links_and_what_stands_beside_it_has():
    picture = '<svg><svg></svg>{}<rect aria-label="&lt;/svg>"></rect>{}</svg>'
    link = '<a href="https://example.com"><text>go</text></a>'
    drawn = clean(picture.replace("{}", link) + '<a href="https://example.com">go</a>')
    assert drawn.count("<text>go</text>") == 2
    assert re.findall("</?a[^>]*>", drawn.partition("</rect>")[0]) == []
    assert re.findall("</?a", drawn) == ["<a", "</a"]


def test_a_message_says_why_its_plugin_could_not_be_loaded(tmp_path):
    put(tmp_path, bad="1 / 0")
    drawn = using.draw("bad", "{}", "It was a message")
    assert "This bad cannot be shown: ZeroDivisionError: division by zero" in drawn
    assert "It was a message" in drawn
