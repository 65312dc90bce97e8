"""Whether a text may have something to format at all: most messages do not, and meet no parser."""

import re

from chat.messages.markdown.emoji_codes import MAYBE as MAYBE_EMOJI

MARKUP = re.compile(
    r"""
    [`*] | ~~ | (?<![^\W_])_ | _(?![^\W_])    # code, emphasis; an underscore within a word is none
    | \][(\[:]                                # links and their definitions
    | <[A-Za-z][\w.+-]*[:@]                   # <https://…>, <ada@example.com>
    | <!date\^[0-9]                           # <!date^1764464400^{time}>
    | \\[!-/:-@\[-`{-~\n]                     # a backslash before a mark
    | ^[ \t]*(?:\#{1,6}(?:[ \t]|$) | > | [-+](?:[ \t]|$) | \d{1,9}[.)](?:[ \t]|$))  # headings, quotes, lists
    | ^[ \t]*(?:-[ \t]*){3,}$                # rules
    | ^(?=[^\n|]*\|)[ \t>|:-]+$               # the second row of a table
    """,
    re.VERBOSE | re.MULTILINE,
)


def has_markup(text: str) -> bool:
    """Tell whether a text may have something to format; where it has not, the parser would change nothing."""
    return bool(MARKUP.search(text) or MAYBE_EMOJI.search(text))
