"""The secret that the server signs cookies with."""

from chat.accounts.tokens import new_token
from models import Setting

BROWSERS = "known_browsers_secret"


def known_browsers_secret() -> str:
    """Return the secret that signs the cookies of known browsers, the same in all processes and after a restart.

    For `database.write_now`, since it is needed before there is an event loop.
    """
    row = Setting.get_or_none(Setting.name == BROWSERS) or Setting.create(name=BROWSERS, value=new_token())
    return str(row.value)
