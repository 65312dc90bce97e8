"""What stands for a person without a picture: initials on a colour; avatar.js does the same for rows."""

from grapheme import graphemes

GOLDEN_ANGLE = 137.508
"""Degrees; keeps the hues of consecutive ids far apart."""


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, with their accents."""
    words = name.split()
    return "".join(next(graphemes(word)) for word in (words[0], *words[1:][-1:])).upper()


def hue(user_id: int) -> int:
    """Return a person's own colour: one of twelve, in degrees, since style sheets have a class for each."""
    return int(user_id * GOLDEN_ANGLE % 360 // 30) * 30
