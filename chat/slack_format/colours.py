"""Colours of attachments: of all that one may name, the one of a few that is most like it."""

import colorsys
import re

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "grey")
"""Those of bars in messages."""

WORDS = {"good": "green", "warning": "yellow", "danger": "red"}

HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)

HUES = ((18, "red"), (42, "orange"), (68, "yellow"), (170, "green"), (255, "blue"), (325, "purple"), (361, "red"))
"""Up to which degree of the circle a colour is called so."""

GREY = 0.12
"""Saturation below which a colour is none."""


def colour_of(name: str) -> str:
    """Return one of `COLOURS`; "" for what is no colour."""
    word = name.strip().lower()
    if word in WORDS or word in COLOURS:
        return WORDS.get(word, word)
    found = HEX.fullmatch(word)
    if not found:
        return ""
    digits = found[1] if len(found[1]) == 6 else "".join(2 * one for one in found[1])
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if saturation < GREY or not 0.04 < lightness < 0.97:
        return "grey"
    return next(name for end, name in HUES if hue * 360 < end)
