"""Schemas of incoming webhooks."""

from typing import Annotated

from pydantic import Field

from chat.text import MAX_NAME
from chat.web.api.schemas import Answer, Person, Request


class NewHook(Request):
    """A webhook to make."""

    name: Annotated[str, Field(min_length=1, max_length=MAX_NAME)] = Field(
        description="Its name, which what is posted to it has; something is added where another bot has it.",
        examples=["Alerts"],
    )
    may_tell_all: bool = Field(
        default=False,
        description="Whether `@channel` or `@here` in what is posted notifies everybody in the room.",
        examples=[False],
    )


class Hook(Answer):
    """An incoming webhook of a room."""

    id: int = Field(description="The webhook's number.")
    name: str = Field(description="Its name.")
    may_tell_all: bool = Field(description="Whether what is posted can notify everybody in the room.")
    bot: Person = Field(description="Whose messages they are that are posted to it.")
    made_by: Person = Field(description="Who has made it.")
    created_at: int = Field(description="When it was made, in milliseconds since 1970, UTC.")
    used_at: int | None = Field(description="When something was posted to it last, to within a few minutes.")


class MadeHook(Hook):
    """A new webhook, with its address."""

    url: str = Field(description="Where programs post. Keep it secret: it is not answered again.")


class Hooks(Answer):
    """The webhooks of a room."""

    hooks: list[Hook] = Field(description="The webhooks, the oldest first.")
