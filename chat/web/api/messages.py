"""Messages: read one, a page or changes, send, edit, delete."""

from hashlib import blake2b
from typing import Annotated

from fastapi import FastAPI, Header, Path, Query, Response

from chat import messages
from chat.errors import Invalid, NotFound
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import Documented, problems
from chat.web.api.schemas import (
    ClientId,
    EditedMessage,
    Id,
    Message,
    NewMessage,
)
from chat.web.api.schemas_of_live import Press
from chat.web.api.schemas_of_reading import MessageChanges, MessagePage, Reading

IN_ROOM = "/v1/rooms/{room_id}/messages"
ONE = "/v1/messages/{message_id}"
PAGE = "The page or, for `since_revision`, the changes."
FOUND = "The message."
SENT = "The message that was sent."
EDITED = "The message as it is now."
GONE = "The message is deleted."
PRESSED = "The message as it is now."

Action = Annotated[
    str, Path(pattern="^[a-z][a-z_]{0,29}$", examples=["count"], description="What is pressed, as its kind calls it.")
]

ClientIdOfDeletion = Annotated[
    ClientId | None, Query(description="Your own id for this deletion: repeating it changes nothing.")
]
Key = Annotated[
    str | None, Header(description="Used if there is no `client_id`; a proxy may set it to retry with another process.")
]

WRITING = problems(403, 404, 413, 415, 422)
AGAIN: Documented = {
    200: {"model": Message, "description": "A message with this `client_id` was already stored: this is it."}
}
SENDING = AGAIN | WRITING | problems(409)


def register(api: FastAPI) -> None:
    """Add the operations."""
    api.get(IN_ROOM, summary="Read messages", response_description=PAGE, responses=problems(404, 422))(read_messages)
    api.post(IN_ROOM, summary="Send a message", response_description=SENT, responses=SENDING, status_code=201)(
        send_message
    )
    api.get(ONE, summary="Read a message", response_description=FOUND, responses=problems(403, 404, 422))(read_message)
    api.patch(ONE, summary="Edit a message", response_description=EDITED, responses=WRITING | problems(409))(
        edit_message
    )
    api.delete(
        ONE, summary="Delete a message", response_description=GONE, responses=problems(403, 404, 422), status_code=204
    )(delete_message)
    api.post(
        f"{ONE}/actions/{{action}}", summary="Press in a live message", response_description=PRESSED, responses=WRITING
    )(press)


async def read_messages(
    room_id: Id, reading: Annotated[Reading, Query()], actor: Actor
) -> MessagePage | MessageChanges:
    """A page of a room's messages, the newest ones unless `before` is given; or the changes since a revision.

    To follow a room, read a page; then ask regularly with `since_revision` and the last revision. After too many
    changes, `fresh_page_needed` is set: read a page again.
    """
    if reading.since_revision is not None:
        return await _changes(actor, room_id, reading.since_revision)
    if reading.before is None:
        return MessagePage.model_validate(await database.read(messages.newest_messages, actor, room_id, reading.limit))
    page = await database.read(messages.messages_before, actor, room_id, reading.before, reading.limit)
    return MessagePage.model_validate(page)


async def read_message(message_id: Id, actor: Actor) -> Message:
    """One message, or a reply in a thread, by its number; one that was deleted is not found."""
    for found in await database.read(messages.found_messages, actor, [message_id]):
        return Message.model_validate(found)
    raise NotFound("Message not found.")


async def send_message(
    room_id: Id, message: NewMessage, actor: Actor, response: Response, idempotency_key: Key = None
) -> Message:
    """Send a message in a room. With a `client_id`, sending is safe to repeat: the message is stored once.

    With `reply_to` it answers a message of the room, whose author is told as if it mentioned them, unless they do not
    want that; a message that has been deleted cannot be answered.

    With `streaming` it is written word by word: go on with `append`, and end it with `finish`. If nothing is added for
    a minute, it is ended as interrupted.

    With a `kind` it is a live message, such as a poll, that begins with `state`.
    """
    client_id = given_or_made(message.client_id, idempotency_key)
    if message.kind:
        if message.body or message.files or message.reply_to or message.streaming:
            raise Invalid("A live message has neither a body nor files, and answers nothing.")
        sent, is_new = await messages.send_live(actor, room_id, message.kind, message.state or {}, client_id)
    elif message.state is not None:
        raise Invalid("Only a live message has a state: say its kind.")
    elif message.streaming:
        if message.files:
            raise Invalid("A message that is written word by word has no files.")
        sent, is_new = await messages.start_message(actor, room_id, message.body, client_id, reply_to=message.reply_to)
    else:
        sent, is_new = await messages.send_message_once(
            actor, room_id, message.body, client_id, reply_to=message.reply_to, files=message.files
        )
    response.status_code = 201 if is_new else 200
    return Message.model_validate(sent)


async def edit_message(message_id: Id, message: EditedMessage, actor: Actor, idempotency_key: Key = None) -> Message:
    """Edit one's own message. With a `client_id`, it is safe to repeat; with `base`, nobody's edit is overwritten.

    If it was repeated, the message is returned as it is now, with the `edited_at` that this edit gave it.
    """
    client_id = given_or_made(message.client_id, idempotency_key)
    base = message.base if "base" in message.model_fields_set else messages.UNCHECKED
    edited = await messages.edit_message(actor, message_id, message.body, client_id=client_id, base=base)
    return Message.model_validate(edited)


async def delete_message(
    message_id: Id, actor: Actor, client_id: ClientIdOfDeletion = None, idempotency_key: Key = None
) -> None:
    """Delete one of your own messages or, in a room that you manage, any message. Deleting again does nothing."""
    await messages.delete_message(actor, message_id, client_id=given_or_made(client_id, idempotency_key))


async def press(message_id: Id, action: Action, actor: Actor, pressed: Press, idempotency_key: Key = None) -> Message:
    """Press something in a live message, such as `vote` with `{"args": {"arg": "0"}}` in a poll.

    With a `client_id`, it is safe to repeat. Presses that come together are one change of the message.
    """
    client_id = given_or_made(pressed.client_id, idempotency_key)
    return Message.model_validate(await messages.press(actor, message_id, action, pressed.args, client_id=client_id))


def given_or_made(given: str | None, idempotency_key: str | None) -> str | None:
    """Return the given client id, else one made of the `Idempotency-Key`, which may be any text."""
    if given or not idempotency_key:
        return given
    return blake2b(idempotency_key.encode(), digest_size=16).hexdigest()


async def _changes(actor: Actor, room_id: int, revision: int) -> MessageChanges:
    changes = await database.read(messages.changes_since, actor, room_id, revision)
    if changes is None:
        return MessageChanges(created=[], edited=[], deleted=[], revision=revision, fresh_page_needed=True)
    return MessageChanges(
        created=[Message.model_validate(message) for message in changes.created],
        edited=[Message.model_validate(message) for message in changes.edited],
        deleted=[message.id for message in changes.deleted],
        revision=changes.revision,
        fresh_page_needed=False,
    )
