"""Scripts of pages that NiceGUI does not draw: the components' own modules, each of which names others as files."""

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import Response
from nicegui import app

WEB = Path(__file__).parents[2]
URL = "/assets/scripts"
YEAR = 365 * 24 * 3600

FRAME = "frame"
"""What the pages inside the app's frame begin with."""

AT_ONCE = re.compile(rb'\bfrom "\./([a-z_]+)\.js"|\bimport "\./([a-z_]+)\.js"')
"""A module that another needs before it begins; others are loaded when they are first used."""

IMPORT = re.compile(rb'(\b(?:from|import) ?\(?)"([a-z_]+)"')
"""A module that another names, as `import { x } from "y";` and `import("y")` do: NiceGUI's import map has it."""


def serve() -> None:
    """Serve them; the address carries a digest of all, so browsers may keep them for good."""
    for name in modules():
        app.get(f"{URL}/{{digest}}/{name}.js")(lambda name=name: _response(name))


def _response(name: str) -> Response:
    headers = {"Cache-Control": f"public, max-age={YEAR}"}
    return Response(modules()[name], media_type="text/javascript", headers=headers)


@cache
def tags() -> str:
    """Return the tags that load at once what every page needs."""
    digest = sha256(b"".join(modules().values())).hexdigest()[:12]
    hints = "".join(f'<link rel="modulepreload" href="{URL}/{digest}/{name}.js">' for name in needed_at_once())
    return f'{hints}<script type="module" src="{URL}/{digest}/{FRAME}.js" data-people></script>'


def needed_at_once() -> list[str]:
    """Return the modules without which the first one cannot begin, by name."""
    found = [FRAME]
    for name in found:
        named = (first or second for first, second in AT_ONCE.findall(modules()[name]))
        found += sorted({each.decode() for each in named} - {*found})
    return sorted(found[1:])


@cache
def modules() -> dict[str, bytes]:
    """Return the first module and all that it needs, by name, as they are served."""
    files = {path.stem: path for folder in ("components", "pages") for path in (WEB / folder).rglob("*.js")}
    found: dict[str, bytes] = {}
    wanted = [FRAME]
    while wanted:
        name = wanted.pop()
        if name not in found:
            source = files[name].read_bytes()
            named = [name.decode() for _, name in IMPORT.findall(source)]
            wanted += [each for each in named if each in files]
            found[name] = IMPORT.sub(lambda match: _as_file(match, files), source)
    return dict(sorted(found.items()))


def _as_file(match: re.Match[bytes], files: dict[str, Path]) -> bytes:
    before, name = match.groups()
    return before + b'"./' + name + b'.js"' if name.decode() in files else match[0]
