"""Administration: roles, deactivation, registration, invite links."""

from chat.accounts.claims import UNCLAIMED
from chat.accounts.commands.audit import note_action
from chat.accounts.commands.kept import keep
from chat.accounts.commands.names import returning_key
from chat.accounts.commands.sessions import end_sessions, end_tokens
from chat.accounts.events import OwnAccountChanged
from chat.accounts.guards import require_administrator, require_another_administrator, require_confirmed_administrator
from chat.accounts.items import Identity, UserItem
from chat.accounts.queries import BOT, user_item, user_row
from chat.accounts.queries import registration as current_registration
from chat.accounts.tokens import hash_token, new_token
from chat.errors import Forbidden, Invalid
from chat.realtime.bus import bus
from chat.storage.database import database
from models import ApiToken, Invite, ResetLink, Session, User, now_ms, row_id

INVITE_LIFETIME_MS = 7 * 24 * 3600 * 1000


async def deactivate_person(identity: Identity, user_id: int) -> None:
    """Deactivate an account and end its sessions and tokens at once; its messages stay.

    Raises `Forbidden` for oneself and for the last administrator, `PasswordNeeded` and `NotFound`.
    """
    await database.write(_deactivate, identity, user_id)


async def reactivate_person(identity: Identity, user_id: int) -> None:
    """Reactivate an account.

    Raises `Forbidden`, `PasswordNeeded`, `NotFound`, and `Invalid` if another active user has the same name by now.
    """
    await database.write(_reactivate, identity, user_id)


async def set_role(identity: Identity, user_id: int, role: str) -> None:
    """Make a user an administrator or a member.

    Raises `Forbidden`, also to make the last administrator a member, `PasswordNeeded`, `NotFound` and `Invalid`.
    """
    await database.write(_set_role, identity, user_id, role)


async def end_sessions_of(actor: UserItem, user_id: int) -> None:
    """End all sessions of an account, as an administrator (OWASP ASVS 5.0, 7.4.5)."""
    await database.write(_end_sessions_of, actor, user_id)


async def set_registration(identity: Identity, registration: str) -> None:
    """Set who may register: `open`, `invite` or `closed`; raises `Forbidden`, `PasswordNeeded` and `Invalid`."""
    await database.write(_set_registration, identity, registration)


async def create_invite(actor: UserItem) -> str:
    """Create an invite link, valid for a week, as an administrator, and return its token."""
    token = new_token()
    await database.write(_create_invite, actor, hash_token(token))
    return token


async def revoke_invite(actor: UserItem, invite_id: int) -> None:
    """Revoke an invite link, as an administrator; an unknown one is ignored."""
    await database.write(_revoke_invite, actor, invite_id)


def _deactivate(identity: Identity, user_id: int) -> None:
    actor, person = require_confirmed_administrator(identity), user_row(user_id)
    if person.id == actor.id:
        raise Forbidden("You cannot deactivate your own account.")
    require_another_administrator(person)
    if not person.deactivated_at:
        note_action(actor, "deactivated", person=person.id)
    person.deactivated_at = person.deactivated_at or now_ms()
    person.save(only=[User.deactivated_at])
    for table in (ApiToken, ResetLink):
        table.delete().where(table.user == person).execute()
    Invite.delete().where(Invite.author == person).execute()
    end_sessions(Session.user == person)
    end_tokens(person)


def _reactivate(identity: Identity, user_id: int) -> None:
    actor, person = require_confirmed_administrator(identity), user_row(user_id)
    if person.password_hash == UNCLAIMED:
        raise Invalid("Nobody has claimed this account so far: send them a link.")
    if person.deactivated_at:
        note_action(actor, "reactivated", person=person.id)
        person.name_key, person.deactivated_at = returning_key(person), None
        person.save(only=[User.name_key, User.deactivated_at])


def _set_role(identity: Identity, user_id: int, role: str) -> None:
    actor, person = require_confirmed_administrator(identity), user_row(user_id)
    if role not in ("administrator", "member"):
        raise Invalid("Choose administrator or member.")
    if person.role == BOT:
        raise Invalid("A bot has no role: it may do what its tokens are good for.")
    if role == "member" and person.role != role:
        require_another_administrator(person)
    if person.role != role:
        note_action(actor, "role", person=person.id, detail=role)
        person.role = role
        person.save(only=[User.role])
        bus.publish_on_commit(OwnAccountChanged(user_item(person)))


def _end_sessions_of(actor: UserItem, user_id: int) -> None:
    row, person = require_administrator(actor), user_row(user_id)
    end_sessions(Session.user == person)
    note_action(row, "logged-out", person=person.id)


def _set_registration(identity: Identity, registration: str) -> None:
    actor = require_confirmed_administrator(identity)
    if registration not in ("open", "invite", "closed"):
        raise Invalid("Choose open, invite or closed.")
    if registration != current_registration():
        keep("registration", registration)
        note_action(actor, "registration", detail=registration)


def _create_invite(actor: UserItem, token_hash: str) -> None:
    row = require_administrator(actor)
    Invite.delete().where(Invite.expires_at <= now_ms()).execute()
    invite = Invite.create(token_hash=token_hash, author=row, expires_at=now_ms() + INVITE_LIFETIME_MS)
    note_action(row, "invited", detail=str(invite.id))


def _revoke_invite(actor: UserItem, invite_id: int) -> None:
    row, number = require_administrator(actor), row_id(invite_id)
    if Invite.delete().where(Invite.id == number).execute():
        note_action(row, "revoked", detail=str(number))
