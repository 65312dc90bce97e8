"""What the documents promise is there."""

import ast
import dataclasses
import inspect
import re
from pathlib import Path
from textwrap import indent

import pytest

from chat.config import Settings
from chat.elements import following, stream
from chat.elements.following import Follower
from chat.elements.operations import Operations
from chat.elements.stream import Changes, Stream
from chat.files.limits import MAX_OF_MESSAGE
from chat.web.server.metrics import Metrics

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
SETTINGS = (ROOT / "docs/settings.md").read_text()
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
STREAMS = (ROOT / "docs/streams.md").read_text()
SECTIONS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", STREAMS, re.MULTILINE | re.DOTALL))
CALLS = SECTIONS["Constructor"] + SECTIONS["Operations"] + SECTIONS["Topics"].split("| field |")[0]
OPERATIONS = re.findall(r"`([^`]+)`", "".join(re.findall(r"^\| (`.*?) \|", CALLS, re.MULTILINE)))
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_page_of_settings_lists_every_setting(name: str) -> None:
    assert f"`--{name.replace('_', '-')}`" in SETTINGS
    assert f"`STREAMCHAT_{name.upper()}`" in SETTINGS


def test_no_page_names_an_unknown_setting() -> None:
    known = {f"STREAMCHAT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"STREAMCHAT_[A-Z_]+", SETTINGS)) == known
    assert set(re.findall(r"STREAMCHAT_[A-Z_]+", README)) <= known


def test_the_readme_says_how_many_files_a_message_takes_and_how_large() -> None:
    largest = Settings.model_fields["max_file_mb"].default
    assert MAX_OF_MESSAGE == 10  # "ten"
    assert f"up to ten a message, of up to {largest} MB each" in " ".join(README.split())


@pytest.mark.parametrize("path", [*ROOT.glob("deploy/*"), ROOT / "docs/deployment.md"], ids=lambda path: path.name)
def test_what_is_shipped_for_running_it_sets_nothing_that_is_not(path: Path) -> None:
    known = {f"STREAMCHAT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"STREAMCHAT_[A-Z_]+", path.read_text())) <= known
    options = set(re.findall(r"--[a-z-]+(?= (?:https://chat|127|30))", path.read_text()))
    assert options <= {f"--{name.replace('_', '-')}" for name in Settings.model_fields}


def test_metrics_that_are_watched_are_told() -> None:
    told = Metrics().text().decode()
    for name in re.findall(r"`(streamchat_\w+|process_\w+)`", (ROOT / "docs/deployment.md").read_text()):
        assert re.search(rf"^# TYPE {name} ", told, re.MULTILINE), name


def test_every_make_command_of_the_pages_is_in_the_makefile() -> None:
    named = {
        name for path in DOCUMENTS for name in re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(), re.MULTILINE)
    }
    assert len(named) > 7
    for command in named:
        assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE), command


def anchors(document: Path) -> set[str]:
    """Return what links to a page's headings may end with, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    for target, anchor in re.findall(r"\]\(([^)#]*)(?:#([^)]+))?\)", document.read_text()):
        if "://" not in target:
            file = document.parent / target if target else document
            assert file.exists(), target
            assert not anchor or anchor in anchors(file), f"{target}#{anchor}"


def test_the_walk_of_a_message_names_functions_that_exist() -> None:
    steps = re.findall(r"^\| (\d+) \| `(\w+)` \| `([\w/.]+)` \|", ARCHITECTURE, re.MULTILINE)
    assert [int(number) for number, _, _ in steps] == [*range(1, 13)]
    for _, name, file in steps:
        defined = rf"def {name}\(" if file.endswith(".py") else rf"^ *(async )?{name}\(.*\) {{$"
        assert re.search(defined, (ROOT / "chat" / file).read_text(), re.MULTILINE), f"{name} in {file}"


def test_the_reading_path_names_files_that_exist() -> None:
    files = re.findall(r"^\d+\. `([\w/.]+)`: ", ARCHITECTURE.split("## Read the code")[1], re.MULTILINE)
    assert len(files) == 12
    for file in files:
        assert (ROOT / file).exists(), file


def test_the_architecture_names_every_module_of_the_house() -> None:
    for path in [*ROOT.glob("*.py"), *ROOT.glob("chat/*.py")]:
        assert path.name == "__init__.py" or path.name in ARCHITECTURE


def test_ci_runs_the_checks_and_then_the_readmes_test_command() -> None:
    commands = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line.startswith("make ")]
    kinds = ("check", "test", "test-long", "test-services", "test-browsers", "test-packages", "bundle", "test-native")
    assert commands == [f"make {kind}" for kind in kinds]
    assert "make test " in README


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_operation_of_the_streams_page_can_be_called_like_that(operation: str) -> None:
    expression = ast.parse(f"options({operation})" if "=" in operation.split("(")[0] else operation, mode="eval").body
    assert isinstance(expression, ast.Call)
    name = ast.unparse(expression.func)
    owner = stream if hasattr(stream, name) else Stream
    signature = inspect.signature(Stream if name == "options" else getattr(owner, name))
    options = {option.arg: None for option in expression.keywords}
    if name == "options":
        signature.bind("name", **{"render": str} | options)
    else:
        me = [Stream] if owner is Stream else []
        signature.bind(*me, *expression.args, **options)


def test_the_streams_page_names_all_that_a_stream_has() -> None:
    members = vars(Stream) | vars(Follower) | vars(Operations)
    methods = {name for name, value in members.items() if inspect.isfunction(value) and not name.startswith("_")}
    options = {*inspect.signature(Stream).parameters} - {"name"}
    fields = {field.name for field in dataclasses.fields(Changes)}
    functions = {name for name in stream.__all__ if name[0].islower()}
    assert len(methods) > 8
    for name in methods | options | fields | functions:
        assert re.search(rf"`(feed\.)?{name}\b|[(, ]{name}=", STREAMS), name


def test_the_streams_page_tells_what_changes_are() -> None:
    told = re.findall(r"^\| `(\w+)` \| `(.+?)` \|", STREAMS.split("`Changes`:")[1], re.MULTILINE)
    fields = [str(parameter) for parameter in inspect.signature(Changes).parameters.values()]
    written = [f"{name}: {kind}".replace("\\|", "|") for name, kind in told[: len(fields)]]
    assert written == [re.sub(r"(collections\.abc|typing)\.|~", "", field) for field in fields]
    source = inspect.getsource(following)
    assert re.search(r"^ChangesSince = .*$", STREAMS, re.MULTILINE)[0] in source  # type: ignore[index]


def test_the_streams_page_names_every_example() -> None:
    shown = [path for path in ROOT.glob("examples/*.py") if "chat.elements" in path.read_text()]
    assert len(shown) > 3
    for path in shown:
        assert f"examples.{path.stem}`" in STREAMS


STEPS = sorted((ROOT / "examples/tutorial").glob("step*.py"))
TUTORIAL = (ROOT / "docs/tutorial.md").read_text()


def test_the_tutorial_has_eight_programs_of_at_most_eighty_lines() -> None:
    assert [path.stem[:6] for path in STEPS] == [f"step{number}_" for number in range(1, 9)]
    for path in (ROOT / "examples/tutorial").glob("*.py"):
        assert len(path.read_text().splitlines()) <= 80, path.name


@pytest.mark.parametrize("number", range(1, 9))
def test_the_code_of_a_step_in_the_tutorial_is_the_code_in_its_file(number: int) -> None:
    file = STEPS[number - 1]
    section = re.split(r"^## ", TUTORIAL.split(f"\n## {number}. ")[1], flags=re.MULTILINE)[0]
    assert f"python -m examples.tutorial.{file.stem}\n" in section
    assert f"](images/tutorial-{number}.png)" in section
    for heading in ("In the inspector", "Under the hood.", "What to try"):
        assert f"**{heading}**" in section
    excerpts = re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    assert excerpts
    for excerpt in excerpts:
        assert any(indent(excerpt, " " * depth) in file.read_text() for depth in (0, 4, 8)), excerpt


SHOWN_BY = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/security.md").read_text())))


@pytest.mark.parametrize(("path", "name"), SHOWN_BY)
def test_what_the_page_on_security_says_is_shown_by_a_test(path: str, name: str) -> None:
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
