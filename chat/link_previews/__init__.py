"""Previews of web pages: fetches what messages link to, where administrators want it, and has messages show it."""

from chat.link_previews.fetching import Fetcher
from chat.link_previews.previewing import Previewing
from chat.link_previews.queries import picture

__all__ = ["Fetcher", "Previewing", "picture"]
