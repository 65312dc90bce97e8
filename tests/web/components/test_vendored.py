"""Code of others is what its package on npm has, and its licence is beside it."""

from hashlib import sha256
from pathlib import Path

import pytest

from chat.web.components import composer, message_list

FOLDERS = [composer.VENDORED.parent, message_list.VENDORED.parent]
ROWS = [
    (folder, [cell.strip() for cell in line.strip("|\n").split("|")])
    for folder in FOLDERS
    for line in (folder / "README.md").read_text().splitlines()
    if ".js |" in line
]


def test_all_are_listed() -> None:
    listed = sorted(folder / row[0] for folder, row in ROWS)
    assert listed == sorted(path for folder in FOLDERS for path in folder.glob("*.js"))


@pytest.mark.parametrize(("folder", "row"), ROWS, ids=lambda each: each[0] if isinstance(each, list) else "")
def test_it_is_unchanged_and_has_its_licence(folder: Path, row: list[str]) -> None:
    name, package, _, licence, digest = row
    assert sha256((folder / name).read_bytes()).hexdigest() == digest
    assert package.rpartition(" ")[2].count(".") == 2
    kind, _, file = licence.partition(", ")
    assert f"{kind} License" in (folder / file).read_text()
