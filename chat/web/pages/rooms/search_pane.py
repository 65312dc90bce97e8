"""The panel to search in, beside the room of an open page."""

from contextlib import suppress
from typing import Any

from nicegui import Client

from chat import accounts, search
from chat.errors import NotSignedIn
from chat.search.items import Found
from chat.text import MAX_NAME
from chat.web.components.search.search_panel import People, Question, SearchPanel
from chat.web.server.limits import CATCHING_UP, READING, SEARCHING
from chat.web.viewer import Viewer

MOST_PEOPLE = 20
"""How many people are offered while somebody types a name."""


class SearchPane:
    """Searches for whoever looks at a page, as they may see now what is found."""

    def __init__(self, client: Client, viewer: Viewer) -> None:
        self._client, self._viewer = client, viewer
        self._panel: SearchPanel | None = None

    async def open(self) -> None:
        """Make the panel, unless it is there from the last time."""
        with suppress(NotSignedIn):
            await self._viewer.identify()
            if self._panel is None and not self._client.is_deleted:
                with self._client:
                    self._panel = SearchPanel(self._viewer.user, on_search=self._search, on_complete=self._complete)

    async def _search(self, question: Question, after: Any) -> Found:
        if after is None:
            await SEARCHING.acquire(self._viewer.key)
        async with READING.turn(self._viewer.key):
            if after is not None:  # it costs as much, but waits instead of being refused
                await SEARCHING.wait(self._viewer.key)
            return await self._viewer.read(
                search.search, question.text, room_id=question.room_id, before=after, order=question.order
            )

    async def _complete(self, text: str) -> People:
        async with READING.turn(self._viewer.key, CATCHING_UP):
            listing = await self._viewer.read(lambda _: accounts.directory(text[:MAX_NAME]))
        return listing.items[:MOST_PEOPLE], listing.total > MOST_PEOPLE
