"""Quotes with a bar in a colour, for what webhooks call attachments: `> [!red]`, then lines of the quote."""

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
"""Classes of the style sheet, which knows how each looks in light and in dark."""

MARK = re.compile(rf"\[!({'|'.join(COLOURS)})\]")


def colour_bars(state: StateCore) -> None:
    """Take the mark at the beginning of each quote that has one, and give the quote its class."""
    if "[!" not in state.src:
        return
    kept: list[Token] = []
    skipped = 0
    for number, token in enumerate(state.tokens):
        if skipped:
            skipped -= 1
            continue
        kept.append(token)
        if token.type == "blockquote_open" and (line := _first_line(state.tokens, number)):
            skipped = _take_mark(token, line)
    state.tokens = kept


def _first_line(tokens: list[Token], number: int) -> Token | None:
    """Return what a quote begins with, if that is a paragraph."""
    begins_so = [token.type for token in tokens[number + 1 : number + 3]] == ["paragraph_open", "inline"]
    return tokens[number + 2] if begins_so else None


def _take_mark(quote: Token, line: Token) -> int:
    """Take the mark off a line; return how many tokens after the quote's are nothing without it."""
    children = line.children or []
    found = MARK.fullmatch(children[0].content) if children and children[0].type == "text" else None
    if not found or (len(children) > 1 and children[1].type != "softbreak"):
        return 0
    quote.attrSet("class", found[1])
    line.children = children[2:]
    return 0 if line.children else 3
