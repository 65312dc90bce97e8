"""Frozen snapshots of files: what messages have, and what is told to whoever uploads one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from chat.accounts.items import UserItem

Kind = Literal["picture", "video", "audio", "text", "pdf", "other"]

PICTURES = frozenset({f"image/{kind}" for kind in ("png", "apng", "jpeg", "gif", "webp", "avif", "bmp")})
"""The types of pictures that browsers show as they are; SVG is none of them, for it is a page."""

FILMS = frozenset({"video/mp4", "video/webm", "video/ogg", "video/quicktime"})
SOUNDS = frozenset({f"audio/{kind}" for kind in ("mpeg", "mp4", "ogg", "wav", "webm", "flac", "aac")})
"""What browsers play, most of them."""

OPENS = PICTURES | FILMS | SOUNDS | {"text/plain", "text/csv", "text/markdown", "application/json", "application/pdf"}
"""What may open in a window of its own; all else is downloaded as mere bytes, for it may be a page with scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """A file; `size` is in bytes, `width` and `height` are a picture's, once it is turned as it is shown.

    `is_animated` says that a picture moves, `has_preview` that there are small pictures of it; `excerpt` is how a text
    begins, `alt` what a picture shows in the words of whoever has uploaded it.
    """

    id: int
    name: str
    type: str
    size: int
    digest: str
    width: int | None = None
    height: int | None = None
    is_animated: bool = False
    has_preview: bool = False
    excerpt: str = ""
    alt: str = ""

    @property
    def kind(self) -> Kind:
        """What it is to people."""
        if self.type == "application/pdf":
            return "pdf"
        if self.type.startswith("image/") and self.has_preview:
            return "picture"
        if self.type in FILMS | SOUNDS:
            return "video" if self.type in FILMS else "audio"
        return "text" if self.excerpt else "other"

    @property
    def opens(self) -> bool:
        """Whether a browser shows it in a window."""
        return self.type in OPENS

    @property
    def url(self) -> str:
        """Its address, which is good for those who may see its message."""
        return f"/files/{self.id}/{quote(self.name, safe='')}"


@dataclass(frozen=True, slots=True)
class ServedFile:
    """A file whose bytes somebody gets: where they are stored, and which they are, as an ETag says it."""

    file: FileItem
    key: str
    tag: str
    is_preview: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """How large a file may be that somebody uploads, and how many bytes of today's they have left."""

    max_file: int
    left_today: int

    @property
    def most(self) -> int:
        """How large the next file may be."""
        return max(0, min(self.max_file, self.left_today))


@dataclass(frozen=True, slots=True)
class Sought:
    """Which of what was sent in a room is listed: whose, if not everybody's, and from when until when, if not all."""

    person: int = 0
    since: int = 0
    until: int = 2**62


EVERYTHING = Sought()


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file of a room or of a thread in it, with the message that it was sent with."""

    file: FileItem
    owner: UserItem
    message_id: int
    sent_at: int


@dataclass(frozen=True, slots=True)
class SharedFiles:
    """A page of the files of a room, newest first; `next` is where the next page begins, "" at the end."""

    files: Sequence[SharedFile]
    next: str
