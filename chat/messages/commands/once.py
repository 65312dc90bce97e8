"""Performs an action once, however often a browser or a program repeats it."""

from collections.abc import Callable
from typing import Any

from chat.errors import Invalid
from chat.storage.database import database
from chat.storage.prepared import Prepared, PreparedInsert
from models import CompletedAction, User, now_ms

KEPT_FOR_MS = 7 * 24 * 3600 * 1000
"""How long it is known that an action was performed, in milliseconds."""


def perform_once(actor: User, client_id: str | None, action: str, perform: Callable[[], int | None]) -> int | None:
    """Perform an action inside a change and record its result; if repeated, only return what was recorded.

    Lock what the action changes first: a repetition at the same moment then waits. What `perform` raises leaves no
    record. Raises `Invalid` if the client id was used for another action.

    Args:
        actor: the row of who acts; each has client ids of their own
        client_id: a clean one; without any, the action is performed each time
        action: what is done to what, such as `delete 12`
        perform: does it
    """
    if client_id is None:
        return perform()
    known = next(iter(_known.models(CompletedAction, actor.id, client_id)), None)
    if known is None:
        result = perform()
        _performed.create(user=actor, client_id=client_id, action=action, result=result)
        return result
    if known.action != action:
        raise Invalid("This client id was already used for another action.")
    recorded: int | None = known.result
    return recorded


_performed = PreparedInsert(CompletedAction)


@Prepared
def _known(user_id: Any, client_id: Any) -> Any:
    return CompletedAction.select().where(CompletedAction.user == user_id, CompletedAction.client_id == client_id)


async def forget_completed_actions() -> None:
    """Forget actions that were performed so long ago that nobody repeats them."""
    await database.write(_forget)


def _forget() -> None:
    CompletedAction.delete().where(CompletedAction.created_at < now_ms() - KEPT_FOR_MS).execute()
