"""Emoji that people type as words (`:tada:`) or as faces (`:-)`)."""

import json
import re
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[2] / "web" / "assets" / "emoji_codes.json"
"""The shortcodes that GitHub, Slack and others share; see docs/decisions/pages.md."""

_FACES = {
    "🙂": ":) :-)",
    "😉": ";) ;-)",
    "😄": ":D :-D",
    "🙁": ":( :-(",
    "😛": ":P :-P :p :-p",
    "😮": ":o :-o :O :-O",
    "😢": ":'( :’(",
    "😕": ":/ :-/",
}
FACES = {face: emoji for emoji, faces in _FACES.items() for face in faces.split()}
"""Faces of marks and letters."""

_CODE = r"(?<![\w:]):(?P<code>[a-z0-9_+-]{1,60}):(?![\w:])"
_FACE = rf"(?<!\S)(?P<face>{'|'.join(map(re.escape, FACES))})(?=[.,!?]*(?:\s|$))"

MAYBE = re.compile(f"{_CODE}|{_FACE}")
"""What may be one; not within a word, a time or an address, and a face stands alone."""


@cache
def emoji_codes() -> dict[str, str]:
    """Return the emoji of every shortcode."""
    codes: dict[str, str] = json.loads(LIST.read_text(encoding="utf-8"))
    return codes


def with_emoji(text: str) -> str:
    """Replace shortcodes and faces by their emoji; what is no known shortcode stays."""
    return MAYBE.sub(_emoji, text) if ":" in text or ";" in text else text


def _emoji(found: re.Match[str]) -> str:
    return FACES[found["face"]] if found["face"] else emoji_codes().get(found["code"], found[0])
