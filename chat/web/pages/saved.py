"""`/saved`: the messages that one has saved for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from chat import accounts, messages
from chat.accounts.items import UserItem
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.message_listing import MessageListing


@dataclass(frozen=True, slots=True)
class Reminders:
    """When somebody is to be reminded of what, by their clock."""

    at: Mapping[int, int]
    zone: str

    def shown(self, message_id: int) -> str:
        """Say when they are to be reminded of a message; nothing where they are not."""
        at = self.at.get(message_id)
        if at is None:
            return ""
        local = accounts.time_in(self.zone, at) or datetime.fromtimestamp(at / 1000, UTC)
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M}" + ("" if self.zone else " UTC")


def reminders_of(actor: UserItem) -> Reminders:
    """Query: what somebody is to be reminded of."""
    return Reminders(messages.reminders(actor), accounts.zones_of([actor.id]).get(actor.id, ""))


SAVED = MessageListing(
    path="/saved",
    title="Saved",
    lead="Messages that you have saved for later. Only you see this list.",
    empty="Nothing saved yet. Point at a message and choose “Save for later”.",
    query=messages.saved_messages,
    below="reminder.html",
    read_more=reminders_of,
)


def register() -> None:
    """Add the routes."""
    SAVED.register()
    remove.register()
    remind.register()
    cancel.register()


@form("/saved/remove", page=SAVED.form_page(), section="messages")
async def remove(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Remove a message from the list, and stay on its page."""
    await messages.unsave_message(actor.user, message_id)
    return done("removed", page=page)


@form("/saved/remind", page=SAVED.form_page(), section="messages")
async def remind(actor: Actor, message_id: RowId = 0, page: RowId = 1, when: Field = "", own: Field = "") -> Done:
    """Have oneself reminded of a message, at one of some times or at one's own."""
    await messages.remind_of(actor.user, message_id, own if when == "own" else when)
    return done("reminded", page=page)


@form("/saved/cancel", page=SAVED.form_page(), section="messages")
async def cancel(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Have oneself not reminded of a message."""
    await messages.cancel_reminder(actor.user, message_id)
    return done("cancelled", page=page)
