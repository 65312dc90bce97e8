"""Kinds of live messages that an administrator puts beside the data, and what their page says."""

import logging
import re
import time
from contextlib import suppress
from html import unescape
from pathlib import Path
from threading import Thread

import pytest
from markupsafe import escape

from chat import messages
from chat.errors import Invalid
from chat.live import Kind, Person, button, calling, field, html, named, registry, using
from chat.live.cleaning import clean
from chat.live.declared import OTHER_COMMANDS, fault_of
from chat.live.running import OutOfTimeError
from chat.live.shipped import SHIPPED
from models import User

pytestmark = pytest.mark.usefixtures("at_once")

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "live-messages.md"
SLASH_TEXT = ROOT / "chat" / "web" / "components" / "composer" / "slash_text.js"
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
        ("x = 1\n1 / 0", "ZeroDivisionError: division by zero (line 2)"),
        ("raise SystemExit", "SystemExit"),
        ("import nothing_of_this_name", "ModuleNotFoundError"),
        ("x = 1", "no class"),
        ("from chat.live import Kind\nclass A(Kind):\n    name = 'A B'", "small letters"),
        ("from chat.live import Kind\nclass A(Kind):\n    name = 'poll'", "already"),
        *(
            (f"from chat.live import Entry\n{example()}\n    {said.replace(chr(10), chr(10) + '    ')}", why)
            for said, why in (
                ("name = 'me'", "another command"),
                ("label = 5", "label is a text"),
                ("usage = {1, 2}", "usage is a text"),
                ("usage = '\\ud800'", "usage is a text"),
                ("form = 5", "form is a tuple"),
                ("form = ({'name': 'a'},)", "form is a tuple"),
                ("form = (Entry('a', 'A'), Entry('a', 'B'))", "two entries"),
                ("form = (Entry('a', 'A', 'date'),)", "the type of"),
                ("form = (Entry('a', 'A', hint={1}),)", "the hint of"),
                ("form = (Entry('a', 'A', most='9'),)", "the most of"),
                ("form = (Entry('a', 'A', 'choice'),)", "no choices"),
                ("form = (Entry('a', 'A', 'choice', choices=('ab', 5)),)", "the choices of"),
                ("draw = None", "draw is no method"),
                ("draw = Kind.draw", "no method draw"),
                ("async def draw(self, state):\n    return ''", "async def"),
                ("def do_more(self, state, who, args):\n    yield state", "yield"),
                ("def do_more(self, state):\n    return state", "do_more takes (self, state, who, args)"),
                ("def do_rollTwice(self, state, who, args):\n    return state", "small letters"),
            )
        ),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_said_to_be_and_the_others_are_there(tmp_path, caplog, source, why):
    with caplog.at_level(logging.ERROR):
        put(tmp_path, bad=source, dice=example())
    assert why in registry.broken["bad"]
    bad, dice = registry.plugins.values()
    assert (bad.file, bad.kinds, bad.faults) == ("bad.py", [], [registry.broken["bad"]])
    assert (dice.kinds, dice.faults) == (["dice"], [])
    assert "bad.py" in caplog.text
    assert {"poll", "dice"} <= set(registry.kinds)
    assert escape(why) in using.draw("bad", "{}", "It was a message")


def test_the_line_of_an_error_is_known_wherever_the_folder_is_and_an_error_may_be_broken_too(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.py").write_text("x = 1\n1 / 0")
    (tmp_path / "worse.py").write_text("class Worse(Exception):\n    __str__ = None\n\nraise Worse")
    registry.load_plugins(Path())
    assert registry.broken["bad"] == "ZeroDivisionError: division by zero (line 2)"
    assert registry.broken["worse"] == "Worse (line 4)"


def test_what_a_button_asks_first_reaches_a_browser_whatever_is_in_it():
    for question in ("Remove?", "Remove <b>\n" + 20 * "cake ", '"' * 99):
        drawn = clean(str(button("x", "remove", sure=question, wants=question)))
        for asked in (re.search(rf'data-{what}="([^"]+)"', drawn)[1] for what in ("sure", "wants")):
            assert 1 <= len(unescape(asked)) <= 40
    assert asked.startswith("&quot;")


def test_a_picture_has_no_links_and_what_stands_beside_it_has():
    picture = '<svg><svg></svg>{}<rect aria-label="&lt;/svg>"></rect>{}</svg>'
    link = '<a href="https://example.com"><text>go</text></a>'
    drawn = clean(picture.replace("{}", link) + '<a href="https://example.com">go</a>')
    assert drawn.count("<text>go</text>") == 2
    assert re.findall("</?a[^>]*>", drawn.partition("</rect>")[0]) == []
    assert re.findall("</?a", drawn) == ["<a", "</a"]


@pytest.mark.parametrize("fault", ["\n1 / 0", "\ndef (", "\n    usage = 5"])
def test_a_message_says_why_its_plugin_could_not_be_loaded_whatever_its_file_is_called(tmp_path, fault):
    put(tmp_path, my_games=example() + fault)
    drawn = using.draw("dice", "{}", "It was a message")
    assert f"This dice cannot be shown: {escape(registry.broken['dice'])}" in drawn
    assert "It was a message" in drawn


async def test_a_name_is_the_one_that_somebody_has_when_it_is_shown(ada, room, monkeypatch):
    registry.kinds["odd"] = odd = Odd()
    monkeypatch.setattr(odd, "draw", lambda state: html("<p>{} and {}</p>", named(ada.id), named(10**9)))
    for name in ("Ada Lovelace", "<Ada>"):
        User.update(name=name).where(User.id == ada.id).execute()
        message, _ = await messages.send_live(ada, room.id, "odd", {"n": name})
        shown = re.sub("</?span[^>]*>", "", message.live_html)
        assert f"<p>{escape(name)} and Somebody</p>" in shown


def test_commands_that_are_no_kinds_are_all_known_here():
    listed = re.findall(r"^  (\w+): \{ takes", SLASH_TEXT.read_text(), re.MULTILINE)
    assert set(listed) - {kind.name for kind in SHIPPED} == OTHER_COMMANDS
    assert [fault_of(kind()) for kind in SHIPPED] == [""] * len(SHIPPED)


@pytest.mark.parametrize("action", ["roll2", "rollTwice", "", "a-b", None])
def test_a_button_for_what_no_method_can_be_called_is_an_error(action):
    for make in (lambda: button("x", action), lambda: field(action, "x", "y")):
        with pytest.raises(ValueError, match="small letters"):
            make()


class Odd(Kind):
    """Does what a kind should not."""

    name = "odd"

    def begin(self, given):
        return given

    def draw(self, state):
        return 5

    def do_list(self, state, who, args):
        return []

    def do_set(self, state, who, args):
        return {"a": {1}}

    def do_insist(self, state, who, args):
        while state:
            try:
                args["n"] = args.get("n", 0) + 1
            except BaseException:
                continue


@pytest.fixture
def odd(monkeypatch):
    odd = registry.kinds["odd"] = Odd()
    monkeypatch.setattr(calling, "PAUSE", 0)
    return odd


@pytest.mark.parametrize(
    ("use", "why"),
    [
        (lambda: using.press("odd", "{}", ADA, "list", {}, 7), "its state must be an object"),
        (lambda: using.press("odd", "{}", ADA, "set", {}, 7), "its state must be JSON"),
        (lambda: using.draw("odd", "{}", ""), "draw returned no text, but int"),
    ],
)
@pytest.mark.usefixtures("odd")
def test_what_a_kind_returns_that_is_no_use_is_logged(caplog, use, why):
    with suppress(Invalid):
        use()
    assert why in caplog.text


@pytest.mark.usefixtures("odd")
def test_what_took_too_long_is_logged_with_its_place_and_ended_though_it_catches_all_errors(caplog):
    with pytest.raises(Invalid, match="too long"):
        using.press("odd", '{"a": 1}', ADA, "insist", {}, 7)
    assert "(message 7)" in caplog.text
    assert re.search(r"at [^>]*test_live_plugins.py, line \d+, in do_insist,", caplog.text)
    calling._running_on["odd"].join(30)
    assert not calling._running_on["odd"].is_alive()


def test_what_waits_too_long_again_and_again_rests_longer_each_time():
    late = OutOfTimeError(Thread(), "", is_waiting=True)

    def pause(error, kind=Odd()):  # noqa: B008
        calling._paused.clear()
        return calling._pause(kind, error)

    assert [pause(late) for _ in range(7)] == [2, 4, 8, 16, 32, 60, 60]
    assert calling._pause(Odd(), late) is None  # it waited beside that one
    assert pause(OutOfTimeError(Thread(), "", is_waiting=False)) == 60
    calling._rests["odd"] = (60, time.monotonic() - calling.FORGIVEN)
    assert pause(late) == 2
    assert [pause(late, SHIPPED[0]()) for _ in range(3)] == [2, 2, 2]  # the machine is busy
