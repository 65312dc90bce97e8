"""Saved messages and their reminders."""

from typing import Annotated

from fastapi import FastAPI, Query

from chat import messages
from chat.accounts.items import UserItem
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import Key, given_or_made
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_saved import NewReminder, Paged, Saved, SavedMessages
from chat.web.server.limits import SAVING

ALL = "/v1/saved"
ONE = "/v1/saved/{message_id}"
REMINDER = f"{ONE}/reminder"
SAVED, GONE, SET, OFF = "It is saved.", "It is not saved.", "You will be reminded.", "You will not be reminded."


def register(api: FastAPI) -> None:
    """Add the operations."""
    plain, with_body = problems(403, 404, 422), problems(403, 404, 413, 415, 422)
    page = "A page of them."
    api.get(ALL, summary="List what you have saved", response_description=page, responses=problems(403, 422))(
        list_saved
    )
    for path, method, summary, said, run, responses in (
        (ONE, "PUT", "Save a message", SAVED, save_message, plain),
        (ONE, "DELETE", "Remove a saved message", GONE, unsave_message, plain),
        (REMINDER, "PUT", "Be reminded of a message", SET, set_reminder, with_body),
        (REMINDER, "DELETE", "Cancel a reminder", OFF, cancel_reminder, plain),
    ):
        api.api_route(
            path,
            methods=[method],
            summary=summary,
            response_description=said,
            responses=responses,
            status_code=204,
        )(run)


async def list_saved(asked: Annotated[Paged, Query()], actor: Actor) -> SavedMessages:
    """The messages that you have saved for later, last saved first, with their reminders."""
    return await database.read(_saved, actor, asked.page)


async def save_message(message_id: Id, actor: Actor, idempotency_key: Key = None) -> None:
    """Save a message for later, where nobody else sees it; once more changes nothing. You can save 1,000."""
    await SAVING.acquire(str(actor.id))
    await messages.save_message(actor, message_id, client_id=given_or_made(None, idempotency_key))


async def unsave_message(message_id: Id, actor: Actor, idempotency_key: Key = None) -> None:
    """Remove a message from what you have saved, with its reminder; once more changes nothing."""
    await SAVING.acquire(str(actor.id))
    await messages.unsave_message(actor, message_id, client_id=given_or_made(None, idempotency_key))


async def set_reminder(message_id: Id, new: NewReminder, actor: Actor, idempotency_key: Key = None) -> None:
    """Save a message, and be reminded of it by a direct message from the app; another time replaces the one before.

    Without a `zone`, times are those of the zone of your profile, or else UTC.
    """
    await SAVING.acquire(str(actor.id))
    key = given_or_made(None, idempotency_key)
    await messages.remind_of(actor, message_id, new.when, zone=new.zone, client_id=key)


async def cancel_reminder(message_id: Id, actor: Actor) -> None:
    """Be reminded of a message no more; it stays saved."""
    await messages.cancel_reminder(actor, message_id)


def _saved(actor: UserItem, page: int) -> SavedMessages:
    listing, reminders = messages.saved_messages(actor, page), messages.reminders(actor)
    saved = [Saved(message=Message.model_validate(one), remind_at=reminders.get(one.id)) for one in listing.items]
    return SavedMessages(saved=saved, total=listing.total, page=listing.page, more=listing.page < listing.pages)
