"""What stands for characters in texts of HTML and of Slack."""

import html
import re

NUMBER = re.compile(r"&#[0-9]{9,};?")
"""Of no character, and maybe of so many digits that Python takes it for none."""


def unescaped(text: str) -> str:
    """Return a text with the characters that are meant, of whatever length the numbers in it are."""
    return html.unescape(NUMBER.sub("\ufffd", text))
