"""The part of a stream that follows a topic: it catches up with what was missed, and enters or leaves."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar
from weakref import WeakSet

from nicegui import Client
from nicegui.events import GenericEventArguments

from .operations import Operations
from .pages import result_of
from .topic import Changes, Topic
from .traffic import traffic

T = TypeVar("T")

MAX_REVISION = 2**53 - 1
"""The largest whole number that a browser can count to."""

ChangesSince = Callable[[int | None], Changes[T] | Awaitable[Changes[T]]]

_listening: WeakSet[Client] = WeakSet()
"""Pages that note, since a list of theirs has asked for changes, what they hear of any topic."""


class Follower(Operations[T]):
    """A list that applies what is broadcast to its topic, if it has one."""

    topic: str | None
    _topic: Topic | None
    _changes_since: ChangesSince[T] | None

    def follow_now(self) -> Sequence[str]:
        """Have the page hear the topic already, so that the list is live as soon as it is shown, without asking.

        For a list that is made on a connected page, to be called at once, and only where `Topic.authorize` would let
        the page in at this moment: that is not asked. It does nothing, and the list asks as ever, where something was
        broadcast since the rows were read, or where no list of the page has asked for changes before. Returns the
        page's sockets that hear the topic.
        """
        if self._topic is None or self.client not in _listening or self._topic.latest > self._props["since"]:
            return ()
        self._props["entered"] = sockets = self._topic.enter_now(self.client)
        return sockets

    def unfollow(self) -> None:
        """Leave the topic at once, such as when the viewer may no longer see it."""
        if self._topic is None or self.is_deleted:
            return
        if self._followers() == [self]:
            self._topic.leave(self.client)

    async def _handle_follow(self, event: GenericEventArguments) -> None:
        _listening.add(self.client)
        match event.args:
            case {"since": int(since)} if 0 <= since <= MAX_REVISION:
                await self._catch_up(since)
            case {"since": None}:
                await self._catch_up(None)

    async def _catch_up(self, since: int | None) -> None:
        """Bring the browser up to date, and into the topic for all that comes."""
        if self._topic is None or self._changes_since is None:
            return
        try:
            changes = await result_of(self._changes_since(since))
            await self._topic.check(self.client)
            if self.is_deleted:
                return
            await self._topic.enter(self.client)
            if self._topic.latest > changes.revision:  # broadcast in between: neither read nor received
                changes = await result_of(self._changes_since(since))
                await self._topic.check(self.client)  # what was read before, access may have been lost after
        except Exception:
            self._topic.leave(self.client)  # for all streams of this page: who may not look may not hear
            for other in self._followers():
                other._run("sync", None)
            raise
        if changes.reset is None:
            traffic.catch_ups += 1
        else:
            traffic.resets += 1
        self._run("sync", self._wire(changes))

    def _wire(self, changes: Changes[T]) -> dict[str, Any]:
        return {
            "revision": changes.revision,
            "created": self._rows(changes.created),
            "edited": self._rows(changes.edited),
            "deleted": [str(key) for key in changes.deleted],
            "reset": None if changes.reset is None else self._rows(changes.reset),
        }

    def _followers(self) -> list["Follower[Any]"]:
        """List this page's streams that follow the same topic."""
        streams = (element for element in self.client.elements.values() if isinstance(element, Follower))
        return [stream for stream in streams if stream.topic == self.topic]

    def _handle_delete(self) -> None:
        self.unfollow()
        super()._handle_delete()
