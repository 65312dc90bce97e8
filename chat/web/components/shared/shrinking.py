"""Leaves out of scripts and style sheets what a browser does not need: comments and indentation.

Names stay, so that what is served can be read and debugged. Nothing here knows JavaScript's grammar: what might mean
something else stays too.
"""

import re

NOTE = re.compile(r"(?<=[;,{}()\[\]]) +// [^\"'`/]*$")
"""A comment after code; without quotes and slashes, so that it is in no string and no regular expression."""

TICK = re.compile(r"(?<!\\)`")

STYLE_PART = re.compile(r"(\"(?:[^\"\\]|\\.)*\"|url\([^)\"]*\))|/\*.*?\*/|\s*([{};,])\s*|\s+", re.DOTALL)


def shrink_script(text: str) -> str:
    """Return a script without comments, empty lines and indentation; templates of several lines stay as they are."""
    lines, is_in_template = [], False
    for line in text.split("\n"):
        bare = line if is_in_template else NOTE.sub("", line.lstrip())
        if is_in_template or (bare and not bare.startswith("//")):
            lines.append(bare)
            is_in_template ^= len(TICK.findall(bare)) % 2 == 1
    return "\n".join(lines) + "\n"


def shrink_styles(text: str) -> str:
    """Return a style sheet without comments and white space."""
    return STYLE_PART.sub(_shorter, text).replace(";}", "}").strip()


def _shorter(match: re.Match[str]) -> str:
    kept, mark = match.groups()
    return kept or mark or ("" if match[0].startswith("/*") else " ")
