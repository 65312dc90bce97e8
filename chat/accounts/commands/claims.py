"""Imported accounts become somebody's: by a link, with which they choose a password."""

from chat.accounts.claims import NO_ADDRESS, UNCLAIMED
from chat.accounts.commands.audit import note_action
from chat.accounts.commands.names import free_name
from chat.accounts.guards import require_confirmed_administrator
from chat.accounts.items import Identity
from chat.accounts.queries import user_row
from chat.errors import Invalid
from chat.storage.database import database
from chat.text import clean_email
from models import ResetLink, User


async def give_address(identity: Identity, user_id: int, email: str) -> None:
    """Give an imported account that nobody has claimed the address by which its owner will log in.

    Raises `Forbidden`, `PasswordNeeded`, `NotFound`, and `Invalid` for an address that cannot be used, or for an
    account that has an owner.
    """
    await database.write(_give_address, identity, user_id, clean_email(email))


def require_address(person: User) -> None:
    """Raise `Invalid` for somebody who has no address, and could not log in."""
    if person.email.endswith(NO_ADDRESS):
        raise Invalid("Give them an email address first: they log in with it.")


def claim(person: User, password_hash: str) -> None:
    """Make an account that nobody has claimed an active one with this password, inside a change."""
    person.name, person.name_key = free_name(person)
    person.password_hash, person.deactivated_at = password_hash, None
    person.save(only=[User.name, User.name_key, User.password_hash, User.deactivated_at])


def _give_address(identity: Identity, user_id: int, email: str) -> None:
    actor, person = require_confirmed_administrator(identity), user_row(user_id)
    if person.password_hash != UNCLAIMED:
        raise Invalid("This account has an owner: only they can change their address.")
    if email.endswith(NO_ADDRESS) or User.select().where(User.email == email, User.id != person.id).exists():
        raise Invalid("This email address cannot be used: somebody has it already.")
    person.email = email
    person.save(only=[User.email])
    ResetLink.delete().where(ResetLink.user == person).execute()  # those that went to another address
    note_action(actor, "address", person=person.id)
