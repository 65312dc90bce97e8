"""Schemas of outgoing webhooks, of bots and of tokens."""

from typing import Annotated

from pydantic import Field

from chat.accounts.items import Scope
from chat.programs.items import ListensTo
from chat.text import MAX_NAME
from chat.web.api.schemas import Answer, Id, Person, Request

Name = Annotated[str, Field(min_length=1, max_length=MAX_NAME)]


class NewOutgoingHook(Request):
    """An outgoing webhook to make."""

    bot: Id = Field(description="The number of the bot that listens in the room and answers there.", examples=[3])
    address: Annotated[str, Field(min_length=1, max_length=2000)] = Field(
        description="Where it is told.", examples=["https://example.com/hook"]
    )
    listens_to: ListensTo = Field(
        default="mentions", description="Of which messages: those that mention the bot, or all.", examples=["mentions"]
    )


class OutgoingHook(Answer):
    """An outgoing webhook of a room."""

    id: int = Field(description="The webhook's number.")
    bot: Person = Field(description="Who listens, and answers.")
    made_by: Person = Field(validation_alias="maker", description="Who has made it.")
    address: str = Field(description="Where it is told.")
    listens_to: ListensTo = Field(description="Of which messages it is told.")
    created_at: int = Field(description="When it was made, in milliseconds since 1970, UTC.")
    told_at: int | None = Field(description="When it was told of a message last.")
    disabled_at: int | None = Field(description="When it was stopped after many failures, if it was.")
    last_error: str = Field(description="What went wrong last; empty if nothing did.")


class OutgoingHooks(Answer):
    """The outgoing webhooks of a room."""

    hooks: list[OutgoingHook] = Field(description="The webhooks, the oldest first.")


class Secret(Answer):
    """A new secret of an outgoing webhook."""

    secret: str = Field(description="It signs what the address is told. Keep it: it is not answered again.")


class MadeOutgoingHook(Secret):
    """A new outgoing webhook, with its secret."""

    id: int = Field(description="The webhook's number, as `hook_id` in what it is told; no other one gets it.")


class NewBot(Request):
    """A bot to make."""

    name: Name = Field(description="Its name.", examples=["Watchdog"])


class ChangedBot(Request):
    """What is to change of a bot; what is left out stays."""

    name: Name | None = Field(default=None, description="Its new name.", examples=["Watchdog"])
    active: bool | None = Field(
        default=None, description="Whether it is active: else its tokens are good for nothing.", examples=[True]
    )


class Token(Answer):
    """A token, without what is secret of it."""

    id: int = Field(description="The token's number.")
    name: str = Field(description="What it is for.")
    scopes: list[Scope] = Field(description="What it is good for.")
    room_id: int | None = Field(description="The only room that it is good for, if there is one.")
    created_at: int = Field(description="When it was made, in milliseconds since 1970, UTC.")
    used_at: int | None = Field(description="When it was used last, to within a few minutes.")
    expires_at: int | None = Field(description="When it is good no more, if ever.")


class Tokens(Answer):
    """Your tokens."""

    tokens: list[Token] = Field(description="The tokens, the newest first.")


class Bot(Answer):
    """A bot that you have made."""

    id: int = Field(description="Its number, as that of a person.")
    person: Person = Field(validation_alias="user", description="The bot as everybody sees it.")
    created_at: int = Field(description="When it was made, in milliseconds since 1970, UTC.")
    deactivated_at: int | None = Field(description="When it was deactivated, if it is.")
    tokens: list[Token] = Field(description="Its tokens, the newest first.")


class Bots(Answer):
    """The bots that you have made."""

    bots: list[Bot] = Field(description="The bots, by name.")
