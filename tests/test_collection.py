"""Each worker must collect the same tests, or none is run."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import pytest_make_parametrize_id

ROOT = Path(__file__).parents[1]
COLLECT = [sys.executable, "-m", "pytest", "-o", "addopts=", "--collect-only", "-q"]


def _names(folder: str | Path, seed: str) -> list[str]:
    environment = os.environ | {"PYTHONHASHSEED": seed}
    collected = subprocess.run(
        [*COLLECT, folder], cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    return [line for line in collected.stdout.splitlines() if "::" in line]


@pytest.mark.long
def test_tests_have_the_same_names_a_moment_later_and_in_another_process():
    """Neither the time nor the order of a set may be part of a name."""
    assert _names("tests", seed="1") == _names("tests", seed="2")


def test_bytes_are_no_part_of_a_name():
    """A packed file has the time in it: it is another one in each worker."""
    assert pytest_make_parametrize_id(os.urandom(8), "body") == "body"


def test_parts_of_modules_are_replaced_in_modules_and_not_by_their_names():
    """A test of pages imports all modules anew: then their names find others than those that a test has imported."""
    name = "setattr(" + '"chat.'
    found = [f"{path.relative_to(ROOT)}: {name}" for path in ROOT.glob("tests/**/*.py") if name in path.read_text()]
    assert found == []
