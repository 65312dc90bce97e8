"""Schemas of replies in threads."""

from pydantic import Field

from chat.web.api.schemas import Body, ClientId, Request


class NewReply(Request):
    """A reply to send in a thread."""

    body: Body
    client_id: ClientId | None = Field(
        default=None, examples=["build-4711-why"], description="Your own id for this reply, as of a message."
    )
    also_in_room: bool = Field(
        default=False, examples=[False], description="Whether the room gets a message with this text, too."
    )
