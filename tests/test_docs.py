"""What the documents promise is there."""

import re
from pathlib import Path

import pytest

from chat.config import Settings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
MAKEFILE = (ROOT / "Makefile").read_text()
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_readme_lists_every_setting(name: str) -> None:
    assert f"`--{name.replace('_', '-')}`" in README
    assert f"`STREAMCHAT_{name.upper()}`" in README


def test_the_readme_lists_no_setting_that_is_not() -> None:
    known = {f"STREAMCHAT_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"STREAMCHAT_[A-Z_]+", README)) == known


@pytest.mark.parametrize("command", sorted(set(re.findall(r"make ([a-z]+)", README))))
def test_every_make_command_of_the_readme_is_in_the_makefile(command: str) -> None:
    assert re.search(rf"^{command}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_to_files_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_architecture_names_every_module_of_the_house() -> None:
    house = (ROOT / "ARCHITECTURE.md").read_text()
    for path in [*ROOT.glob("*.py"), *ROOT.glob("chat/*.py")]:
        assert path.name == "__init__.py" or path.name in house


def test_ci_runs_the_checks_and_then_the_readmes_test_command() -> None:
    commands = [line for line in (ROOT / ".ci/run").read_text().splitlines() if line.startswith("make ")]
    assert commands == ["make check", "make test"]
    assert "make test " in README
