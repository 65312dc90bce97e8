"""The first lines of a text file, to be read beside its name."""

import unicodedata

LINES, WIDTH, LONGEST = 8, 160, 800
"""How many lines, how many characters of each, and how many in all."""


def excerpt_of(head: bytes) -> str:
    """Return the first lines of a text that begins so, whatever its encoding."""
    lines = _decoded(head).replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")[:LINES]
    text = "\n".join(_shown(line[: 4 * WIDTH].expandtabs(4))[:WIDTH].rstrip() for line in lines)
    return text[:LONGEST].rstrip()


def _decoded(head: bytes) -> str:
    """Read UTF-8 or what is marked as UTF-16; anything else as Windows-1252, which is never wrong for ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[: len(head) & ~1].decode("utf-16", "ignore")
    for cut in range(min(4, len(head))):  # the last letter may be there in part
        try:
            return head[: len(head) - cut].decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
    return head.decode("cp1252", "replace")


def _shown(line: str) -> str:
    """Leave out what cannot be seen and what turns text around: colours of terminals, bidirectional overrides."""
    return "".join(c for c in line if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} or c in "\u200d\u200c")
