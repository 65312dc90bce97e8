"""Have a Chromium for the browser tests: find it, install it where that is possible, or say what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = ["apt-get", "install", "--yes", "--quiet", "-o", "DPkg::Lock::Timeout=300", "chromium"]


def find() -> str | None:
    """Return the path of a browser that the tests can drive."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def install() -> None:
    """Install Debian's package; Playwright's own download is not needed."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        sys.exit("The browser tests need Chromium: install it, such as by `sudo apt-get install chromium`.")
    print("Installing Chromium for the browser tests …", flush=True)
    subprocess.run(["apt-get", "update", "--quiet", "-o", "DPkg::Lock::Timeout=300"], check=False)
    subprocess.run(INSTALL, check=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"})


if __name__ == "__main__" and not find():
    install()
