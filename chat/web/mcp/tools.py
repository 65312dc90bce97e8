"""The tools: each does what an operation of the API does, for whom the API would let do it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from chat import messages
from chat.accounts.items import Caller
from chat.errors import Forbidden, Invalid, NotFound
from chat.storage.database import database
from chat.web.api.auth import limited
from chat.web.api.messages import IN_ROOM
from chat.web.api.reactions import ONE as REACTION
from chat.web.api.rooms import ALL as ROOMS
from chat.web.api.rooms import list_rooms
from chat.web.api.schemas import Message
from chat.web.api.schemas_of_rooms import RoomsAsked
from chat.web.api.search import SEARCH, Searching, search_messages
from chat.web.api.validation_messages import in_words
from chat.web.mcp import answers
from chat.web.mcp.arguments import ListRooms, PostMessage, React, ReadMessages


async def list_(caller: Caller, asked: ListRooms) -> dict[str, Any]:
    """List the rooms that you are in, with what is unread, or the open ones that you could join by writing there."""
    found = await list_rooms(RoomsAsked.model_construct(joined=asked.joined), caller)
    return {"rooms": [answers.room(room) for room in found.rooms]}


async def read(caller: Caller, asked: ReadMessages) -> dict[str, Any]:
    """Read messages of a room or a thread, oldest first; while there are more, go on with the first one as `before`."""
    if asked.before is None:
        page = await database.read(messages.newest_messages, caller, asked.room, asked.limit)
    else:
        page = await database.read(messages.messages_before, caller, asked.room, asked.before, asked.limit)
    return {"messages": [_described(item) for item in page.messages], "more": page.more}


async def search(caller: Caller, asked: Searching) -> dict[str, Any]:
    """Find messages in all rooms that you may see, or in one, newest first; go on with `next` as `before`."""
    found = await search_messages(asked, caller)
    items = [{"room": one.room.id, "room_name": one.room.name, **answers.message(one)} for one in found.messages]
    return {"messages": items, "next": found.next}


async def post(caller: Caller, asked: PostMessage) -> dict[str, Any]:
    """Post a message as the owner of the token; everybody in the room sees it at once."""
    room = asked.room
    if asked.thread_of is not None:
        if asked.reply_to is not None:
            raise Invalid("Give “reply_to” or “thread_of”, not both.")
        thread = await messages.open_thread(caller, asked.thread_of)
        if thread.room_id != asked.room:
            raise Invalid("The message of “thread_of” is in another room.")
        room = thread.id
    sent, _ = await messages.send_message_once(caller, room, asked.text, asked.client_id, reply_to=asked.reply_to)
    return {"room": room, **_described(sent)}


async def react(caller: Caller, asked: React) -> dict[str, Any]:
    """Add an emoji to a message as the owner of the token, or take it back; once more changes nothing."""
    return _described(await messages.react(caller, asked.message, asked.emoji, on=asked.on))


def _described(item: object) -> dict[str, Any]:
    return answers.message(Message.model_validate(item))


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: what it takes and does, and the API's operation, which the token has to be good for."""

    takes: type[BaseModel]
    does: Callable[[Caller, Any], Awaitable[dict[str, Any]]]
    operation: tuple[str, str]

    @property
    def reads_only(self) -> bool:
        """Whether it changes nothing."""
        return self.operation[0] == "GET"

    def is_for(self, caller: Caller) -> bool:
        """Tell whether the token is good for it."""
        try:
            return bool(limited(caller, *self.operation))
        except Forbidden:
            return False


TOOLS = {
    "list_rooms": Tool(ListRooms, list_, ("GET", ROOMS)),
    "read_messages": Tool(ReadMessages, read, ("GET", IN_ROOM)),
    "search_messages": Tool(Searching, search, ("GET", SEARCH)),
    "post_message": Tool(PostMessage, post, ("POST", IN_ROOM)),
    "react": Tool(React, react, ("PUT", REACTION)),
}


NUMBERS = ("room", "message")
"""What a token that may only write is answered: what it has said, or has said something to, and no text of others."""


async def use(name: str, arguments: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """Use a tool; raises `ChatError`s, as the API does."""
    if name not in TOOLS:
        raise NotFound(f"There is no such tool; there are {', '.join(TOOLS)}.")
    tool = TOOLS[name]
    limited(caller, *tool.operation)
    try:
        asked = tool.takes.model_validate(arguments)
    except ValidationError as error:
        raise Invalid(in_words([{**fault, "loc": ("query", *fault["loc"])} for fault in error.errors()])) from None
    answer = await tool.does(caller, asked)
    return answer if "read" in caller.scopes else {name: answer[name] for name in NUMBERS if name in answer}
