"""All modules of a page in one script: what they give each other, and what cannot be put together."""

import importlib
import json
import subprocess
from pathlib import Path

import pytest

from chat.web.components.shared.script_bundle import bundle, sources

MODULES = {
    "lowest": 'export const PLACE = "lowest";\n',
    "tools": 'import { PLACE as place } from "lowest";\n'
    "const PRIVATE = 1;\n"
    "export async function later() {\n  return place;\n}\n"
    "export class Tool {\n  get name() {\n    return `${place} ${PRIVATE}`;\n  }\n}\n"
    "export default {\n  name: PRIVATE,\n};\n",
    "drawing": 'import tools, { Tool } from "tools";\nimport * as lowest from "lowest";\n'
    "const PRIVATE = 2;\n"
    "export default function draw() {\n  return [tools.name, new Tool().name, lowest.PLACE, PRIVATE];\n}\n"
    'export const rarely = () => import("heavy");\n',
    "heavy": "export const unused = 1;\n",
}


def run(script: str, tmp_path: Path) -> object:
    """Return what a script prints that imports such a bundle."""
    path = tmp_path / "run.mjs"
    path.write_text(script)
    return json.loads(subprocess.run(["node", path], check=True, stdout=subprocess.PIPE).stdout)


def test_modules_find_each_other_and_keep_their_own_names(tmp_path: Path) -> None:
    script, defaults = bundle(["drawing"], MODULES)
    (tmp_path / "modules.mjs").write_text(script)
    asking = (
        'import { $drawing$default as draw, $tools$default as tools, later, PLACE } from "./modules.mjs";\n'
        "console.log(JSON.stringify([draw(), tools, await later(), PLACE]));\n"
    )
    assert run(asking, tmp_path) == [[1, "lowest 1", "lowest", 2], {"name": 1}, "lowest", "lowest"]
    assert defaults == {"tools": ["later", "Tool"], "drawing": ["rarely"]}


def test_what_is_imported_when_it_is_needed_is_not_in_it() -> None:
    script, _ = bundle(["drawing"], MODULES)
    assert "unused" not in script
    assert 'import("heavy")' in script


def test_all_our_modules_can_be_put_together() -> None:
    importlib.import_module("chat.web.pages.rooms.page")
    components, modules = sources()
    script, defaults = bundle([*components], {**modules, **components})
    assert "// ---- unread_rooms.js" in script
    assert {"room_view", "sidebar", "stream", "html"} <= {*components} <= {*defaults}


@pytest.mark.parametrize(
    ("modules", "complaint"),
    [
        ({"one": 'import { b } from "two";\n', "two": 'import { a } from "one";\n'}, "one → two → one"),
        ({"one": 'import { b } from "two";\nexport const a = 1;\n', "two": "export const a = 1;\n"}, "the same name"),
        ({"one": "const a = 1;\nexport { a };\n"}, "cannot be put together"),
        ({"one": 'import "two";\n'}, "cannot be put together"),
        ({"one": 'import { ref } from "vue";\n'}, "vue, which is none of ours"),
    ],
)
def test_what_cannot_be_put_together_is_refused(modules: dict[str, str], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        bundle(["one"], modules)
