"""Tokens between < and > in Slack's texts, within code and outside of it: links, mentions, moments."""

import re

from chat.slack_format.escapes import unescaped
from chat.slack_format.marks import ADDRESS, escaped_marks, fenced, in_line_code, linked
from chat.slack_format.moments import moments_of
from chat.slack_format.parts import EVERYBODY, MENTION, ROOM_LINK, Part
from chat.slack_format.spans import MEANT

TOKEN = re.compile(r"<([^<>\n]{1,4000})>")
CODE_LINK = re.compile(r"`[ ]*<(https?://[^<>\n|]{1,4000})(?:\|([^<>\n]{1,4000}))?>[ ]*`", re.IGNORECASE)
CODE = re.compile(r"(`[^`\n]+`)")
MAILTO = re.compile(r"mailto:[^\s@?]+@[^\s@?]+", re.IGNORECASE)
EVERYBODY_TOKENS = ("!here", "!channel", "!everyone", "!group")

LANGUAGE = re.compile(
    r"(bash|c|cpp|cs|csharp|css|console|diff|dockerfile|elixir|go|graphql|groovy|hcl|html|http|ini|java|javascript|js"
    r"|json|jsx|kotlin|lua|makefile|markdown|md|nginx|perl|php|powershell|py|python|rb|ruby|rs|rust|scala|sh|shell|sql"
    r"|swift|toml|ts|tsx|typescript|xml|yaml|yml|zsh)[ \t]*\n"
)
"""Directly behind what begins a block of code; any other word there is code, as in Slack every one is."""


def block_of(text: str, *, may_have_language: bool) -> str:
    """Return a block of code, on lines of its own."""
    code = text[3:].removesuffix("```")
    found = LANGUAGE.match(code) if may_have_language else None
    return fenced(_code(code[found.end() if found else 0 :]).strip("\n"), found[1] if found else "")


def code_of(text: str) -> str:
    """Return code within a line; all of it may be a link."""
    if found := CODE_LINK.fullmatch(text):
        address = unescaped(found[1])
        return linked(in_line_code(unescaped(found[2] or found[1])), address)
    return in_line_code(_code(text[1:-1]))


def part_of(inside: str, *, is_apart: bool) -> Part:
    """Return the part that a token stands for; < and > are kept around an address that runs into what follows."""
    name, _, label = inside.partition("|")
    if name[0] in "@#":
        return [MENTION if name[0] == "@" else ROOM_LINK, name[1:], unescaped(label)]
    if name in EVERYBODY_TOKENS:
        return [EVERYBODY, "", "@channel"]
    if name.startswith("!"):
        return moments_of(name) or unescaped(label or f"<{inside}>")
    address, shown = unescaped(name), unescaped(label)
    if shown in ("", address, address.removeprefix("mailto:"), address.removeprefix("tel:")):
        return shown or (address if is_apart or not ADDRESS.fullmatch(address) else f"<{address}>")
    if ADDRESS.fullmatch(address) or MAILTO.fullmatch(address):
        return linked(_label(label), address)
    return f"{shown} ({address})"


def _label(text: str) -> str:
    """Return the label of a link in Markdown: code in it, and the rest as it is."""
    pieces = enumerate(CODE.split(text))
    return "".join(
        in_line_code(unescaped(one[1:-1])) if at % 2 else escaped_marks(unescaped(one)) for at, one in pieces
    )


def _code(text: str) -> str:
    """Undo what Slack does to addresses and marks in code."""
    return unescaped(TOKEN.sub(_shown_in_code, text))


def _shown_in_code(token: re.Match[str]) -> str:
    return token[1].partition("|")[2] or token[1] if MEANT.match(token[0]) else token[0]
