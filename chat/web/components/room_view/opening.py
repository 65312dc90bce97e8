"""What a room opens with."""

from dataclasses import dataclass

from chat.messages.items import MessagePage
from chat.rooms.items import FirstUnread, SeenRoom


@dataclass(frozen=True, slots=True)
class Opening:
    """A room, a page of it, and where what its viewer has not read begins.

    The page has that message in it, or else the newest ones; `has_newest` is whether it goes on to these. Where a link
    to a message was followed, `linked` is its id, and the page has it in its middle; or, if it is gone, its place.
    `pins` are the rows that tell of what is pinned to the room, once for each pin.
    """

    seen: SeenRoom
    page: MessagePage
    first: FirstUnread | None
    has_newest: bool
    linked: int | None = None
    pins: tuple[int, ...] = ()

    @property
    def at(self) -> int | None:
        """The message that is to be shown: the linked one or the next one that is there, else the first unread one."""
        if self.linked is None:
            return self.first.message_id if self.first else None
        ids = [message.id for message in self.page.messages]
        return next((id_ for id_ in ids if id_ >= self.linked), ids[-1] if ids else None)
