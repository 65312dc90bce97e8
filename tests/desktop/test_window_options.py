"""What the window needs and remembers, as far as that shows without one; tests/desktop opens some."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chat.desktop import availability, window_position
from chat.desktop.window_position import WindowPosition
from tests.app_process import ROOT

NO_DISPLAY = """qt.qpa.xcb: could not connect to display
qt.qpa.plugin: From 6.5.0, xcb-cursor0 or libxcb-cursor0 is needed to load the Qt xcb platform plugin.
This application failed to start because no Qt platform plugin could be initialized."""


@pytest.fixture
def probed(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have the probe end in some way."""
    monkeypatch.setattr(availability, "find_spec", lambda name: name)
    monkeypatch.setattr(availability.sys, "platform", "linux")
    monkeypatch.setattr(availability, "_prepare_qt", lambda: None)

    def ends(code: int, said: str = "") -> None:
        done = subprocess.CompletedProcess([], code, "", said)
        monkeypatch.setattr(availability.subprocess, "run", lambda *_, **__: done)

    return ends


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (NO_DISPLAY, ["no display"]),
        ("Failed to create wl_display (No such file or directory)", ["no display"]),
        ("ModuleNotFoundError: No module named 'PySide6'", ["make native", "requirements-native.txt"]),
        (
            "ImportError: libnss3.so: cannot open shared object file: No such file or directory",
            ["libnss3.so", "apt-get install", "libnss3"],
        ),
        (NO_DISPLAY.split("\n", 1)[1], ["libxcb-cursor", "apt-get install"]),
        ("", ["apt-get install"]),
    ],
)
def test_what_keeps_a_window_from_opening_is_said_in_one_line_with_the_cure(
    probed: Any, said: str, words: list[str]
) -> None:
    probed(-6, said)
    reason = availability.unavailable_reason()
    assert reason
    assert "\n" not in reason
    for word in words:
        assert word in reason


@pytest.mark.parametrize(
    ("release", "package"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libasound2 "),
        ({"ID": "debian", "VERSION_ID": "13"}, "libasound2t64 "),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libasound2 "),
        ({"ID": "ubuntu", "VERSION_ID": "26.04"}, "libasound2t64 "),
        ({"ID": "debian"}, "libasound2 "),
        ({"ID": "nixos", "VERSION_ID": "99"}, "libasound2 "),
        ({}, "libasound2 "),
    ],
)
def test_packages_are_called_what_the_system_calls_them(
    probed: Any, monkeypatch: pytest.MonkeyPatch, release: dict[str, str], package: str
) -> None:
    monkeypatch.setattr(availability.platform, "freedesktop_os_release", lambda: release)
    probed(1, "ImportError: libnss3.so: cannot open shared object file")
    assert f"apt-get install {package}" in (availability.unavailable_reason() or "")


def test_the_page_on_the_desktop_names_the_packages() -> None:
    page = (ROOT / "docs/desktop.md").read_text()
    [named] = re.findall(r"^apt-get install (lib.*?)\n```", page, re.MULTILINE | re.DOTALL)
    assert named.replace("\\\n", "").split() == availability.LIBRARIES.split()


def test_nothing_keeps_it_where_the_probe_ends_well(probed: Any) -> None:
    probed(0, "some warning of Qt's")
    assert availability.unavailable_reason() is None


def test_missing_packages_are_named_without_a_probe(probed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(availability, "find_spec", lambda name: None)
    assert "make native" in (availability.unavailable_reason() or "")


def test_an_engine_that_hangs_is_not_waited_for(probed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_: object, **__: object) -> None:
        raise subprocess.TimeoutExpired("probe", availability.PROBE_SECONDS)

    monkeypatch.setattr(availability.subprocess, "run", hangs)
    assert "did not start" in (availability.unavailable_reason() or "")


def test_a_place_is_kept(tmp_path: Path) -> None:
    for kept in (WindowPosition(width=900, height=700, x=-5, y=10), WindowPosition()):
        window_position.save(tmp_path / "window.json", kept)
        assert window_position.load(tmp_path / "window.json") == kept


@pytest.mark.parametrize("text", ["", "{", "[]", '{"width": 5}', '{"x": 1e9}', '{"width": "wide"}', "\0" * 99])
def test_a_place_that_makes_no_sense_is_forgotten(tmp_path: Path, text: str) -> None:
    (tmp_path / "window.json").write_text(text)
    assert window_position.load(tmp_path / "window.json") == WindowPosition()


def test_a_place_that_cannot_be_kept_is_let_go(tmp_path: Path) -> None:
    window_position.save(tmp_path / "nowhere" / "window.json", WindowPosition())
    assert window_position.load(tmp_path / "nowhere" / "window.json") == WindowPosition()
