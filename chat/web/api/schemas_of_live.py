"""Schemas of live messages: what goes with a press."""

from typing import Any

from pydantic import Field

from chat.web.api.schemas import ClientId, Request


class Press(Request):
    """What goes with a press in a live message."""

    args: dict[str, Any] = Field(default={}, examples=[{"by": 3}], description="As the action takes it.")
    client_id: ClientId | None = Field(
        default=None,
        examples=["build-4711-vote"],
        description="Your own id for this press: repeating it with the same id, within a week, changes nothing.",
    )
