"""Have a Chromium for the browser tests: find it, install it where that is possible, or say what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""In the order in which they are taken: the one without a window is a third faster."""


def find() -> str | None:
    """Return the path of a browser that the tests can drive."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package; Playwright's own download is not needed."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit("The browser tests need Chromium: install it, such as by `sudo apt-get install chromium`.")
    print("Installing Chromium for the browser tests …", flush=True)
    subprocess.run(["apt-get", "update", "--quiet", "-o", "DPkg::Lock::Timeout=300"], check=False)
    if not any(_install(package) for package in ("chromium-headless-shell", "chromium")):
        sys.exit("The browser tests need Chromium, which could not be installed.")


def _install(package: str) -> bool:
    """Install one of the packages in which a browser may be; not every release has each of them."""
    command = ["apt-get", "install", "--yes", "--quiet", "-o", "DPkg::Lock::Timeout=300", package]
    return subprocess.run(command, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}).returncode == 0


if __name__ == "__main__" and not find():
    install()
