"""Changes: check, commit, then publish. Nothing else in the program changes rows or publishes.

Who asks is always the first argument, resolved from the session by the caller on every call: a `UserItem`, or, for
what is sensitive, an `Identity`, whose session must have seen the password lately. The role is asked of the database.
"""

from chat.commands.accounts import (
    change_email,
    change_name,
    change_password,
    check_registration,
    create_administrator,
    delete_account,
    register,
    remove_avatar,
    set_avatar,
)
from chat.commands.administration import (
    create_invite,
    deactivate_person,
    end_sessions_of,
    reactivate_person,
    revoke_invite,
    set_registration,
    set_role,
)
from chat.commands.api_tokens import create_api_token, revoke_api_token, touch_api_token
from chat.commands.guards import CONFIRMED_FOR_MS, is_confirmed
from chat.commands.messages import delete_message, edit_message, send_message, send_message_once
from chat.commands.presence import tell_typing
from chat.commands.reactions import MAX_KINDS, react
from chat.commands.recovery import create_reset_link, request_reset, reset_password
from chat.commands.rooms import archive_room, create_room, rename_room, restore_room
from chat.commands.sessions import (
    KEPT_SECONDS,
    confirm_identity,
    end_expired_sessions,
    end_other_sessions,
    end_own_session,
    end_session,
    log_in,
    log_in_as_demo_user,
    start_session,
    touch_session,
)
from chat.commands.setup import setup_code
from chat.commands.signing import known_browsers_secret

__all__ = [
    "CONFIRMED_FOR_MS",
    "KEPT_SECONDS",
    "MAX_KINDS",
    "archive_room",
    "change_email",
    "change_name",
    "change_password",
    "check_registration",
    "confirm_identity",
    "create_administrator",
    "create_api_token",
    "create_invite",
    "create_reset_link",
    "create_room",
    "deactivate_person",
    "delete_account",
    "delete_message",
    "edit_message",
    "end_expired_sessions",
    "end_other_sessions",
    "end_own_session",
    "end_session",
    "end_sessions_of",
    "is_confirmed",
    "known_browsers_secret",
    "log_in",
    "log_in_as_demo_user",
    "react",
    "reactivate_person",
    "register",
    "remove_avatar",
    "rename_room",
    "request_reset",
    "reset_password",
    "restore_room",
    "revoke_api_token",
    "revoke_invite",
    "send_message",
    "send_message_once",
    "set_avatar",
    "set_registration",
    "set_role",
    "setup_code",
    "start_session",
    "tell_typing",
    "touch_api_token",
    "touch_session",
]
