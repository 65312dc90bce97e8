"""What the server signs with."""

from chat.accounts.tokens import new_token
from models import Setting

BROWSERS = "known_browsers_secret"


def known_browsers_secret() -> str:
    """Return the secret that signs the cookies of known browsers, the same in all processes and after a restart.

    Not a coroutine: it is asked for before there is an event loop, by `database.write_now`.
    """
    row = Setting.get_or_none(Setting.name == BROWSERS) or Setting.create(name=BROWSERS, value=new_token())
    return str(row.value)
