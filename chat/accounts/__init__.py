"""Accounts: people, sessions, passwords, tokens, administration, pictures, mail.

Commands check, write and publish; the first argument of those that need a session is who asks. Queries are plain
functions that return items: run them with `await database.read(query, …)`. Code outside this package imports it,
`.items` or `.events`.
"""

from chat.accounts.audit import audit_listing
from chat.accounts.bots import all_bots, bots_of, owner_of
from chat.accounts.claims import NO_ADDRESS, UNCLAIMED, has_address, is_unclaimed
from chat.accounts.commands.administration import (
    create_invite,
    deactivate_person,
    end_sessions_of,
    reactivate_person,
    revoke_invite,
    set_registration,
    set_role,
)
from chat.accounts.commands.api_tokens import DAYS, create_api_token, revoke_api_token, touch_api_token
from chat.accounts.commands.app_account import APP, app_account
from chat.accounts.commands.audit import forget_old_actions, note_action
from chat.accounts.commands.bots import (
    add_bot,
    change_bot,
    create_bot,
    deactivate_bot,
    reactivate_bot,
    remove_bot_picture,
    require_bot_manager,
    set_bot_picture,
)
from chat.accounts.commands.claims import give_address
from chat.accounts.commands.kept import keep
from chat.accounts.commands.names import FORMER
from chat.accounts.commands.own_account import (
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
from chat.accounts.commands.password_reset import create_reset_link, request_reset, reset_password
from chat.accounts.commands.presence import report_presence, show_presence
from chat.accounts.commands.profile import MAX_STATUS, change_profile, set_status, set_zone
from chat.accounts.commands.sessions import (
    KEPT_SECONDS,
    confirm_identity,
    end_expired_sessions,
    end_other_sessions,
    end_own_session,
    end_session,
    log_in,
    start_session,
    touch_session,
)
from chat.accounts.commands.setup import set_setup_step, setup_code
from chat.accounts.commands.signing import known_browsers_secret
from chat.accounts.commands.team import remove_team_logo, set_team_logo, set_team_name
from chat.accounts.guards import (
    CONFIRMED_FOR_MS,
    has_recent_password,
    require_active,
    require_active_locked,
    require_administrator,
)
from chat.accounts.listing import directory, people_listing, people_named
from chat.accounts.passwords import hash_password
from chat.accounts.pictures import MAX_UPLOAD, picture_from
from chat.accounts.profile_queries import hides_presence, people_directory, profile, profiles, statuses, zones_of
from chat.accounts.queries import (
    BOT,
    SEEN_WITHIN_MS,
    api_tokens_of,
    api_user,
    avatar,
    credentials,
    has_people,
    identity,
    identity_of_session,
    invites,
    is_alive,
    is_claimable,
    is_invite,
    living_sessions,
    living_tokens,
    only_room,
    people,
    person,
    registration,
    reset_link_user,
    role_of,
    sessions_of,
    user_by_id,
    user_item,
    user_row,
)
from chat.accounts.setup import SETUP_STEPS, setup_step
from chat.accounts.team import team_item, team_logo
from chat.accounts.tokens import hash_token
from chat.accounts.zones import LASTS, end_of, time_in, zone_names
from models import is_active

__all__ = [
    "APP",
    "BOT",
    "CONFIRMED_FOR_MS",
    "DAYS",
    "FORMER",
    "KEPT_SECONDS",
    "LASTS",
    "MAX_STATUS",
    "MAX_UPLOAD",
    "NO_ADDRESS",
    "SEEN_WITHIN_MS",
    "SETUP_STEPS",
    "UNCLAIMED",
    "add_bot",
    "all_bots",
    "api_tokens_of",
    "api_user",
    "app_account",
    "audit_listing",
    "avatar",
    "bots_of",
    "change_bot",
    "change_email",
    "change_name",
    "change_password",
    "change_profile",
    "check_registration",
    "confirm_identity",
    "create_administrator",
    "create_api_token",
    "create_bot",
    "create_invite",
    "create_reset_link",
    "credentials",
    "deactivate_bot",
    "deactivate_person",
    "delete_account",
    "directory",
    "end_expired_sessions",
    "end_of",
    "end_other_sessions",
    "end_own_session",
    "end_session",
    "end_sessions_of",
    "forget_old_actions",
    "give_address",
    "has_address",
    "has_people",
    "has_recent_password",
    "hash_password",
    "hash_token",
    "hides_presence",
    "identity",
    "identity_of_session",
    "invites",
    "is_active",
    "is_alive",
    "is_claimable",
    "is_invite",
    "is_unclaimed",
    "keep",
    "known_browsers_secret",
    "living_sessions",
    "living_tokens",
    "log_in",
    "note_action",
    "only_room",
    "owner_of",
    "people",
    "people_directory",
    "people_listing",
    "people_named",
    "person",
    "picture_from",
    "profile",
    "profiles",
    "reactivate_bot",
    "reactivate_person",
    "register",
    "registration",
    "remove_avatar",
    "remove_bot_picture",
    "remove_team_logo",
    "report_presence",
    "request_reset",
    "require_active",
    "require_active_locked",
    "require_administrator",
    "require_bot_manager",
    "reset_link_user",
    "reset_password",
    "revoke_api_token",
    "revoke_invite",
    "role_of",
    "sessions_of",
    "set_avatar",
    "set_bot_picture",
    "set_registration",
    "set_role",
    "set_setup_step",
    "set_status",
    "set_team_logo",
    "set_team_name",
    "set_zone",
    "setup_code",
    "setup_step",
    "show_presence",
    "start_session",
    "statuses",
    "team_item",
    "team_logo",
    "time_in",
    "touch_api_token",
    "touch_session",
    "user_by_id",
    "user_item",
    "user_row",
    "zone_names",
    "zones_of",
]
