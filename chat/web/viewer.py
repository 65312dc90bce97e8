"""Who looks at an open page."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

from chat.accounts.items import Identity, UserItem
from chat.errors import NotSignedIn
from chat.web import auth
from chat.web.known_sessions import known_sessions
from chat.web.server.throttle import Throttle

P = ParamSpec("P")
T = TypeVar("T")


class Viewer:
    """Whoever looks at an open page, looked up anew at every event: a page outlives the request that made it."""

    def __init__(self, identity: Identity, on_signed_out: Callable[[], object]) -> None:
        """Be somebody whose session was found just now.

        Args:
            identity: who opened the page, and by which session
            on_signed_out: called when the session turns out to have ended, before `NotSignedIn` is raised
        """
        self._identity = identity
        self._on_signed_out = on_signed_out

    @property
    def user(self) -> UserItem:
        """The user as they were when the page was opened: who it is, not what they may do now."""
        return self._identity.user

    @property
    def session_id(self) -> int:
        """The session that opened the page."""
        return self._identity.session_id

    @property
    def key(self) -> str:
        """The key of this account in rate limits."""
        return str(self.user.id)

    async def identify(self) -> UserItem:
        """Look up the user as they are now; raises `NotSignedIn`."""
        try:
            return (await known_sessions.find(self._identity)).user
        except NotSignedIn:
            self._on_signed_out()
            raise

    async def read(self, query: Callable[Concatenate[UserItem, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query with the user as they are now; raises `NotSignedIn`, and what the query raises."""
        try:
            return (await auth.identify_and_read(self._identity, query, *args, **kwargs))[1]
        except NotSignedIn:
            self._on_signed_out()
            raise

    async def act(
        self,
        limit: Throttle,
        command: Callable[Concatenate[UserItem, P], Awaitable[T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call a command with the user as they are now, and count it.

        Raises `NotSignedIn`, `TooMany` past the limit, and what the command raises.
        """
        actor = await self.identify()
        await limit.acquire(self.key)
        return await command(actor, *args, **kwargs)
