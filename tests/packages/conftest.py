"""Builds the wheels, and installs each into an empty environment."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.app_process import ROOT, environment

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]


@dataclass(frozen=True)
class Installed:
    """A wheel, the environment that it is installed in, and an empty folder to work in."""

    wheel: Path
    bin: Path
    folder: Path

    def run(self, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a command of the environment until it ends by itself."""
        return run(self.bin / command, *arguments, folder=self.folder)


def run(*command: str | Path, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def install(source: Path, folder: Path, *besides: str) -> Installed:
    """Build a wheel from a clean copy, as from a fresh clone, and install it."""
    copy, env = folder / "source", folder / "env"
    for name in run("git", "ls-files", "-co", "--exclude-standard", folder=source).stdout.splitlines():
        if (source / name).exists():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, copy / name)
    run(*PIP, "wheel", "--no-deps", "--wheel-dir", folder, copy)
    run(sys.executable, "-m", "venv", "--without-pip", env)
    [wheel] = folder.glob("*.whl")
    run(*PIP, "--python", env / "bin/python", "install", "--no-compile", wheel, *besides)
    (folder / "work").mkdir()
    return Installed(wheel, env / "bin", folder / "work")


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installed, Installed]]:
    """Both at once: each waits for the network half of the time."""
    with ThreadPoolExecutor() as pool:
        app = pool.submit(install, ROOT, tmp_path_factory.mktemp("app"))
        besides = ("pytest", "pytest-asyncio")
        element = pool.submit(install, ROOT / "chat/elements", tmp_path_factory.mktemp("element"), *besides)
        yield app.result(), element.result()


@pytest.fixture
def app(both: tuple[Installed, Installed]) -> Installed:
    """`streamchat`."""
    return both[0]


@pytest.fixture
def element(both: tuple[Installed, Installed]) -> Installed:
    """`nicegui-streams`, and what its tests need."""
    return both[1]
