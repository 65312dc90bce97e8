"""Threads: read what was replied to a message, and reply."""

from typing import Annotated

from fastapi import FastAPI, Query, Response

from chat import messages
from chat.messages.items import FollowedThread as FollowedItem
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.messages import AGAIN, WRITING, Key, given_or_made, read_messages
from chat.web.api.schemas import Id, Message
from chat.web.api.schemas_of_reading import MessageChanges, MessagePage, Reading
from chat.web.api.schemas_of_rooms import Room
from chat.web.api.schemas_of_saved import FollowedThread, FollowedThreads, Paged
from chat.web.api.schemas_of_threads import NewReply

ALL = "/v1/threads"
BELOW = "/v1/messages/{message_id}/thread"
FOLLOWING = f"{BELOW}/following"
PAGE = "The page or, for `since_revision`, the changes."
SENT = "The reply that was sent."


def register(api: FastAPI) -> None:
    """Add the operations."""
    api.get(BELOW, summary="Read a thread", response_description=PAGE, responses=problems(404, 422))(read_thread)
    api.post(BELOW, summary="Reply in a thread", response_description=SENT, responses=AGAIN | WRITING, status_code=201)(
        reply_in_thread
    )
    page, plain = "A page of them.", problems(403, 404, 422)
    api.get(ALL, summary="List your threads", response_description=page, responses=problems(403, 422))(list_threads)
    api.put(
        FOLLOWING, summary="Follow a thread", response_description="You follow it.", responses=plain, status_code=204
    )(follow_thread)
    api.delete(
        FOLLOWING,
        summary="Unfollow a thread",
        response_description="You do not follow it.",
        responses=plain,
        status_code=204,
    )(unfollow_thread)


async def read_thread(
    message_id: Id, reading: Annotated[Reading, Query()], actor: Actor
) -> MessagePage | MessageChanges:
    """What was replied to a message in its thread, in the same way as the messages of a room.

    A thread has a revision of its own. One without replies is empty.
    """
    thread_id = await database.read(messages.thread_below, actor, message_id)
    if thread_id is None:
        return MessagePage(messages=[], revision=0, more=False)
    return await read_messages(thread_id, reading, actor)


async def reply_in_thread(
    message_id: Id, reply: NewReply, actor: Actor, response: Response, idempotency_key: Key = None
) -> Message:
    """Reply to a message in its thread, which begins with the first reply.

    With a `client_id`, sending is safe to repeat. With `also_in_room`, the room gets a message with the same text, too,
    which answers the one above the thread.
    """
    client_id, thread = given_or_made(reply.client_id, idempotency_key), await messages.open_thread(actor, message_id)
    sent, is_new = await messages.send_message_once(
        actor, thread.id, reply.body, client_id, also_in_room=reply.also_in_room
    )
    response.status_code = 201 if is_new else 200
    return Message.model_validate(sent)


async def list_threads(asked: Annotated[Paged, Query()], actor: Actor) -> FollowedThreads:
    """The threads with replies that you follow, a page at a time, without those in archived rooms."""
    listing = await database.read(messages.followed_threads, actor, asked.page)
    threads = [_followed(one) for one in listing.items]
    return FollowedThreads(threads=threads, total=listing.total, page=listing.page, more=listing.page < listing.pages)


async def follow_thread(message_id: Id, actor: Actor) -> None:
    """Be told of what is replied to a message in its thread; whoever replies there, or wrote the message, is anyway."""
    await messages.follow_thread(actor, message_id)


async def unfollow_thread(message_id: Id, actor: Actor) -> None:
    """Be told no more of what is replied to a message in its thread, unless it mentions you."""
    await messages.unfollow_thread(actor, message_id)


def _followed(one: FollowedItem) -> FollowedThread:
    return FollowedThread(
        id=one.thread.id,
        room=Room.model_validate(one.room),
        root=Message.model_validate(one.root),
        last=[Message.model_validate(reply) for reply in one.replies],
        unread=one.unread,
    )
