"""The emoji that can be used as reactions, with their names here and in other chats."""

import json
import re
from functools import cache
from pathlib import Path

from chat.messages.markdown import emoji_codes

LIST = Path(__file__).parents[1] / "web" / "assets" / "emoji.json"
"""Groups of emoji with their names, as Unicode orders them, and words by which the picker searches."""


OTHER_NAMES = {
    "simple_smile": "🙂",
    "thumbs_up": "👍",
    "thumbs_down": "👎",
    "check": "✅",
    "working_on_it": "🛠️",
    "man-shrugging": "🤷",
    "woman-shrugging": "🤷",
}
"""Names that are not among the shortcodes that most chats share."""

TONE = re.compile(r"::?skin-tone-\d$|_(light|medium_light|medium|medium_dark|dark)_skin_tone$|_tone[1-5]$")
TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


@cache
def emoji_names() -> dict[str, str]:
    """Return the name of every emoji, such as "thumbs up"."""
    groups = json.loads(LIST.read_text(encoding="utf-8"))
    return {emoji: name for group in groups for emoji, name, *_ in group["emoji"]}


def emoji_of(name: str) -> str | None:
    """Return the emoji that a name or an emoji from elsewhere means here, without its skin tone; None for no known."""
    known = emoji_names()
    for emoji in (name, f"{name}\ufe0f", TONES.sub("", name)):
        if emoji in known:
            return emoji
    code = TONE.sub("", name.strip(":").lower())
    if code.startswith("flag-"):
        code = code.removeprefix("flag-")
    codes = emoji_codes()
    return codes.get(code) or codes.get(code.replace("-", "_")) or OTHER_NAMES.get(code)
