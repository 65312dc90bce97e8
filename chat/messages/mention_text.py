"""Finding in a text what may be mentions: `@` and what follows, as far as it could be somebody's name.

Whose name it is, `commands/mentions.py` asks the database.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import NamedTuple

from chat.storage.name_keys import name_key
from chat.text import JOINERS, MAX_NAME

ROOM = "room"
"""What stands after the `@` for everybody in the room."""

MAX_ENDS = 16
"""At how many places a name may end, counted from its `@`: no name has more words and marks."""

MAX_KEYS = 1_000
"""How many different names are looked up for one message; what comes after them in its text is no mention."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\uff66-\uffdc\U00020000-\U0003ffff"
)
"""Letters of scripts in which no space stands between a name and the next word: Thai, Chinese, Japanese, Korean …"""

BEFORE = "({\\[<>\"'“”„‘’‚«»‹›*_~|,;:!?…–—/+&。，、！？：；（「『【《"
"""Marks after which a mention may begin, in a regular expression's brackets."""

SIGNS = {"@": "@＠", "#": "#＃"}

STARTS = {sign: re.compile(rf"(?<![^\s{BEFORE}{UNSPACED}])[{both}](?=[^\s@＠#＃])") for sign, both in SIGNS.items()}
"""An `@` or `#` that may begin a mention or a link to a room: not one within an address or another word."""

CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
"""Between backticks stands code, as far as one can tell without having the text drawn."""

IS_UNSPACED = re.compile(f"[{UNSPACED}]")
GOES_ON = re.compile(r"[-_.@'’·&][^\W_]")
POSSESSIVE = re.compile(r"['’]s(?![^\W_])", re.IGNORECASE)
"""The one way in which a word goes on after a name: `@Ada's`."""


class Possible(NamedTuple):
    """What may be a mention: where its `@` is, and where it may end with the key of the name, the longest first."""

    start: int
    ends: tuple[tuple[int, str], ...]


def find_possible(
    text: str, sign: str = "@", most: int = MAX_KEYS, *, live: Collection[int] | None = None
) -> list[Possible]:
    """Find names of people or of rooms that a text may mean, in its order.

    Args:
        text: as typed
        sign: what the names stand after: `@` or `#`
        most: how many different names are looked for
        live: where names may begin in a text that is formatted, so that none does in code
    """
    possible: list[Possible] = []
    keys: set[str] = set()
    for start, stop in _starts(text, STARTS[sign], live):
        ends = _ends(text, start, stop)
        keys.update(key for _, key in ends)
        if len(keys) > most:
            break
        if ends:
            possible.append(Possible(start, ends))
    return possible


def _starts(text: str, start_of: re.Pattern[str], live: Collection[int] | None) -> Iterator[tuple[int, int]]:
    """Yield where mentions may begin, and how far each may go: to the next one, the end of the line, or code."""
    code = [found.span() for found in CODE.finditer(text)] if "`" in text else []
    found = [at.start() for at in start_of.finditer(text)]
    last = -1
    for number, start in enumerate(found):
        # A drawn text has said what of it is code: what else is between backticks is not.
        while code and (code[0][1] <= start or (live is not None and code[0][0] < start)):
            code.pop(0)
        if (live is not None and start not in live) or (code and code[0][0] < start):
            continue
        if text[start - 1 : start] == "/" and (last < 0 or any(map(str.isspace, text[last:start]))):
            continue  # a path, and not the second of `@ada/@ben`
        last = start
        line = text.find("\n", start, start + MAX_NAME + 1)
        stops = (found[number + 1] if number + 1 < len(found) else len(text), code[0][0] if code else len(text))
        yield start, min(*stops, start + MAX_NAME + 1, line if line > 0 else len(text))


def _ends(text: str, start: int, stop: int) -> tuple[tuple[int, str], ...]:
    ends: list[tuple[int, str]] = []
    for end in range(start + 2, stop + 1):
        if _may_end(text, end):
            ends.append((end, _key(text[start + 1 : end])))
            if len(ends) == MAX_ENDS:
                break
    return tuple(reversed(ends))


def _may_end(text: str, end: int) -> bool:
    """Whether a name may end before this character, and not within a word."""
    last, following = text[end - 1], text[end : end + 1]
    if last.isspace() or not following or following.isspace():
        return not last.isspace()
    if last in JOINERS or following in JOINERS or unicodedata.category(following) in {"Mn", "Me", "Mc", "Sk"}:
        return following in "`^"  # an accent, or another part of an emoji
    if last.isalnum() and following.isalnum():
        return bool(IS_UNSPACED.match(last) or IS_UNSPACED.match(following))
    return not GOES_ON.match(text, end) or bool(POSSESSIVE.match(text, end))


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return name_key(name)
