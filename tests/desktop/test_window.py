"""The window: it shows the app, and it ends with the server as the server ends with it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.app_process import ROOT, environment
from tests.desktop.conftest import Window, eventually
from tests.ports import free_port

Open = Callable[..., Window]
ACCENT = (79, 91, 213)


def is_alive(window: Window) -> bool:
    """Tell whether there is more in the window than a colour or two: text, with its soft edges, and the accent."""
    picture = window.picture()
    colours = {colour: count for count, colour in picture.getcolors(1_000_000) or []}
    near = [c for c in colours if sum(abs(a - b) for a, b in zip(c, ACCENT, strict=True)) < 12]
    return len(colours) > 100 and bool(near)


def test_the_window_shows_the_app_and_what_is_typed_reaches_the_server(window: Open) -> None:
    one = window()
    eventually(lambda: is_alive(one))
    one.logs_in()
    one.opens_the_first_room()
    before = one.picture()
    one.types("Typed in a window")
    one.presses("Return")
    eventually(lambda: one.has_stored("Typed in a window"))
    assert is_alive(one)
    assert eventually(lambda: one.picture().tobytes() != before.tobytes())


def test_closing_it_ends_everything_and_it_opens_where_it_was(window: Open) -> None:
    one = window()
    one.logs_in()
    one.does("windowsize", "--sync", one.id, "900", "700")
    one.does("windowmove", "--sync", one.id, "140", "120")
    eventually(lambda: one.geometry["WIDTH"] == "900")
    one.picture()  # by then it has told where it is
    place = one.geometry
    one.closes()
    eventually(one.is_gone)
    assert one.process.returncode == 0
    assert {path.name for path in one.data_dir.iterdir()} == {"files", "streamchat.db", "window", "window.json"}
    assert json.loads((one.data_dir / "window.json").read_text())["width"] == 900
    assert "Traceback" not in one.log.read_text()

    again = window()
    eventually(lambda: again.geometry == place)
    eventually(lambda: again.title.endswith(") StreamChat"))  # logged in still


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_the_window_does_not_outlive_the_server(window: Open, how: signal.Signals) -> None:
    one = window()
    one.process.send_signal(how)
    eventually(one.is_gone, 10)
    assert "Traceback" not in one.log.read_text()


def test_the_window_does_not_outlive_a_server_that_ends_before_it_is_there(display: str, tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "--native", "--port", str(free_port()), "--data-dir", str(tmp_path / "data")]
    with (tmp_path / "log").open("w+") as log:
        one = Window.__new__(Window)
        one.process = subprocess.Popen(
            command, cwd=ROOT, env=environment(DISPLAY=display), stdout=log, stderr=log, start_new_session=True
        )
        eventually(lambda: any("python" in name for name in one.processes()[1:]) and len(one.processes()) > 2)
        one.process.send_signal(signal.SIGKILL)
        eventually(one.is_gone, 15)


def test_a_window_that_dies_before_it_is_there_is_told_of(display: str, tmp_path: Path) -> None:
    """Chromium's sandbox may refuse to begin, say: the server ends, but not as if somebody had closed the window."""
    command = [sys.executable, "main.py", "--native", "--port", str(free_port()), "--data-dir", str(tmp_path / "data")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    server = subprocess.Popen(command, cwd=ROOT, env=environment(DISPLAY=display), text=True, **pipes)
    assert server.stdout
    assert "ready" in server.stdout.readline()
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children")

    def window() -> list[int]:
        found = [int(pid) for pid in children.read_text().split()]
        return [pid for pid in found if "spawn_main" in Path(f"/proc/{pid}/cmdline").read_text()]

    [pid] = eventually(window)
    os.kill(pid, signal.SIGKILL)
    _, errors = server.communicate(timeout=20)
    assert "the window could not be opened" in errors


def test_a_place_on_a_screen_that_is_gone_is_not_taken(window: Open, tmp_path: Path) -> None:
    window().leaves()
    (tmp_path / "data/window.json").write_text('{"width": 800, "height": 600, "x": 5000, "y": 4000}')
    one = window()
    eventually(lambda: int(one.geometry["X"]) < 1000 and int(one.geometry["Y"]) < 800)
    assert one.geometry["WIDTH"] == "800"


def test_links_open_in_the_systems_browser(window: Open) -> None:
    one = window()
    one.logs_in()
    one.opens_the_first_room()
    one.types("https://example.com/as-typed-in-the-window")
    one.presses("Return")
    eventually(lambda: one.has_stored("https://example.com/as-typed-in-the-window"))

    def is_opened() -> bool:
        for above_the_end in (125, 159):  # the buttons of the box may take a line of their own
            one.clicks(430, int(one.geometry["HEIGHT"]) - above_the_end)
        return one.opened.exists()

    assert eventually(is_opened)
    assert "https://example.com/as-typed-in-the-window" in one.opened.read_text()
    assert one.title.endswith("sre-team · StreamChat")


def test_the_title_says_what_comes_while_nobody_looks(window: Open) -> None:
    one = window("--demo-life")
    one.logs_in()
    one.opens_the_first_room()
    one.presses("shift+Escape")  # all is read
    eventually(lambda: not one.title.startswith("("))
    one.does("windowminimize", one.id)
    eventually(lambda: one.title == "• sre-team · StreamChat", 60)
    one.does("windowactivate", "--sync", one.id)
    one.presses("shift+Escape")
    eventually(lambda: one.title == "sre-team · StreamChat")


def test_a_second_start_says_where_the_first_one_is(window: Open) -> None:
    one = window()
    command = [sys.executable, "main.py", "--native", "--port", str(one.port), "--data-dir", str(one.data_dir)]
    second = subprocess.run(command, cwd=ROOT, env=one.environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert f"already running: open http://127.0.0.1:{one.port}" in second.stderr


def test_without_a_display_it_says_so_and_serves_browsers(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "main.py", "--native", "--port", str(port), "--data-dir", str(tmp_path)]
    clean = {name: value for name, value in environment().items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
    server = subprocess.Popen(command, cwd=ROOT, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout
    assert "ready" in server.stdout.readline()
    with httpx.Client(transport=httpx.HTTPTransport(retries=5)) as client:
        assert client.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    server.terminate()
    _, errors = server.communicate(timeout=20)
    assert errors == (
        f"streamchat: no window: there is no display; open http://127.0.0.1:{port} in a browser instead\n"
    )


DOWNLOAD = """
import sys, threading
from http.server import BaseHTTPRequestHandler, HTTPServer
import webview
from chat.desktop.window_process import customize_window

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        if self.path == "/get":
            self.send_header("Content-Disposition", 'attachment; filename="minutes of today.txt"')
        self.end_headers()
        self.wfile.write(b"kept" if self.path == "/get" else b"<script>location = '/get'</script>")

server = HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
webview.create_window("download", f"http://127.0.0.1:{server.server_port}/")
webview.start(customize_window, ("window.json",), gui="qt")
"""


def test_downloads_keep_their_names(display: str, tmp_path: Path) -> None:
    more = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}
    clean = environment(DISPLAY=display, HOME=str(tmp_path), PYTHONPATH=str(ROOT), **more)
    program = subprocess.Popen([sys.executable, "-c", DOWNLOAD], cwd=tmp_path, env=clean, stderr=subprocess.DEVNULL)
    try:
        [saved] = eventually(lambda: list(tmp_path.rglob("minutes of today.txt")))
        eventually(lambda: saved.read_text() == "kept")
    finally:
        program.kill()
        program.wait(10)


def test_what_a_window_leaves_behind_is_a_sound_database(window: Open) -> None:
    one = window()
    one.closes()
    eventually(one.is_gone)
    with closing(sqlite3.connect(one.data_dir / "streamchat.db")) as stored:
        assert stored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
