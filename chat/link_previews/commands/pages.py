"""Claims pages that are to be fetched, so that each is by one process, and stores what was found."""

from chat.link_previews.items import Found
from chat.storage.database import database
from models import LinkPreview, lock_for_update, now_ms

LEASE_MS = 60_000
"""After this long a page that was claimed and not stored is due again: its process may have ended."""

AGAIN_AFTER_MS = 5 * 60_000
MAX_ATTEMPTS = 3
"""How often a server that cannot be reached is asked, and after how long once more."""

BATCH = 8


async def claim_pages() -> list[tuple[int, str]]:
    """Take some of what is to be fetched now: ids and addresses."""
    return await database.write(_claim)


async def store_page(preview_id: int, found: Found) -> bool:
    """Store what was found, and return whether that is anything else than before; what was deleted stays so."""
    return await database.write(_store, preview_id, found)


async def try_page_later(preview_id: int) -> None:
    """Have a page fetched once more after a while, unless that was tried often enough."""
    await database.write(_postpone, preview_id)


def _claim() -> list[tuple[int, str]]:
    due = LinkPreview.select().where(LinkPreview.due_at <= now_ms()).order_by(LinkPreview.due_at).limit(BATCH)
    rows = list(lock_for_update(due))
    ids = [row.id for row in rows]
    until = now_ms() + LEASE_MS
    LinkPreview.update(due_at=until, attempts=LinkPreview.attempts + 1).where(LinkPreview.id.in_(ids)).execute()
    return [(row.id, row.address) for row in rows]


def _store(preview_id: int, found: Found) -> bool:
    row = LinkPreview.get_or_none(LinkPreview.id == preview_id)
    if row is None:
        return False
    text = found.text
    new = (text.title, text.description, text.site, found.digest)
    has_changed = new != (row.title, row.description, row.site, row.picture)
    row.title, row.description, row.site, row.picture = new
    row.image, row.fetched_at, row.due_at = found.picture or None, now_ms(), None
    row.save()
    return has_changed


def _postpone(preview_id: int) -> None:
    row = LinkPreview.get_or_none(LinkPreview.id == preview_id)
    if row is not None:
        is_over = row.attempts >= MAX_ATTEMPTS
        row.due_at, row.fetched_at = (None, now_ms()) if is_over else (now_ms() + AGAIN_AFTER_MS, row.fetched_at)
        row.save()
