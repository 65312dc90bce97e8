"""Reads of previews."""

from chat.errors import NotFound
from models import LinkPreview, now_ms


def has_due() -> bool:
    """Whether a page is to be fetched."""
    return LinkPreview.select().where(LinkPreview.due_at <= now_ms()).exists()


def picture(digest: str) -> bytes:
    """Return a page's small picture; raises `NotFound`. Who knows its digest has seen it, or a message with it."""
    row = LinkPreview.select(LinkPreview.image).where(LinkPreview.picture == digest).first() if digest else None
    if row is None or row.image is None:
        raise NotFound("Picture not found.")
    return bytes(row.image)
