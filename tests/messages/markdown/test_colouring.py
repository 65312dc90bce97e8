"""Code coloured by a process beside the server."""

import math
import threading
from collections.abc import Iterator

import pytest

from chat.messages.markdown import colouring, draw
from chat.messages.markdown.code import timed
from chat.messages.markdown.colouring import ColouringProcess, colour_beside, coloured

CODE = "def f(x):\n    return '<b>', \"✓\", x  # one\n"
SOURCE = f"```python\n{CODE}```\n" * 3


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> Iterator[ColouringProcess]:
    process = ColouringProcess()
    monkeypatch.setattr(colouring, "_process", process)
    monkeypatch.setattr(colouring, "_here", threading.local())
    colour_beside()
    yield process
    process.end()


def test_code_looks_the_same_by_whomever_it_is_coloured(process, monkeypatch):
    monkeypatch.setattr(colouring, "_here", threading.local())
    here = draw(SOURCE)
    monkeypatch.setattr(colouring, "timed", lambda *_: pytest.fail("coloured here"))
    colour_beside()
    assert draw(SOURCE) == here
    assert process.ask(CODE, "python", math.inf) == (timed(CODE, "python", math.inf)[0], math.inf)


def test_a_process_that_has_died_is_replaced(process):
    coloured(CODE, "python", math.inf)
    process._running.kill()
    assert coloured("a < b", "python", 1) == ("a &lt; b", 0)
    process.wait()
    assert coloured(CODE, "python", math.inf) == timed(CODE, "python", math.inf)


def test_code_that_takes_too_long_has_no_colours_now_and_when_it_is_sent_again(process, monkeypatch, tmp_path):
    monkeypatch.setattr(colouring, "timed", lambda *_: pytest.fail("coloured here, it would never end"))
    sleeper = tmp_path / "code.py"
    sleeper.write_text("print('ready', flush=True)\nwhile input(): pass")
    monkeypatch.setattr(colouring.program, "__file__", str(sleeper))
    process._begin_first()
    monkeypatch.setattr(colouring, "TIMEOUT", 0.01)
    monkeypatch.setattr(process, "_begin", lambda: None)  # another one takes a while
    assert coloured("a < b", "python", 1) == ("a &lt; b", 0)
    assert coloured("a < b", "python", 1) == ("a &lt; b", 1)


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_where_it_cannot_begin_code_is_coloured_here_and_that_is_tried_once(process, monkeypatch, caplog, python):
    monkeypatch.setattr(colouring.sys, "executable", python)
    for _ in range(2):
        assert coloured(CODE, "python", math.inf) == timed(CODE, "python", math.inf)
        process.wait()
    assert len(caplog.records) == 1


def test_a_bundle_and_other_threads_colour_here(process, monkeypatch):
    monkeypatch.setattr(process, "ask", lambda *_: pytest.fail("asked"))
    results = []
    thread = threading.Thread(target=lambda: results.append(draw(SOURCE)))
    thread.start()
    thread.join()
    monkeypatch.setattr("sys.frozen", True, raising=False)
    colour_beside()
    assert results == [draw(SOURCE)]
