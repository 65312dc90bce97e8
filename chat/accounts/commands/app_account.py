"""The app's own account, by which it writes direct messages to people; nobody logs in with it."""

from chat.accounts.items import UserItem
from chat.accounts.queries import user_item
from models import User, now_ms

APP_NAME = "StreamChat"
APP = "app"
"""By which its row is known."""


def app_account() -> UserItem:
    """Return the app's account, inside a change, which is made the first time.

    It is a deleted one to all others: it is in no list, is not completed, has no password and no way in. Whoever is
    called the same is told apart by that.
    """
    row = User.get_or_none(User.role == APP)
    if row is None:
        row = User.create(name=APP_NAME, email="app", password_hash="-", role=APP, deleted_at=now_ms())  # noqa: S106 (none)
    return user_item(row)
