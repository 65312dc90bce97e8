"""Marks of Markdown: written around what is code or a link, and escaped in what is to be shown as it is."""

import re
from urllib.parse import quote

TICKS = re.compile(r"`+")
MAX_TICKS = 16
TOO_MANY_TICKS = re.compile(rf"`{{{MAX_TICKS + 1},}}")

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

ADDRESS_IN_TEXT = re.compile(r"https?://[^\s<>`|]*[^\s<>`|*_~.,;:!?)\]}'\"]", re.IGNORECASE)
"""One without the marks and full stops after it."""

UNMARKED_ADDRESS = re.compile(r"(?<!\w)https?://[^\s<>`|*~\[\]\\]*[^\s<>`|*~\[\]\\_.,;:!?)}'\"]", re.IGNORECASE)
"""One in which nothing but underscores could be formatted, which within it are not."""

IN_LINE = re.compile(r"[\[\]\\*_`~|]|<(?=[A-Za-z][\w.+-]*[:@]|\Z)")
AT_BEGINNING = re.compile(r"^([ \t]*)(?=#{1,6}(?:[ \t]|$)|[-+>=]|:-)", re.MULTILINE)
NUMBERED = re.compile(r"^([ \t]*\d{1,9})(?=[.)](?:[ \t]|$))", re.MULTILINE)


def fenced(code: str, language: str = "") -> str:
    """Return a fenced block whose fence is longer than any in it; overlong runs of backticks are shortened."""
    code = TOO_MANY_TICKS.sub("`" * MAX_TICKS, code)
    fence = "`" * (max(2, *map(len, ("", *TICKS.findall(code)))) + 1)
    return f"{fence}{language}\n{code}\n{fence}\n"


def in_line_code(code: str) -> str:
    """Return code within a line, between a run of backticks that does not occur in it."""
    code = TOO_MANY_TICKS.sub("`" * MAX_TICKS, code.replace("\n", " "))
    if "`" not in code:
        return f"`{code}`"
    marks = "`" * (max(map(len, TICKS.findall(code))) + 1)
    return f"{marks} {code} {marks}"


def linked(label: str, address: str) -> str:
    """Return a link in Markdown; the label is Markdown, too."""
    for mark in "()\\<>":
        address = address.replace(mark, quote(mark))
    return f"[{label}]({address})"


def escaped_marks(label: str) -> str:
    """Escape what would be formatted in a line of Markdown."""
    return re.sub(r"([\[\]\\*_`~])", r"\\\1", label)


def literal(text: str) -> str:
    """Escape what would be formatted in lines of Markdown, but in addresses, where nothing is."""
    parts, last = list[str](), 0
    for address in UNMARKED_ADDRESS.finditer(text):
        parts += (_escaped(text[last : address.start()]), address[0])
        last = address.end()
    return NUMBERED.sub(r"\1\\", AT_BEGINNING.sub(r"\1\\", "".join((*parts, _escaped(text[last:])))))


def _escaped(text: str) -> str:
    return IN_LINE.sub(r"\\\g<0>", text)
