"""What tools take; models read the descriptions."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from chat.web.api.schemas import Body, ClientId, Id

MAX_READ = 100


class Arguments(BaseModel):
    """What a tool takes: known names only."""

    model_config = ConfigDict(extra="forbid")


class ListRooms(Arguments):
    """Which rooms to list."""

    joined: bool = Field(default=True, description="False lists the open rooms that you are not in.")


class ReadMessages(Arguments):
    """Which messages to read."""

    room: Id = Field(description="The number of the room, or of a thread as a message's `thread` names it.")
    before: Id | SkipJsonSchema[None] = Field(
        default=None, description="Read the messages before this one, instead of the newest."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_READ)] = Field(default=30, description="How many to read at most.")


class PostMessage(Arguments):
    """What to say, and where."""

    room: Id = Field(description="The number of the room, or of a thread as a message's `thread` names it.")
    text: Body = Field(description="What to say, in Markdown; `@Name` mentions somebody.")
    reply_to: Id | SkipJsonSchema[None] = Field(
        default=None, description="The message of this room that it answers, which it will quote."
    )
    thread_of: Id | SkipJsonSchema[None] = Field(
        default=None, description="The message of this room in whose thread to say it, instead of in the room."
    )
    client_id: ClientId | SkipJsonSchema[None] = Field(
        default=None,
        description="An id of your own for this message, of 8 to 64 letters, digits, dashes or underscores. Posting "
        "with the same id again posts nothing more: use it where you cannot know if a call was carried out.",
    )


class React(Arguments):
    """A reaction to add or to take back."""

    message: Id = Field(description="The number of the message.")
    emoji: Annotated[str, Field(min_length=1, max_length=16)] = Field(description="The emoji itself, such as 👍.")
    on: bool = Field(default=True, description="False takes back your own.")
