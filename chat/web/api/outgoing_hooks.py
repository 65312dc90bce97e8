"""Outgoing webhooks of a room: make one, list them, start one again, give it another secret, delete it."""

from fastapi import FastAPI

from chat import programs
from chat.accounts.items import UserItem
from chat.errors import NotFound
from chat.storage.database import database
from chat.web.api.auth import Actor, require_lasting
from chat.web.api.errors import problems
from chat.web.api.schemas import Id
from chat.web.api.schemas_of_outgoing_hooks import (
    MadeOutgoingHook,
    NewOutgoingHook,
    OutgoingHook,
    OutgoingHooks,
    Secret,
)
from chat.web.server.limits import FORMS

ALL = "/v1/rooms/{room_id}/outgoing-hooks"
ONE = f"{ALL}/{{hook_id}}"
MADE = "The new webhook's number and secret."
SIGNING = "The secret that signs what it is told."


def register(api: FastAPI) -> None:
    """Add the operations."""
    plain, making = problems(403, 404, 422), problems(403, 404, 413, 415, 422)
    again, gone = "It is told from now on.", "It is deleted."
    api.get(ALL, summary="List the outgoing webhooks", response_description="They.", responses=plain)(list_hooks)
    api.post(ALL, summary="Make an outgoing webhook", response_description=MADE, responses=making, status_code=201)(
        make_hook
    )
    api.post(
        f"{ONE}/enable",
        summary="Start an outgoing webhook again",
        response_description=again,
        responses=plain,
        status_code=204,
    )(enable_hook)
    api.post(f"{ONE}/secret", summary="Change the secret", response_description=SIGNING, responses=plain)(change_secret)
    api.delete(ONE, summary="Delete an outgoing webhook", response_description=gone, responses=plain, status_code=204)(
        delete_hook
    )


async def list_hooks(room_id: Id, actor: Actor) -> OutgoingHooks:
    """The outgoing webhooks of a room that you manage, without their secrets."""
    found = await database.read(programs.outgoing_hooks, actor, room_id)
    return OutgoingHooks(hooks=[OutgoingHook.model_validate(hook) for hook in found])


async def make_hook(room_id: Id, new: NewOutgoingHook, actor: Actor) -> MadeOutgoingHook:
    """Have an address told of the messages of a room that you manage, as a bot that you manage and that is there.

    The secret is answered this once.
    """
    require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    id_, secret = await programs.create_outgoing_hook(actor, room_id, new.bot, new.address, new.listens_to)
    return MadeOutgoingHook(id=id_, secret=secret)


async def delete_hook(room_id: Id, hook_id: Id, actor: Actor) -> None:
    """Delete an outgoing webhook of a room that you manage, with what it was to be told."""
    await database.read(_require, actor, room_id, hook_id)
    await programs.delete_outgoing_hook(actor, hook_id)


async def enable_hook(room_id: Id, hook_id: Id, actor: Actor) -> None:
    """Have an outgoing webhook told again that was stopped because its address had failed for long."""
    require_lasting(actor)
    await database.read(_require, actor, room_id, hook_id)
    await programs.enable_outgoing_hook(actor, hook_id)


async def change_secret(room_id: Id, hook_id: Id, actor: Actor) -> Secret:
    """Give an outgoing webhook another secret, which is answered this once."""
    require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    await database.read(_require, actor, room_id, hook_id)
    return Secret(secret=await programs.rotate_outgoing_secret(actor, hook_id))


def _require(actor: UserItem, room_id: int, hook_id: int) -> None:
    if hook_id not in {hook.id for hook in programs.outgoing_hooks(actor, room_id)}:
        raise NotFound("Webhook not found.")
