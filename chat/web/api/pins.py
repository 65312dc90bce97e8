"""Pins: pin messages to their rooms, unpin them, and list what is pinned."""

from fastapi import FastAPI

from chat import messages
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import Key, given_or_made
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_pins import Pinned, Pins

PIN = "/v1/messages/{message_id}/pin"
OF_ROOM = "/v1/rooms/{room_id}/pins"


def register(api: FastAPI) -> None:
    """Add the operations."""
    changing, now = problems(403, 404, 422), "The message as it is now."
    api.put(PIN, summary="Pin a message", response_description=now, responses=changing)(pin_message)
    api.delete(PIN, summary="Unpin a message", response_description=now, responses=changing)(unpin_message)
    api.get(OF_ROOM, summary="List the pins", response_description="The pins.", responses=problems(404, 422))(list_pins)


async def pin_message(message_id: Id, actor: Actor, idempotency_key: Key = None) -> Message:
    """Pin a message to its room, a reply to that of its thread; pinning it again changes nothing.

    A room has at most 100 pins.
    """
    pinned = await messages.pin_message(actor, message_id, client_id=given_or_made(None, idempotency_key))
    return Message.model_validate(pinned)


async def unpin_message(message_id: Id, actor: Actor, idempotency_key: Key = None) -> Message:
    """Have a message pinned no more, whoever has pinned it; once more changes nothing."""
    unpinned = await messages.unpin_message(actor, message_id, client_id=given_or_made(None, idempotency_key))
    return Message.model_validate(unpinned)


async def list_pins(room_id: Id, actor: Actor) -> Pins:
    """What is pinned to a room, the newest pin first. Replies are among it: their `room_id` is the thread's number."""
    found = await database.read(messages.pinned_messages, actor, room_id)
    return Pins(pins=[Pinned.model_validate(pinned) for pinned in found])
