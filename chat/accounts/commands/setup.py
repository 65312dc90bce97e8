"""The setup code, which the person who creates the first administrator has to know."""

from chat.accounts.queries import has_people
from chat.accounts.tokens import new_token
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


def forget_setup_code() -> None:
    """Delete the code, inside a transaction."""
    Setting.delete().where(Setting.name == CODE).execute()
