"""Emoji as other chats name them."""

import re

from chat.messages.emoji import emoji_names
from chat.messages.markdown import emoji_codes

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
