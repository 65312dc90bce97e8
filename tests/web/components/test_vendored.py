"""Code of others is what its package on npm has, and its licence is beside it."""

from hashlib import sha256

import pytest

from chat.web.components.composer import VENDORED

FOLDER = VENDORED.parent
ROWS = [
    [cell.strip() for cell in line.strip("|\n").split("|")]
    for line in (FOLDER / "README.md").read_text().splitlines()
    if ".js |" in line
]


def test_all_are_listed() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(path.name for path in FOLDER.glob("*.js"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_it_is_unchanged_and_has_its_licence(row: list[str]) -> None:
    name, package, _, licence, digest = row
    assert sha256((FOLDER / name).read_bytes()).hexdigest() == digest
    assert package.rpartition(" ")[2].count(".") == 2
    kind, _, file = licence.partition(", ")
    assert f"{kind} License" in (FOLDER / file).read_text()
