"""What `pip install` gives: the command `streamchat`, the element to import, and the element alone."""

import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from tests.app_process import ROOT, environment
from tests.browser.elements.test_examples import Program, contexts, tasks, visit
from tests.packages.conftest import Installed, run
from tests.ports import free_port

__all__ = ["contexts", "visit"]  # fixtures

pytestmark = pytest.mark.packages

README = (ROOT / "chat/elements/README.md").read_text()


@pytest.fixture
def start() -> Iterator[Callable[[Installed, str, str], Program]]:
    """Run a module's source in an environment."""
    programs: list[Program] = []

    def start(installed: Installed, name: str, source: str) -> Program:
        (installed.folder / f"{name}.py").write_text(source)
        programs.append(Program(name, installed.folder, installed.bin / "python"))
        return programs[-1]

    yield start
    for program in programs:
        program.stop()


def files_of(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def committed(folder: str) -> set[str]:
    names = set(run("git", "ls-files", "-co", "--exclude-standard", folder).stdout.splitlines())
    return names - {f"chat/elements/{name}" for name in ("pyproject.toml", "README.md", "LICENSE")}


def test_a_wheel_has_every_file_of_the_program(app: Installed) -> None:
    assert files_of(app.wheel) == {"main.py", "models.py", "seed.py", *committed("chat")}


def test_the_element_s_wheel_has_every_file_of_its_folder(element: Installed) -> None:
    names = {f"chat/elements/{name.removeprefix('nicegui_streams/')}" for name in files_of(element.wheel)}
    assert names == committed("chat/elements")
    assert "chat/elements/py.typed" in names


def test_the_command_says_which_version_it_is_and_how_it_is_used(app: Installed) -> None:
    newest = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    assert app.run("streamchat", "--version").stdout == f"StreamChat {newest}\n"
    assert app.run("streamchat", "--help").stdout.startswith("usage: streamchat [backup FILE |")


def test_the_command_serves_the_demo(app: Installed) -> None:
    port = free_port()
    command = [app.bin / "streamchat", "--port", str(port)]
    process = subprocess.Popen(command, cwd=app.folder, env=environment(), stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert "ready" in process.stdout.readline()
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", transport=httpx.HTTPTransport(retries=5)) as client:
        assert client.get("/healthz").status_code == 200
        assert "Continue as" in client.get("/login").text
    process.terminate()
    process.communicate(timeout=20)
    assert (app.folder / "data/streamchat.db").exists()


@pytest.mark.parametrize(("name", "module"), [("app", "chat.elements"), ("element", "nicegui_streams")])
def test_an_example_runs_where_it_is_installed(
    name: str, module: str, request: pytest.FixtureRequest, start: Callable[..., Program], visit: Callable[[str], Page]
) -> None:
    source = (ROOT / "examples/todo.py").read_text().replace("chat.elements", module)
    page = visit(start(request.getfixturevalue(name), "todo", source).url)
    tasks(page, "write", "read", "rest")
    page.get_by_role("listitem").filter(has_text="read").get_by_role("button", name="✓").click()
    tasks(page, "write", "<read>", "rest")


def test_the_program_in_the_element_s_readme_runs(
    element: Installed, start: Callable[..., Program], visit: Callable[[str], Page]
) -> None:
    [source] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    page = visit(start(element, "people", source).url)
    page.get_by_role("button", name="Append").click()
    page.get_by_role("button", name="Rename").click()
    page.locator("#people-1").get_by_role("button").click()
    page.wait_for_function("document.querySelector('#people').innerText.match(/\\w+/g).join() === 'Benjamin,Cleo'")


def test_the_element_s_tests_run_without_the_rest(element: Installed) -> None:
    tests = [path for path in (ROOT / "tests/elements").glob("test_*.py") if is_about_the_element_alone(path)]
    assert "test_stream" in {path.stem for path in tests}
    for path in tests:
        (element.folder / path.name).write_text(path.read_text().replace("chat.elements", "nicegui_streams"))
    (element.folder / "pytest.ini").write_text("[pytest]\nasyncio_mode = auto\nmarkers = long\n")
    element.run("python", "-m", "pytest", "-q", *(path.name for path in tests))


def is_about_the_element_alone(path: Path) -> bool:
    ours = re.findall(
        r"^(?:from|import) ((?:chat|tests|models|seed|examples|hypothesis)\b[\w.]*)", path.read_text(), re.MULTILINE
    )
    return all(name.startswith("chat.elements") for name in ours)
