"""Runs in the window's process: ends with the server, and adds what pywebview lacks.

pywebview and Qt are imported where they are needed: the server's process has no use for them.
"""

import logging
import os
import signal
import traceback
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

from chat.desktop import window_position

PATIENCE = 3.0
"""Seconds for the window to close by itself once the server is gone, and for the process once the window is."""


def end_with_parent() -> None:
    """Have this process end when the server's does, however that ends; Ctrl-C is the server's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("pywebview").addFilter(_is_news)
    Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    while not (parent := parent_process()):  # which is known once all has been imported
        sleep(0.05)
    parent.join()
    logging.getLogger("pywebview").setLevel(logging.CRITICAL)  # it complains of pages that are closed while they load
    Thread(target=_close_windows, daemon=True).start()
    _end_soon()


def _end_soon() -> None:
    """End whatever still runs in a while: who waits for a page's answer when it is closed waits for ever."""
    sleep(PATIENCE)
    os._exit(0)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell what is not known before: on plain pages no script of pywebview's or NiceGUI's runs, nor has to.

    So it is with the files that NiceGUI listens for on each page (`bind_drop`), which fails where a page has gone by
    then: our pages take them themselves.
    """
    error = record.exc_info[1] if record.exc_info else None
    frames = traceback.extract_tb(error.__traceback__) if error else []
    return "unsafe-eval" not in f"{record.getMessage()} {error}" and not any(one.name == "bind_drop" for one in frames)


def _close_windows() -> None:
    import webview

    for window in list(webview.windows):
        window.destroy()


def customize_window(place_file: str) -> None:
    """Teach a window of Qt what pywebview does not; called by pywebview, on a thread, once it has begun."""
    import webview

    window = webview.windows[0]
    window.events.closed += lambda: Thread(target=_end_soon, daemon=True).start()
    if webview.renderer != "qtwebengine" or not window.events.shown.wait(30):
        return
    _stay_on_screen(window)
    window.events.closing += lambda: _keep_place(window.native, Path(place_file))
    from qtpy.QtCore import QTimer

    native: Any = window.native
    QTimer.singleShot(0, native, lambda: _follow_title(native))  # in Qt's thread, which this is not
    QTimer.singleShot(0, native, lambda: _save_downloads(native))
    QTimer.singleShot(0, native, lambda: _keep_cookies(native))


def _stay_on_screen(window: Any) -> None:
    """Bring a window back that was last seen on a screen that is not there any more."""
    import webview

    def is_seen(screen: Any) -> bool:
        return bool(0 <= window.x + 60 - screen.x < screen.width and 0 <= window.y + 30 - screen.y < screen.height)

    screens = webview.screens
    if screens and not any(map(is_seen, screens)):
        window.move(screens[0].x + 40, screens[0].y + 40)


def _keep_place(view: Any, path: Path) -> None:
    """Note where the window is; called in Qt's thread, where it is certain."""
    here = {"x": view.x(), "y": view.y(), "width": view.width(), "height": view.height()}
    window_position.save(path, window_position.WindowPosition.model_construct(**here))


def _follow_title(view: Any) -> None:
    """Show the page's title as the window's; the page counts there what came while nobody looked."""
    view.webview.page().titleChanged.connect(view.setWindowTitle)


def _save_downloads(view: Any) -> None:
    """Save what is downloaded under its own name, in the folder for downloads."""
    view.webview.page().profile().downloadRequested.connect(lambda download: download.accept())


def _keep_cookies(view: Any) -> None:
    """Have the engine store its cookies when the window is closed: it does so twice a minute, or when its profile ends.

    Python ends that last of all, and not at all where somebody still waits for the answer of a page that has gone.
    """
    from qtpy import shiboken
    from qtpy.QtWidgets import QApplication

    page, profile = view.webview.page(), view.webview.page().profile()

    def end() -> None:
        for one in (page, profile):  # in this order
            if shiboken.isValid(one):
                shiboken.delete(one)

    QApplication.instance().aboutToQuit.connect(end)
