"""Bots that somebody has made, and tokens. A new token is only made in the app, where a password is asked for."""

from fastapi import FastAPI

from chat import accounts
from chat.storage.database import database
from chat.web.api.auth import Actor, require_lasting
from chat.web.api.errors import problems
from chat.web.api.schemas import Id, Person
from chat.web.api.schemas_of_outgoing_hooks import Bot, Bots, ChangedBot, NewBot, Token, Tokens
from chat.web.api.steps import change_in_steps
from chat.web.server.limits import FORMS, PROFILE

ALL = "/v1/bots"
ONE = "/v1/bots/{person_id}"
TOKENS = "/v1/tokens"
TOKEN = "/v1/tokens/{token_id}"  # noqa: S105 (an address)


def register(api: FastAPI) -> None:
    """Add the operations."""
    making, changing = problems(403, 413, 415, 422), problems(403, 404, 413, 415, 422)
    made, changed, gone = "The new bot.", "It is changed.", "It is good for nothing any more."
    api.get(ALL, summary="List your bots", response_description="The bots.", responses=problems(403))(list_bots)
    api.post(ALL, summary="Make a bot", response_description=made, responses=making, status_code=201)(make_bot)
    api.patch(ONE, summary="Change a bot", response_description=changed, responses=changing, status_code=204)(
        change_bot
    )
    api.get(TOKENS, summary="List your tokens", response_description="The tokens.", responses=problems(403))(
        list_tokens
    )
    api.delete(
        TOKEN, summary="Revoke a token", response_description=gone, responses=problems(403, 422), status_code=204
    )(revoke_token)


async def list_bots(actor: Actor) -> Bots:
    """The bots that you have made, with their tokens, but for what is secret of these; deactivated ones too."""
    return Bots(bots=[Bot.model_validate(bot) for bot in await database.read(accounts.bots_of, actor)])


async def make_bot(new: NewBot, actor: Actor) -> Person:
    """Make a bot, which is in no room so far; its tokens are made in the app."""
    require_lasting(actor)
    await PROFILE.acquire(str(actor.id))
    return Person.model_validate(await accounts.create_bot(actor, new.name))


async def change_bot(person_id: Id, change: ChangedBot, actor: Actor) -> None:
    """Change a bot that you manage: its name, whether it is active."""
    if change.active:
        require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    activate = accounts.reactivate_bot if change.active else accounts.deactivate_bot
    await change_in_steps(
        ("name", change.name, lambda name: accounts.change_bot(actor, person_id, name)),
        ("active", change.active, lambda _: activate(actor, person_id)),
    )


async def list_tokens(actor: Actor) -> Tokens:
    """Your own tokens, without what is secret of them; those of bots are listed with the bots."""
    found = await database.read(accounts.api_tokens_of, actor.id)
    return Tokens(tokens=[Token.model_validate(token) for token in found])


async def revoke_token(token_id: Id, actor: Actor) -> None:
    """Revoke a token of yours, or of a bot that you manage; nothing happens for any other."""
    await FORMS.acquire(str(actor.id))
    await accounts.revoke_api_token(actor, token_id)
