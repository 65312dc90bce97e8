"""Who may do what: every command of every context, asked by everybody, about everything.

Rooms are open here, and everybody is in them: for the other kinds, and who is not, see `test_room_permissions`.
"""

import asyncio
import inspect
import io
import json
import pickle
import shutil
from collections.abc import Awaitable, Callable
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from chat import accounts, demo, exporting, files, messages, notifications, programs, rooms, search
from chat.accounts import UNCLAIMED, hash_token
from chat.accounts.items import Identity, UserItem
from chat.errors import ChatError, Forbidden, Invalid, NotFound, NotSignedIn, PasswordNeeded
from chat.notifications.items import Schedule
from chat.realtime.events import Event
from chat.rooms.items import Position
from chat.storage.database import database
from chat.storage.engines.sqlite import PRAGMAS
from chat.web import auth
from models import (
    ApiToken,
    Avatar,
    Blob,
    Block,
    Bot,
    File,
    IncomingHook,
    Invite,
    LinkPreview,
    Membership,
    Message,
    MessageLink,
    OutgoingHook,
    Pin,
    PushSubscription,
    ResetLink,
    Room,
    RunningText,
    SavedMessage,
    Session,
    Setting,
    User,
    db,
    now_ms,
)
from tests.conftest import POSTGRES
from tests.files import Given
from tests.people import LONG_AGO, PASSWORD, register_person, stored

FRESH = {"member", "author", "administrator"}
LONG = {"member, password given long ago", "administrator, password given long ago"}
INSIDE = FRESH | LONG | {"member's program"}
ADMINISTRATOR = {"administrator", "administrator, password given long ago"}
CONFIRMED = {"administrator"}
AUTHOR = {"author"}
NOBODY: set[str] = set()
MANAGERS = AUTHOR | ADMINISTRATOR
OUTSIDE = {"stranger whose session has ended", "deactivated", "former member"}
ROLES = sorted(INSIDE | OUTSIDE)
ON_EVERY_DATABASE = {"author", "administrator"}
EACH_ROLE = [
    role if role in ON_EVERY_DATABASE else pytest.param(role, marks=pytest.mark.sqlite("asked by the same queries"))
    for role in ROLES
]

HOSTILE_IDS = (999_999, 0, -1, 2**63 - 1, 2**63, 10**30, -(10**30), "1", "", "' OR 1=1 --", None, 1.0, float("nan"))
HOSTILE_IDS += (True, [], {}, b"1", "\ud800")  # type: ignore[assignment]
HOSTILE_TEXTS = ("", "\0", "\ud800", "x" * 100_000, "' OR 1=1 --", "%", "\u202e", "nobody@example.com", "\ud800@x")

POINT = "BPwfNfagXTF35GnC1QqE7y33kGuAXr4adYHnVb34N83xBf4AapjS9dmsSOGBF1eLOISiikQeYsutFAG3HjTlnvE"
SECRET = "c2l4dGVlbiBzZWNyZXRzIQ"
"""What browsers give away for being notified: a point of P-256, and sixteen bytes."""

buffer = io.BytesIO()
Image.new("RGB", (9, 9), "red").save(buffer, "PNG")
PICTURE = buffer.getvalue()


@dataclass
class Rule:
    """How a command is called about a thing, and who may have it done, by the thing's name in `Place`."""

    call: Callable[[Identity, Any], Awaitable[object]]
    things: dict[str, set[str]]
    ignores: bool = field(default=False, kw_only=True)
    """Whether what is nobody's business is passed over in silence."""
    is_only_told: bool = field(default=False, kw_only=True)
    """Whether it is told and stored nowhere."""
    is_only_read: bool = field(default=False, kw_only=True)
    """Whether it is neither told nor stored."""


def named(name: str) -> int:
    """Return the id of somebody in `Place`."""
    return int(User.get(User.name == name).id)


def named_room(name: str) -> int:
    """Return the id of a room in `Place`."""
    return int(Room.get(Room.name == name).id)


async def taken(begun: Awaitable[exporting.Download]) -> int:
    """Go through an export."""
    return sum([len(piece) async for piece in (await begun).pieces])


RULES = {
    "add_member": Rule(
        lambda who, to: rooms.add_member(who.user, to, named("newcomer")),
        {"room": INSIDE, "archived_room": NOBODY, "empty_room": ADMINISTRATOR, "direct": NOBODY, "thread": NOBODY},
    ),
    "archive_room": Rule(
        lambda who, to: rooms.archive_room(who.user, to), {"room": MANAGERS, "direct": NOBODY, "thread": NOBODY}
    ),
    "block_person": Rule(
        lambda who, to: rooms.block_person(who.user, to), {"boss": INSIDE, "deactivated": INSIDE, "gone": NOBODY}
    ),
    "change_bot": Rule(
        lambda who, to: accounts.change_bot(who.user, to, "Robot 2"), {"bot": MANAGERS, "person": NOBODY}
    ),
    "change_email": Rule(lambda who, _: accounts.change_email(who, "new@example.com"), {"": FRESH}),
    "change_name": Rule(lambda who, _: accounts.change_name(who.user, "Somebody"), {"": INSIDE}),
    "change_profile": Rule(lambda who, _: accounts.change_profile(who.user, "Gardener", "Asia/Tokyo"), {"": INSIDE}),
    "change_room_kind": Rule(
        lambda who, to: rooms.change_room_kind(who.user, to, "closed"),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "change_password": Rule(lambda who, _: accounts.change_password(who, "quiet river, old lamp"), {"": FRESH}),
    "confirm_identity": Rule(lambda who, _: accounts.confirm_identity(who, PASSWORD), {"": FRESH | LONG}),
    "create_api_token": Rule(lambda who, _: accounts.create_api_token(who, "robot"), {"": FRESH}),
    "create_bot": Rule(lambda who, _: accounts.create_bot(who.user, "Robot 2"), {"": INSIDE}),
    "create_hook": Rule(
        lambda who, to: programs.create_hook(who.user, to, "Alerts"),
        {"room": MANAGERS, "archived_room": NOBODY, "direct": NOBODY, "thread": NOBODY},
    ),
    "create_invite": Rule(lambda who, _: accounts.create_invite(who.user), {"": ADMINISTRATOR}),
    "create_reset_link": Rule(accounts.create_reset_link, {"person": CONFIRMED, "boss": CONFIRMED}),
    "create_outgoing_hook": Rule(
        lambda who, to: programs.create_outgoing_hook(who.user, to, named("Robot"), "https://example.com/hook"),
        {"room": MANAGERS, "archived_room": NOBODY, "direct": NOBODY, "thread": NOBODY},
    ),
    "delete_outgoing_hook": Rule(
        lambda who, to: programs.delete_outgoing_hook(who.user, to), {"outgoing_hook": MANAGERS}
    ),
    "enable_outgoing_hook": Rule(
        lambda who, to: programs.enable_outgoing_hook(who.user, to), {"outgoing_hook": MANAGERS}
    ),
    "rotate_outgoing_secret": Rule(
        lambda who, to: programs.rotate_outgoing_secret(who.user, to), {"outgoing_hook": MANAGERS}
    ),
    "create_room": Rule(lambda who, _: rooms.create_room(who.user, "garden"), {"": INSIDE}),
    "give_address": Rule(
        lambda who, to: accounts.give_address(who, to, "new@example.com"), {"unclaimed": CONFIRMED, "gone": NOBODY}
    ),
    "deactivate_bot": Rule(lambda who, to: accounts.deactivate_bot(who.user, to), {"bot": MANAGERS, "person": NOBODY}),
    "deactivate_person": Rule(accounts.deactivate_person, {"person": CONFIRMED, "boss": CONFIRMED, "gone": NOBODY}),
    "delete_account": Rule(lambda who, _: accounts.delete_account(who), {"": FRESH}),
    "delete_hook": Rule(lambda who, to: programs.delete_hook(who.user, named_room("kitchen"), to), {"hook": MANAGERS}),
    "delete_message": Rule(
        lambda who, to: messages.delete_message(who.user, to),
        {
            "message": AUTHOR | ADMINISTRATOR,
            "archived_message": AUTHOR | ADMINISTRATOR,
            "reply": AUTHOR | ADMINISTRATOR,
        },
    ),
    "describe_file": Rule(
        lambda who, to: messages.describe_file(who.user, to, File.get(File.message.is_null(False)).id, "A cat"),
        {"message": AUTHOR, "archived_message": NOBODY, "tombstone": NOBODY},
    ),
    "edit_message": Rule(
        lambda who, to: messages.edit_message(who.user, to, "put differently"),
        {"message": AUTHOR, "archived_message": NOBODY, "tombstone": NOBODY, "reply": AUTHOR},
    ),
    "export_own": Rule(lambda who, _: taken(exporting.export_own(who.user)), {"": INSIDE}, is_only_read=True),
    "export_room": Rule(
        lambda who, to: taken(exporting.export_room(who.user, to)),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "enter_room": Rule(lambda who, to: rooms.enter_room(who.user, to), {"empty_room": INSIDE, "archived_room": NOBODY}),
    "end_other_sessions": Rule(lambda who, _: accounts.end_other_sessions(who), {"": FRESH | LONG}),
    "end_own_session": Rule(lambda who, to: accounts.end_own_session(who.user, to), {"session": AUTHOR}, ignores=True),
    "end_sessions_of": Rule(lambda who, to: accounts.end_sessions_of(who.user, to), {"person": ADMINISTRATOR}),
    "follow_thread": Rule(
        lambda who, to: messages.follow_thread(who.user, to),
        {"message": INSIDE, "reply": NOBODY, "tombstone": NOBODY, "archived_message": NOBODY},
    ),
    "hide_direct": Rule(
        lambda who, to: rooms.hide_direct(who.user, to),
        {
            "thread": NOBODY,
            "direct": {role for role in INSIDE if role.startswith("member")} | AUTHOR,
            "room": NOBODY,
            "archived_room": NOBODY,
        },
    ),
    "join_room": Rule(
        lambda who, to: rooms.join_room(who.user, to), {"empty_room": INSIDE, "archived_room": NOBODY, "thread": NOBODY}
    ),
    "leave_room": Rule(
        lambda who, to: rooms.leave_room(who.user, to),
        {"room": INSIDE, "archived_room": INSIDE, "direct": NOBODY, "thread": NOBODY},
    ),
    "mark_all_read": Rule(lambda who, _: rooms.mark_all_read(who.user), {"": INSIDE}),
    "mark_read": Rule(lambda who, to: rooms.mark_read(who.user, to, 10**9), {"room": INSIDE, "archived_room": INSIDE}),
    "mark_unread": Rule(
        lambda who, to: rooms.mark_unread(who.user, to, 10**9), {"room": INSIDE, "archived_room": INSIDE}
    ),
    "note_looking": Rule(lambda who, _: notifications.note_looking(who.user), {"": INSIDE}),
    "open_thread": Rule(
        lambda who, to: messages.open_thread(who.user, to),
        {"message": INSIDE, "reply": NOBODY, "tombstone": NOBODY, "archived_message": NOBODY},
    ),
    "open_direct": Rule(
        lambda who, to: rooms.open_direct(who.user, [to]), {"boss": INSIDE, "gone": NOBODY, "deactivated": NOBODY}
    ),
    "open_direct_once": Rule(
        lambda who, to: rooms.open_direct_once(who.user, [to]), {"boss": INSIDE, "gone": NOBODY, "deactivated": NOBODY}
    ),
    "pause_notifications": Rule(lambda who, _: notifications.pause_notifications(who.user, "30"), {"": INSIDE}),
    "pin_message": Rule(
        lambda who, to: messages.pin_message(who.user, to),
        {"message": INSIDE, "archived_message": NOBODY, "tombstone": NOBODY, "reply": INSIDE},
    ),
    "press": Rule(
        lambda who, to: messages.press(who.user, to, "answer", {"arg": "yes"}),
        {"live_message": INSIDE, "message": NOBODY, "archived_message": NOBODY, "tombstone": NOBODY, "reply": NOBODY},
    ),
    "react": Rule(
        lambda who, to: messages.react(who.user, to, "👍", on=True),
        {"message": INSIDE, "archived_message": NOBODY, "tombstone": NOBODY, "reply": INSIDE},
    ),
    "reactivate_bot": Rule(
        lambda who, to: accounts.reactivate_bot(who.user, to), {"sleeping_bot": MANAGERS, "deactivated": NOBODY}
    ),
    "reactivate_person": Rule(accounts.reactivate_person, {"deactivated": CONFIRMED, "gone": NOBODY}),
    "remove_avatar": Rule(lambda who, _: accounts.remove_avatar(who.user), {"": INSIDE}),
    "remove_bot_picture": Rule(
        lambda who, to: accounts.remove_bot_picture(who.user, to), {"bot": MANAGERS, "person": NOBODY}
    ),
    "remove_member": Rule(
        lambda who, to: rooms.remove_member(who.user, to, named("boss")),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "remove_preview": Rule(
        lambda who, to: messages.remove_preview(who.user, to, 1),
        {"message": AUTHOR, "archived_message": AUTHOR},
    ),
    "remove_file": Rule(lambda who, to: files.remove_file(who.user, to), {"unsent_file": AUTHOR}, ignores=True),
    "rename_room": Rule(
        lambda who, to: rooms.rename_room(who.user, to, f"kitchen {to}"),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "restore_room": Rule(
        lambda who, to: rooms.restore_room(who.user, to), {"archived_room": MANAGERS, "thread": NOBODY}
    ),
    "resume_notifications": Rule(lambda who, _: notifications.resume_notifications(who.user), {"": INSIDE}),
    "revoke_api_token": Rule(lambda who, to: accounts.revoke_api_token(who.user, to), {"token": AUTHOR}, ignores=True),
    "revoke_invite": Rule(
        lambda who, to: accounts.revoke_invite(who.user, to), {"invite": ADMINISTRATOR}, ignores=True
    ),
    "remind_of": Rule(
        lambda who, to: messages.remind_of(who.user, to, "1-hour"),
        {"message": INSIDE, "archived_message": INSIDE, "tombstone": NOBODY, "reply": INSIDE},
    ),
    "cancel_reminder": Rule(
        lambda who, to: messages.cancel_reminder(who.user, to), {"saved_message": INSIDE}, ignores=True
    ),
    "save_message": Rule(
        lambda who, to: messages.save_message(who.user, to),
        {"message": INSIDE, "archived_message": INSIDE, "tombstone": NOBODY, "reply": INSIDE},
    ),
    "post_messages": Rule(
        lambda who, to: messages.post_messages(who.user, to, ["hello"]),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
    ),
    "send_live": Rule(
        lambda who, to: messages.send_live(who.user, to, "counter", {"text": "Cups"}),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
    ),
    "send_message": Rule(
        lambda who, to: messages.send_message(who.user, to, "hello"),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
    ),
    "send_message_once": Rule(
        lambda who, to: messages.send_message_once(who.user, to, "hello"),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
    ),
    "start_message": Rule(
        lambda who, to: messages.start_message(who.user, to, "hel"),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
    ),
    "append_words": Rule(
        lambda who, to: messages.append_words(who.user, to, "lo", 3),
        {"running": AUTHOR, "tombstone": NOBODY, "message": NOBODY},
        is_only_told=True,
    ),
    "finish_message": Rule(
        lambda who, to: messages.finish_message(who.user, to),
        {"running": AUTHOR, "tombstone": NOBODY},
    ),
    "set_avatar": Rule(lambda who, _: accounts.set_avatar(who.user, PICTURE), {"": INSIDE}),
    "set_bot_picture": Rule(
        lambda who, to: accounts.set_bot_picture(who.user, to, PICTURE), {"bot": MANAGERS, "person": NOBODY}
    ),
    "set_default_room": Rule(
        lambda who, to: rooms.set_default_room(who.user, to, is_default=True),
        {"room": ADMINISTRATOR, "archived_room": ADMINISTRATOR, "direct": NOBODY, "thread": NOBODY},
    ),
    "set_level": Rule(
        lambda who, to: notifications.set_level(who.user, to, "nothing"),
        {"room": INSIDE, "archived_room": INSIDE, "empty_room": NOBODY},
    ),
    "set_mail": Rule(lambda who, _: notifications.set_mail(who.user, is_wanted=False), {"": INSIDE}),
    "set_member_role": Rule(
        lambda who, to: rooms.set_member_role(who.user, to, named("boss"), "manager"),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "set_link_previews": Rule(lambda who, _: messages.set_link_previews(who.user, on=True), {"": ADMINISTRATOR}),
    "set_edit_history": Rule(lambda who, _: messages.set_edit_history(who.user, on=True), {"": ADMINISTRATOR}),
    "set_place_retention": Rule(lambda who, _: messages.set_place_retention(who.user, 30), {"": ADMINISTRATOR}),
    "set_room_retention": Rule(
        lambda who, to: messages.set_room_retention(who.user, to, 30),
        {"room": MANAGERS, "archived_room": MANAGERS, "direct": NOBODY, "thread": NOBODY},
    ),
    "set_registration": Rule(lambda who, _: accounts.set_registration(who, "open"), {"": CONFIRMED}),
    "set_replies": Rule(lambda who, _: notifications.set_replies(who.user, are_wanted=False), {"": INSIDE}),
    "set_role": Rule(
        lambda who, to: accounts.set_role(who, to, "administrator"),
        {"person": CONFIRMED, "gone": NOBODY, "bot": NOBODY},
    ),
    "star_room": Rule(
        lambda who, to: rooms.star_room(who.user, to), {"room": INSIDE, "empty_room": NOBODY, "thread": NOBODY}
    ),
    "set_status": Rule(lambda who, _: accounts.set_status(who.user, "🌴", "On vacation"), {"": INSIDE}),
    "set_schedule": Rule(
        lambda who, _: notifications.set_schedule(who.user, Schedule("12345", 540, 1080, "Europe/Vienna")), {"": INSIDE}
    ),
    "subscribe": Rule(
        lambda who, _: notifications.subscribe(who, "https://push.example.org/7", POINT, SECRET),
        {"": FRESH | LONG},
    ),
    "show_presence": Rule(lambda who, _: accounts.show_presence(who.user, is_shown=False), {"": INSIDE}),
    "unblock_person": Rule(lambda who, to: rooms.unblock_person(who.user, to), {"blocked": INSIDE, "gone": NOBODY}),
    "set_setup_step": Rule(lambda who, _: accounts.set_setup_step(who.user, "invite"), {"": ADMINISTRATOR}),
    "set_team_name": Rule(lambda who, _: accounts.set_team_name(who.user, "Acme"), {"": ADMINISTRATOR}),
    "set_team_logo": Rule(lambda who, _: accounts.set_team_logo(who.user, PICTURE), {"": ADMINISTRATOR}),
    "remove_team_logo": Rule(lambda who, _: accounts.remove_team_logo(who.user), {"": ADMINISTRATOR}),
    "unfollow_thread": Rule(
        lambda who, to: messages.unfollow_thread(who.user, to),
        {"message": INSIDE, "reply": NOBODY, "tombstone": NOBODY, "archived_message": NOBODY},
    ),
    "unpin_message": Rule(
        lambda who, to: messages.unpin_message(who.user, to),
        {"saved_message": INSIDE, "archived_message": NOBODY},
    ),
    "unsave_message": Rule(
        lambda who, to: messages.unsave_message(who.user, to), {"saved_message": INSIDE}, ignores=True
    ),
    "upload_file": Rule(
        lambda who, to: files.upload_file(who.user, to, Given(b"hello")),
        {"room": INSIDE, "archived_room": NOBODY, "empty_room": INSIDE},
    ),
    "unstar_room": Rule(lambda who, to: rooms.unstar_room(who.user, to), {"archived_room": INSIDE}),
    "unsubscribe": Rule(lambda who, to: notifications.unsubscribe(who.user, to), {"device": AUTHOR}, ignores=True),
    "unsubscribe_endpoint": Rule(
        lambda who, _: notifications.unsubscribe_endpoint(who.user, "https://push.example.org/1"),
        {"": {"author"}},
        ignores=True,
    ),
    "note_opened": Rule(
        lambda who, to: rooms.note_opened(who.user, to),
        {"room": INSIDE, "archived_room": INSIDE, "empty_room": NOBODY, "thread": NOBODY},
        ignores=True,
    ),
    "notify_typing": Rule(
        lambda who, to: messages.notify_typing(who.user, to),
        {"room": INSIDE, "archived_room": NOBODY, "thread": INSIDE},
        is_only_told=True,
    ),
}
"""What needs to know who asks: which things it is asked about, and who may."""

UNASKED: dict[str, Callable[[Any], Awaitable[object]]] = {
    "check_registration": accounts.check_registration,
    "create_administrator": lambda text: accounts.create_administrator(text, text, text),
    "delete_what_is_not_kept": lambda _: messages.delete_what_is_not_kept(),
    "end_expired_sessions": lambda _: accounts.end_expired_sessions(),
    "end_session": accounts.end_session,
    "forget_completed_actions": lambda _: messages.forget_completed_actions(),
    "send_due_reminders": lambda _: messages.send_due_reminders(""),
    "forget_unsent_files": lambda _: files.forget_unsent_files(),
    "forget_old_actions": lambda _: accounts.forget_old_actions(),
    "note_use": programs.note_use,
    "show_preview": messages.show_preview,
    "end_interrupted": lambda _: messages.end_interrupted(),
    "store_words": lambda _: messages.store_words(),
    "store_redrawn": lambda _: messages.store_redrawn(),
    "log_in": lambda text: accounts.log_in(text, text),
    "log_in_as_demo_user": demo.log_in_as_demo_user,
    "register": lambda text: accounts.register(text, text, text, text),
    "report_presence": lambda text: accounts.report_presence(text, (), ()),
    "request_reset": accounts.request_reset,
    "reset_password": lambda text: accounts.reset_password(text, text),
    "start_session": accounts.start_session,
    "touch_api_token": accounts.touch_api_token,
    "touch_session": accounts.touch_session,
    "unsubscribe_from_mail": notifications.unsubscribe_from_mail,
}
"""What nobody has to be signed in for: it goes by a password or a token, or is the program's own doing."""

BY_ID = {"log_in_as_demo_user", "note_use", "start_session", "touch_session"}
CONTEXTS = (accounts, rooms, files, messages, notifications, exporting, programs, demo)
COMMANDS = {
    name: value for context in CONTEXTS for name, value in vars(context).items() if inspect.iscoroutinefunction(value)
}

READS: dict[str, Callable[[UserItem, Any], object]] = {
    "blocked_people": lambda actor, _: rooms.blocked_people(actor),
    "browse_listing": lambda actor, _: rooms.browse_listing(actor, "kitchen").items,
    "changes_since": lambda actor, place: messages.changes_since(actor, place.room, 9),
    "changes_after": lambda actor, place: messages.changes_after(actor, place.room, Position(9, 0)),
    "position": lambda actor, place: rooms.position(actor, place.room),
    "own_positions": lambda actor, _: rooms.own_positions(actor),
    "list_changes": lambda actor, _: (changed := rooms.list_changes(actor, -1)) and changed.rooms,
    "allowance": lambda actor, place: files.file_to_serve(actor, place.sent_file) and files.allowance(actor),
    "file_to_serve": lambda actor, place: files.file_to_serve(actor, place.sent_file),
    "first_lines": lambda actor, place: messages.first_lines(actor, [place.message]),
    "found_messages": lambda actor, place: messages.found_messages(actor, [place.message]),
    "rooms_by_id": lambda actor, place: list(rooms.rooms_by_id(actor, [place.archived_room])),
    "search": lambda actor, _: search.search(actor, "from:author").items,
    "first_unread": lambda actor, place: rooms.first_unread(actor, place.room) or place.room,
    "followed_threads": lambda actor, _: messages.followed_threads(actor).items,
    "thread_below": lambda actor, place: messages.thread_below(actor, place.root),
    "root_of_reply": lambda actor, place: messages.root_of_reply(actor, place.room, place.reply),
    "has_blocked": lambda actor, place: rooms.has_blocked(actor, place.blocked),
    "live_file": lambda actor, place: messages.live_file(actor, place.live_message),
    "pressed_secretly": lambda actor, place: messages.pressed_secretly(actor, [place.live_message]),
    "last_messages": lambda actor, _: messages.last_messages(actor),
    "lock_writable_room": lambda actor, place: rooms.lock_writable_room(actor, place.room),
    "lock_for_writing": lambda actor, place: rooms.lock_for_writing(actor, place.room, None),
    "lock_room": lambda actor, place: rooms.lock_room(actor, place.archived_room),
    "is_member": lambda actor, place: rooms.is_member(actor, place.room),
    "managers": lambda actor, place: rooms.managers(actor, place.room),
    "may_manage": lambda actor, place: rooms.may_manage(actor, place.room) or rooms.is_member(actor, place.room),
    "member_listing": lambda actor, place: rooms.member_listing(actor, place.archived_room).items,
    "members": lambda actor, place: rooms.members(actor, place.room),
    "messages_after": lambda actor, place: messages.messages_after(actor, place.room, 0),
    "messages_around": lambda actor, place: messages.messages_around(actor, place.room, 1),
    "messages_before": lambda actor, place: messages.messages_before(actor, place.archived_room, 999),
    "preview_message": lambda actor, place: messages.preview_message(actor, place.room, "*hi*").html,
    "newest_messages": lambda actor, place: messages.newest_messages(actor, place.room),
    "open_rooms": lambda actor, _: rooms.open_rooms(actor),
    "people_to_add": lambda actor, place: rooms.people_to_add(actor, place.empty_room).items,
    "people_to_mention": lambda actor, place: rooms.people_to_mention(actor, place.room),
    "require_known": lambda actor, place: rooms.require_known(actor, IncomingHook.get_by_id(place.hook).bot_id) is None,
    "require_writable_room": lambda actor, place: rooms.require_writable_room(actor, place.room),
    "room": lambda actor, place: rooms.room(actor, place.archived_room),
    "room_for": lambda actor, place: rooms.room_for(actor, place.room),
    "room_list": lambda actor, _: rooms.room_list(actor).rooms,
    "room_list_changes": lambda actor, _: rooms.room_list_changes(actor, -1).shown,  # type: ignore[union-attr]
    "room_listing": lambda actor, _: rooms.room_listing(actor, "kitchen").items,
    "room_to_open": lambda actor, _: rooms.room_to_open(actor),
    "rooms": lambda actor, _: rooms.rooms(actor),
    "rooms_to_link": lambda actor, _: rooms.rooms_to_link(actor),
    "rooms_in_common": lambda actor, place: rooms.rooms_in_common(actor, place.boss),
    "shared_files": lambda actor, place: files.shared_files(actor, place.room, are_pictures=False),
    "sharers": lambda actor, place: [files.sharers(actor, place.room, are_pictures=False)],
    "messages_with_links": lambda actor, place: messages.messages_with_links(actor, place.room),
    "people_with_links": lambda actor, place: [messages.people_with_links(actor, place.room)],
    "retention": lambda actor, place: messages.retention(actor, place.thread),
    "versions": lambda actor, place: messages.versions(actor, place.message),
    "pinned_messages": lambda actor, place: messages.pinned_messages(actor, place.room),
    "rows_with_pins": lambda actor, place: messages.rows_with_pins(actor, place.room),
    "reminders": lambda actor, _: messages.reminders(actor),
    "saved_messages": lambda actor, _: messages.saved_messages(actor).items,
    "seen_room": lambda actor, place: rooms.seen_room(actor, place.room),
    "unread": lambda actor, _: rooms.unread(actor),
    "unread_threads": lambda actor, _: rooms.unread_threads(actor).count,
    "visible_to": lambda actor, _: list(Room.select().where(rooms.visible_to(actor))),
}
"""What may be read of rooms and messages, and by whom: by every active user."""

OF_FOUND_ROOMS = {
    *("add_file", "store_bytes"),  # of imports, which nobody asks for at a browser
    "follow",
    "followed_by_reply",
    "unfollow",
    "membership",
    "must_enter",
    *("put_in", "put_in_default_rooms", "take_out"),
    "read_by_writing",
}
OF_FOUND_ROOMS |= {"attach_files", "change_alt", "clean_alt", "clean_file_ids", "copy_files", "delete_files_of"}
OF_FOUND_ROOMS |= {"files_of", "names_of", "set_limits", "make_previews_by_default", "makes_previews", "hear_words"}
OF_FOUND_ROOMS |= {"link_tellings_to"}
OF_FOUND_ROOMS |= {
    *("room_with_app", "tell_as_app"),
    "check_database",
    "check_files",
    "check_index",
    "parse",
    "visible_to_person",
    "keeps_history",
    "place_days",
}
"""What takes the row of a room, which only those get who may see it, or is part of another command, or of no room."""


EVENT = json.dumps({"title": "Tea", "at": 1, "ends": 10**14, "place": "", "yes": [], "no": [], "maybe": []})
"""The state of a live message."""


class Place:
    """A house with people in every role, and one thing of each kind, all of the author's."""

    def __init__(self) -> None:
        with db.atomic():
            self.people = {name: register_person(name) for name in ("author", "member", "deactivated", "former")}
            self.people |= {name: register_person(name, "administrator") for name in ("administrator", "boss")}
            self.bot, self.sleeping_bot = (self._make_bot(name) for name in ("Robot", "Sleeping robot"))
            Avatar.create(digest="d" * 24, image=b"picture")
            Setting.insert_many(
                [("team_logo", "d" * 24), ("team_logo_image", ""), ("setup_step", "team")], ["name", "value"]
            ).execute()
            User.update(avatar="d" * 24).execute()
            User.update(deactivated_at=1).where(User.id.in_([self.people["deactivated"], self.sleeping_bot])).execute()
            User.update(deleted_at=1).where(User.id == self.people["former"]).execute()
            ApiToken.create(user=self.people["member"], token_hash=hash_token("robot"), name="robot")
            author = self.people["author"]
            register_person("newcomer")
            self.unclaimed = register_person("unclaimed")
            User.update(password_hash=UNCLAIMED, deactivated_at=1).where(User.id == self.unclaimed).execute()
            self.blocked = register_person("blocked")
            Block.insert_many([{"user": id_, "person": self.blocked} for id_ in self.people.values()]).execute()
            self.room, self.archived_room = (self._open(name, at) for name, at in (("kitchen", None), ("attic", 1)))
            hook_bot = self._make_bot("Hook")
            self.hook = IncomingHook.create(token_hash="h", room=self.room, bot=hook_bot).id
            Membership.create(room=self.room, user=hook_bot)
            for room in (self.room, self.archived_room):
                Membership.create(room=room, user=self.bot)
            self.outgoing_hook = self._hook()
            self.empty_room = Room.create(name="loft", is_default=True).id
            self.direct = self._direct()
            self.message = self._say(self.room, 1)
            self.tombstone = self._say(self.room, 2, deleted_at=1)
            self.archived_message = self._say(self.archived_room, 1)
            self.saved_message = self._say(self.room, 3)
            self.live_message = self._say(self.room, 4, author="boss")
            Message.update(kind="event", state=EVENT).where(Message.id == self.live_message).execute()
            self.root, self.thread, self.reply = self._reply()
            self.running = self._say(self.empty_room, 1, body="")
            RunningText.create(message=self.running, text="hel")
            page = LinkPreview.create(address="https://example.com", address_hash="0", title="A page")
            for message in (self.message, self.archived_message):
                MessageLink.create(message=message, preview=page, position=0)
            for person in self.people.values():
                SavedMessage.create(user=person, message=self.saved_message, remind_at=10**15)
            Pin.create(room=self.room, message=self.saved_message, user=author)
            self.sent_file, self.unsent_file = (self._upload(message) for message in (self.message, None))
            self.token = ApiToken.create(user=author, token_hash="t", name="robot").id
            self.invite = Invite.create(author=author, token_hash="i", expires_at=now_ms() + 10**8).id
            ResetLink.create(user=author, token_hash="r", expires_at=now_ms() + 10**8)
            self.sessions = {name: [self._session(person) for _ in range(2)] for name, person in self.people.items()}
        self.device = PushSubscription.create(
            user=author,
            session=self.sessions["author"][0],
            endpoint="https://push.example.org/1",
            endpoint_hash=hash_token("https://push.example.org/1"),
            public_key=POINT,
            secret=SECRET,
        ).id
        self.person, self.boss = author, self.people["boss"]
        self.deactivated, self.gone = self.people["deactivated"], self.people["former"]
        self.session = self.sessions["author"][1]

    def _make_bot(self, name: str) -> int:
        bot = register_person(name, "bot")
        Bot.create(user=bot, owner=self.people["author"])
        return bot

    def _hook(self) -> int:
        """Have an address told of the kitchen, which was stopped."""
        columns = {"address": "https://example.com/hook", "listens_to": "mentions", "secret": "s", "disabled_at": 1}
        row = OutgoingHook.create(room=self.room, bot=self.bot, maker=self.people["author"], **columns)
        return int(row.id)

    def _open(self, name: str, archived_at: int | None) -> int:
        """Make an open room with everybody in it, which the author manages; an archived one has stars."""
        room = Room.create(name=name, archived_at=archived_at, revision=9)
        for who, person in self.people.items():
            role = "manager" if who == "author" else "member"
            Membership.create(room=room, user=person, role=role, starred_at=archived_at)
        return int(room.id)

    def _direct(self) -> int:
        people = self.people["author"], self.people["member"]
        room = Room.create(name="", kind="direct", people_key=" ".join(map(str, sorted(people))))
        for person in people:
            Membership.create(room=room, user=person)
        return int(room.id)

    def _reply(self) -> tuple[int, int, int]:
        """Make a thread with two replies, which all others follow and have not read."""
        root = Message.get_by_id(self._say(self.room, 5, author="boss"))
        thread = Room.create(name="", kind="thread", parent=self.room, root_id=root.id, replies=2, revision=2)
        reply, _ = self._say(thread.id, 1), self._say(thread.id, 2, author="boss")
        Room.update(faces=str(self.people["author"]), replied_at=1).where(Room.id == thread.id).execute()
        Message.update(thread_id=thread.id).where(Message.id == root.id).execute()
        for person in self.people.values():
            Membership.create(room=thread, user=person, parent_id=self.room, news_id=reply)
        return int(root.id), int(thread.id), reply

    def _say(self, room: int, revision: int, author: str = "author", **columns: Any) -> int:
        said = {"body": "hello", "revision": revision, "created_revision": revision} | columns
        return int(Message.create(room=room, author=self.people[author], **said).id)

    def _upload(self, message: int | None) -> int:
        blob = Blob.create(digest=f"{message}", nonce="1", size=5, type="text/plain")
        author = self.people["author"]
        return int(File.create(blob=blob, owner=author, room=self.room, message=message, name="notes.txt").id)

    def _session(self, person: int) -> int:
        row = Session.create(user=person, token_hash=f"s{Session.select().count()}", expires_at=now_ms() + 10**8)
        return int(row.id)

    def actor(self, role: str) -> Identity:
        """Return who a role asks as: what the program knew of them when they came in."""
        name = role.split(",")[0].split("'")[0].removesuffix(" member")
        if role == "stranger whose session has ended":
            Session.delete().where(Session.id == self.sessions["member"][0]).execute()
            name = "member"
        if role == "member's program":
            user = accounts.api_user(hash_token("robot"))
            assert user
            return Identity(0, user)
        session_id = self.sessions[name][0]
        if role in LONG:
            Session.update(confirmed_at=LONG_AGO).where(Session.id == session_id).execute()
        user = accounts.user_item(User.get_by_id(self.people[name]))
        return Identity(session_id, user, now_ms(), now_ms())


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing here wait for SQLite's disk."""
    monkeypatch.setitem(PRAGMAS, "synchronous", "off")


def furnished(empty: Path, folder: Path) -> Path:
    """Return a SQLite file that has a place, and the place itself beside it; copying it takes a tenth of making one."""
    path = Path(shutil.copy(empty, folder / "streamchat.db"))
    database.open(f"sqlite:///{path}")
    path.with_suffix(".place").write_bytes(pickle.dumps(Place()))
    database.close()
    db.close()
    return path


def place_of(path: Path) -> Place:
    """Return the place that is in a copy of such a file; on PostgreSQL it is made."""
    if POSTGRES:
        return Place()
    place: Place = pickle.loads(path.with_suffix(".place").read_bytes())
    return place


@pytest.fixture(scope="module")
def empty_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(empty_database, tmp_path_factory.mktemp("place"))


@pytest.fixture
def place(quick: None, opened: None, empty_database: Path) -> Place:
    return place_of(empty_database)


def test_every_command_says_who_may() -> None:
    new = set(COMMANDS) - set(RULES) - set(UNASKED)
    assert not new, f"say in RULES (or UNASKED) of tests/test_permissions.py who may {', '.join(sorted(new))}"
    assert set(RULES) | set(UNASKED) == set(COMMANDS)


def test_every_read_of_rooms_and_messages_takes_an_actor() -> None:
    reads = {
        name: next(iter(inspect.signature(read).parameters.values()), None)
        for context in (rooms, files, messages, search)
        for name, read in vars(context).items()
        if inspect.isfunction(read) and not inspect.iscoroutinefunction(read)
    }
    assert {name for name, first in reads.items() if not first or first.annotation is not UserItem} == OF_FOUND_ROOMS
    assert set(READS) == set(reads) - OF_FOUND_ROOMS, "say in READS of tests/test_permissions.py how it is called"


@pytest.mark.parametrize("role", sorted({*INSIDE, "deactivated", "former member"}))
def test_whoever_may_not_see_a_room_learns_nothing_of_it(place: Place, role: str) -> None:
    actor = place.actor(role).user
    for read in READS.values():
        with db.atomic(), nullcontext() if role in INSIDE else suppress(NotFound):
            assert bool(read(actor, place)) is (role in INSIDE), read


async def is_refused(action: Awaitable[object], published: list[Event], *, ignores: bool) -> ChatError | None:
    """Check that an action fails in a way that a person understands, changes nothing and is told to nobody."""
    before, refusal = stored(), None
    try:
        await action
    except ChatError as error:
        refusal = error
    assert refusal or ignores, "it was done"
    assert stored() == before
    assert published == []
    return refusal


def takes_identity(name: str) -> bool:
    """Tell whether a command asks the database for the session itself; the others leave that to `chat.web.auth`."""
    return next(iter(inspect.signature(COMMANDS[name]).parameters)) == "identity"


@pytest.mark.parametrize("role", EACH_ROLE)
@pytest.mark.parametrize("name", RULES)
async def test_everybody_may_do_what_the_rules_say_and_no_more(
    place: Place, published: list[Event], name: str, role: str
) -> None:
    rule, actor = RULES[name], place.actor(role)
    things = {thing: getattr(place, thing) for thing in rule.things if thing}
    if role.startswith("stranger"):
        with pytest.raises(NotSignedIn):
            await auth.identify_again(actor)
        if not takes_identity(name):
            return
    for thing, allowed in rule.things.items():
        if role not in allowed:
            refusal = await is_refused(rule.call(actor, things.get(thing)), published, ignores=rule.ignores)
            if role in OUTSIDE:
                assert isinstance(refusal, NotSignedIn)
            elif role.split(",")[0] in allowed:
                assert isinstance(refusal, PasswordNeeded)
    for hostile in HOSTILE_IDS if "" not in rule.things else ():
        await is_refused(rule.call(actor, hostile), published, ignores=rule.ignores)
    for thing, allowed in rule.things.items():
        if role in allowed:
            before = stored()
            await rule.call(actor, things.get(thing))
            assert (stored() == before) is (rule.is_only_told or rule.is_only_read)
            assert published or not rule.is_only_told


@pytest.mark.parametrize(
    "name",
    sorted(
        set(UNASKED)
        - {
            "end_expired_sessions",
            "end_interrupted",
            "store_words",
            "forget_completed_actions",
            "forget_old_actions",
            "report_presence",
            "store_redrawn",
            "send_due_reminders",
        }
        - {"forget_unsent_files"}
    ),
)
async def test_what_needs_nobody_signed_in_is_moved_by_nothing_hostile(
    place: Place, published: list[Event], name: str
) -> None:
    people = (place.deactivated, place.gone) if name in {"start_session", "log_in_as_demo_user"} else ()
    for hostile in (*HOSTILE_IDS, *people) if name in BY_ID else HOSTILE_TEXTS:
        await is_refused(UNASKED[name](hostile), published, ignores=True)


async def test_nobody_is_let_in_by_a_session_that_is_left_of_them(place: Place) -> None:
    for role in ("deactivated", "former member"):
        with pytest.raises(NotSignedIn):
            await auth.identify_again(place.actor(role))


async def test_two_administrators_who_demote_each_other_at_once_leave_one(place: Place) -> None:
    one, other = place.actor("administrator"), Identity(place.sessions["boss"][0], accounts.user_by_id(place.boss))
    results = await asyncio.gather(
        accounts.set_role(one, other.user.id, "member"),
        accounts.set_role(other, one.user.id, "member"),
        return_exceptions=True,
    )
    assert [type(result) for result in results] == [type(None), Forbidden]
    assert User.select().where(User.role == "administrator").count() == 1


@pytest.mark.parametrize("field", ["role", "registration"])
async def test_there_are_no_other_roles_and_modes(place: Place, published: list[Event], field: str) -> None:
    who = place.actor("administrator")
    for value in (*HOSTILE_IDS, "Administrator", "owner"):
        action = (
            accounts.set_role(who, place.person, value) if field == "role" else accounts.set_registration(who, value)
        )  # type: ignore[arg-type]
        assert isinstance(await is_refused(action, published, ignores=False), Invalid)


TEXTS: dict[str, Callable[[Identity, Any], Awaitable[object]]] = {
    "change_name": lambda who, text: accounts.change_name(who.user, text),
    "change_email": accounts.change_email,
    "change_password": accounts.change_password,
    "emoji": lambda who, text: accounts.set_status(who.user, text, "away"),
    "status": lambda who, text: accounts.set_status(who.user, "🌴", text),
    "title": lambda who, text: accounts.change_profile(who.user, 0 if text is None else text, ""),  # None: it stays
    "zone": lambda who, text: accounts.change_profile(who.user, "", 0 if text is None else text),
    "create_api_token": accounts.create_api_token,
    "create_room": lambda who, text: rooms.create_room(who.user, text),
    "description": lambda who, text: rooms.create_room(who.user, "garden", text),
    "send_message": lambda who, text: messages.send_message(who.user, 1, text),
    "start_message": lambda who, text: messages.start_message(who.user, 1, text),
    "set_avatar": lambda who, text: accounts.set_avatar(who.user, text),
    "confirm_identity": accounts.confirm_identity,
}


@pytest.mark.parametrize("name", TEXTS)
async def test_what_is_no_text_is_refused(place: Place, published: list[Event], name: str) -> None:
    for value in (None, 1, 1.5, [], {}, ("a",), object(), True):
        await is_refused(TEXTS[name](place.actor("administrator"), value), published, ignores=False)
