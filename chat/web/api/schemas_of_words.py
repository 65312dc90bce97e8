"""Schemas of messages that are written word by word."""

from typing import Annotated

from pydantic import Field

from chat.text import MAX_BODY
from chat.web.api.schemas import Answer, Body, Request

Offset = Annotated[int, Field(ge=0, le=MAX_BODY)]


class Words(Request):
    """What is to be added to a message."""

    text: str = Field(
        min_length=1, max_length=MAX_BODY, description="What is added, such as a word.", examples=[" world"]
    )
    offset: Offset = Field(
        description="How many characters (Unicode code points) the text has before it, 0 for the first ones.",
        examples=[5],
    )


class Line(Request):
    """A line of those that are added to a message by one request."""

    text: str = Field(min_length=1, max_length=MAX_BODY, description="What is added, such as a word.")
    offset: Offset | None = Field(
        default=None,
        description="How many characters the text has before it; without one, it goes on where the line before it "
        "ended, and the first one at 0.",
    )


class Finishing(Request):
    """How a message is finished."""

    body: Body | None = Field(
        default=None, examples=[None], description="The whole text, if it is to be another than what was added."
    )
    offset: Offset | None = Field(
        default=None,
        examples=[11],
        description="How many characters the text should have: where there are several servers, it is then finished "
        "with all of them.",
    )


class Length(Answer):
    """How long the text of a message is."""

    length: int = Field(description="How many characters the text has: the `offset` of what is added next.")
