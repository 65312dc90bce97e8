"""Splits texts of any length into messages of at most the allowed length; says so if even several are too few."""

import re
from collections.abc import Iterable, Iterator

from chat.text import MAX_BODY

MAX_MESSAGES = 11
"""Messages that one payload may become: 40,000 characters, as Slack has, since each piece is a little shorter."""

ROOM_FOR_ENDS = 40
"""Characters that are kept for what begins and ends a piece."""

QUOTE = re.compile(r"(?:> ?)*")
BAR = re.compile(r"> \[!\w+\]\n")
FENCE = re.compile(r"((?:> ?)*`{3,})(.*)")


def messages_of(texts: Iterable[str]) -> list[str]:
    """Put texts together to as few messages as they fit into; after the last one a line says how much is missing."""
    messages: list[str] = []
    for piece in (piece for text in texts for piece in _pieces(text)):
        if messages and len(messages[-1]) + len(piece) + 2 <= MAX_BODY:
            messages[-1] += f"\n\n{piece}"
        else:
            messages.append(piece)
    missing = sum(map(len, messages[MAX_MESSAGES:]))
    return [*messages[:MAX_MESSAGES], f"*({missing:,} more characters were sent.)*"] if missing else messages


def _pieces(text: str) -> Iterator[str]:
    """Cut a text between lines; a quote's bar, and code, go on in the next piece."""
    if len(text) <= MAX_BODY:
        yield text
        return
    bar = found[0] if (found := BAR.match(text)) else ""
    piece, code = "", ""
    for line in _lines(text):
        if len(piece) + len(line) + ROOM_FOR_ENDS > MAX_BODY:
            yield piece.rstrip("\n") + (f"\n{code}" if code else "")
            piece = bar + (f"{code}\n" if code else "")
        code = _code_after(line, code)
        piece += f"{line}\n"
    yield piece.rstrip("\n")


def _code_after(line: str, code: str) -> str:
    """Return the fence of the code that goes on after a line, "" for none; a shorter one within it ends nothing."""
    found = FENCE.match(line)
    if not found or (code and (found[2].strip() or len(found[1]) < len(code))):
        return code
    return "" if code else found[1]


def _lines(text: str) -> Iterator[str]:
    """Yield lines, those that are longer than a message in pieces, each within the same quotes."""
    most = MAX_BODY - 4 * ROOM_FOR_ENDS
    for line in text.split("\n"):
        mark = (QUOTE.match(line) or [""])[0][:ROOM_FOR_ENDS]
        while len(line) > most:
            end = max(line.rfind(" ", most // 2, most), 0) or most
            yield line[:end]
            line = mark + line[end:].lstrip(" ")
        yield line
