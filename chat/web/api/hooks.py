"""Incoming webhooks of a room: make one, list them, revoke one."""

from typing import Any

from fastapi import FastAPI, Request

from chat import programs
from chat.programs.items import HookItem
from chat.storage.database import database
from chat.web.api.auth import Actor, require_lasting
from chat.web.api.errors import problems
from chat.web.api.schemas import Id, Person
from chat.web.api.schemas_of_hooks import Hook, Hooks, MadeHook, NewHook
from chat.web.server.limits import FORMS
from chat.web.server.own_address import own_address

ALL = "/v1/rooms/{room_id}/hooks"
ONE = "/v1/rooms/{room_id}/hooks/{hook_id}"


def register(api: FastAPI) -> None:
    """Add the operations."""
    making, reading = problems(403, 404, 413, 415, 422), problems(403, 404, 422)
    made, gone = "The new webhook, with its address.", "It is revoked."
    api.get(ALL, summary="List the webhooks", response_description="The webhooks.", responses=reading)(list_hooks)
    api.post(ALL, summary="Make a webhook", response_description=made, responses=making, status_code=201)(make_hook)
    api.delete(ONE, summary="Revoke a webhook", response_description=gone, responses=reading, status_code=204)(
        revoke_hook
    )


async def list_hooks(room_id: Id, actor: Actor) -> Hooks:
    """The incoming webhooks of a room that you manage, without their addresses."""
    found = await database.read(programs.hooks_of, actor, room_id)
    return Hooks(hooks=[Hook(**_fields(hook)) for hook in found])


async def make_hook(room_id: Id, new: NewHook, actor: Actor, request: Request) -> MadeHook:
    """Make an incoming webhook of a room that you manage; its address is answered this once.

    What is posted to that address, as to Slack's and Mattermost's, is a message of a bot of its own in this room.
    """
    require_lasting(actor)
    await FORMS.acquire(str(actor.id))
    hook, token = await programs.create_hook(actor, room_id, new.name, may_tell_all=new.may_tell_all)
    return MadeHook(**_fields(hook), url=f"{own_address(request)}/hooks/{token}")


async def revoke_hook(room_id: Id, hook_id: Id, actor: Actor) -> None:
    """Revoke a webhook of a room that you manage: nothing can be posted to its address any more."""
    await programs.delete_hook(actor, room_id, hook_id)


def _fields(hook: HookItem) -> dict[str, Any]:
    people = {"bot": Person.model_validate(hook.bot), "made_by": Person.model_validate(hook.owner)}
    times = {"created_at": hook.created_at, "used_at": hook.used_at}
    return {"id": hook.id, "name": hook.name, "may_tell_all": hook.may_tell_all, **people, **times}
