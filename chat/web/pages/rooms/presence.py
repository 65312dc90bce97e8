"""What an open page tells of its viewer's presence, and what it is told of others' and of their statuses."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress

from nicegui import Client

from chat import accounts
from chat.accounts.events import PEOPLE
from chat.accounts.items import UserItem
from chat.elements.topic import Topic
from chat.errors import ChatError
from chat.storage.database import database
from chat.web.audiences import require_audience
from chat.web.presence import presence
from chat.web.server.limits import PRESENCE
from chat.web.statuses import Row, status_rows
from chat.web.viewer import Viewer
from models import row_id

MAX_SHOWN = 500
"""Of how many people a page is told, as an answer."""

Answer = Callable[[Collection[Collection[int]], Sequence[Row]], None]
"""Takes the ids of those who are active, away and offline, and the statuses of all of them."""


class PagePresence:
    """The presence of one page's viewer, and of the people whom it shows."""

    def __init__(self, client: Client, viewer: Viewer, answer: Answer) -> None:
        self._client, self._viewer, self._answer = client, viewer, answer

    async def handle(self, *, is_active: bool, shown: Collection[object] | None) -> None:
        """Note whether the viewer does something here and, if the page says whom it shows, tell it of these.

        From then on it hears of changes; it says so again with each new connection.
        """
        if shown is None:
            if presence.knows(self._client):
                presence.note(self._client, self._viewer.user.id, is_active=is_active)
            return
        with suppress(ChatError):
            await PRESENCE.acquire(self._viewer.key)
            asked_at = presence.switches
            is_hidden = await self._viewer.read(_hears_and_hides)
            if not self._client.is_deleted:
                # First: nobody is to see them meanwhile.
                presence.learn_hidden(self._viewer.user.id, is_hidden=is_hidden, asked_at=asked_at)
                presence.note(self._client, self._viewer.user.id, is_active=is_active)
                await self._answer_for({row_id(user_id) for user_id in list(shown)[:MAX_SHOWN]})

    async def _answer_for(self, user_ids: Collection[int]) -> None:
        rows: Sequence[Row] = ()
        if user_ids:
            await Topic(PEOPLE).enter(self._client)
            rows = await database.read(status_rows, user_ids)
        self._answer(presence.states(user_ids), rows)


def _hears_and_hides(actor: UserItem) -> bool:
    require_audience(actor, PEOPLE)
    return accounts.hides_presence(actor.id)
