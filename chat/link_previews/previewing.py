"""Fetches what is due for as long as the program runs; of several processes each does its share."""

import asyncio
import logging

from chat import messages
from chat.link_previews.commands.pages import claim_pages, store_page, try_page_later
from chat.link_previews.fetching import Fetcher, TryLaterError
from chat.link_previews.queries import has_due
from chat.storage.database import database
from chat.storage.steps import Steps

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks."""


class Previewing:
    """Fetches pages.

    Args:
        fetcher: asks the servers
    """

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._steps = Steps(self.step, PAUSE, "fetch pages for previews")

    async def start(self) -> None:
        """Begin to fetch."""
        await self._steps.start()

    async def stop(self) -> None:
        """End; what is being fetched is fetched again after the next start."""
        await self._steps.stop()

    async def step(self) -> None:
        """Fetch some of what is due, all at a time: one slow server holds up few others."""
        if await database.read(has_due) and await database.read(messages.makes_previews):
            await asyncio.gather(*(self._preview(*page) for page in await claim_pages()))

    async def _preview(self, preview_id: int, address: str) -> None:
        try:
            found = await self._fetcher.fetch(address)
        except TryLaterError as error:
            log.info("no preview of a page yet: %s", error)
            await try_page_later(preview_id)
        except Exception:  # whatever a stranger's page brings about is tried no more often than what cannot be reached
            log.exception("no preview of a page")
            await try_page_later(preview_id)
        else:
            if await store_page(preview_id, found):
                await messages.show_preview(preview_id)
