"""Reactions: add one's own to a message, and take it back."""

from typing import Annotated

from fastapi import FastAPI, Path

from chat import messages
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import Key, given_or_made
from chat.web.api.schemas import Id, Message

ONE = "/v1/messages/{message_id}/reactions/{emoji}"

Emoji = Annotated[str, Path(min_length=1, max_length=16, description="The emoji itself, as in the app’s list.")]


def register(api: FastAPI) -> None:
    """Add the operations."""
    changing, now = problems(403, 404, 422), "The message as it is now."
    api.put(ONE, summary="React to a message", response_description=now, responses=changing)(add_reaction)
    api.delete(ONE, summary="Take back a reaction", response_description=now, responses=changing)(remove_reaction)


async def add_reaction(message_id: Id, emoji: Emoji, actor: Actor, idempotency_key: Key = None) -> Message:
    """React to a message with an emoji; once more changes nothing. A message has at most 20 different ones."""
    key = given_or_made(None, idempotency_key)
    return Message.model_validate(await messages.react(actor, message_id, emoji, on=True, client_id=key))


async def remove_reaction(message_id: Id, emoji: Emoji, actor: Actor, idempotency_key: Key = None) -> Message:
    """Take back your own reaction with an emoji; once more changes nothing."""
    key = given_or_made(None, idempotency_key)
    return Message.model_validate(await messages.react(actor, message_id, emoji, on=False, client_id=key))
