"""The emoji that can be used as reactions, with their names."""

import json
from functools import cache
from pathlib import Path

LIST = Path(__file__).parents[1] / "web" / "assets" / "emoji.json"
"""Groups of emoji with their names, as Unicode orders them, and words by which the picker searches."""


@cache
def emoji_names() -> dict[str, str]:
    """Return the name of every emoji, such as "thumbs up"."""
    groups = json.loads(LIST.read_text(encoding="utf-8"))
    return {emoji: name for group in groups for emoji, name, *_ in group["emoji"]}
