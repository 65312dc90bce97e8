"""Bounds on what a source may have the parser do, counted before it begins.

The parser's work is in proportion to a text, a few microseconds a character, but for three things: each line is looked
at once for each quote and list around it, each row of a table has the cells of its head, even those that nobody typed,
and each mark of emphasis or bracket may look for the others. A line costs as much as thirty characters.
"""

import re
from typing import NamedTuple

MAX_LINES = 500

MAX_EMPHASIS = 800
"""Runs of marks that may begin or end emphasis."""

MAX_BRACKETS = 1_000
"""Brackets that may begin links."""

MAX_DEPTH = 8
"""Quotes and lists that may stand in each other."""

MAX_STEPS = 1_000
"""Lines, each times the quotes and lists around it."""

MAX_COLUMNS = 40
MAX_CELLS = 1_200
"""Of all tables of a message, as if each of its lines had a cell in each column."""

AROUND = re.compile(r"(?:[ \t]{0,20}(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+")
OPENING = re.compile(r"[>*+.)-]")
EMPHASIS = re.compile(r"[*_~]+")
SECOND_ROW = re.compile(r"^(?=[^\n-]*-)[ \t>|:-]+$", re.MULTILINE)


class Shape(NamedTuple):
    """What is counted of a text."""

    lines: int
    depth: int
    columns: int
    emphasis: int
    brackets: int

    @classmethod
    def of(cls, source: str) -> "Shape":
        """Count lines, the deepest quote or list that begins in one of them, columns, marks."""
        lines = source.split("\n")
        around = (AROUND.match(line) for line in lines)
        depth = max(len(OPENING.findall(found[0])) if found else 0 for found in around)
        columns = max((row.count("|") + 1 for row in SECOND_ROW.findall(source)), default=0)
        return cls(len(lines), depth, columns, len(EMPHASIS.findall(source)), source.count("["))

    @property
    def has_small_tables(self) -> bool:
        """Whether tables may be drawn; otherwise they are shown as typed."""
        return self.columns <= MAX_COLUMNS and self.columns * self.lines <= MAX_CELLS


def is_too_much(shape: Shape) -> bool:
    """Tell whether a text is best shown as typed."""
    is_much = shape.lines > MAX_LINES or shape.emphasis > MAX_EMPHASIS or shape.brackets > MAX_BRACKETS
    return is_much or shape.depth > MAX_DEPTH or shape.depth * shape.lines > MAX_STEPS
