"""What is said of an import: how far it has come, and what came of it."""

import sys
import time

from chat.importing.items import Report, printable

EVERY = {True: 0.5, False: 10.0}
"""Seconds between two lines of progress, on a terminal and elsewhere."""

MAX_PEOPLE = 200
"""How many people are listed."""


class Progress:
    """Says on standard error how far it has come."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._last = 0.0

    def tell(self, text: str) -> None:
        """Say a line, unless the last one was said just now; on a terminal it replaces that."""
        now = time.monotonic()
        if now - self._last >= EVERY[self._is_terminal]:
            self._last = now
            sys.stderr.write(f"\r\x1b[K{text}" if self._is_terminal else f"{text}\n")
            sys.stderr.flush()

    def finish(self) -> None:
        """Leave the line of progress empty."""
        if self._is_terminal:
            sys.stderr.write("\r\x1b[K")


def told(name: str, report: Report, *, is_dry: bool) -> str:
    """Return what there is to say at the end, in lines."""
    lines = [f"{name}: this would be imported (dry run, nothing was stored)" if is_dry else f"{name}: imported"]
    lines += [f"  {number:>9,} {what}" for what, number in report.came.items() if number]
    if not any(report.came.values()):
        lines.append("  nothing")
    if report.people:
        lines += ["Who is who:", *(f"  {printable(person)}" for person in report.people[:MAX_PEOPLE])]
        if len(report.people) > MAX_PEOPLE:
            lines.append(f"  … and {len(report.people) - MAX_PEOPLE:,} more")
    if report.problems:
        lines.append("Imported with changes:")
        for kind, (number, examples) in sorted(report.problems.items(), key=lambda item: -item[1][0]):
            lines += [
                f"  {number:>9,} × {printable(kind)}",
                *(f"              {one}" for one in dict.fromkeys(examples)),
            ]
    return "\n".join(lines)
