"""The code with which the first person to come shows that the place is theirs."""

from chat.accounts.queries import has_people
from chat.accounts.tokens import new_token
from models import Setting

CODE = "setup_code"


def setup_code() -> str:
    """Return the code, the same in all processes and after a restart, or nothing where somebody has used it.

    Not a coroutine: it is asked for before there is an event loop, by `database.write_now`.
    """
    if has_people():
        return ""
    row = Setting.get_or_none(Setting.name == CODE) or Setting.create(name=CODE, value=new_token())
    return str(row.value)


def forget_setup_code() -> None:
    """Have the code open nothing any more, as part of a change."""
    Setting.delete().where(Setting.name == CODE).execute()
