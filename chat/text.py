"""Cleans and validates text from users."""

import re
import unicodedata

from chat.errors import Invalid

MAX_BODY = 4000
"""The longest message, in characters (Unicode code points)."""

EMPTY = "A message cannot be empty."

MAX_NAME = 80
MAX_DESCRIPTION = 300
MAX_EMAIL = 254
"""The longest address that mail can be sent to (RFC 5321, with erratum 1690 to RFC 3696)."""

MAX_DIGITS = 18
"""Every number of so many digits fits a database's integers."""

SPACES = "\t\n \u00a0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000\ufeff"
"""White space as browsers define it."""

BLANK_LINES = re.compile(rf"\A(?:[{SPACES.replace(chr(10), '')}]*\n)+")
"""Blank lines at the beginning of a text."""

CLIENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

MAX_FILE_NAME = 120
"""Characters; each takes at most four bytes, and file systems allow 255."""

MAX_ENDING = 16
"""Characters of a file's ending that are kept when its name is cut."""

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")

BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
"""Unicode categories of characters that show nothing by themselves: controls, white space, marks without a letter.

Not "unassigned" (Cn), which an emoji newer than this Python has."""

NOT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that names may not contain: control, format and private characters, and line separators."""

JOINERS = frozenset("\u200c\u200d")
"""Allowed in names: they join emoji, and separate letters in Persian."""

BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0") | frozenset(map(chr, range(0xE0000, 0xE1000)))
"""Letters, a symbol and a block of characters that are rendered as blanks."""


def clean_body(raw: object, *, may_be_empty: bool = False) -> str:
    r"""Return a message's text with `\n` as line ends, without control characters, and without blank lines around it.

    The first line keeps its indentation, since it may be code. message_text.js does the same.

    Raises `Invalid` for anything but text, for text that is empty or invisible, unless that may be, or longer than
    `MAX_BODY`.
    """
    if not isinstance(raw, str):
        raise Invalid("A message must be text.")
    if len(raw) > 10 * MAX_BODY:  # before cleaning, which takes a third of a second for a megabyte
        raise _too_long(raw)
    body = storable_text(raw)
    body = BLANK_LINES.sub("", body).rstrip(SPACES)
    if is_blank(body):
        if may_be_empty:
            return ""
        raise Invalid(EMPTY)
    if len(body) > MAX_BODY:
        raise _too_long(body)
    return body


def running_text(raw: object) -> str:
    """Return a piece of a text with spaces instead of what is not stored, so that each character keeps its place."""
    if not isinstance(raw, str):
        raise Invalid("A text must be text.")
    if len(raw) > 10 * MAX_BODY:
        raise _too_long(raw)
    if "\0" in raw:
        raise Invalid("A text cannot contain the character U+0000.")
    return "".join(character if _is_storable(character) else " " for character in raw)


def storable_text(raw: str) -> str:
    r"""Return a text with `\n` as line ends, and without control characters."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.replace("\n", "").isprintable() else "".join(filter(_is_storable, text))


def clean_name(raw: object, what: str = "A name") -> str:
    """Return the name of a user or room in one line, without characters that hide or reorder others.

    Raises `Invalid` for a name that is empty, invisible or longer than `MAX_NAME`.
    """
    name = clean_line(raw, MAX_NAME, what)
    if is_blank(name):
        raise Invalid(f"{what} cannot be empty.")
    return name


def clean_line(raw: object, limit: int, what: str) -> str:
    """Return text in one line, which may be empty; raises `Invalid` for anything but text of at most `limit`."""
    if not isinstance(raw, str):
        raise Invalid(f"{what} must be text.")
    if len(raw) > 10 * limit:
        raise Invalid(f"{what} can have at most {limit} characters.")
    line = " ".join("".join(filter(_is_nameable, raw)).split())
    if len(line) > limit:
        raise Invalid(f"{what} can have at most {limit} characters.")
    return line


def shortened_line(raw: str, limit: int) -> str:
    """Return text that nobody here has typed in one line, cut to a limit, without what hides or reorders others."""
    line = " ".join("".join(filter(_is_nameable, raw[: 10 * limit])).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_client_id(client_id: object) -> str | None:
    """Return a client id as it is, or None if none was given; raises `Invalid`."""
    if client_id is None:
        return None
    if not isinstance(client_id, str) or not CLIENT_ID.fullmatch(client_id):
        raise Invalid("A client id has 8 to 64 letters, digits, dashes or underscores.")
    return client_id


def clean_file_name(raw: object) -> str:
    """Return the name of a file without folders, in one line, without characters that hide or reorder others.

    A long one is cut, before its ending. What is nothing then is called `file`; no name is refused.
    """
    last = re.split(r"[/\\]", raw[-10 * MAX_FILE_NAME :])[-1] if isinstance(raw, str) else ""
    line = " ".join("".join(filter(_is_nameable, last)).split()).strip(". ")
    stem, dot, ending = line.rpartition(".")
    if len(line) > MAX_FILE_NAME:
        ending = f"{dot}{ending}" if stem and len(ending) <= MAX_ENDING else ""
        line = (stem if ending else line)[: MAX_FILE_NAME - len(ending)].rstrip() + ending
    return "file" if not line or is_blank(line) else line


def clean_email(raw: object) -> str:
    """Return an email address in the form that is stored and compared; raises `Invalid` if it cannot be one."""
    email = raw.strip().lower() if isinstance(raw, str) else ""
    if len(email) > MAX_EMAIL:
        raise Invalid(f"An email address can have at most {MAX_EMAIL} characters.")
    if not EMAIL.fullmatch(email) or not email.isprintable():
        raise Invalid("Enter a valid email address.")
    return email


def _is_nameable(character: str) -> bool:
    return character.isspace() or character in JOINERS or unicodedata.category(character) not in NOT_IN_NAMES


def is_blank(text: str) -> bool:
    """Tell whether a text is empty or invisible."""
    return all(character in BLANK or unicodedata.category(character) in BLANK_CATEGORIES for character in text)


def _too_long(text: str) -> Invalid:
    excess = len(text) - MAX_BODY
    return Invalid(f"The message is {excess:,} character{'s' * (excess > 1)} too long (the limit is {MAX_BODY:,}).")


def _is_storable(character: str) -> bool:
    return character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}


def parse_id(text: object) -> int:
    """Return a text from a browser as a row id; 0, which no row has, if it is not one."""
    is_number = isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    return int(text) if is_number else 0  # type: ignore[call-overload]
