"""Schemas of errors."""

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from chat.web.api.schemas import Answer


class ProblemDetail(Answer):
    """An error: a code and a message."""

    code: str = Field(description="A code for programs, such as `not_found`.")
    message: str = Field(description="A message for people.")
    length: int | SkipJsonSchema[None] = Field(
        default=None, description="Only if what was to be added has another place: how many characters the text has."
    )


class Problem(Answer):
    """An error response."""

    error: ProblemDetail = Field(description="What went wrong.")
