"""Schemas of saved messages and followed threads."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chat.messages import WHENS
from chat.web.api.schemas import Answer, Message, Request, plain_number
from chat.web.api.schemas_of_rooms import Page, Room
from models import MAX_ID

WHEN = rf"^({'|'.join(WHENS)}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9]{{2}}:[0-9]{{2}})$"


class Paged(BaseModel):
    """Which page of a list to read."""

    model_config = ConfigDict(extra="forbid")

    page: Annotated[int, Field(ge=1, le=MAX_ID), BeforeValidator(plain_number)] = Field(
        default=1, description="Which page; past the end, the last one."
    )


class NewReminder(Request):
    """When to be reminded."""

    when: Annotated[str, Field(pattern=WHEN)] = Field(
        description="`20-minutes`, `1-hour`, `3-hours`, `tomorrow`, `monday`, or a date and time: `2030-11-30T09:00`.",
        examples=["tomorrow"],
    )
    zone: Annotated[str, Field(max_length=64)] = Field(
        default="", description="In which time zone, such as `Europe/Vienna`.", examples=["Europe/Vienna"]
    )


class Saved(Answer):
    """A message that you have saved."""

    message: Message = Field(description="The message.")
    remind_at: int | None = Field(description="When you will be reminded, in milliseconds since 1970, UTC, if at all.")


class SavedMessages(Page):
    """A page of what you have saved."""

    saved: list[Saved] = Field(description="The messages, last saved first.")


class FollowedThread(Answer):
    """A thread that you follow."""

    id: int = Field(description="The thread's number.")
    room: Room = Field(description="The room that it is in.")
    root: Message = Field(description="The message that was replied to.")
    last: list[Message] = Field(description="The last two replies, oldest first.")
    unread: int = Field(description="How many replies of others you have not read, counted up to 100.")


class FollowedThreads(Page):
    """A page of the threads that you follow."""

    threads: list[FollowedThread] = Field(description="The threads: unread ones first, then by their last replies.")
