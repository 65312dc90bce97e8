"""Search: messages in all rooms, or in one, as the search of the pages finds them."""

from typing import Annotated

from fastapi import FastAPI, Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from chat import search
from chat.rooms.items import RoomKind
from chat.search.items import FoundMessage
from chat.storage.database import database
from chat.web.api.auth import Actor
from chat.web.api.errors import problems
from chat.web.api.schemas import Answer, Id, Message, plain_number
from chat.web.server.limits import SEARCHING

SEARCH = "/v1/search"


class Searching(BaseModel):
    """What to search for, and where."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field(
        default="",
        max_length=search.MAX_LENGTH,
        description='Words, `"phrases"`, `-without`, `from:`, `in:`, `has:`, `before:`, `after:`, `on:`, '
        "`mentions:me`, `is:pinned`, `is:saved`, as in the app; nothing finds nothing.",
        examples=["deploy from:me"],
    )
    room: Id | SkipJsonSchema[None] = Field(default=None, description="Search in this room and its threads alone.")
    before: str | SkipJsonSchema[None] = Field(
        default=None,
        pattern="^([1-9][0-9]{0,17}|[0-9]{1,15}-[0-9]{1,18})$",
        description="Search further back: `next` of the page before, or the number of a message.",
    )
    limit: Annotated[int, Field(ge=1, le=search.MAX_LIMIT), BeforeValidator(plain_number)] = Field(
        default=20, description="How many messages to return at most."
    )


class FoundRoom(Answer):
    """The room that a message was found in."""

    id: int = Field(description="The room's number; of a reply, that of the room that the thread is in.")
    name: str = Field(description="What the room is called; a direct one after the others in it.")
    kind: RoomKind = Field(description="Whether it is `open`, `closed` or `direct`.")


class Piece(Answer):
    """A piece of an excerpt."""

    text: str = Field(description="The text.")
    is_match: bool = Field(description="Whether it is what was searched for.")


class FoundAnswer(Message):
    """A message that was found."""

    room: FoundRoom = Field(description="Where it was found.")
    root: int | None = Field(description="Of a reply in a thread, the number of the message replied to.")
    excerpt: list[Piece] = Field(description="The part of the text that says why it was found, without markup.")


class FoundMessages(Answer):
    """What was found, newest first."""

    messages: list[FoundAnswer] = Field(description="The messages, newest first.")
    more: bool = Field(description="Whether there may be more; then go on with `next`, even if there are none here.")
    next: str | None = Field(description="The `before` to go on with.")
    indexing: bool = Field(description="Whether older messages are still being indexed, and searched more slowly.")


def register(api: FastAPI) -> None:
    """Add the operation."""
    api.get(SEARCH, summary="Search messages", response_description="What was found.", responses=problems(404, 422))(
        search_messages
    )


async def search_messages(asked: Annotated[Searching, Query()], actor: Actor) -> FoundMessages:
    """Find messages in all rooms that you may see, or in one. Replies in threads are found too, deleted ones are not.

    One search looks at 2,500 messages that could be what you search for, at most: it may find none, and have more.
    """
    await SEARCHING.acquire(str(actor.id))
    found = await database.read(
        search.search, actor, asked.q, room_id=asked.room, before=asked.before, limit=asked.limit
    )
    return FoundMessages(
        messages=[_answer(one) for one in found.items],
        more=found.more,
        next=found.next,
        indexing=found.is_indexing,
    )


def _answer(found: FoundMessage) -> FoundAnswer:
    message = Message.model_validate(found.message)
    return FoundAnswer.model_construct(  # of what has been looked at: a field is called otherwise in what it is made of
        **dict(message),
        room=FoundRoom(id=found.room.id, name=found.room.name, kind=found.room.kind),
        root=found.thread.root_id if found.thread else None,
        excerpt=[Piece(text=text, is_match=is_match) for text, is_match in found.excerpt],
    )
