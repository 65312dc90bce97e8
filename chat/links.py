"""Web addresses in what people type, found and made into links without changing a character of what is shown."""

import re

from markupsafe import Markup, escape

FIND = re.compile(
    r"(?<![^\W_])(?<![^\W_]:)(?:https?://|www\.)[^\s<>\"'`\x00-\x1f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+",
    re.I,
)
"""Where an address may begin and how far it can reach; each character is looked at once."""

HOST = re.compile(
    r"(?:https?://)?(?:[^\W_](?:[\w.-]{0,252}[^\W_])?|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?(?=[/?#]|$)", re.I
)
"""What has to stand before the path: no name and password, by which an address looks like another's."""

TRAILING = ".,:;!?*_~…。、，！？"
"""What ends a sentence or is somebody's emphasis, not part of an address."""

BRACKETS = {")": "(", "]": "[", "}": "{"}


def linkify(text: str) -> Markup:
    """Escape a text, with its web addresses as links that open beside the page and tell nothing of it."""
    parts: list[str] = []
    done = 0
    for found in FIND.finditer(text):
        address = _trimmed(found[0])
        if HOST.match(address):
            parts += (escape(text[done : found.start()]), _link(address))
            done = found.start() + len(address)
    return Markup("".join((*parts, escape(text[done:]))))  # noqa: S704 (each part is escaped)


def _link(address: str) -> Markup:
    target = address if "://" in address[:8] else f"https://{address}"
    return Markup('<a href="{}" rel="noopener noreferrer nofollow" target="_blank">{}</a>').format(target, address)


def _trimmed(address: str) -> str:
    """Leave off what belongs to the sentence: full stops, and brackets that were opened before the address."""
    open_brackets = {closing: address.count(opening) - address.count(closing) for closing, opening in BRACKETS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in BRACKETS and open_brackets[last] < 0:
            open_brackets[last] += 1
        elif last not in TRAILING:
            break
        end -= 1
    return address[:end]
