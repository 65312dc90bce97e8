"""Schemas of requests and responses, but for those of rooms."""

import re
from typing import Annotated, Any

from pydantic import AliasPath, BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from chat.files import MAX_OF_MESSAGE
from chat.messages.items import QuoteItem
from chat.text import MAX_BODY
from models import MAX_ID

MAX_LIMIT = 200
NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


def plain_number(text: object) -> object:
    """Refuse numbers that only Python accepts: `1_000`, `+1`, `1.0`, `٣`."""
    if isinstance(text, str) and not NUMBER.fullmatch(text):
        raise ValueError("must be a whole number")
    return text


Id = Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(plain_number)]
Count = Annotated[int, Field(ge=0, le=MAX_ID), BeforeValidator(plain_number)]
Body = Annotated[
    str, Field(min_length=1, max_length=MAX_BODY, description="The text of the message.", examples=["Hello"])
]
ClientId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{8,64}$")]


class Request(BaseModel):
    """A request body: known fields only, of exactly their types."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Answer(BaseModel):
    """A response, made from an item of the same fields."""

    model_config = ConfigDict(extra="forbid", from_attributes=True)


Kind = Annotated[str, Field(max_length=20, pattern="^[a-z]*$")]


class NewMessage(Request):
    """A message to send."""

    kind: Kind = Field(
        default="",
        examples=[""],
        description="What kind of live message it is, such as `poll`; empty for a text. "
        "A live message has a `state`, and neither body nor files.",
    )
    state: dict[str, Any] | None = Field(
        default=None, examples=[None], description="What a live message begins with, as its kind takes it."
    )

    body: Annotated[str, Field(max_length=MAX_BODY)] = Field(
        default="", description="The text of the message, which can be empty if there are files.", examples=["Hello"]
    )
    files: Annotated[list[Id], Field(max_length=MAX_OF_MESSAGE)] = Field(
        default=[],
        examples=[[]],
        description="Files that you have uploaded to this room and not sent, by their numbers, in order.",
    )
    client_id: ClientId | None = Field(
        default=None,
        examples=["build-4711"],
        description="Your own id for this message, 8 to 64 letters, digits, dashes or underscores: "
        "sending again with the same id returns the message already stored.",
    )
    reply_to: Id | None = Field(
        default=None, examples=[None], description="The number of the message in the same room that it answers, if any."
    )
    streaming: bool = Field(
        default=False,
        examples=[False],
        description="Whether it is written word by word: `body` is how it begins and may be empty.",
    )


class EditedMessage(Request):
    """A new text for a message."""

    body: Body
    client_id: ClientId | None = Field(
        default=None,
        examples=["build-4711-green"],
        description="Your own id for this edit: repeating it with the same id, within a week, changes nothing.",
    )
    base: Count | None = Field(
        default=None,
        examples=[None],
        description="The `edited_at` of the text that you have edited, null if it was never edited before. "
        "If the message has another text by now, the edit is refused. Leave it out to replace any text.",
    )


class Person(Answer):
    """Somebody with an account."""

    id: int = Field(description="The person's number.")
    name: str = Field(description="The person's name, as everybody sees it.")
    is_bot: bool = Field(description="Whether this is a program's account, and nobody's own.")


class Reaction(Answer):
    """An emoji on a message."""

    emoji: str = Field(description="The emoji.")
    users: list[Person] = Field(description="Who reacted with it, in order.")


class File(Answer):
    """A file."""

    id: int = Field(description="The file's number.")
    name: str = Field(description="The file's name.")
    size: int = Field(description="How many bytes it has.")
    type: str = Field(description="What it is, as its bytes say, such as `image/png`.")
    url: str = Field(description="Its address in the app; programs read it at `/api/v1/files/{id}`.")


class AttachedFile(File):
    """A file of a message."""

    width: int | None = Field(description="The width of a picture or a film in pixels, if it is known.")
    height: int | None = Field(description="The height of a picture or a film in pixels, if it is known.")
    alt: str = Field(description="What a picture shows, in the author's words; may be empty.")


class Thread(Answer):
    """What was replied to a message, in short."""

    id: int = Field(
        description="The thread's number: its replies are read and sent as messages of a room with this number, too."
    )
    replies: int = Field(description="How many replies there are.")
    people: list[Person] = Field(validation_alias="faces", description="The first three people who replied.")
    last_at: int = Field(description="When the last reply was sent, in milliseconds since 1970, UTC.")


class PostedAs(Answer):
    """Under which name and emoji a bot has posted a message; either may be empty."""

    name: str = Field(description="The name, in place of the bot's.")
    emoji: str = Field(validation_alias="sign", description="The emoji, in place of the bot's picture.")


class Message(Answer):
    """A message, as it is now."""

    id: int = Field(description="The message's number; in a room, later messages have larger ones.")
    room_id: int = Field(description="The room it was sent to; of a reply in a thread, the thread's number.")
    author: Person = Field(description="Who sent it.")
    posted_as: PostedAs | None = Field(
        validation_alias="guise",
        description="What a webhook's `username` and `icon_emoji` have made of its bot's name and picture, if any.",
    )
    body: str = Field(description="The text as it was typed, in Markdown; empty once deleted.")
    html: str = Field(
        description="The text as HTML, formatted and clean, with people and rooms as they are called now. Code has its "
        "colours as classes, tasks a box; nothing in it loads or runs anything."
    )
    client_id: str | None = Field(description="The id that the sending program gave it, if any.")
    created_at: int = Field(description="When it was sent, in milliseconds since 1970, UTC.")
    edited_at: int | None = Field(description="When it was last edited, if ever, in milliseconds since 1970, UTC.")
    deleted_at: int | None = Field(
        description="When it was deleted, if it was, in milliseconds since 1970, UTC. "
        "One with replies in its thread is still listed, without its text."
    )
    revision: int = Field(description="The room's revision at the last change of this message.")
    reactions: list[Reaction] = Field(description="Reactions, in the order in which each emoji was first used.")
    files: list[AttachedFile] = Field(description="Its files, in order.")
    mentions: list[Person] = Field(description="The people whom its text names after an `@`, as they are called now.")
    reply_to: int | None = Field(description="The number of the message in the same room that it answers, if any.")
    thread: Thread | None = Field(description="What was replied to it in its thread, if anything was.")
    kind: str = Field(
        default="",
        validation_alias=AliasPath("live", "kind"),
        description="What kind of live message it is, such as `poll`; empty for a text.",
    )
    state: dict[str, Any] | None = Field(
        default=None,
        validation_alias=AliasPath("live", "state"),
        description="The state of a live message. Its `body` says it as plain text. "
        "Who has voted in an anonymous poll is not in it.",
    )
    mentions_room: bool = Field(description="Whether it means everybody in the room: there is an `@room` in it.")
    streaming: bool = Field(
        validation_alias="is_running",
        description="Whether it is still being written, word by word: `body` is its text so far.",
    )
    interrupted: bool = Field(
        validation_alias="is_interrupted",
        description="Whether whoever wrote it word by word has not finished it.",
    )
    pinned: bool = Field(
        validation_alias="pin",
        description="Whether it is pinned to its room, or a reply to that of its thread.",
    )

    @field_validator("pinned", mode="before")
    @classmethod
    def _whether(cls, pin: object) -> bool:
        return pin is not None

    @field_validator("reply_to", mode="before")
    @classmethod
    def _number_of(cls, quote: object) -> object:
        return quote.id if isinstance(quote, QuoteItem) else quote
