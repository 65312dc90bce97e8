"""Cuts a text of Slack's into what is formatted and what is not: code, links, mentions, emoji, what is shown as it is.

They are found in one pass, from the left, so that whatever begins first is what holds the other: a link's label may be
code, and code may hold a link.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from chat.slack_format.marks import ADDRESS_IN_TEXT

LITERAL, MARKDOWN, END = "\ue003", "\ue004", "\ue005"
"""Around a text that is no Slack's: one that is shown as it is, or one of Markdown; letters that nobody types."""

SCHEMES = r"[a-z][a-z0-9+.-]*://|mailto:|tel:"
COMMANDS = r"!(?:here|channel|everyone|group|subteam\^|date\^)"

MEANT = re.compile(rf"<(?:{SCHEMES}|(?-i:[@#][A-Z0-9]+[|>])|{COMMANDS})", re.IGNORECASE)
"""How begins what Slack has put between < and > in code; anything else there, such as a type, somebody wrote."""

EMOJI = re.compile(r":[a-z0-9_+'-]{1,60}:(?::skin-tone-\d:)?", re.IGNORECASE)

SPAN = re.compile(
    rf"""
    (?P<block>```.*?(?:```|\Z))
    | (?P<code>`[^`\n]+`)
    | (?P<token><(?={SCHEMES}|{COMMANDS}|!\w+\||[@#][\w.-]+[|>]|[a-z][a-z0-9+.-]*:[^<>\n|]*\|)[^<>\n]{{1,4000}}>)
    | (?P<address>{ADDRESS_IN_TEXT.pattern})
    | (?P<literal>{LITERAL}[^{LITERAL}{MARKDOWN}{END}]*{END})
    | (?P<markdown>{MARKDOWN}[^{LITERAL}{MARKDOWN}{END}]*{END})
    | (?P<everybody>(?<![\w@/.])@(?:channel|all|here|everyone)(?![\w@]))
    | (?P<emoji>{EMOJI.pattern})
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)

ENDS = re.compile(f"[{LITERAL}{MARKDOWN}{END}]")
"""Marks without their other half, which somebody has sent."""


class Span(NamedTuple):
    """A piece of a text: its `kind` is the name of a group of `SPAN`, or "" for what is formatted."""

    kind: str
    text: str


def spans(text: str, pattern: re.Pattern[str] = SPAN) -> Iterator[Span]:
    """Yield the pieces of a text in their order; with `EMOJI` as pattern, nothing else is found."""
    last = at = 0
    while found := pattern.search(text, at):
        kind = found.lastgroup or "emoji"
        if kind == "emoji" and not _stands_apart(text, found):
            at = found.start() + 1
            continue
        if last < found.start():
            yield Span("", text[last : found.start()])
        yield Span(kind, found[0])
        last = at = found.end()
    if last < len(text):
        yield Span("", text[last:])


def _stands_apart(text: str, found: re.Match[str]) -> bool:
    """Tell whether a name between colons may be an emoji: within a word, such as a time, it is a longer one."""
    around = text[max(found.start() - 1, 0) : found.start()] + text[found.end() : found.end() + 1]
    name = found[0].strip(":")
    return not any(one.isalnum() for one in around) or (len(name) > 3 and not name.isdigit())


def as_it_is(text: str) -> str:
    """Mark each line of a text as one in which nothing is formatted."""
    return "\n".join(line and f"{LITERAL}{line}{END}" for line in ENDS.sub("", text).split("\n"))


def as_markdown(text: str) -> str:
    """Mark a text as one of Markdown."""
    return f"{MARKDOWN}{ENDS.sub('', text)}{END}"
