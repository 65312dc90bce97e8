"""Previews of web pages: whether there are any here, to which addresses a text links, and what is shown of messages."""

import re
from collections.abc import Collection
from html import unescape
from typing import Any

from chat.messages.items import PreviewItem
from chat.messages.markdown import addresses_in
from chat.storage.settings import setting
from models import LinkPreview, MessageLink

SETTING = "link_previews"
"""Name of the setting: "on" or "off", once an administrator has chosen."""

MAX_PREVIEWS = 3
"""How many pages are shown below one message: the first ones that it links to."""

MAX_ADDRESS = 2_000
"""Characters of an address of which a preview is made."""

_LINK = re.compile(r'<a href="(https?://[^"]+)"')

by_default = False


def make_previews_by_default(*, is_on: bool) -> None:
    """Choose what holds until an administrator chooses."""
    global by_default
    by_default = is_on


def makes_previews() -> bool:
    """Query: whether pages that messages link to are fetched and shown."""
    chosen = setting(SETTING)
    return by_default if chosen is None else chosen == "on"


def linked_pages(body: str, html: str | None) -> tuple[str, ...]:
    """Return the first addresses that a text links to, each once; `html` is what `markdown.draw` has made of it."""
    if "." not in body and "://" not in body:
        return ()
    found = addresses_in(body) if html is None else map(unescape, _LINK.findall(html))
    pages = dict.fromkeys(address.partition("#")[0] for address in found)
    return tuple(page for page in pages if len(page) <= MAX_ADDRESS)[:MAX_PREVIEWS]


def load_previews(message_ids: Collection[int]) -> dict[int, tuple[PreviewItem, ...]]:
    """Return what is shown of the pages that each of these messages links to, in the order of its text."""
    if not message_ids:
        return {}
    there = MessageLink.message.in_(list(message_ids)) & (LinkPreview.title != "")
    page = (LinkPreview.id, LinkPreview.address, LinkPreview.title, LinkPreview.description, LinkPreview.site)
    rows: Any = MessageLink.select(MessageLink.message, *page, LinkPreview.picture).join(LinkPreview).where(there)
    found: dict[int, tuple[PreviewItem, ...]] = {}
    for message_id, *fields in rows.order_by(MessageLink.position, MessageLink.id).tuples():
        found[message_id] = (*found.get(message_id, ()), PreviewItem(*fields))
    return found
