"""One's own account: registering, changing it, deleting it."""

from collections.abc import Callable

from chat.accounts.claims import is_unclaimed
from chat.accounts.commands.claims import claim
from chat.accounts.commands.names import FORMER, person_key
from chat.accounts.commands.sessions import end_others, end_sessions, end_tokens
from chat.accounts.commands.setup import begin_steps, forget_setup_code
from chat.accounts.events import OwnAccountChanged, PersonChanged
from chat.accounts.guards import require_active, require_another_administrator, require_recent_password
from chat.accounts.items import Identity, Role, UserItem
from chat.accounts.passwords import hash_new_password
from chat.accounts.pictures import avatar_from
from chat.accounts.queries import has_people, is_invite, registration, user_item
from chat.accounts.tokens import hash_token
from chat.errors import Forbidden, Invalid
from chat.realtime.bus import bus
from chat.storage.database import database
from chat.storage.settings import is_demo
from chat.text import clean_email, clean_name
from models import (
    ApiToken,
    Avatar,
    Block,
    CompletedAction,
    Invite,
    Membership,
    NotificationSettings,
    Profile,
    ResetLink,
    SavedMessage,
    Session,
    User,
    now_ms,
)

Welcome = Callable[[int], object]
"""Does what belongs to registering somebody, such as putting them in rooms; called with their id in the same change.

So nobody is registered and in no room, wherever the program may be interrupted.
"""


async def create_administrator(name: str, email: str, password: str, *, welcome: Welcome | None = None) -> UserItem:
    """Register the first account, an administrator; raises `Forbidden` if there are accounts already."""
    return await _register(name, email, password, "administrator", None, welcome)


async def register(
    name: str, email: str, password: str, invite: str = "", *, welcome: Welcome | None = None
) -> UserItem:
    """Register a member.

    Raises `Forbidden` unless registration is open or the invite link's token is valid, and `Invalid` for a name, email
    or password that cannot be used.
    """
    return await _register(name, email, password, "member", hash_token(invite), welcome)


async def check_registration(invite: str = "") -> None:
    """Raise `Forbidden` unless one may register with this invite token, or without any."""
    await database.read(_may_register, "member", hash_token(invite))


async def change_name(actor: UserItem, name: str) -> None:
    """Change the name that everybody sees; raises `Invalid` if another active user has it."""
    await database.write(rename, actor, clean_name(name))


async def change_email(identity: Identity, email: str) -> None:
    """Change the email address; raises `PasswordNeeded`, and `Invalid` for one that cannot be used."""
    await database.write(_change_email, identity, clean_email(email))


async def change_password(identity: Identity, password: str) -> None:
    """Change one's password, and end all other sessions; raises `PasswordNeeded` and `Invalid`."""
    row = await database.read(require_recent_password, identity)  # before hashing, which is slow
    password_hash = await hash_new_password(password, row.name, row.email)
    await database.write(_change_password, identity, password_hash)


async def set_avatar(actor: UserItem, image: bytes) -> None:
    """Set the profile picture; raises `Invalid` for a file that is not a picture."""
    digest, picture = await avatar_from(image)
    await database.write(use_picture, actor, digest, picture)


async def remove_avatar(actor: UserItem) -> None:
    """Remove the profile picture."""
    await database.write(update_account, actor, {"avatar": None})


async def delete_account(identity: Identity) -> None:
    """Delete the account; its messages stay, as those of a former member.

    Raises `PasswordNeeded`, and `Forbidden` for the only administrator.
    """
    await database.write(_delete, identity)


async def _register(
    name: str, email: str, password: str, role: Role, invite_hash: str | None, welcome: Welcome | None
) -> UserItem:
    name, email = clean_name(name), clean_email(email)
    await database.read(_may_register, role, invite_hash)  # before hashing, which is slow
    password_hash = await hash_new_password(password, name, email)
    return await database.write(_insert, name, email, password_hash, role, invite_hash, welcome)


def _may_register(role: Role, invite_hash: str | None) -> None:
    if role == "administrator":
        if has_people():
            raise Forbidden("This server already has an administrator. Ask them for an invite link.")
    elif registration() == "closed" or (registration() == "invite" and not is_invite(invite_hash or "")):
        raise Forbidden("You need an invite link to register. Ask an administrator for one.")


def _insert(
    name: str, email: str, password_hash: str, role: Role, invite_hash: str | None, welcome: Welcome | None
) -> UserItem:
    _may_register(role, invite_hash)
    if role == "administrator" and (imported := User.get_or_none(User.email == email, is_unclaimed())):
        return _begin_as(imported, name, password_hash)
    _require_free_email(email)
    name_key = person_key(name)
    if role == "administrator":
        begin_steps()
    else:
        forget_setup_code()
    row = User.create(name=name, name_key=name_key, email=email, password_hash=password_hash, role=role)
    if welcome:
        welcome(row.id)
    return user_item(row)


def _begin_as(person: User, name: str, password_hash: str) -> UserItem:
    """Have the first administrator, who knows the server's code, claim the account that was imported for them."""
    begin_steps()
    person.name, person.role = name, "administrator"
    person.save(only=[User.role])
    claim(person, password_hash)
    return user_item(person)


def _require_free_email(email: str, owner_id: int = 0) -> None:
    if User.select().where(User.email == email, User.id != owner_id).exists():
        raise Invalid("This email address cannot be used. If it is yours, log in instead.")
    if is_demo() and email.endswith("@streamchat.io"):
        raise Invalid("Addresses ending in @streamchat.io are reserved for the demo.")


def rename(actor: UserItem, name: str) -> None:
    """Give somebody another name, in the transaction of a command; raises `Invalid` if another active user has it."""
    update_account(actor, {"name": name, "name_key": person_key(name, require_active(actor))})


def update_account(actor: UserItem, changes: dict[str, str | None]) -> None:
    """Change what everybody sees of an account, and tell them, in the transaction of a command."""
    row = require_active(actor)
    User.update(changes).where(User.id == row.id).execute()
    _delete_unused_picture(row.avatar)
    _publish_changed(User.get_by_id(row.id))


def _change_email(identity: Identity, email: str) -> None:
    row = require_recent_password(identity)
    if row.email != email:
        _require_free_email(email, row.id)
        row.email = email
        row.save(only=[User.email])
        ResetLink.delete().where(ResetLink.user == row).execute()


def _change_password(identity: Identity, password_hash: str) -> None:
    row = require_recent_password(identity)
    row.password_hash = password_hash
    row.save(only=[User.password_hash])
    ResetLink.delete().where(ResetLink.user == row).execute()
    end_others(identity)  # in the same transaction: a stolen session must not outlive the password


def use_picture(actor: UserItem, digest: str, picture: bytes) -> None:
    """Give an account a picture, in the transaction of a command."""
    Avatar.insert(digest=digest, image=picture).on_conflict_ignore().execute()
    update_account(actor, {"avatar": digest})


def _delete_unused_picture(digest: str | None) -> None:
    """Delete a picture that no account uses any more; two accounts may have the same."""
    if not User.select().where(User.avatar == digest).exists():
        Avatar.delete().where(Avatar.digest == digest).execute()


def _delete(identity: Identity) -> None:
    row = require_recent_password(identity)
    require_another_administrator(row)
    Invite.delete().where(Invite.author == row).execute()
    row.name, row.name_key, row.email, row.password_hash = FORMER, None, f"former-{row.id}", "-"
    picture, row.avatar = row.avatar, None
    row.role, row.deleted_at = "member", now_ms()
    row.save()  # first: whatever the account is doing in this moment ends before this does
    for table in (ApiToken, ResetLink, SavedMessage, CompletedAction, Profile, NotificationSettings):
        table.delete().where(table.user == row).execute()
    Block.delete().where((Block.user == row) | (Block.person == row)).execute()
    there = (Membership.user == row) & Membership.left_at.is_null()
    Membership.update(left_at=now_ms(), hidden_at=None, starred_at=None).where(there).execute()
    _delete_unused_picture(picture)
    _publish_changed(row)
    end_sessions(Session.user == row)
    end_tokens(row)


def _publish_changed(row: User) -> None:
    user = user_item(row)
    bus.publish_on_commit(PersonChanged(user))
    bus.publish_on_commit(OwnAccountChanged(user))
