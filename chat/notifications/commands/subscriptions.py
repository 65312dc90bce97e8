"""Browsers that notifications are pushed to while no page is open in them."""

from chat.accounts import hash_token, require_active
from chat.accounts.items import Identity, UserItem
from chat.errors import Invalid, NotSignedIn
from chat.notifications.endpoints import parsed
from chat.notifications.keys import are_usable, new_private_key
from chat.outgoing import ForbiddenAddressError
from chat.storage.database import database
from models import PushSubscription, Session, Setting, row_id

KEY = "push_key"

MAX_SUBSCRIPTIONS = 20
"""Of one person; one more ends the oldest."""


def push_key() -> str:
    """Return the private key that the server signs pushes with, the same for good: browsers are bound to it.

    For `database.write_now`, since it is needed before there is an event loop.
    """
    row = Setting.get_or_none(Setting.name == KEY) or Setting.create(name=KEY, value=new_private_key())
    return str(row.value)


async def subscribe(identity: Identity, endpoint: object, public_key: object, secret: object) -> None:
    """Push notifications to the browser that the actor asks with, from now on, until its session ends.

    Raises `NotSignedIn` for a session that has ended, and `Invalid` for what no browser sends.
    """
    if not (isinstance(endpoint, str) and isinstance(public_key, str) and isinstance(secret, str)):
        raise Invalid("This browser cannot be notified.")
    try:
        parsed(endpoint)
    except ForbiddenAddressError as error:
        raise Invalid("This browser’s notifications come from an address that is not public.") from error
    if not are_usable(public_key, secret):
        raise Invalid("This browser cannot be notified.")
    await database.write(_subscribe, identity, endpoint, public_key, secret)


async def unsubscribe(actor: UserItem, subscription_id: int) -> None:
    """Push nothing to one of the actor's browsers any more; an unknown one, or somebody else's, is ignored."""
    await database.write(_unsubscribe, actor, subscription_id)


async def unsubscribe_endpoint(actor: UserItem, endpoint: object) -> None:
    """Do as `unsubscribe` with the browser that has an endpoint."""
    await database.write(_unsubscribe_endpoint, actor, hash_token(endpoint) if isinstance(endpoint, str) else "")


def _subscribe(identity: Identity, endpoint: str, public_key: str, secret: str) -> None:
    row = require_active(identity.user)
    session = Session.get_or_none(Session.id == row_id(identity.session_id), Session.user == row)
    if session is None:
        raise NotSignedIn("Please log in again.")
    key = hash_token(endpoint)
    PushSubscription.delete().where(PushSubscription.endpoint_hash == key).execute()  # perhaps of who was here before
    mine = PushSubscription.select(PushSubscription.id).where(PushSubscription.user == row)
    oldest = [each.id for each in mine.order_by(PushSubscription.id.desc()).offset(MAX_SUBSCRIPTIONS - 1).limit(99)]
    PushSubscription.delete().where(PushSubscription.id.in_(oldest)).execute()
    PushSubscription.create(
        user=row, session=session, endpoint=endpoint, endpoint_hash=key, public_key=public_key, secret=secret
    )


def _unsubscribe(actor: UserItem, subscription_id: int) -> None:
    row = require_active(actor)
    mine = (PushSubscription.id == row_id(subscription_id)) & (PushSubscription.user == row)
    PushSubscription.delete().where(mine).execute()


def _unsubscribe_endpoint(actor: UserItem, key: str) -> None:
    row = require_active(actor)
    PushSubscription.delete().where(PushSubscription.endpoint_hash == key, PushSubscription.user == row).execute()
