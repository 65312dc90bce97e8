"""Schemas of requests and responses about the files of rooms."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from chat.files import MAX_ALT
from chat.web.api.schemas import MAX_LIMIT, Answer, AttachedFile, Count, Id, Person, Request, plain_number
from models import MAX_ID


class FileDescription(Request):
    """What a file shows, in words."""

    alt: Annotated[str, Field(max_length=MAX_ALT)] = Field(
        description="The words, in one line; none to describe it no more.", examples=["A tomato, at last red"]
    )


class SharedFile(AttachedFile):
    """A file that was sent in a room or in a thread of it."""

    message: int = Field(description="The number of the message that it was sent with.")
    owner: Person = Field(description="Who has sent it.")
    sent_at: int = Field(description="When, in milliseconds since 1970, UTC.")


class SharedFiles(Answer):
    """Files of a room."""

    files: list[SharedFile] = Field(description="The files, newest first.")
    next: str = Field(description="What to ask for as `before` next; empty at the end.")


class FilesAsked(BaseModel):
    """Which files of a room to list."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["pictures", "files"] = Field(default="files", description="Pictures, or all files that are none.")
    person: Id | SkipJsonSchema[None] = Field(default=None, description="Only those that this person has sent.")
    since: Count = Field(default=0, description="Only those from this moment on, in milliseconds since 1970, UTC.")
    until: Count = Field(default=MAX_ID, description="Only those before this moment.")
    before: Annotated[str, Field(max_length=40)] = Field(
        default="", description="The `next` of the answer before, instead of the newest."
    )
    limit: Annotated[int, Field(ge=1, le=MAX_LIMIT), BeforeValidator(plain_number)] = Field(
        default=50, description="How many files to list at most."
    )

    @model_validator(mode="after")
    def _some_time_between(self) -> Self:
        if self.since >= self.until:
            raise ValueError("“since” must be before “until”")
        return self
