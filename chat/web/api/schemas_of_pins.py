"""Schemas of what is pinned to a room."""

from pydantic import AliasPath, Field

from chat.web.api.schemas import Answer, Message, Person


class Pinned(Answer):
    """A message that is pinned to a room."""

    message: Message = Field(description="The message.")
    by: Person = Field(validation_alias=AliasPath("pin", "user"), description="Who has pinned it.")
    at: int = Field(
        validation_alias=AliasPath("pin", "at"), description="When it was pinned, in milliseconds since 1970, UTC."
    )


class Pins(Answer):
    """What is pinned to a room."""

    pins: list[Pinned] = Field(description="The pinned messages, the newest pin first.")
