"""Whether a native window can be opened, and what to install if not."""

import os
import platform
import re
import subprocess
import sys
from importlib.util import find_spec

PROBE = "from qtpy.QtWebEngineWidgets import QWebEngineView; from qtpy.QtWidgets import QApplication; QApplication([])"
"""Loads all of the engine and greets the display, in a process of its own: Qt does not raise, it aborts."""

PROBE_SECONDS = 30

LIBRARIES = (
    "libasound2 libdbus-1-3 libegl1 libfontconfig1 libgbm1 libgl1 libglib2.0-0 libgssapi-krb5-2 libnss3"
    " libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcomposite1 libxdamage1"
    " libxkbcommon-x11-0 libxkbfile1 libxrandr2 libxtst6"
)
"""Debian's and Ubuntu's packages of what Qt needs from the system."""

RENAMED_IN = {"debian": 13.0, "ubuntu": 24.04}
"""The versions from which on `libasound2` is called `libasound2t64`."""


def unavailable_reason() -> str | None:
    """Return why no window can be opened and what to do; None if it can."""
    if getattr(sys, "frozen", False):
        return "this program was built without the engine for one"
    if find_spec("webview") is None:
        return "the packages for a window are missing (make native installs them, from requirements-native.txt)"
    if not sys.platform.startswith("linux"):
        return None  # other systems bring engine and display
    _prepare_qt()
    try:
        probe = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-c", PROBE], capture_output=True, text=True, timeout=PROBE_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return f"the engine for it (Qt) did not start within {PROBE_SECONDS} seconds"
    return _explain(probe.stderr) if probe.returncode else None


def _explain(said: str) -> str:
    """Summarise an error of Qt or Python in one line."""
    if "could not connect to display" in said or "Failed to create wl_display" in said:
        return "there is no display"
    if "No module named" in said:
        return "the engine for it (Qt) is missing (make native installs it, from requirements-native.txt)"
    library = re.search(r"(\S+\.so[.\d]*): cannot open shared object file", said)
    missing = library[1] if library else "libxcb-cursor.so.0 or another one"
    return f"a system library is missing, {missing} (Debian and Ubuntu: apt-get install {_libraries()})"


def _libraries() -> str:
    """Name the packages as this system calls them."""
    try:
        release = platform.freedesktop_os_release()
        is_renamed = float(release.get("VERSION_ID", "0")) >= RENAMED_IN[release["ID"]]
    except (OSError, ValueError, KeyError):
        is_renamed = False
    return LIBRARIES.replace("libasound2", "libasound2t64") if is_renamed else LIBRARIES


def _prepare_qt() -> None:
    """Tell Qt by the environment, which is its only ear, not to repeat what is for developers alone.

    As root its Chromium does not run but without its sandbox.
    """
    os.environ.setdefault("QT_LOGGING_RULES", "js=false;default.warning=false")
    if os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
