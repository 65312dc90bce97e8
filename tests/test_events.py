"""Old state + events = new state: what was shown, with a command's events applied to it, is what a fresh read shows.

So nobody has to reload to see what a command has done. As Zulip's `verify_action` does for its own events.
"""

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import chat.accounts.events
import chat.messages.events
import chat.notifications.events
import chat.rooms.events
from chat import accounts, messages, rooms
from chat.accounts import hash_token
from chat.accounts.events import (
    OwnAccountChanged,
    PersonChanged,
    PresenceReported,
    PresenceSwitched,
    SessionEnded,
    TeamChanged,
    TokensEnded,
)
from chat.accounts.items import TeamItem, UserItem
from chat.errors import OutOfStep
from chat.live import using
from chat.messages.events import (
    MessageActed,
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    MessageEvent,
    MessageFinished,
    MessagePinned,
    MessagePreviewed,
    MessageReacted,
    MessageRunning,
    PressedSecretly,
    RetentionChanged,
    ThreadChanged,
    ThreadReplied,
    UserTyping,
    VersionsForgotten,
    WordsAdded,
    WordsMissed,
)
from chat.messages.items import MessageItem
from chat.notifications.events import LevelChanged
from chat.realtime.bus import bus
from chat.realtime.events import Event
from chat.rooms.events import FollowedThreadsChanged, MembershipChanged, ReadMarksMoved, RoomsChanged
from chat.rooms.items import RoomItem
from chat.storage.engines.sqlite import PRAGMAS
from models import Message, MessageVersion, Reaction, ResetLink, Session, User
from tests.people import PASSWORD
from tests.test_permissions import COMMANDS, RULES, Place, furnished, place_of


@dataclass
class Shown:
    """All that open pages show, as the contexts' reads give it."""

    viewer: UserItem
    rooms: dict[int, RoomItem]
    revision: int
    people: dict[int, UserItem]
    messages: dict[int, MessageItem]
    sessions: set[int]
    team: TeamItem

    @classmethod
    def read(cls, place: Place, sessions: set[int]) -> "Shown":
        """Read it anew, for a viewer whom no command is about."""
        viewer = accounts.user_by_id(place.people["member"])
        everyone = [accounts.user_item(row) for row in User.select()]
        shown = (place.room, place.archived_room, place.thread, place.empty_room)
        pages = [messages.newest_messages(viewer, room) for room in shown]
        listed = rooms.room_list(viewer)
        return cls(
            viewer,
            {own.id: own.room for own in listed.rooms},
            listed.revision,
            {user.id: user for user in everyone},
            {message.id: message for page in pages for message in page.messages},
            accounts.living_sessions(sessions),
            accounts.team_item(),
        )

    def show_message(self, event: MessageEvent) -> None:
        self.messages[event.message.id] = event.message

    def add_words(self, event: WordsAdded) -> None:
        said = self.messages[event.message_id]
        self.messages[said.id] = replace(said, body=said.body[: event.offset] + event.text)

    def show_or_remove(self, event: MessageDeleted | ThreadChanged) -> None:
        if event.message.is_gone:
            del self.messages[event.message.id]
        else:
            self.show_message(event)

    def show_room(self, event: RoomsChanged | MembershipChanged) -> None:
        """Ask what has changed in the list of rooms, if it is the viewer's."""
        if isinstance(event, MembershipChanged) and event.user_id != self.viewer.id:
            return
        changes = rooms.room_list_changes(self.viewer, self.revision)
        assert changes
        self.rooms = {id_: room for id_, room in self.rooms.items() if id_ not in changes.gone}
        self.rooms |= {own.id: own.room for own in changes.shown}
        self.revision = changes.revision

    def show_person(self, event: PersonChanged) -> None:
        """Show a person's name and picture everywhere: also at what they have said, and at their reactions.

        Direct rooms are named after the people in them.
        """
        before = self.people[event.user.id].name
        for room in self.rooms.values():
            if room.kind == "direct":
                self.rooms[room.id] = replace(room, name=room.name.replace(before, event.user.name))
        self.people[event.user.id] = event.user
        self.messages = {id_: self._with_person(message, event.user) for id_, message in self.messages.items()}

    def close_pages(self, event: SessionEnded) -> None:
        self.sessions.remove(event.session_id)

    def show_team(self, event: TeamChanged) -> None:
        self.team = event.team

    def show_unread(self, _event: ReadMarksMoved | FollowedThreadsChanged | ThreadReplied) -> None:
        """Show how much is unread, which is counted from messages: see the tests of read marks and of threads."""

    def show_level(self, _event: LevelChanged) -> None:
        """Show what is muted, which the counts of unread messages carry: see the tests of levels."""

    def show_retention(self, _event: RetentionChanged) -> None:
        """Show for how long messages are kept, which each page asks for: see the tests of open pages."""

    def show_typing(self, _event: UserTyping | PresenceReported | PresenceSwitched | WordsMissed) -> None:
        """Show nothing that lasts."""

    def _with_person(self, message: MessageItem, user: UserItem) -> MessageItem:
        def now(one: UserItem) -> UserItem:
            return user if one.id == user.id else one

        reactions = tuple(replace(one, users=tuple(map(now, one.users))) for one in message.reactions)
        thread = message.thread and replace(message.thread, faces=tuple(map(now, message.thread.faces)))
        pin = message.pin and replace(message.pin, user=now(message.pin.user))
        return replace(message, author=now(message.author), reactions=reactions, thread=thread, pin=pin)


APPLY: dict[type[Event], Callable[[Shown, Any], None]] = {
    MessageCreated: Shown.show_message,
    MessageEdited: Shown.show_message,
    MessagePreviewed: Shown.show_message,
    VersionsForgotten: Shown.show_message,
    MessageReacted: Shown.show_message,
    MessageActed: Shown.show_message,
    PressedSecretly: Shown.show_typing,  # pages of one person ask what they have pressed
    MessagePinned: Shown.show_message,
    MessageRunning: Shown.show_message,
    MessageFinished: Shown.show_message,
    WordsAdded: Shown.add_words,
    WordsMissed: Shown.show_typing,
    ThreadChanged: Shown.show_or_remove,
    MessageDeleted: Shown.show_or_remove,
    RoomsChanged: Shown.show_room,
    MembershipChanged: Shown.show_room,
    PersonChanged: Shown.show_person,
    OwnAccountChanged: Shown.show_person,  # on one's own pages; a role alone is seen nowhere else
    SessionEnded: Shown.close_pages,
    TokensEnded: Shown.show_typing,  # programs end, and no page
    UserTyping: Shown.show_typing,
    PresenceReported: Shown.show_typing,
    PresenceSwitched: Shown.show_typing,
    ReadMarksMoved: Shown.show_unread,
    FollowedThreadsChanged: Shown.show_unread,
    ThreadReplied: Shown.show_unread,
    LevelChanged: Shown.show_level,
    TeamChanged: Shown.show_team,
    RetentionChanged: Shown.show_retention,
}
"""What pages do when they hear of an event."""

PUBLISHES: dict[str, set[type[Event]]] = {
    "add_member": {MembershipChanged},
    "append_words": {WordsAdded},
    "finish_message": {MessageFinished},
    "start_message": {MessageCreated, ReadMarksMoved, ThreadChanged, ThreadReplied, FollowedThreadsChanged},
    "store_words": {WordsAdded, WordsMissed, MessageRunning},
    "archive_room": {RoomsChanged},
    "change_bot": {PersonChanged, OwnAccountChanged},
    "change_name": {PersonChanged, OwnAccountChanged},
    "change_password": {SessionEnded},
    "change_profile": {OwnAccountChanged},
    "change_room_kind": {RoomsChanged},
    "create_hook": {MembershipChanged},
    "create_room": {RoomsChanged, MembershipChanged},
    "deactivate_bot": {TokensEnded},
    "deactivate_person": {SessionEnded, TokensEnded},
    "revoke_api_token": {TokensEnded},
    "delete_account": {PersonChanged, OwnAccountChanged, SessionEnded, TokensEnded},
    "delete_hook": {MembershipChanged},
    "delete_message": {MessageDeleted, ThreadChanged},
    "delete_what_is_not_kept": {RetentionChanged, MessageDeleted, ThreadChanged, VersionsForgotten},
    "edit_message": {MessageEdited},
    "end_expired_sessions": {SessionEnded},
    "end_other_sessions": {SessionEnded},
    "end_own_session": {SessionEnded},
    "end_session": {SessionEnded},
    "end_sessions_of": {SessionEnded},
    "enter_room": {MembershipChanged},
    "hide_direct": {MembershipChanged},
    "unfollow_thread": {FollowedThreadsChanged},
    "follow_thread": {FollowedThreadsChanged},
    "join_room": {MembershipChanged},
    "leave_room": {MembershipChanged, FollowedThreadsChanged},
    "log_in": {SessionEnded},
    "mark_all_read": {ReadMarksMoved, FollowedThreadsChanged},
    "mark_read": {ReadMarksMoved},
    "mark_unread": {ReadMarksMoved},
    "notify_typing": {UserTyping},
    "open_direct": {MembershipChanged},
    "open_direct_once": {MembershipChanged},
    "pin_message": {MessagePinned, ThreadChanged},
    "press": {MessageActed, PressedSecretly},
    "post_messages": {MessageCreated, ReadMarksMoved, ThreadChanged, ThreadReplied, FollowedThreadsChanged},
    "react": {MessageReacted},
    "remove_bot_picture": {PersonChanged, OwnAccountChanged},
    "set_bot_picture": {PersonChanged, OwnAccountChanged},
    "remove_avatar": {PersonChanged, OwnAccountChanged},
    "remove_team_logo": {TeamChanged},
    "remove_member": {MembershipChanged, FollowedThreadsChanged},
    "remove_preview": {MessagePreviewed},
    "rename_room": {RoomsChanged},
    "report_presence": {PresenceReported},
    "reset_password": {SessionEnded},
    "restore_room": {RoomsChanged},
    "send_live": {MessageCreated, ReadMarksMoved, ThreadChanged, ThreadReplied, FollowedThreadsChanged},
    "set_place_retention": {RetentionChanged},
    "set_room_retention": {RetentionChanged},
    "send_message": {MessageCreated, ReadMarksMoved, ThreadChanged, ThreadReplied, FollowedThreadsChanged},
    "send_message_once": {MessageCreated, ReadMarksMoved, ThreadChanged, ThreadReplied, FollowedThreadsChanged},
    "set_avatar": {PersonChanged, OwnAccountChanged},
    "describe_file": {MessageEdited},
    "set_default_room": {RoomsChanged},
    "set_level": {LevelChanged},
    "set_member_role": {MembershipChanged},
    "set_team_logo": {TeamChanged},
    "set_team_name": {TeamChanged},
    "set_role": {OwnAccountChanged},
    "star_room": {MembershipChanged},
    "set_status": {OwnAccountChanged},
    "show_presence": {PresenceSwitched},
    "show_preview": {MessagePreviewed},
    "start_session": {SessionEnded},
    "unpin_message": {MessagePinned},
    "unstar_room": {MembershipChanged},
}
"""Which events each command publishes; the others change nothing that pages show."""


async def _log_in_once_more_than_allowed(place: Place, log_in: Callable[[], Awaitable[object]]) -> None:
    """End the author's session that was used least recently."""
    author = place.people["author"]
    for number in range(accounts.commands.sessions.MAX_SESSIONS - 2):
        Session.create(user=author, token_hash=f"more {number}", seen_at=10**15, expires_at=10**15)
    await log_in()


async def _end_expired_sessions(place: Place) -> None:
    Session.update(expires_at=1).where(Session.id == place.session).execute()
    await accounts.end_expired_sessions()


async def _end_session(place: Place) -> None:
    Session.update(token_hash=hash_token("a token")).where(Session.id == place.session).execute()
    await accounts.end_session("a token")


async def _reset_password(place: Place) -> None:
    ResetLink.update(token_hash=hash_token("a link")).execute()
    await accounts.reset_password("a link", "quiet river, old lamp")


async def _delete_what_is_not_kept(place: Place) -> None:
    """Have a message with a former text that is not wanted any more, and a reply that is too old."""
    MessageVersion.create(message=place.message, body="put differently", written_at=1)
    Message.update(created_at=1).where(Message.id == place.reply).execute()
    await messages.set_place_retention(place.actor("boss").user, 30)
    await messages.delete_what_is_not_kept()


async def _press(place: Place) -> None:
    state, _ = using.begin("poll", {"text": "--anonymous Boss? | Yes | No"})
    Message.update(kind="poll", state=state).where(Message.id == place.live_message).execute()
    await messages.press(place.actor("author").user, place.live_message, "vote", {"arg": "0"})


async def _store_words(place: Place) -> None:
    """Have something missed, and something stored."""
    author = place.actor("author").user
    bus.connect(bus.deliver)
    with pytest.raises(OutOfStep):
        await messages.append_words(author, place.running, "!", 99)
    bus.connect(None)
    await messages.append_words(author, place.running, "lo", 3)
    await messages.store_words()


UNASKED: dict[str, Callable[[Place], Awaitable[object]]] = {
    "delete_what_is_not_kept": _delete_what_is_not_kept,
    "end_expired_sessions": _end_expired_sessions,
    "end_session": _end_session,
    "store_words": _store_words,
    "press": _press,
    "log_in": lambda place: _log_in_once_more_than_allowed(
        place, lambda: accounts.log_in("author@example.com", PASSWORD)
    ),
    "show_preview": lambda _: messages.show_preview(1),
    "report_presence": lambda place: accounts.report_presence("a process", [place.person], []),
    "reset_password": _reset_password,
    "start_session": lambda place: _log_in_once_more_than_allowed(place, lambda: accounts.start_session(place.person)),
}
"""Commands that publish and have no actor, and one that tells more of some messages."""


@pytest.fixture(scope="module")
def empty_database(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnished(empty_database, tmp_path_factory.mktemp("place"))


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, empty_database: Path) -> Place:
    """A house as in the tests of permissions, with reactions, in a database that waits for no disk."""
    monkeypatch.setitem(PRAGMAS, "synchronous", "off")
    monkeypatch.setattr(messages.commands.words, "CATCH_UP", 0.0)
    request.getfixturevalue("opened")
    place = place_of(empty_database)
    for name in ("author", "boss"):
        Reaction.create(message=place.message, user=place.people[name], emoji="🎉")
    return place


def runs(name: str, place: Place) -> list[Callable[[], Awaitable[object]]]:
    """Return a run of a command about each thing that an administrator or the author may do it to."""
    if name in UNASKED:
        return [lambda: UNASKED[name](place)]
    rule = RULES[name]
    found = []
    for thing, allowed in rule.things.items():
        for role in sorted(allowed & {"author", "administrator"})[-1:]:
            about = getattr(place, thing) if thing else None
            found.append(lambda role=role, about=about: rule.call(place.actor(role), about))
    return found


def event_types() -> set[type[Event]]:
    """Find the types of all events of the contexts."""
    modules = (chat.accounts.events, chat.rooms.events, chat.messages.events, chat.notifications.events)
    types = {one for module in modules for one in vars(module).values() if inspect.isclass(one)}
    return {one for one in types if hasattr(one, "topic")} - {MessageEvent}


def test_every_type_of_event_is_applied_and_published_by_a_command_here() -> None:
    assert set(APPLY) == set().union(*PUBLISHES.values()) == event_types(), "add the new type to APPLY and PUBLISHES"
    assert set(PUBLISHES) <= set(COMMANDS)


@pytest.mark.parametrize("name", sorted({*RULES, *UNASKED}))
async def test_old_state_and_events_are_the_new_state(place: Place, published: list[Event], name: str) -> None:
    seen: set[type[Event]] = set()
    for run in runs(name, place):
        sessions = accounts.living_sessions([row.id for row in Session.select(Session.id)])
        shown = Shown.read(place, sessions)
        await run()
        for event in published:
            APPLY[type(event)](shown, event)
        now = Shown.read(place, sessions)
        shown.people = now.people | shown.people  # who is new is shown nowhere so far
        assert shown == now
        seen |= {type(event) for event in published}
        published.clear()
    assert seen == PUBLISHES.get(name, set())
