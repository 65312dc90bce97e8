"""What we rely on in other libraries, pinned: a version of theirs that changes it fails a test instead of our program.

A pin names an object and the first characters of its source's SHA-256. When one fails, read what has changed, mend the
module that relies on it if need be, and only then put the new digest there: the failing test prints it.
"""

import ast
import re
from contextlib import suppress
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import nicegui

ROOT = Path(__file__).parents[1]
DEFINITIONS = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
STATIC = Path(nicegui.__file__).parent / "static"


def source(name):
    """Return the source of a class or function by its dotted name, from its file: the loaded one may be patched."""
    parts = name.split(".")
    for length in range(len(parts) - 1, 0, -1):
        with suppress(ModuleNotFoundError):
            path = Path(import_module(".".join(parts[:length])).__file__)
            return definition(path.read_text(), parts[length:])
    raise LookupError(name)


def definition(text, names):
    """Cut the definition of a class, or of what is in it, out of a module's text."""
    node = ast.parse(text)
    for name in names:
        inside = (child for child in ast.walk(node) if getattr(child, "name", None) == name and child is not node)
        node = next(child for child in inside if isinstance(child, DEFINITIONS))
    return ast.get_source_segment(text, node)


def digest(name):
    """Return what pins an object."""
    return sha256(source(name).encode()).hexdigest()[:12]


def changed(pins):
    """Return those pins that do not fit any more, with their new digests or why there is none."""
    new = {}
    for name, pinned in pins.items():
        try:
            now = digest(name)
        except (LookupError, StopIteration):
            now = "gone"
        if now != pinned:
            new[name] = now
    return new


def script(name):
    """Return the text of one of NiceGUI's scripts or style sheets."""
    return (STATIC / name).read_text()


def reasons(path):
    """Read what a module's docstring says about its reach into a library, by heading."""
    text = re.match(r'"""(.*?)"""', path.read_text(), re.DOTALL)[1]
    summary, *rest = re.split(r"^(Why|Read in|Without it|Can go when): ", text, flags=re.MULTILINE)
    said = dict(zip(rest[::2], (" ".join(part.split()) for part in rest[1::2]), strict=True))
    return {"What": " ".join(summary.split()), **said}


def outdated(said):
    """Return the libraries that a docstring was written for in another version than the installed one."""
    read_in = dict(each.split(" ") for each in said["Read in"].split(", "))
    return {name: version(name) for name, number in read_in.items() if version(name) != number}


def table(paths, root):
    """Draw a Markdown table of modules that reach into libraries, as their docstrings tell; named from a folder on."""
    rows = [("module", "what it does and why", "read in", "without it", "can go when"), ("---",) * 5]
    for path in paths:
        said = reasons(path)
        what = f"{said['What']} {said['Why'][0].upper()}{said['Why'][1:]}"
        rows.append((f"`{path.relative_to(root)}`", what, said["Read in"], said["Without it"], said["Can go when"]))
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
