"""The window's options, which the server's process sets before NiceGUI opens the window."""

import logging
import sys
from collections.abc import Mapping
from multiprocessing import active_children
from pathlib import Path
from typing import Any

from nicegui import app
from nicegui.events import NativeEventArguments

from chat.desktop import window_position
from chat.desktop.window_position import MIN_SIZE, WindowPosition
from chat.desktop.window_process import customize_window

log = logging.getLogger(__name__)

POSITION_FILE = "window.json"
PROFILE_FOLDER = "window"
"""Inside the data folder: the engine's own cookies and storage, so that one stays logged in and keeps drafts."""


def open_window(data_dir: Path, icon: Path) -> dict[str, Any]:
    """Have NiceGUI open a window where it was last time, and return the options of `ui.run` for it."""
    frame = _Window(data_dir / POSITION_FILE)
    is_qt = sys.platform.startswith("linux")
    app.native.window_args |= {"min_size": MIN_SIZE, "text_select": True, **frame.position}
    app.native.start_args |= {
        "private_mode": False,
        "storage_path": str(data_dir / PROFILE_FOLDER),
        "func": customize_window,
    }
    app.native.start_args |= {"args": (str(data_dir / POSITION_FILE),)}
    app.native.start_args |= {"gui": "qt", "icon": str(icon)} if is_qt else {}
    # With Qt 6 pywebview's own way to save a file fails (6.2.1), and names it by its address: see `customize_window`.
    app.native.settings |= {"ALLOW_DOWNLOADS": not is_qt, "OPEN_EXTERNAL_LINKS_IN_BROWSER": True}
    app.native.on("shown", frame.appear)
    if not is_qt:  # whose window keeps its place itself, at the end: events of it may come late, or in another order
        app.native.on("moved", frame.change)
        app.native.on("resized", frame.change)
        app.on_shutdown(frame.save)
    app.on_shutdown(frame.explain)
    return {"native": True, "window_size": (frame.place.width, frame.place.height)}


class _Window:
    """Follows the window, and keeps its place for the next time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.place = window_position.load(path)
        self._has_appeared = False

    @property
    def position(self) -> Mapping[str, int]:
        """Where the window is to open, if it was anywhere before."""
        found = self.place.model_dump(include={"x", "y"}, exclude_none=True)
        return found if len(found) == len("xy") else {}

    def appear(self) -> None:
        """Note that the window is there."""
        self._has_appeared = True

    def change(self, event: NativeEventArguments) -> None:
        """Note a new size or position."""
        self.place = WindowPosition.model_construct(
            **self.place.model_dump() | {k: int(v) for k, v in event.args.items()}
        )

    def save(self) -> None:
        """Keep the place."""
        window_position.save(self._path, self.place)

    def explain(self) -> None:
        """Say what has happened where the window ended before it was there: nobody has wished to stop."""
        if not self._has_appeared and not active_children():
            log.error("the window could not be opened, see above; without --native, browsers are served")
