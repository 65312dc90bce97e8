"""What of a room is there for whom: by its kind, by who is in it, by role, in every command, read and event.

A room that is not there for somebody is, in all they can ask, as one that never was.
"""

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pytest
from peewee import fn

from chat import exporting, files, messages, notifications, rooms, search
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.errors import ChatError, Forbidden, NotFound, NotSignedIn
from chat.messages.events import RetentionChanged, ThreadReplied
from chat.realtime.events import Event
from chat.rooms.events import MembershipChanged
from chat.rooms.items import Position
from chat.storage.engines.sqlite import PRAGMAS
from chat.storage.pagination import Listing
from chat.web.audiences import require_audience
from models import Blob, File, Membership, Message, Pin, Room, RunningText, SavedMessage, SearchChange, User, db
from tests.files import Given
from tests.people import stored
from tests.test_permissions import EVENT, OF_FOUND_ROOMS, OUTSIDE, taken

NOWHERE = 999_999
"""The id of a room or a message that never was."""

Place = Literal["manager", "member", "hidden", "left", "never"]
Role = Literal["member", "administrator", "deactivated", "deleted"]


@dataclass(frozen=True)
class Situation:
    """Somebody who asks about a room: its kind, how they stand to it, and their role."""

    kind: Literal["open", "closed", "direct"]
    is_archived: bool
    place: Place
    role: Role

    def __str__(self) -> str:
        return f"{'archived ' * self.is_archived}{self.kind}, {self.place}, {self.role}"

    @property
    def is_active(self) -> bool:
        return self.role in ("member", "administrator")

    @property
    def is_in(self) -> bool:
        return self.place in ("manager", "member", "hidden")

    @property
    def exists(self) -> bool:
        """Whether there is such a room for whoever asks."""
        return self.is_active and (self.kind == "open" or self.is_in)

    @property
    def manages(self) -> bool:
        is_over_it = self.place == "manager" or (self.kind == "open" and self.role == "administrator")
        return self.kind != "direct" and is_over_it


def situations() -> Iterator[Situation]:
    """Find all there are: nobody leaves a direct room, manages it or archives it, and no other one is hidden."""
    common: tuple[Place, ...] = ("manager", "member", "left", "never")
    private: tuple[Place, ...] = ("member", "hidden", "never")
    for role in ("member", "administrator", "deactivated", "deleted"):
        for kind in ("open", "closed"):
            for is_archived in (False, True) if role in ("member", "administrator") else (False,):
                yield from (Situation(kind, is_archived, place, role) for place in common)  # type: ignore[arg-type]
        yield from (Situation("direct", False, place, role) for place in private)  # type: ignore[arg-type]


SITUATIONS = list(situations())


def each(some: list[Situation]) -> pytest.MarkDecorator:
    """Run a test in some situations; on PostgreSQL not in all: the others are asked about by the same queries."""
    on_sqlite = pytest.mark.sqlite("asked by the same queries")
    likewise = [now.role == "deleted" or (now.is_archived and now.role == "administrator") for now in some]
    given = [pytest.param(now, marks=on_sqlite) if is_ else now for now, is_ in zip(some, likewise, strict=True)]
    return pytest.mark.parametrize("now", given, ids=str)


class House:
    """One room of a kind, its people, what they said in it, and somebody who asks."""

    def __init__(self, situation: Situation) -> None:
        self.situation = situation
        with db.atomic():
            self.people = {name: self._person(name) for name in ("founder", "other", "newcomer", "asker")}
            self.asker = self.people["asker"]
            if not situation.is_active:
                gone = User.deactivated_at if situation.role == "deactivated" else User.deleted_at
                User.update({gone: 1}).where(User.id == self.asker.id).execute()
        self.restore()

    def _person(self, name: str) -> UserItem:
        is_over_all = name == "founder" or (name == "asker" and self.situation.role == "administrator")
        role = "administrator" if is_over_all else "member"
        return user_item(User.create(name=name, email=f"{name}@example.com", password_hash="-", role=role))

    def restore(self) -> None:
        """Make everything anew but the people."""
        situation, kind = self.situation, self.situation.kind
        with db.atomic():
            for table in (File, SavedMessage, Pin, Message, Membership, Room):
                table.delete().execute()
            name = "" if kind == "direct" else "cellar"
            room = Room.create(name=name, kind=kind, revision=3, archived_at=1 if situation.is_archived else None)
            self._put_in(room, "founder", "member" if kind == "direct" else "manager")
            self._put_in(room, "other", "member")
            if situation.place != "never":
                role = "manager" if situation.place == "manager" else "member"
                left, hidden = (1 if situation.place == place else None for place in ("left", "hidden"))
                self._put_in(room, "asker", role, left_at=left, hidden_at=hidden)
            self.room = int(room.id)
            # Also of whoever never was in it: it may have been open when they wrote.
            self.theirs, self.mine = (self._say(author, n) for n, author in enumerate(("founder", "asker"), start=1))
            Message.update(kind="event", state=EVENT).where(Message.id == self.theirs).execute()
            SavedMessage.create(user=self.asker.id, message=self.theirs, remind_at=10**15)
            Pin.create(room=room, message=self.theirs, user=self.asker.id)
            self.root, self.thread, self.reply = self._thread()
            blob = Blob.get_or_none() or Blob.create(digest="d", nonce="1", size=1, type="text/plain")
            founder = self.people["founder"].id
            self.file = int(File.create(blob=blob, owner=founder, room=room, message=self.theirs, name="a").id)
            mine = File.create(blob=blob, owner=self.asker.id, room=room, message=self.mine, name="b")
            self.my_file = int(mine.id)

    def _put_in(self, room: Room, name: str, role: str, **columns: int | None) -> None:
        Membership.create(room=room, user=self.people[name].id, role=role, listed=5, **columns)

    def _thread(self) -> tuple[int, int, int]:
        """Reply to a message; the asker once followed that, if only because something else than a command says so."""
        root = self._say("founder", 3, client_id=None)
        thread = Room.create(name="", kind="thread", parent=self.room, root_id=root, replies=1, revision=1)
        Room.update(faces=str(self.people["other"].id), replied_at=1).where(Room.id == thread.id).execute()
        Message.update(thread_id=thread.id).where(Message.id == root).execute()
        reply = self._say("other", 1, room=thread.id, client_id=None)
        Membership.create(room=thread, user=self.asker.id, parent_id=self.room, news_id=reply)
        return root, int(thread.id), reply

    def _say(self, author: str, revision: int, **columns: object) -> int:
        row = Message.create(
            **{"room": self.room, "client_id": "client-id"} | columns,
            author=self.people[author].id,
            body="hello",
            revision=revision,
            created_revision=revision,
        )
        return int(row.id)


Which = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    return True


def never(_: Situation) -> bool:
    return False


def in_use(situation: Situation) -> bool:
    return not situation.is_archived


def is_manager(situation: Situation) -> bool:
    return situation.manages


def is_shown(situation: Situation) -> bool:
    return situation.is_in and situation.place != "hidden"


def other_kind(house: "House") -> Literal["open", "closed"]:
    return "open" if house.situation.kind == "closed" else "closed"


@dataclass
class Rule:
    """How a command is called, about what, by whom of those for whom it exists, and when it then changes nothing."""

    call: Callable[[UserItem, int, House], Awaitable[object]]
    may: Which
    about: Literal["room", "theirs", "mine", "root", "thread", "reply"] = "room"
    is_idle: Which = never


async def _running(message_id: int, command: Awaitable[object]) -> object:
    """Have a message be one that is written word by word; where that is refused, it is as it was."""
    known = Message.select(Message.body).where(Message.id == message_id).scalar()
    noted = SearchChange.select(fn.MAX(SearchChange.id)).scalar() or 0
    if known:
        Message.update(body="").where(Message.id == message_id).execute()
        RunningText.create(message=message_id)
    try:
        return await command
    except ChatError:
        Message.update(body=known).where(Message.id == message_id, Message.body != known).execute()
        RunningText.delete().execute()
        SearchChange.delete().where(SearchChange.id > noted).execute()
        raise
    finally:
        await messages.store_words()


RULES = {
    "add_member": Rule(
        lambda who, to, house: rooms.add_member(who, to, house.people["newcomer"].id),
        lambda now: (now.manages or (now.kind == "open" and now.is_in)) and not now.is_archived,
    ),
    "archive_room": Rule(lambda who, to, _: rooms.archive_room(who, to), is_manager),
    "export_room": Rule(lambda who, to, _: taken(exporting.export_room(who, to)), is_manager),
    "change_room_kind": Rule(
        lambda who, to, house: rooms.change_room_kind(
            who, to, "open" if house.situation.kind == "closed" else "closed"
        ),
        is_manager,
    ),
    "delete_message": Rule(lambda who, to, _: messages.delete_message(who, to), always, "mine"),
    "delete_message, a reply": Rule(
        lambda who, to, _: messages.delete_message(who, to), lambda now: now.manages, "reply"
    ),
    "delete_message, another's": Rule(
        lambda who, to, _: messages.delete_message(who, to), lambda now: now.manages, "theirs"
    ),
    "describe_file": Rule(
        lambda who, to, house: messages.describe_file(who, to, house.my_file, "A cat"), in_use, "mine"
    ),
    "edit_message": Rule(lambda who, to, _: messages.edit_message(who, to, "changed"), in_use, "mine"),
    "edit_message, another's": Rule(lambda who, to, _: messages.edit_message(who, to, "changed"), never, "theirs"),
    "enter_room": Rule(lambda who, to, _: rooms.enter_room(who, to), in_use, is_idle=is_shown),
    "follow_thread": Rule(lambda who, to, _: messages.follow_thread(who, to), lambda now: now.is_in, "root", always),
    "hide_direct": Rule(
        lambda who, to, _: rooms.hide_direct(who, to),
        lambda now: now.kind == "direct",
        is_idle=lambda now: now.place == "hidden",
    ),
    "join_room": Rule(lambda who, to, _: rooms.join_room(who, to), in_use, is_idle=is_shown),
    "leave_room": Rule(
        lambda who, to, _: rooms.leave_room(who, to),
        lambda now: now.kind != "direct",
        is_idle=lambda now: not now.is_in,
    ),
    "mark_read": Rule(
        lambda who, to, house: rooms.mark_read(who, to, house.mine), always, is_idle=lambda now: not now.is_in
    ),
    "mark_read, a thread": Rule(lambda who, to, house: rooms.mark_read(who, to, house.reply), always, "thread"),
    "mark_unread": Rule(
        lambda who, to, house: rooms.mark_unread(who, to, house.mine), always, is_idle=lambda now: not now.is_in
    ),
    "notify_typing": Rule(lambda who, to, _: messages.notify_typing(who, to), in_use),
    "press": Rule(lambda who, to, _: messages.press(who, to, "answer", {"arg": "no"}), in_use, "theirs"),
    "send_live": Rule(lambda who, to, _: messages.send_live(who, to, "counter", {"text": "Cups"}), in_use),
    "react": Rule(lambda who, to, _: messages.react(who, to, "👍", on=True), in_use, "theirs"),
    "note_opened": Rule(lambda who, to, _: rooms.note_opened(who, to), always, is_idle=lambda now: not now.is_in),
    "open_thread": Rule(lambda who, to, _: messages.open_thread(who, to), always, "root", is_idle=always),
    "open_thread, a new one": Rule(lambda who, to, _: messages.open_thread(who, to), in_use, "theirs"),
    "pin_message": Rule(lambda who, to, _: messages.pin_message(who, to), in_use, "mine"),
    "pin_message, a reply": Rule(lambda who, to, _: messages.pin_message(who, to), in_use, "reply"),
    "remove_member": Rule(lambda who, to, house: rooms.remove_member(who, to, house.people["other"].id), is_manager),
    "react, to a reply": Rule(lambda who, to, _: messages.react(who, to, "👍", on=True), in_use, "reply"),
    "rename_room, a thread": Rule(lambda who, to, _: rooms.rename_room(who, to, "attic"), never, "thread"),
    "remove_preview": Rule(lambda who, to, _: messages.remove_preview(who, to, 1), always, "mine", is_idle=always),
    "remove_preview, another's": Rule(lambda who, to, _: messages.remove_preview(who, to, 1), never, "theirs"),
    "rename_room": Rule(lambda who, to, _: rooms.rename_room(who, to, "attic"), is_manager),
    "restore_room": Rule(lambda who, to, _: rooms.restore_room(who, to), is_manager),
    "remind_of": Rule(lambda who, to, _: messages.remind_of(who, to, "1-hour"), always, "mine"),
    "save_message": Rule(lambda who, to, _: messages.save_message(who, to), always, "mine"),
    "post_messages": Rule(lambda who, to, _: messages.post_messages(who, to, ["hello"]), in_use),
    "send_message": Rule(lambda who, to, _: messages.send_message(who, to, "hello"), in_use),
    "send_message, in a thread": Rule(lambda who, to, _: messages.send_message(who, to, "hello"), in_use, "thread"),
    "send_message, again": Rule(
        lambda who, to, _: messages.send_message(who, to, "hello", "client-id"), always, is_idle=always
    ),
    "send_message_once": Rule(lambda who, to, _: messages.send_message_once(who, to, "hello"), in_use),
    "start_message": Rule(lambda who, to, _: messages.start_message(who, to, "hello"), in_use),
    "append_words": Rule(lambda who, to, _: _running(to, messages.append_words(who, to, "hello", 0)), in_use, "mine"),
    "finish_message": Rule(lambda who, to, _: _running(to, messages.finish_message(who, to, "hello")), in_use, "mine"),
    "set_default_room": Rule(
        lambda who, to, _: rooms.set_default_room(who, to, is_default=True),
        lambda now: now.kind == "open" and now.role == "administrator",
    ),
    "set_room_retention": Rule(lambda who, to, _: messages.set_room_retention(who, to, 30), is_manager),
    "set_level": Rule(lambda who, to, _: notifications.set_level(who, to, "nothing"), lambda now: now.is_in),
    "set_member_role": Rule(
        lambda who, to, house: rooms.set_member_role(who, to, house.people["other"].id, "manager"), is_manager
    ),
    "star_room": Rule(lambda who, to, _: rooms.star_room(who, to), lambda now: now.is_in),
    "unfollow_thread": Rule(lambda who, to, _: messages.unfollow_thread(who, to), always, "root"),
    "unpin_message": Rule(lambda who, to, _: messages.unpin_message(who, to), in_use, "theirs"),
    "upload_file": Rule(lambda who, to, _: files.upload_file(who, to, Given(b"hello")), in_use),
    "unstar_room": Rule(lambda who, to, _: rooms.unstar_room(who, to), lambda now: now.is_in, is_idle=always),
}
"""Commands about a room and what is in it; after a comma, the same about something else."""

ABOUT_NO_ROOM = {
    *("create_room", "open_direct", "open_direct_once"),
    *("block_person", "unblock_person"),
    "forget_completed_actions",
    "store_redrawn",
    *("end_interrupted", "store_words"),
    *("set_link_previews", "show_preview"),
    *("delete_what_is_not_kept", "set_edit_history", "set_place_retention"),
    "mark_all_read",  # of one's own rooms
    *("note_looking", "pause_notifications", "resume_notifications", "set_mail", "set_replies", "set_schedule"),
    *("subscribe", "unsubscribe", "unsubscribe_endpoint", "unsubscribe_from_mail"),
    *("remove_file", "forget_unsent_files"),  # what is not sent is its owner's own
    *("cancel_reminder", "send_due_reminders"),
    "unsave_message",  # what somebody has saved is their own list
}

BY_ROOM: dict[str, tuple[Callable[[UserItem, int], object], Callable[[House], object]]] = {
    "changes_since": (lambda who, to: messages.changes_since(who, to, 0).revision, lambda _: 3),  # type: ignore[union-attr]
    "changes_after": (lambda who, to: messages.changes_after(who, to, Position(0, 0)).own.revision, lambda _: 3),  # type: ignore[union-attr]
    "position": (lambda who, to: rooms.position(who, to).revision, lambda _: 3),
    "first_unread": (
        lambda who, to: (first := rooms.first_unread(who, to)) and first.message_id,
        lambda house: house.theirs if house.situation.is_in else None,
    ),
    "root_of_reply": (lambda who, to: messages.root_of_reply(who, to, 1), lambda _: None),
    "is_member": (rooms.is_member, lambda house: house.situation.is_in),
    "lock_for_writing": (
        lambda who, to: (there := rooms.lock_for_writing(who, to, None)) is not None and there.room.id,
        lambda house: not house.situation.is_archived and house.room,
    ),
    "lock_room": (lambda who, to: rooms.lock_room(who, to).id, lambda house: house.room),
    "lock_writable_room": (lambda who, to: rooms.lock_writable_room(who, to).id, lambda house: house.room),
    "managers": (
        lambda who, to: len(rooms.managers(who, to)),
        lambda house: {"direct": 0}.get(house.situation.kind, 1 + (house.situation.place == "manager")),
    ),
    "may_manage": (rooms.may_manage, lambda house: house.situation.manages),
    "member_listing": (
        lambda who, to: [item.user.name for item in rooms.member_listing(who, to).items],
        lambda house: ["asker"] * house.situation.is_in + ["founder", "other"],
    ),
    "members": (
        lambda who, to: [item.user.name for item in rooms.members(who, to)],
        lambda house: ["asker"] * house.situation.is_in + ["founder", "other"],
    ),
    "messages_after": (lambda who, to: len(messages.messages_after(who, to, 0).messages), lambda _: 3),
    "messages_around": (lambda who, to: len(messages.messages_around(who, to, 1).messages), lambda _: 3),
    "messages_before": (
        lambda who, to: [item.id for item in messages.messages_before(who, to, 10**9).messages],
        lambda house: [house.theirs, house.mine, house.root],
    ),
    "newest_messages": (lambda who, to: len(messages.newest_messages(who, to).messages), lambda _: 3),
    "pinned_messages": (
        lambda who, to: [pinned.message.id for pinned in messages.pinned_messages(who, to)],
        lambda house: [house.theirs],
    ),
    "rows_with_pins": (messages.rows_with_pins, lambda house: (house.theirs,)),
    "people_to_add": (
        lambda who, to: [user.name for user in rooms.people_to_add(who, to).items],
        lambda house: ["asker"] * (not house.situation.is_in) + ["newcomer"],
    ),
    "people_to_mention": (
        lambda who, to: [(one.user.name, one.is_member) for one in rooms.people_to_mention(who, to)],
        lambda _: [("founder", True), ("other", True), ("newcomer", False)],
    ),
    "preview_message": (lambda who, to: messages.preview_message(who, to, "*hi*").html, lambda _: "<p><em>hi</em></p>"),
    "require_writable_room": (lambda who, to: rooms.require_writable_room(who, to).id, lambda house: house.room),
    "messages_with_links": (lambda who, to: len(messages.messages_with_links(who, to).messages), lambda _: 0),
    "people_with_links": (messages.people_with_links, lambda _: []),
    "shared_files": (lambda who, to: files.shared_files(who, to, are_pictures=True).next, lambda _: ""),
    "sharers": (lambda who, to: files.sharers(who, to, are_pictures=True), lambda _: []),
    "retention": (lambda who, to: messages.retention(who, to).days or "for ever", lambda _: "for ever"),
    "room": (
        lambda who, to: rooms.room(who, to).name,
        lambda house: "founder, other" if house.situation.kind == "direct" else "cellar",
    ),
    "room_for": (lambda who, to: rooms.room_for(who, to).id, lambda house: house.room),
    "seen_room": (
        lambda who, to: (rooms.seen_room(who, to).is_member, rooms.seen_room(who, to).may_manage),
        lambda house: (house.situation.is_in, house.situation.manages),
    ),
}
"""Reads by a room's id, and what they answer where the room exists."""

OF_THREADS: dict[str, Callable[[House], object]] = {
    "position": lambda _: (Forbidden, "A thread is heard with its room: listen to that."),
    "changes_after": lambda _: 1,
    "changes_since": lambda _: 1,
    "first_unread": lambda house: house.reply,
    **dict.fromkeys(("messages_after", "messages_around", "newest_messages"), lambda _: 1),
    "messages_before": lambda house: [house.reply],
    "rows_with_pins": lambda _: (),
    "lock_for_writing": lambda _: False,
    **dict.fromkeys(
        ("lock_room", "lock_writable_room", "require_writable_room", "room_for"), lambda house: house.thread
    ),
}
"""What a thread answers otherwise than its room; for writing, where that is not archived."""

FOR_WRITING = {"lock_writable_room", "require_writable_room"}


def has_file(who: UserItem) -> bool:
    try:
        return files.file_to_serve(who, File.get().id) is not None
    except NotFound:
        return False


def _answers(read: Callable[[], object]) -> bool:
    """Whether something is found."""
    try:
        return read() is not None
    except NotFound:
        return False


LISTS: dict[str, tuple[Callable[[UserItem], Any], Which]] = {
    "last_messages": (messages.last_messages, lambda now: is_shown(now) and not now.is_archived),
    "file_to_serve": (lambda who: [1] * has_file(who), always),
    "blocked_people": (rooms.blocked_people, never),
    "browse_listing": (rooms.browse_listing, lambda now: now.kind == "open" and not now.is_archived),
    "thread_below": (
        lambda who: [1] * _answers(lambda: messages.thread_below(who, Message.get(Message.thread_id > 0).id)),
        always,
    ),
    "followed_threads": (messages.followed_threads, in_use),
    "has_blocked": (lambda who: [1] * rooms.has_blocked(who, User.get(User.name == "founder").id), never),
    "notices": (
        lambda who: notifications.notices(
            who, [row.id for row in Message.select().where(Message.client_id == "client-id")]
        ),
        lambda now: now.kind == "direct" and now.is_in,
    ),
    "notices, of replies": (
        lambda who: notifications.notices(
            who, [row.id for row in Message.select().join(Room).where(Room.kind == "thread")]
        ),
        in_use,
    ),
    "rooms_to_link": (rooms.rooms_to_link, lambda now: now.kind == "open" and not now.is_archived),
    "open_rooms": (rooms.open_rooms, lambda now: now.kind == "open" and not now.is_archived),
    "room_list": (
        lambda who: rooms.room_list(who).rooms,
        lambda now: is_shown(now) and not now.is_archived,
    ),
    "room_list_changes": (
        lambda who: rooms.room_list_changes(who, 0).shown,  # type: ignore[union-attr]
        lambda now: is_shown(now) and not now.is_archived,
    ),
    "room_listing": (rooms.room_listing, lambda now: now.kind != "direct" and not now.is_archived),
    "room_listing, archived": (lambda who: rooms.room_listing(who, is_archived=True), lambda now: now.is_archived),
    "room_to_open": (
        lambda who: [1] * (rooms.room_to_open(who) is not None),
        lambda now: is_shown(now) and not now.is_archived,
    ),
    "own_positions": (rooms.own_positions, lambda now: now.is_in),
    "list_changes": (
        lambda who: rooms.list_changes(who, -1).rooms,  # type: ignore[union-attr]
        lambda now: now.kind == "open" or (now.kind == "closed" and now.is_in),
    ),
    "rooms": (rooms.rooms, lambda now: now.is_in and not now.is_archived),
    "rooms_in_common": (
        lambda who: rooms.rooms_in_common(who, User.get(User.name == "founder").id),
        lambda now: now.is_in and now.kind != "direct" and not now.is_archived,
    ),
    "rooms_by_id": (
        lambda who: rooms.rooms_by_id(who, [row.id for row in Room.select() if row.kind != "thread"]),
        always,
    ),
    "live_file": (
        lambda who: [1] * _answers(lambda: messages.live_file(who, Message.get(Message.kind == "event").id)),
        always,
    ),
    "pressed_secretly": (
        lambda who: list(
            messages.pressed_secretly(who, [row.id for row in Message.select().where(Message.kind != "")])
        ),
        always,
    ),
    "first_lines": (
        lambda who: messages.first_lines(
            who, [row.id for row in Message.select() if row.client_id and row.revision == 1]
        ),
        always,
    ),
    "found_messages": (
        lambda who: messages.found_messages(
            who, [row.id for row in Message.select() if row.client_id and row.revision == 1]
        ),
        always,
    ),
    "search": (lambda who: [1] * bool(search.search(who, "hello").items), always),
    "search, indexed": (
        lambda who: [1] * bool(search.search(who, "ell from:founder").items),
        always,
    ),
    "reminders": (messages.reminders, always),
    "saved_messages": (messages.saved_messages, always),
    "unread": (rooms.unread, lambda now: is_shown(now) and not now.is_archived),
    "unread_threads": (
        lambda who: [1] * rooms.unread_threads(who).count,
        lambda now: not now.is_archived,
    ),
    "versions": (
        lambda who: [1] * _answers(lambda: messages.versions(who, Message.get(Message.client_id == "client-id").id)),
        always,
    ),
    "visible_to": (lambda who: list(Room.select().where(rooms.visible_to(who), Room.kind != "thread")), always),
    "visible_to, threads": (
        lambda who: list(Room.select().where(rooms.visible_to(who), Room.kind == "thread")),
        always,
    ),
}
"""Lists, and whether the room, or a message in it, is in them where it exists."""


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have nothing here wait for SQLite's disk."""
    monkeypatch.setitem(PRAGMAS, "synchronous", "off")


def test_every_command_and_every_read_says_for_whom_it_is_there() -> None:
    functions = {
        name: value
        for context in (rooms, files, messages, search)
        for name, value in vars(context).items()
        if inspect.isfunction(value)
    }
    functions |= {name: value for name, value in vars(notifications).items() if inspect.iscoroutinefunction(value)}
    functions |= {"notices": notifications.notices, "export_room": exporting.export_room}
    commands = {name for name, value in functions.items() if inspect.iscoroutinefunction(value)}
    ruled = {name.split(",")[0] for name in RULES}
    assert ruled | ABOUT_NO_ROOM == commands - {"index_messages", "renew_index"}, (
        "add to RULES (or ABOUT_NO_ROOM) of tests/test_room_permissions.py"
    )
    listed = {name.split(",")[0] for name in LISTS}
    assert {*BY_ROOM, *listed} == {*functions} - commands - OF_FOUND_ROOMS - {"allowance", "require_known"}, (
        "add to BY_ROOM or LISTS"
    )
    assert {"deactivated"} < OUTSIDE


async def refusal(action: Awaitable[object], published: list[Event]) -> tuple[type, str]:
    """Check that an action fails and is told to nobody, and tell how it failed."""
    with pytest.raises(ChatError) as caught:
        await action
    assert published == []
    return type(caught.value), caught.value.message


@each([now for now in SITUATIONS if not now.exists])
async def test_commands_know_of_no_room_that_is_not_there(
    quick: None, opened: None, published: list[Event], now: Situation
) -> None:
    house, before = House(now), stored()
    for name, rule in RULES.items():
        refused = await refusal(rule.call(house.asker, getattr(house, rule.about), house), published)
        assert refused == await refusal(rule.call(house.asker, NOWHERE, house), published), name
        assert refused[0] in ((NotFound, Forbidden) if now.is_active else (NotSignedIn,)), name
    assert stored() == before


@each([now for now in SITUATIONS if now.exists])
async def test_commands_do_what_one_may_and_no_more(
    quick: None, opened: None, published: list[Event], now: Situation
) -> None:
    house = House(now)
    before = stored()
    for name, rule in RULES.items():
        call = rule.call(house.asker, getattr(house, rule.about), house)
        if not rule.may(now):
            kind, _ = await refusal(call, published)
            assert kind is not NotFound, name
            assert stored() == before, name
        else:
            await call
            assert bool(published or stored() != before) is not rule.is_idle(now), name
            published.clear()
            house.restore()
            before = stored()


def outcome(read: Callable[..., object], *args: Any) -> object:
    """Return what is read, or how that failed."""
    try:
        with db.atomic():
            return read(*args)
    except ChatError as error:
        return type(error), error.message


@each(SITUATIONS)
def test_reads_know_of_no_room_that_is_not_there(quick: None, opened: None, now: Situation) -> None:
    house = House(now)
    for name, (read, expected) in BY_ROOM.items():
        found = outcome(read, house.asker, house.room)
        if not now.exists:
            assert found == outcome(read, house.asker, NOWHERE), name
            assert found == (NotFound, "Room not found.") or found is False, name
        elif name in FOR_WRITING and now.is_archived:
            assert found == (Forbidden, "This room is archived and read-only."), name
        else:
            assert found == expected(house), name


@each(SITUATIONS)
def test_a_thread_is_there_where_its_room_is(quick: None, opened: None, now: Situation) -> None:
    house = House(now)
    for name, (read, _) in BY_ROOM.items():
        found, of_room = outcome(read, house.asker, house.thread), outcome(read, house.asker, house.room)
        is_refused = not now.exists or (name in FOR_WRITING and now.is_archived)
        if is_refused or name not in OF_THREADS:
            assert found == of_room, name
        else:
            assert found == OF_THREADS[name](house), name


@each(SITUATIONS)
def test_lists_hold_and_count_no_room_that_is_not_there(quick: None, opened: None, now: Situation) -> None:
    house = House(now)
    for name, (read, is_listed) in LISTS.items():
        found = read(house.asker)
        count = found.total if isinstance(found, Listing) else len(found)
        assert count == len(found.items if isinstance(found, Listing) else found), name
        assert count == (now.exists and is_listed(now)), name


FOR_OTHERS = MembershipChanged | RetentionChanged | ThreadReplied
"""What is told to somebody else, or to processes alone."""

PRIVATE = [now for now in SITUATIONS if now.kind != "open" and now.role == "administrator" and not now.is_in]
"""Where a room is not there even for administrators; anybody else hears no more than they do."""


@each(PRIVATE)
async def test_nothing_is_told_of_a_room_that_is_not_there(
    quick: None, opened: None, published: list[Event], now: Situation
) -> None:
    house = House(now)
    for name, rule in RULES.items():
        about = house.theirs if rule.about == "mine" else getattr(house, rule.about)
        try:
            await rule.call(house.people["founder"], about, house)
        except ChatError:
            continue
        is_there = name == "change_room_kind"  # it is open now
        for event in published:
            assert can_hear(house.asker, event) is is_there, (name, event)
            assert isinstance(event, FOR_OTHERS) or can_hear(house.people["founder"], event), (name, event)
        published.clear()
        house.restore()


def can_hear(who: UserItem, event: Event) -> bool:
    try:
        require_audience(who, event.topic)
    except NotFound:
        return False
    return True
