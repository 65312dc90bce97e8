"""What was found behind a link."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageText:
    """What a page says of itself, "" where it says nothing; `picture` is the address of one."""

    title: str = ""
    description: str = ""
    site: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is shown of a page: `digest` and `picture` are those of a small picture, "" and b"" without one."""

    text: PageText = PageText()
    digest: str = ""
    picture: bytes = b""
