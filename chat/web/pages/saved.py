"""`/saved`: the messages that one has saved for later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from fastapi.responses import JSONResponse
from nicegui import app

from chat import accounts, messages
from chat.accounts.items import UserItem
from chat.messages import FARTHEST
from chat.storage.database import database
from chat.web.pages.actor import Actor
from chat.web.pages.form import form
from chat.web.pages.form_page import Done, done
from chat.web.pages.forms import Field, RowId
from chat.web.pages.message_listing import MessageListing
from models import now_ms

FIELD = "%Y-%m-%dT%H:%M"


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
        local = self._time(at)
        return f"{local:%a} {local.day} {local:%b %Y, %H:%M}" + ("" if self.zone else " UTC")

    def typed(self, message_id: int) -> str:
        """Return the same as a field for a date and time has it."""
        at = self.at.get(message_id)
        return "" if at is None else f"{self._time(at):{FIELD}}"

    @property
    def ends(self) -> tuple[str, str]:
        """Return the first and the last time that such a field takes."""
        now = self._time()
        return f"{now:{FIELD}}", f"{now + FARTHEST:{FIELD}}"

    def _time(self, at: int | None = None) -> datetime:
        at = now_ms() if at is None else at
        return accounts.time_in(self.zone, at) or datetime.fromtimestamp(at / 1000, UTC)


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
    app.get("/saved/zone")(zone)
    remove.register()
    remind.register()
    cancel.register()


@form("/saved/remove", page=SAVED.form_page(), section="messages")
async def remove(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Remove a message from the list, and stay on its page."""
    await messages.unsave_message(actor.user, message_id)
    return done("removed", page=page)


async def zone(actor: Actor) -> JSONResponse:
    """Return the zone in which times of reminders are read, if somebody has told theirs; the dialog in rooms asks."""
    zones = await database.read(accounts.zones_of, [actor.user.id])
    return JSONResponse({"zone": zones.get(actor.user.id, "")}, headers={"Cache-Control": "no-store"})


@form("/saved/remind", page=SAVED.form_page(), section="reminder-{message_id}")
async def remind(
    actor: Actor,
    message_id: RowId = 0,
    page: RowId = 1,
    when: Field = "",
    own: Field = "",
    was: Field = "",
    zone: Field = "",
) -> Done:
    """Have oneself reminded of a message, at one of some times or at one's own, which is meant wherever it was changed.

    `was` is what the field for one's own showed at first, and `zone` the browser's, where there is no other.
    """
    is_own = when == "own" or (own != "" and own != was)
    await messages.remind_of(actor.user, message_id, own if is_own else when, zone=zone)
    return done("reminded", page=page)


@form("/saved/cancel", page=SAVED.form_page(), section="messages")
async def cancel(actor: Actor, message_id: RowId = 0, page: RowId = 1) -> Done:
    """Have oneself not reminded of a message."""
    await messages.cancel_reminder(actor.user, message_id)
    return done("cancelled", page=page)
