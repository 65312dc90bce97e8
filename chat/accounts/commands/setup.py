"""The first start: the code that the first administrator has to know, and how far the steps after that have come."""

from chat.accounts.commands.kept import keep
from chat.accounts.guards import require_administrator
from chat.accounts.items import UserItem
from chat.accounts.queries import has_people
from chat.accounts.setup import SETUP_STEPS, STEP, setup_step
from chat.accounts.tokens import new_token
from chat.errors import Invalid
from chat.storage.database import database
from models import Setting

CODE = "setup_code"


def setup_code() -> str:
    """Return the code, which is the same in all processes and after a restart; empty once it was used.

    For `database.write_now`, since it is needed before there is an event loop.
    """
    if has_people():
        return ""
    row = Setting.get_or_none(Setting.name == CODE) or Setting.create(name=CODE, value=new_token())
    return str(row.value)


def begin_steps() -> None:
    """Forget the code and go on to the first step, inside the transaction that makes the first administrator."""
    forget_setup_code()
    keep(STEP, SETUP_STEPS[0])


def forget_setup_code() -> None:
    """Delete the code, inside a transaction."""
    Setting.delete().where(Setting.name == CODE).execute()


async def set_setup_step(actor: UserItem, step: str) -> None:
    """Go on to a step of the first start, or end it with an empty one, as an administrator.

    Once it has ended, nothing is changed. Raises `Forbidden`, and `Invalid` for what is no step.
    """
    if step and step not in SETUP_STEPS:
        raise Invalid("There is no such step.")
    await database.write(_set_step, actor, step)


def _set_step(actor: UserItem, step: str) -> None:
    require_administrator(actor)
    if setup_step():
        keep(STEP, step)
