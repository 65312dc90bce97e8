"""Right-to-left names and texts inside plain text, such as a title or a tooltip; in HTML `<bdi>` does the same."""

import unicodedata

FSI, PDI = "\u2068", "\u2069"  # First Strong Isolate, Pop Directional Isolate (Unicode Annex 9)
CONTROLS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""What changes the direction of the text after it; for `str.translate`."""


def isolate(text: str) -> str:
    """Return a text that does not change the order of what stands around it; notifications.js does the same."""
    if text.isascii():
        return text
    plain = text.translate(CONTROLS)
    is_right_to_left = any(unicodedata.bidirectional(character) in {"R", "AL", "AN"} for character in plain)
    return f"{FSI}{plain}{PDI}" if is_right_to_left else plain
