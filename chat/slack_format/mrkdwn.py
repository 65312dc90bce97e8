"""Slack's own way of formatting, "mrkdwn", becomes Markdown, and its ids of people and rooms parts of a text."""

import re
from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

from chat.slack_format.escapes import unescaped
from chat.slack_format.parts import EVERYBODY, MENTION, ROOM_LINK, Part

CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]+`)", re.DOTALL)
TICKS = re.compile(r"`+")
MAX_TICKS = 16
TOO_MANY_TICKS = re.compile(rf"`{{{MAX_TICKS + 1},}}")
TOKEN = re.compile(r"<([^<>\n]{1,4000})>")
BOLD = re.compile(r"(?<![^\W_])(?<![*\\])\*(?=[^\s*])([^*\n]*[^\s*\\])\*(?!\*|[^\W_])")
STRUCK = re.compile(r"(?<![\w~\\])~(?=[^\s~])([^~\n]*[^\s~\\])~(?![\w~])")
BULLET = re.compile(r"^([ \t]*)[•◦▪][ \t]*", re.MULTILINE)
NO_BLOCK = re.compile(r"^([ \t]*(?:(?:&gt;){1,3}[ \t]?)?)(?=#{1,6}[ \t]|[-+*][ \t])", re.MULTILINE)
"""Where what Slack has not would begin: a heading, or a list, for which Slack has its own dots."""

UNDERLINE = re.compile(r"(?<=[^\n]\n)([ \t]*)(?=(?:-+|=+)[ \t]*$)", re.MULTILINE)
"""A line that would make the one above it a heading."""

NO_LINK = re.compile(r"(?<!\\)\[(?=[^\[\]\n]*\][(\[:])")
DOUBLE = re.compile(r"(?<!\\)~~+|(?<![\w/\\])__+(?=\S)")
STAR = re.compile(r"(?<!\\)\*(?=[^\s*])|(?<=[^\s*\\])\*|(?<!\\)\*(?=\*)|(?<=\*)\*")
BACKSLASH = re.compile(r"\\([!-/:-@\[-`{-~])")
"""In front of a mark, which Markdown would take for escaped, but Slack shows it."""

ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)

MAILTO = re.compile(r"mailto:[^\s@?]+@[^\s@?]+", re.IGNORECASE)

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

MEANT = re.compile(
    r"<(?:[a-z][a-z0-9+.-]*://|mailto:|tel:|(?-i:[@#][A-Z0-9]+[|>])|!(?:here|channel|everyone|group|subteam\^|date\^))",
    re.IGNORECASE,
)
"""How begins what Slack has put between < and >; anything else there, such as a type, is what somebody wrote."""

AFTER_LIST = re.compile(r"^([ \t]*(?:[-*+]|\d{1,3}[.)])[ \t].*)\n(?=[^\s>*+-])(?!\d{1,3}[.)][ \t])", re.MULTILINE)
"""The end of a list before a line that would go on with its last item."""

HELD = "\ue000"
"""Stands for what is between < and > while the rest is looked at: a letter that nobody types."""

STRONG = "\ue002"
"""Stands for the marks of bold text while others are escaped."""

EVERYBODY_TOKENS = ("!here", "!channel", "!everyone", "!group")


def to_parts(text: str, *, has_headings: bool = False) -> list[Part]:
    """Return the parts of a Slack message's text; Mattermost's may have headings, which Slack has not.

    There what follows a list is kept apart from it, too. Of Slack's, what only Markdown formats is escaped.
    """
    parts: list[Part] = []
    for number, piece in enumerate(CODE.split(text.replace(HELD, "").replace(STRONG, ""))):
        if number % 2:
            is_block_in_line = piece.startswith("```") and parts and not str(parts[-1]).endswith("\n")
            _append(parts, ("\n" if is_block_in_line else "") + _code(piece))
        elif piece:
            _append_formatted(parts, piece, has_headings)
    return list(_joined(parts))


def _append_formatted(parts: list[Part], text: str, has_headings: bool) -> None:
    """Add what is not code: quotes stand at the beginning of lines, everything else between them."""
    formatted = _lines(_emphasis(text, has_headings), has_headings)
    last = 0
    for token in TOKEN.finditer(formatted):
        _append(parts, unescaped(formatted[last : token.start()]))
        _append(parts, _token(token[1]))
        last = token.end()
    _append(parts, unescaped(formatted[last:]))


def _emphasis(text: str, has_headings: bool) -> str:
    """Make bold and struck text Markdown's, but within `<…>`, where addresses are."""
    pieces = re.split(r"(<[^<>\n]*>)", text)
    held = [piece for number, piece in enumerate(pieces) if number % 2]
    text = HELD.join(pieces[::2])
    text = BOLD.sub(f"{STRONG}\\1{STRONG}", text if has_headings else _escaped(text))
    text = (text if has_headings else STAR.sub(r"\*", text)).replace(STRONG, "**")
    text = STRUCK.sub(r"~~\1~~", text)
    return "".join(a + b for a, b in zip(text.split(HELD), [*held, ""], strict=True))


def _escaped(text: str) -> str:
    """Escape what Markdown would format in a line, and Slack shows as it is; single stars may still be Slack's."""
    text = BACKSLASH.sub(r"\\\\\\\1", text)
    text = DOUBLE.sub(lambda marks: "".join(f"\\{mark}" for mark in marks[0]), text)
    return NO_LINK.sub(r"\[", text)


def _lines(text: str, has_headings: bool) -> str:
    text = BULLET.sub(r"\1- ", text if has_headings else UNDERLINE.sub(r"\1\\", NO_BLOCK.sub(r"\1\\", text)))
    if has_headings:
        text = AFTER_LIST.sub(r"\1\n\n", text)
    before, mark, quoted = text.partition("&gt;&gt;&gt;")
    if mark and (not before or before.endswith("\n")):
        text = before + "\n".join(f"> {line.lstrip()}" for line in quoted.strip("\n").split("\n"))
    return re.sub(r"^&gt;[ \t]?", "> ", text, flags=re.MULTILINE)


def _code(text: str) -> str:
    """Undo what Slack does to addresses and marks in code; a block begins and ends on lines of its own."""
    plain = unescaped(TOKEN.sub(_shown_in_code, text))
    if not text.startswith("```"):
        return in_line_code(plain[1:-1])
    return fenced(plain[3:].removesuffix("```").strip("\n"))


def _shown_in_code(token: re.Match[str]) -> str:
    return token[1].partition("|")[2] or token[1] if MEANT.match(token[0]) else token[0]


def fenced(code: str) -> str:
    """Return code as a block, whose fence is longer than any in it; of too many backticks in a row a few are left."""
    code = TOO_MANY_TICKS.sub("`" * MAX_TICKS, code)
    fence = "`" * (max(2, *map(len, ("", *TICKS.findall(code)))) + 1)
    return f"{fence}\n{code}\n{fence}\n"


def in_line_code(code: str) -> str:
    """Return code within a line, in as many backticks as it has not."""
    code = TOO_MANY_TICKS.sub("`" * MAX_TICKS, code.replace("\n", " "))
    if "`" not in code:
        return f"`{code}`"
    marks = "`" * (max(map(len, TICKS.findall(code))) + 1)
    return f"{marks} {code} {marks}"


def _token(inside: str) -> Part:
    name, _, label = inside.partition("|")
    label = unescaped(label)
    if name.startswith("@") and len(name) > 1:
        return [MENTION, name[1:], label]
    if name.startswith("#") and len(name) > 1:
        return [ROOM_LINK, name[1:], label]
    if name in EVERYBODY_TOKENS:
        return [EVERYBODY, ""]
    if name.startswith("!"):
        return label or unescaped(f"<{inside}>")
    address = unescaped(name)
    if not MEANT.match(f"<{inside}>") and not (label and SCHEME.match(address)):
        return unescaped(f"<{inside}>")  # what nobody has escaped, such as `list<str>`
    if not label or label in (address, address.removeprefix("mailto:"), address.removeprefix("tel:")):
        return label or address
    return linked(label, address) if ADDRESS.fullmatch(address) or MAILTO.fullmatch(address) else f"{label} ({address})"


def linked(label: str, address: str) -> str:
    """Return a link in Markdown; marks in the address that would end it are written as in addresses."""
    for mark in "()\\<>":
        address = address.replace(mark, quote(mark))
    return f"[{escaped_marks(label)}]({address})"


def escaped_marks(label: str) -> str:
    """Escape what would be formatted in a line of Markdown."""
    return re.sub(r"([\[\]\\*_`~])", r"\\\1", label)


def _append(parts: list[Part], part: Part) -> None:
    if part:
        parts.append(part)


def _joined(parts: list[Part]) -> Iterator[Part]:
    """Make texts beside each other one."""
    for is_text, some in groupby(parts, lambda part: isinstance(part, str)):
        if is_text:
            yield "".join(map(str, some))
        else:
            yield from some
