"""A screen nobody sits at, a window manager on it, and the program in a window there."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from tests.app_process import ROOT, environment
from tests.ports import free_port

T = TypeVar("T")
PATIENCE = 15.0
PROGRAMS = ("Xvfb", "openbox", "xdotool", "import")
HERE = Path(__file__).parent


@pytest.hookimpl(tryfirst=True)  # before it is looked at who has which mark
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a screen, and skip it where it cannot be had."""
    missing = [name for name in PROGRAMS if not shutil.which(name)]
    missing += [name for name in ("webview", "qtpy", "PySide6") if not find_spec(name)]
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("native")
            if missing and item.path.name != "test_bundle.py":
                item.add_marker(pytest.mark.skip(reason=f"{', '.join(missing)} missing: make test-native"))


def eventually(look: Callable[[], T], patience: float = PATIENCE) -> T:
    """Look until there is something to see, and return it."""
    end = time.monotonic() + patience
    while not (seen := look()):
        assert time.monotonic() < end, f"waited {patience} s in vain"
        time.sleep(0.1)
    return seen


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A screen with a window manager."""
    read, write = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as numbers:
        name = f":{numbers.readline().strip()}"
    manager = subprocess.Popen(["openbox"], env=environment(DISPLAY=name), stderr=subprocess.DEVNULL)
    eventually(lambda: subprocess.run(["xdotool", "get_desktop"], env={"DISPLAY": name}, capture_output=True).stdout)
    yield name
    for process in (manager, screen):
        process.terminate()
        process.wait(10)


class Window:
    """The program in its window, and somebody at mouse and keyboard."""

    def __init__(self, display: str, folder: Path, *options: str) -> None:
        self.folder, self.data_dir = folder, folder / "data"
        self.opened = folder / "opened"  # the addresses that were handed to the system's browser
        browser = folder / "browser"
        browser.write_text(f'#!/bin/sh\necho "$1" >> "{self.opened}"\n')
        browser.chmod(0o755)
        home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "BROWSER": str(browser)}
        self.environment = environment(DISPLAY=display, **home)
        self.port = free_port()
        is_first = not self.data_dir.exists()
        command = [sys.executable, "main.py", "--native", "--port", str(self.port), "--data-dir", str(self.data_dir)]
        self.log = folder / "log"
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [*command, *options], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.id = eventually(lambda: self.does("search", "--onlyvisible", "--name", "StreamChat"))
        if is_first:
            eventually(lambda: self.title == "Log in · StreamChat")

    def does(self, *words: str) -> str:
        """Have xdotool do something."""
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    @property
    def title(self) -> str:
        return self.does("getwindowname", self.id)

    @property
    def geometry(self) -> dict[str, str]:
        lines = self.does("getwindowgeometry", "--shell", self.id).splitlines()
        return dict(line.split("=") for line in lines if line.startswith(("X=", "Y=", "WIDTH=", "HEIGHT=")))

    def types(self, text: str) -> None:
        self.does("type", "--delay", "30", text)

    def presses(self, *keys: str) -> None:
        self.does("key", "--delay", "50", *keys)

    def closes(self) -> None:
        """Close the window as one does, once the window manager listens."""

        def is_closed() -> bool:
            self.presses("alt+F4")
            time.sleep(0.3)
            return not self.does("search", "--onlyvisible", "--name", "StreamChat")

        eventually(is_closed)

    def clicks(self, x: int, y: int) -> None:
        self.does("mousemove", "--window", self.id, str(x), str(y), "click", "1")

    def logs_in(self) -> None:
        """Log in by keyboard, as the demo's Adam, and stay it."""
        self.does("windowfocus", "--sync", self.id)
        time.sleep(0.5)  # until the page, whose title is there already, has the focus
        self.types("adam@streamchat.io\tpassw0rd!passw0rd!\t ")
        self.presses("Return")
        eventually(lambda: self.title.endswith(") StreamChat"))  # with what is new for the first of the demo

    def opens_the_first_room(self) -> None:
        def is_open() -> bool:
            self.clicks(130, 289)
            time.sleep(0.5)
            return self.title.endswith("sre-team · StreamChat")

        eventually(is_open)
        time.sleep(1)  # until the box has the focus

    def picture(self) -> Image.Image:
        path = self.folder / "screen.png"
        subprocess.run(["import", "-window", self.id, str(path)], env=self.environment, check=True)
        return Image.open(path).convert("RGB")

    def has_stored(self, body: str) -> bool:
        with closing(sqlite3.connect(self.data_dir / "streamchat.db")) as stored:
            return bool(stored.execute("SELECT 1 FROM message WHERE body = ?", [body]).fetchone())

    def processes(self) -> list[str]:
        """List what is left of all that the program has started."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                name, _, rest = stat.read_text().partition(") ")
            except OSError:
                continue
            state, _, _, session, *_ = rest.split()
            if session == str(self.process.pid) and state != "Z":
                found.append(name)
        return found

    def is_gone(self) -> bool:
        return self.process.poll() is not None and not self.processes()

    def leaves(self) -> None:
        """End all that is still there; to be used after the test only."""
        for stat in self.processes():
            os.kill(int(stat.split()[0]), signal.SIGKILL)
        self.process.wait(10)
        eventually(lambda: not self.does("search", "--name", "StreamChat"))  # nor is it taken for another one's


@pytest.fixture
def window(display: str, tmp_path: Path) -> Iterator[Callable[..., Window]]:
    """Open windows, one after the other on the same data."""
    opened: list[Window] = []

    def start(*options: str) -> Window:
        opened.append(Window(display, tmp_path, *options))
        return opened[-1]

    yield start
    for one in reversed(opened):
        one.leaves()
