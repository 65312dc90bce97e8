"""What can be done in an open room, as its components see it."""

from typing import Any, Protocol

from chat.elements.stream import Changes
from chat.messages.items import DrawnText, MessageItem, MessagePage

Completion = tuple[int, str, str, bool]
"""A person or a room: the id, the name, the digest of the picture or "", and whether the person is in the room."""

Form = dict[str, Any]
"""What a command asks for, as live_form.js draws it, or what was filled in."""


class RoomActions(Protocol):
    """What a viewer can do with a list of messages: a room, later a thread; what they do to messages is `Outbox`'s.

    Ids are what a browser sent. Everything raises `ChatError` with what to tell the viewer.
    """

    topic: str
    """The topic that the list's changes are broadcast under."""

    async def join(self) -> None:
        """Join the room."""

    async def add(self, person_id: int) -> None:
        """Add somebody to the room."""

    async def notify_typing(self, *, is_typing: bool) -> None:
        """Show the others that the viewer is typing, or no more."""

    async def complete(self, kind: str, text: str) -> tuple[list[Completion], bool]:
        """Read what the beginning of a name may mean, and whether there is more; `kind` is what was typed before it."""
        ...

    async def preview(self, text: str) -> DrawnText:
        """Draw what a message with this text would look like."""
        ...

    async def command(self, name: str, given: str | Form) -> str | Form:
        """Do what a command that was typed in the composer asks for, and return what to tell the viewer.

        What is `given` is what follows its name, or the answer to the form that it has returned.
        """
        ...

    async def pins(self) -> tuple[int, ...]:
        """Read which messages tell of pins, once for each pin."""
        ...

    async def older(self, before_id: int) -> MessagePage:
        """Read the page before a message."""
        ...

    async def newer(self, after_id: int) -> MessagePage:
        """Read the page after a message."""
        ...

    async def around(self, message_id: int) -> MessagePage:
        """Read the page with a message in its middle, or with its place."""
        ...

    async def changes(self, revision: int | None) -> Changes[MessageItem]:
        """Read what has changed after a revision, or for None the newest page; see `Stream`."""
        ...
