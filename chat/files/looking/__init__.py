"""Looks into files: what they are, how large pictures are, and what can be shown of them; knows no database."""

from dataclasses import dataclass
from pathlib import Path

from chat.files.looking.excerpts import excerpt_of
from chat.files.looking.films import film_size
from chat.files.looking.media_types import HEAD, UNKNOWN, looks_like_text, media_type
from chat.files.looking.metadata import without_metadata
from chat.files.looking.pictures import draw

LARGEST_PDF = 100 * 1024 * 1024
"""Bytes of a PDF whose first page is drawn."""

PDF = "application/pdf"

DRAWN = {*(f"image/{kind}" for kind in ("png", "apng", "jpeg", "gif", "webp", "avif", "heic", "bmp")), PDF}
"""Of what there are small pictures. SVG is never drawn: it is a program."""


__all__ = ["DRAWN", "UNKNOWN", "Look", "look_at", "without_metadata"]


@dataclass(frozen=True, slots=True)
class Look:
    """What is known of a file from its bytes.

    Args:
        type: the media type, by the first bytes; `UNKNOWN` if nothing else is sure
        width: pixels of a picture or film as it is seen, or of a document's first page; None if nobody knows
        height: as `width`
        is_animated: whether the picture moves
        previews: small pictures in WebP, to fit 360 and 720 pixels; empty if it cannot be drawn
        excerpt: the first lines of a text
    """

    type: str
    width: int | None = None
    height: int | None = None
    is_animated: bool = False
    previews: tuple[bytes, ...] = ()
    excerpt: str = ""


def look_at(path: Path, name: str, *, draws: bool = True) -> Look:
    """Look into a file; never fails because of what is in it. For threads: it may take seconds where it draws.

    Args:
        path: where it is
        name: what its owner calls it; says which kind of text or archive it is, nothing else
        draws: whether what can be drawn is; without it, only the type is known of such a file
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    kind = media_type(head, name)
    if kind in DRAWN:
        return _picture(path, kind) if draws else Look(kind)
    if kind in {"video/mp4", "video/quicktime"}:
        return Look(kind, *(film_size(path) or ()))
    is_text = kind != UNKNOWN and looks_like_text(head)
    return Look(kind, excerpt=excerpt_of(head) if is_text else "")


def _picture(path: Path, kind: str) -> Look:
    drawn = None if kind == PDF and path.stat().st_size > LARGEST_PDF else draw(path)
    if drawn is None:
        return Look(kind)
    return Look(kind, drawn.width, drawn.height, drawn.is_animated, drawn.pictures)
