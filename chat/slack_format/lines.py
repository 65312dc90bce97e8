"""Lines of Slack's texts: bullets and quotes become Markdown's, which need an empty line to end them."""

import re
from collections.abc import Iterator

DOT = re.compile(r"([ \t]*)[•◦▪][ \t]*")
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+")
NUMBERED = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+")
QUOTE = re.compile(r"(?:&gt;|>)[ \t]?")
THE_REST = re.compile(r"(?:&gt;|>){3}")

NO_BLOCK = re.compile(r"\A([ \t]*(?:(?:&gt;){1,3}[ \t]?)?)(?=#{1,6}[ \t]|[-+*][ \t])")
"""Where what Slack has not would begin: a heading, or a list, for which Slack has its own dots."""

UNDERLINE = re.compile(r"\A([ \t]*)(?=(?:-+|=+)[ \t]*\Z)")
"""A line that would make the one above it a heading."""

OUTSIDE = -1
"""Instead of how far the text of an item is indented: behind Slack's dots no line goes on with it."""


def marked_lines(text: str, *, has_headings: bool) -> str:
    """Turn lists and quotes into Markdown, and end them where Slack does; escape Markdown that Slack does not have."""
    lines, tail = _halves(text.split("\n"))
    if not has_headings:
        lines, tail = list(_without_blocks(lines)), list(_without_blocks(tail))
    quoted = [f"> {line.lstrip()}" for line in "\n".join(tail).strip("\n").split("\n")] if tail else []
    return "\n".join(_ended([*lines, *quoted], ITEM if has_headings else NUMBERED))


def _halves(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines before and after the mark that makes all that follows a quote."""
    for number, line in enumerate(lines):
        if found := THE_REST.match(line):
            return lines[:number], [line[found.end() :], *lines[number + 1 :]]
    return lines, []


def _without_blocks(lines: list[str]) -> Iterator[str]:
    before = ""
    for line in lines:
        shown = NO_BLOCK.sub(r"\1\\", line, count=1)
        yield UNDERLINE.sub(r"\1\\", shown, count=1) if before else shown
        before = line


def _ended(lines: list[str], item: re.Pattern[str]) -> Iterator[str]:
    """Yield the lines with an empty one after each list and quote; what is not indented far enough is in no item."""
    within: int | None = None
    is_quoted = False
    for line in lines:
        if found := QUOTE.match(line):
            yield f"> {line[found.end() :]}"
            within, is_quoted = None, True
            continue
        if is_quoted and line.strip():
            yield ""
        is_quoted = False
        if found := DOT.match(line):
            within = OUTSIDE
            yield f"{found[1]}- {line[found.end() :]}"
        elif found := item.match(line):
            within = found.end()
            yield line
        elif within is None or not line.strip() or 0 <= within <= len(line) - len(line.lstrip()):
            yield line
        else:
            within = None
            yield from ("", line.lstrip())
