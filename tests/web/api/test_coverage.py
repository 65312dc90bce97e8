"""Everything that the app does, the API does, or it is said here why not."""

import ast
from pathlib import Path

from tests.test_permissions import COMMANDS, CONTEXTS, UNASKED

WEB = Path(__file__).parents[3] / "chat/web"
SOURCES = [*(WEB / "api").rglob("*.py"), WEB / "files/receiving.py"]

OF = {context.__name__.rpartition(".")[2] for context in CONTEXTS}

PASSWORD = "asks for the password, which no token stands for"
ADMINISTRATION = "administrators do it in the app alone: a token that leaks must not give the place away"
BROWSER = "is about a browser or an open page"
PICTURE = "pictures of people, bots and the team are chosen in the app, where one sees them"
INSIDE = "is part of sending, replying or posting"

WHY_NOT = {
    **dict.fromkeys(["change_email", "change_password", "confirm_identity"], PASSWORD),
    **dict.fromkeys(["create_api_token", "delete_account"], PASSWORD),
    **dict.fromkeys(["deactivate_person", "reactivate_person", "set_role", "set_registration"], ADMINISTRATION),
    **dict.fromkeys(["create_invite", "revoke_invite", "create_reset_link", "give_address"], ADMINISTRATION),
    **dict.fromkeys(["end_sessions_of", "set_setup_step", "set_team_name", "set_default_room"], ADMINISTRATION),
    **dict.fromkeys(["set_link_previews", "set_edit_history", "set_place_retention"], ADMINISTRATION),
    **dict.fromkeys(["end_other_sessions", "end_own_session", "note_looking", "note_opened"], BROWSER),
    **dict.fromkeys(["subscribe", "unsubscribe", "unsubscribe_endpoint"], BROWSER),
    **dict.fromkeys(["set_avatar", "remove_avatar", "set_bot_picture", "remove_bot_picture"], PICTURE),
    **dict.fromkeys(["set_team_logo", "remove_team_logo"], PICTURE),
    **dict.fromkeys(["enter_room", "post_messages"], INSIDE),
    "change_name": "change_profile does it together with what else somebody tells of themselves",
    "open_direct": "open_direct_once is the same, and safe to repeat",
    "send_message": "send_message_once is the same, and safe to repeat",
    "remove_preview": "previews of links are not in the answers",
    "set_room_retention": "deletes for good what others have written: the app asks twice, and says how much",
    **dict.fromkeys(["export_own", "export_room"], "a download of the app's settings, a few a day"),
}
"""Commands that somebody may have done, and no operation of the API does."""


def named() -> set[str]:
    """The names of all that is used of the contexts."""
    nodes = [node for path in SOURCES for node in ast.walk(ast.parse(path.read_text()))]
    used = [(node.value, node.attr) for node in nodes if isinstance(node, ast.Attribute)]
    return {name for of, name in used if isinstance(of, ast.Name) and of.id in OF}


def test_every_command_has_an_operation_or_a_reason_why_not() -> None:
    missing = set(COMMANDS) - set(UNASKED) - named()
    new = missing - set(WHY_NOT)
    assert not new, f"add operations to chat/web/api, or say in WHY_NOT here why there are none: {sorted(new)}"
    done = set(WHY_NOT) - missing
    assert not done, f"these have operations by now: {sorted(done)}"
