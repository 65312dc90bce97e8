"""Draws docs/architecture.svg from the imports: `make drawing`, or `python docs/drawing.py`.

A box is a package of `chat/`. It stands below all that import it, so imports run downwards. An arrow is left out where
others say the same (A → B → C includes A → C), and so are those from programs and to single files, which stand at the
top and at the bottom. An arrow that runs upwards is dashed and says which modules it is about.
"""

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from textwrap import wrap

ROOT = Path(__file__).parents[1]
DRAWING = ROOT / "docs" / "architecture.svg"

WIDTH, MARGIN, GAP = 880, 24, 20
BOX, INNER, STEP = 66, 62, 44
"""Heights of boxes, and of the space for arrows between two rows."""

DATA = {"events", "items"}
"""Modules of plain data: only these may be imported from below."""

STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.name { font-weight: 600; font-size: 14px }
.small { font-size: 11px; fill: #59636e }
.box { fill: #f6f8fa; stroke: #d1d9e0 }
.context { fill: #ddf4ff; stroke: #54aeff }
.inner { fill: #ffffff; stroke: #d1d9e0 }
.arrow { fill: none; stroke: #818b98; stroke-width: 1.5 }
.up { stroke: #bc4c00; stroke-dasharray: 4 3 }
.head { fill: #818b98 } .uphead { fill: #bc4c00 } .note { font-size: 11px; fill: #bc4c00 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc } .small { fill: #9198a1 }
  .box { fill: #151b23; stroke: #3d444d } .context { fill: #0c2d4a; stroke: #1f6feb }
  .inner { fill: #0d1117; stroke: #3d444d }
  .arrow { stroke: #9198a1 } .up { stroke: #db6d28 }
  .head { fill: #9198a1 } .uphead { fill: #db6d28 } .note { fill: #db6d28 }
}
"""

Graph = dict[str, set[str]]
"""Which boxes each box imports."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module by its dotted name, what it imports of ours, and the first line of its docstring."""

    name: str
    imports: frozenset[str]
    summary: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box is drawn."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The x in its middle."""
        return self.x + self.width / 2


def read_modules(root: Path = ROOT) -> dict[str, Module]:
    """Parse the program's modules."""
    found = {}
    for path in sorted([*root.glob("*.py"), *root.glob("chat/**/*.py")]):
        parts = path.relative_to(root).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text())
        summary = (ast.get_docstring(tree) or "").partition("\n")[0]
        found[name] = Module(name, frozenset(_imports(tree, name)), summary)
    return {name: Module(name, _known(module.imports, found), module.summary) for name, module in found.items()}


def _imports(tree: ast.AST, module: str) -> Iterable[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=package, names=names, level=level):
                base = ".".join(module.split(".")[:-level]) if level else ""
                prefix = ".".join(filter(None, [base, package]))
                yield from (f"{prefix}.{name.name}" for name in names)


def _known(names: Iterable[str], modules: Mapping[str, object]) -> frozenset[str]:
    """Name the modules of ours that imported names are, or are in."""
    around = (name if name in modules else name.rpartition(".")[0] for name in names)
    return frozenset(name for name in around if name in modules)


def graph_of(modules: Mapping[str, Module], within: str) -> tuple[Graph, Graph]:
    """Gather modules into the packages of one folder, or the files beside them.

    Returns:
        which of these import which, and those imports that run upwards
    """
    graph: Graph = {}
    plain: Graph = {}
    for module in modules.values():
        if not (box := _box(module.name, within)):
            continue
        graph.setdefault(box, set())
        for name in module.imports:
            if (other := _box(name, within)) and other != box:
                graph[box].add(other)
                if not DATA & set(name.split(".")):
                    plain.setdefault(box, set()).add(other)
    up: Graph = {}
    for box, others in graph.items():
        for other in others - plain.get(box, set()):  # of data alone, and the other needs this one: it runs upwards
            if box in _reachable(plain, other):
                up.setdefault(box, set()).add(other)
    return {box: others - up.get(box, set()) for box, others in graph.items()}, up


def _box(module: str, within: str) -> str:
    """Name the box of a module: `chat.rooms.queries` is in `rooms`, and `main` in a box of its own."""
    if module == within:
        return ""
    if module.startswith(f"{within}."):
        return module.removeprefix(f"{within}.").partition(".")[0]
    return module if within == "chat" and "." not in module else ""


def _reachable(graph: Mapping[str, set[str]], start: str) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        new = graph.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def reduced(graph: Graph) -> Graph:
    """Leave out what follows from other imports."""
    return {
        box: {other for other in others if not any(other in _reachable(graph, third) for third in others - {other})}
        for box, others in graph.items()
    }


def rows_of(graph: Graph) -> list[list[str]]:
    """Put each box one row below the lowest of those that import it."""
    rank = dict.fromkeys(graph, 0)
    for _ in graph:  # as often as the longest way can be
        for box, others in graph.items():
            for other in others:
                rank[other] = max(rank[other], rank[box] + 1)
    if max(rank.values(), default=0) >= len(graph):
        raise ValueError("imports run in a circle")
    rows: list[list[str]] = [[] for _ in range(max(rank.values()) + 1)]
    for box in sorted(graph):
        rows[rank[box]].append(box)
    return rows


class Drawing:
    """An SVG, drawn from its top downwards."""

    def __init__(self, modules: Mapping[str, Module]) -> None:
        self._modules = modules
        self._parts: list[str] = []
        self._places: dict[str, Place] = {}

    def draw(self) -> str:
        """Return the drawing of all modules."""
        graph, up = graph_of(self._modules, "chat")
        files = {box for box in graph if self._is_file(box)}
        programs = {box for box in files if graph[box] - files}
        graph = reduced({box: others - files for box, others in graph.items() if box not in files})
        y = self._band("Programs, which put everything together", sorted(programs), MARGIN) + GAP
        for row in rows_of(graph):
            y = self._row(row, y) + STEP
        y = self._band("Files that everything may import", sorted(files - programs), y - STEP + GAP)
        for box, others in sorted(graph.items()):
            for other in sorted(others):
                self._arrow(self._places[box], self._places[other])
        self._upward(up)
        return self._page(y)

    def _row(self, row: list[str], y: float) -> float:
        """Draw boxes side by side: the one with boxes inside as wide as can be, and the tallest in the middle."""
        wide = [box for box in row if self._inner(box)]
        width = min(250.0, (WIDTH - 2 * MARGIN - GAP * (len(row) - 1)) / len(row))
        widths = dict.fromkeys(row, width)
        if wide:
            widths |= dict.fromkeys((box for box in row if box not in wide), min(width, 150.0))
            rest = sum(widths[box] + GAP for box in row if box not in wide)
            widths |= dict.fromkeys(wide, WIDTH - 2 * MARGIN - rest)
        contexts = [box for box in row if self._is_context(box)]
        order = [*wide, *contexts, *(box for box in reversed(row) if box not in {*wide, *contexts})]
        x = (WIDTH - sum(widths.values()) - GAP * (len(row) - 1)) / 2
        height = max(self._height(box) for box in row)
        for box in order:
            self._box(box, Place(x, y, widths[box], height))
            x += widths[box] + GAP
        return y + height

    def _height(self, box: str) -> float:
        return 34 + len(self._inner(box)) * (INNER + 10) + 6 if self._inner(box) else BOX

    def _inner(self, box: str) -> list[list[str]]:
        """Return the rows of boxes that are drawn inside of one: the packages in it that are packages of others."""
        packages = {
            name.split(".")[2] for name in self._modules if name.count(".") > 2 and name.startswith(f"chat.{box}.")
        }
        if len(packages) < 4:  # the inside of the others is no news
            return []
        graph, _ = graph_of(self._modules, f"chat.{box}")
        graph = {name: others & packages for name, others in graph.items() if name in packages}
        return rows_of(_without_circles(graph))

    def _box(self, box: str, place: Place) -> None:
        self._places[box] = place
        self._rectangle(place, "context" if self._is_context(box) else "box")
        name = f"{box}.py" if self._is_file(box) else box
        inner = self._inner(box)
        if not inner:
            return self._label(name, self._summary(box), place)
        self._text(place.x + 14, place.y + 22, name, "name")
        self._text(place.x + 26 + 8 * len(name), place.y + 22, self._summary(box), "small")
        y = place.y + 34
        for row in inner:
            width = (place.width - 20 - 10 * (len(row) - 1)) / len(row)
            for number, part in enumerate(row):
                at = Place(place.x + 10 + number * (width + 10), y, width, INNER)
                self._rectangle(at, "inner")
                self._label(part, self._summary(f"{box}.{part}"), at)
            y += INNER + 10
        return None

    def _label(self, name: str, summary: str, place: Place) -> None:
        width = int((place.width - 20) / 6)
        while len(wrap(summary, width)) > 2:  # drop the last part of the sentence
            summary = re.split(r"[;:,.] [^;:,.]*$| \S+$", summary)[0]
        lines = wrap(summary, width)
        y = place.y + place.height / 2 - 8 * len(lines) + 5
        self._text(place.middle, y, name, "name", "middle")
        for number, line in enumerate(lines, 1):
            self._text(place.middle, y + 15 * number, line, "small", "middle")

    def _band(self, title: str, files: list[str], y: float) -> float:
        """Draw files side by side, without arrows."""
        place = Place(MARGIN, y, WIDTH - 2 * MARGIN, 30 + BOX)
        self._rectangle(place, "box")
        self._text(place.x + 14, y + 20, title, "small")
        width = (place.width - 20 - 10 * (len(files) - 1)) / len(files)
        for number, name in enumerate(files):
            at = Place(place.x + 10 + number * (width + 10), y + 28, width, BOX - 8)
            self._rectangle(at, "inner")
            self._label(f"{name}.py", self._summary(name), at)
        return y + place.height

    def _arrow(self, start: Place, end: Place) -> None:
        x, y = min(max(end.middle, start.x + 16), start.x + start.width - 16), start.y + start.height
        half, to = (y + end.y) / 2, f"{end.middle:.0f}"
        line = f"M{x:.0f} {y:.0f} C{x:.0f} {half:.0f} {to} {half:.0f} {to} {end.y - 5:.0f}"
        self._parts.append(f'<path class="arrow" d="{line}" marker-end="url(#head)"/>')

    def _upward(self, up: Graph) -> None:
        """Draw one dashed arrow for each box that imports from above, to the highest of what it imports."""
        for box, others in sorted(up.items()):
            start, highest = self._places[box], min((self._places[other] for other in others), key=lambda one: one.y)
            x, y, above = start.x + start.width - 30, start.y, highest.y + highest.height / 2
            edge = highest.x + highest.width + 5
            line = f"M{x:.0f} {y:.0f} C{x:.0f} {above + 40:.0f} {x:.0f} {above:.0f} {edge:.0f} {above:.0f}"
            self._parts.append(f'<path class="arrow up" d="{line}" marker-end="url(#uphead)"/>')
            data = " and ".join(sorted(self._data_of(box, others)))
            for number, text in enumerate((f"{data} of", *sorted(others, key=lambda one: self._places[one].y))):
                self._text(x + 10, y - 110 + 14 * number, text, "note")

    def _data_of(self, box: str, others: set[str]) -> set[str]:
        names = (
            name for module in self._modules.values() if _box(module.name, "chat") == box for name in module.imports
        )
        return {part for name in names if _box(name, "chat") in others for part in DATA & set(name.split("."))}

    def _rectangle(self, at: Place, kind: str) -> None:
        size = f'x="{at.x:.0f}" y="{at.y:.0f}" width="{at.width:.0f}" height="{at.height:.0f}"'
        self._parts.append(f'<rect class="{kind}" {size} rx="8"/>')

    def _text(self, x: float, y: float, text: str, kind: str, anchor: str = "start") -> None:
        self._parts.append(f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(text)}</text>')

    def _is_file(self, box: str) -> bool:
        """Whether a box is a single module."""
        return not any(name.startswith(f"chat.{box}.") for name in self._modules)

    def _is_context(self, box: str) -> bool:
        """Whether a box has commands and queries, as all contexts have."""
        return all(f"chat.{box}.{part}" in self._modules for part in ("commands", "queries"))

    def _summary(self, box: str) -> str:
        module = self._modules.get(f"chat.{box}") or self._modules.get(box)
        text = module.summary.partition(". ")[0].rstrip(".") if module else ""
        said = text.removeprefix(f"{box.capitalize()}: ").removeprefix(f"The {box}: ")
        return (said[:1].upper() + said[1:]).replace("`", "")

    def _page(self, height: float) -> str:
        heads = "".join(
            f'<marker id="{kind}" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="8" markerHeight="8" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path class="{kind}" d="M0 0 8 4 0 8z"/></marker>'
            for kind in ("head", "uphead")
        )
        size = f'viewBox="0 0 {WIDTH} {height + MARGIN:.0f}"'
        start = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="Packages and their imports">'
        return "\n".join([start, f"<style>{STYLE}</style><defs>{heads}</defs>", *self._parts, "</svg>", ""])


def _without_circles(graph: Graph) -> Graph:
    """Leave out imports to a box that needs the importing one in its turn, such as those of shared helpers."""
    return {box: {other for other in others if box not in _reachable(graph, other)} for box, others in graph.items()}


def draw() -> str:
    """Return the drawing of the program as it is."""
    return Drawing(read_modules()).draw()


if __name__ == "__main__":
    DRAWING.write_text(draw())
