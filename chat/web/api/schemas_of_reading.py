"""Schemas of reading messages: pages of them, and changes."""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from chat.web.api.schemas import MAX_LIMIT, Answer, Count, Id, Message, plain_number


class Reading(BaseModel):
    """Which messages of a room to read: a page of them, or the changes since a revision."""

    model_config = ConfigDict(extra="forbid")

    before: Id | SkipJsonSchema[None] = Field(
        default=None, description="Read the messages before this one, instead of the newest."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT), BeforeValidator(plain_number)] = Field(
        default=50, description="How many messages to read at most."
    )
    since_revision: Count | SkipJsonSchema[None] = Field(
        default=None, description="Read the changes after this revision of the room, instead of a page."
    )

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Self:
        if "since_revision" in self.model_fields_set and len(self.model_fields_set) > 1:
            raise ValueError("“since_revision” cannot be combined with other parameters")
        return self


class MessagePage(Answer):
    """A page of a room's messages."""

    messages: list[Message] = Field(description="The messages, oldest first.")
    revision: int = Field(description="The room's revision when this was read: ask for the changes after it.")
    more: bool = Field(description="Whether there are older messages: ask with the first one's id as `before`.")


class MessageChanges(Answer):
    """The changes of a room's messages since a revision."""

    created: list[Message] = Field(description="The new messages, oldest first.")
    edited: list[Message] = Field(description="The older messages that were changed, as they are now.")
    deleted: list[int] = Field(description="The numbers of the messages that have been deleted.")
    revision: int = Field(description="The room's revision after these changes: pass it the next time.")
    fresh_page_needed: bool = Field(
        description="Whether there are too many changes: then the lists are empty, the revision is the one you gave, "
        "and you have to read a page instead."
    )
