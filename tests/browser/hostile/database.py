"""Places full of hostile words, put straight into the database as the commands would have stored them."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

from playhouse import db_url

from chat.accounts import UNCLAIMED, hash_password, hash_token
from chat.storage.engines.sqlite import PRAGMAS
from models import (
    ApiToken,
    Block,
    Bot,
    Invite,
    Membership,
    Message,
    OutgoingHook,
    Pin,
    PushSubscription,
    ResetLink,
    Room,
    SavedMessage,
    Session,
    Setting,
    User,
    db,
    now_ms,
)
from tests.browser.conftest import Server
from tests.browser.hostile.forms import PASSWORD
from tests.people import put_in_open_rooms

HASH = hash_password(PASSWORD)
LATER = now_ms() + 3_600_000
ROOM_TO_JOIN = 3
"""The id of a room that no administrator is in."""

_numbers = count(1)


@contextmanager
def database_of(server: Server) -> Iterator[None]:
    """Open the database of a running server."""
    path = f"sqlite:///{server.data_dir}/streamchat.db"
    db.initialize(db_url.connect(path, pragmas=PRAGMAS, lock_type="IMMEDIATE"))
    with db.connection_context():
        yield


def new_person(name: str = "Ada", email: str = "", role: str = "administrator") -> User:
    """Register somebody who knows the password."""
    email = email or f"person-{next(_numbers)}@streamchat.io"
    user = User.create(name=name, email=email, password_hash=HASH, role=role)
    put_in_open_rooms(user)
    return user


def new_session(user: User, *, is_confirmed: bool = True, device: str = "") -> str:
    """Log somebody in and return the session's token."""
    token = f"session-{next(_numbers)}"
    confirmed_at = now_ms() if is_confirmed else 0
    Session.create(token_hash=hash_token(token), user=user, device=device, confirmed_at=confirmed_at, expires_at=LATER)
    return token


def new_reset_link(user: User) -> str:
    """Return the token of a link by which somebody may choose another password."""
    token = f"link-{next(_numbers)}"
    ResetLink.create(token_hash=hash_token(token), user=user, expires_at=LATER)
    return token


def add_content() -> None:
    """Have one of everything that forms are about, so that all forms are there."""
    Setting.insert_many([("demo", "1"), ("registration", "open")], [Setting.name, Setting.value]).execute()
    room = Room.create(name="a room")
    Room.create(name="an old room", archived_at=now_ms())
    Room.create(name="another room")
    ada = new_person(email="ada@streamchat.io")
    User.create(name="Ben", email="ben@example.com", password_hash="-", deactivated_at=now_ms())
    User.create(name="Cem", email="cem@example.com", password_hash=UNCLAIMED, deactivated_at=now_ms())
    Invite.create(token_hash="-", author=ada, expires_at=LATER)
    Message.create(room=room, author=ada, body="hello", revision=1, created_revision=1)


def new_bots_of(owner: User) -> None:
    """Make a bot with a picture, a program and an outgoing webhook that has failed, and another that is deactivated."""
    bot, old = (new_person("Robot", f"bot-{next(_numbers)}", "bot") for _ in range(2))
    Bot.insert_many([{"user": one, "owner": owner} for one in (bot, old)]).execute()
    User.update(avatar="-").where(User.id == bot.id).execute()
    User.update(deactivated_at=now_ms()).where(User.id == old.id).execute()
    ApiToken.create(token_hash=f"token-{bot.id}", user=bot, name="a program")
    hook = {"maker": owner, "address": "https://example.com/hook", "listens_to": "everything", "secret": "-"}
    OutgoingHook.create(room=1, bot=bot, disabled_at=now_ms(), last_error="It answered 500", **hook)


def new_administrator(*, is_confirmed: bool) -> str:
    """Return the session's token of an administrator with another browser and a program."""
    user = new_person()
    ApiToken.create(token_hash=f"token-{user.id}", user=user, name="a program")
    new_bots_of(user)
    Membership.delete().where(Membership.user == user, Membership.room == ROOM_TO_JOIN).execute()
    SavedMessage.create(user=user, message=Message.get(), remind_at=4 * 10**12)
    Pin.get_or_create(message=Message.get(Message.room == 1), defaults={"room": 1, "user": user})
    Block.create(user=user, person=User.get(User.name == "Ben"))
    new_session(user, device="Firefox on Linux")
    PushSubscription.create(
        user=user,
        session=Session.get(Session.user == user),
        endpoint="https://push.example.com/1",
        endpoint_hash=f"endpoint-{user.id}",
        public_key="-",
        secret="-",
    )
    return new_session(user, is_confirmed=is_confirmed)
