"""Nothing is sent to a page whose session has ended, whatever happens and whatever the page asks for.

A page stays connected here: its client ignores every request to leave.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, is_dataclass
from importlib import import_module
from typing import Any

import pytest
from nicegui import Client, background_tasks, core
from nicegui.testing import User as Visitor

from chat import accounts, messages, notifications, rooms
from chat.accounts import hash_token, keep
from chat.accounts.events import (
    PEOPLE,
    OwnAccountChanged,
    PersonChanged,
    PresenceReported,
    PresenceSwitched,
    SessionEnded,
    TeamChanged,
    TokensEnded,
    person_topic,
)
from chat.accounts.items import Identity, UserItem
from chat.elements import socket_rooms
from chat.elements.stream import Stream, broadcast, signal
from chat.elements.topic import Topic, followed_topics
from chat.errors import NotFound
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
from chat.notifications.events import LevelChanged
from chat.realtime.bus import bus
from chat.realtime.events import BusStatusChanged, Event
from chat.rooms.events import FollowedThreadsChanged, MembershipChanged, ReadMarksMoved, RoomsChanged
from chat.storage.database import database
from chat.web import audiences, broadcasts, open_pages, page_subscriptions
from chat.web.audiences import AUDIENCES
from chat.web.auth import COOKIE
from models import LinkPreview, Membership, Message, MessageLink, MessageVersion, Room, Session, User, db, now_ms
from tests.app_process import ROOT
from tests.page_client import entry, log_in, person

ROOM = 1


@dataclass
class Tab:
    """An open page of the first room, and all that is sent to its socket."""

    client: Client
    identity: Identity
    socket: str
    heard: list[tuple[str, Any]] = field(default_factory=list)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def user(self) -> UserItem:
        return self.identity.user

    async def hears(self, event: str) -> None:
        async with asyncio.timeout(10), self.news:
            await self.news.wait_for(lambda: event in self.events)

    @property
    def events(self) -> list[str]:
        return [event for event, _ in self.heard]

    def follows(self) -> None:
        """Enter the topics of the page, as a browser does once it is drawn."""
        for topic in (f"room-list:{self.user.id}", f"room:{ROOM}"):
            core.sio.manager.basic_enter_room(self.socket, "/", Topic(topic).room, eio_sid=f"eio-{self.socket}")

    def presses(self, kind: str) -> None:
        """Send an event as the page's own script does."""
        [(element, listener)] = [
            (element, listener)
            for element in self.client.elements.values()
            for listener in element._event_listeners.values()
            if listener.type == kind and (kind != "follow" or getattr(element, "topic", None))
        ][-1:]
        args = [json.dumps(LISTENERS[kind])]
        self.client.handle_event({"id": element.id, "listener_id": listener.id, "args": args})


Open = Callable[[str], Awaitable[Tab]]


@pytest.fixture
async def opens(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Open]:
    """Have somebody open the first room in a browser of their own."""
    tabs: list[Tab] = []

    async def emit(event: str, data: Any = None, *, room: str = "", to: str = "") -> None:
        listening = {socket for socket, _ in core.sio.manager.get_participants("/", room or to)}
        for tab in tabs:
            if tab.socket in listening:
                async with tab.news:
                    tab.heard.append((event, data))
                    tab.news.notify_all()

    async def come(name: str) -> Tab:
        token = await accounts.start_session(person(name).id)
        visitor.http_client.cookies.clear()
        visitor.http_client.cookies.set(COOKIE, token)
        identity = await database.read(accounts.identity, hash_token(token))
        assert identity
        tab = Tab(await visitor.open(f"/rooms/{ROOM}"), identity, f"socket-{len(tabs)}")
        for room in (None, tab.socket, tab.client.id):
            core.sio.manager.basic_enter_room(tab.socket, "/", room, eio_sid=f"eio-{tab.socket}")
        tab.follows()
        tabs.append(tab)
        return tab

    monkeypatch.setattr(core.sio, "emit", emit)
    monkeypatch.setattr(socket_rooms, "write_at_once", None)
    yield come
    for tab in tabs:
        core.sio.manager.basic_disconnect(tab.socket, "/")


@pytest.fixture
async def neighbour(opens: Open) -> Tab:
    """The page of the administrator, which stays open."""
    with db.connection_context():
        return await opens(User.get(User.role == "administrator").name)


@pytest.fixture
async def ended(opens: Open) -> Tab:
    """A page whose session has ended."""
    tab = await opens("Adam")
    await accounts.end_own_session(tab.user, tab.identity.session_id)
    await settled()
    return tab


async def settled() -> None:
    """Wait until all that was begun is done, but for what runs for as long as the program."""
    while tasks := [task for task in background_tasks.running_tasks if task.get_coro().__qualname__ not in ENDLESS]:
        await asyncio.wait(tasks)
    for client in Client.instances.values():
        while client.outbox.messages or client.outbox.updates:  # noqa: ASYNC110 (it has no event for that)
            await asyncio.sleep(0)


ENDLESS = {"Timer._run_in_loop", "Outbox.loop", "refresh_loop"}


# ---- what happens, by the kind of event: who adds a kind says here how it comes about


async def say(tab: Tab) -> int:
    return (await messages.send_message(tab.user, ROOM, "not for whoever has left")).id


async def edit(tab: Tab) -> None:
    await messages.edit_message(tab.user, await say(tab), "still not")


async def delete(tab: Tab) -> None:
    await messages.delete_message(tab.user, await say(tab))


async def preview(tab: Tab) -> None:
    page = LinkPreview.create(address="https://example.com", address_hash="0", title="A page")
    MessageLink.create(message=await say(tab), preview=page, position=0)
    await messages.show_preview(page.id)


async def pin(tab: Tab) -> None:
    await messages.pin_message(tab.user, await say(tab))


async def forget_versions(tab: Tab) -> None:
    MessageVersion.create(message=await say(tab), body="before", written_at=1)
    with db.atomic():
        keep("upkeep", "0 0")
    await messages.delete_what_is_not_kept()


async def react(tab: Tab) -> None:
    await messages.react(tab.user, await say(tab), "👍", on=True)


async def press(tab: Tab) -> None:
    message, _ = await messages.send_live(tab.user, ROOM, "counter", {"text": "Cups"})
    await messages.press(tab.user, message.id, "count", {"by": 3})


async def vote_in_secret(tab: Tab) -> None:
    message, _ = await messages.send_live(tab.user, ROOM, "poll", {"text": "--anonymous Boss? | Yes | No"})
    tab.heard.clear()
    await messages.press(tab.user, message.id, "vote", {"arg": "0"})


async def write_words(tab: Tab) -> None:
    message, _ = await messages.start_message(tab.user, ROOM, "one ")
    await messages.append_words(tab.user, message.id, "two", 4)
    await messages.store_words()
    await settled()
    await messages.finish_message(tab.user, message.id)


async def miss_words(_tab: Tab) -> None:
    bus.publish(WordsMissed(1, 0))


async def reply(tab: Tab) -> None:
    root = Message.select().where(Message.room == ROOM, Message.author != tab.user.id).first()
    thread = await messages.open_thread(tab.user, root.id)
    await messages.send_message(tab.user, thread.id, "beside the room")


NEWS = "another name"
PLACEHOLDER = f"Message {NEWS}"
"""Of the room, and what its empty box says then."""


async def rename(tab: Tab) -> None:
    await rooms.rename_room(tab.user, ROOM, NEWS)


async def join_another_room(tab: Tab) -> None:
    await rooms.leave_room(tab.user, 2)
    await rooms.join_room(tab.user, 2)


async def read(tab: Tab) -> None:
    message = await say(tab)
    await rooms.mark_unread(tab.user, ROOM, message)
    await rooms.mark_read(tab.user, ROOM, message)


async def change_name(tab: Tab) -> None:
    await accounts.change_name(tab.user, "Somebody Else")


async def type_words(tab: Tab) -> None:
    await messages.notify_typing(tab.user, ROOM)


async def end_third_session(tab: Tab) -> None:
    await accounts.end_session(await accounts.start_session(tab.user.id))


async def end_tokens(tab: Tab) -> None:
    bus.publish(TokensEnded(tab.user.id))


async def mute(tab: Tab) -> None:
    await notifications.set_level(tab.user, ROOM, "nothing")


async def be_there(tab: Tab) -> None:
    await Topic(PEOPLE).enter(tab.client)
    broadcasts.presence.note(tab.client, tab.user.id, is_active=True)
    broadcasts.presence._told.clear()  # on a slow machine it was told meanwhile that they are there
    await broadcasts.presence.tick()


async def hide(tab: Tab) -> None:
    await accounts.show_presence(tab.user, is_shown=False)
    await broadcasts.presence.tick()


async def name_the_team(_tab: Tab) -> None:
    boss = await database.read(lambda: accounts.user_item(User.get(User.role == "administrator")))
    await accounts.set_team_name(boss, NEWS)


async def keep_for_another_time(_tab: Tab) -> None:
    boss = await database.read(lambda: accounts.user_item(User.get(User.role == "administrator")))
    await messages.set_place_retention(boss, 3000)


async def lose_and_find_redis(_tab: Tab) -> None:
    bus.set_degraded(is_degraded=True)
    bus.set_degraded(is_degraded=False)


EVENTS: dict[type, Callable[[Tab], Awaitable[object]]] = {
    MessageCreated: say,
    MessageEdited: edit,
    MessageDeleted: delete,
    MessageReacted: react,
    MessageActed: press,
    PressedSecretly: vote_in_secret,
    MessageRunning: write_words,
    MessageFinished: write_words,
    WordsAdded: write_words,
    WordsMissed: miss_words,
    MessagePinned: pin,
    ThreadChanged: reply,
    ThreadReplied: reply,
    FollowedThreadsChanged: reply,
    MessagePreviewed: preview,
    VersionsForgotten: forget_versions,
    RoomsChanged: rename,
    MembershipChanged: join_another_room,
    ReadMarksMoved: read,
    LevelChanged: mute,
    TokensEnded: end_tokens,
    PersonChanged: change_name,
    OwnAccountChanged: change_name,
    UserTyping: type_words,
    PresenceReported: be_there,
    PresenceSwitched: hide,
    SessionEnded: end_third_session,
    TeamChanged: name_the_team,
    RetentionChanged: keep_for_another_time,
    BusStatusChanged: lose_and_find_redis,
}

TOPICS: dict[str, Callable[[], Awaitable[None]]] = {
    "a row": lambda: broadcast(f"room:{ROOM}", 10**6, "insert", [("1", "<div></div>")]),
    "a revision": lambda: broadcast(f"room:{ROOM}", 10**6),
    "a signal": lambda: signal(f"room:{ROOM}", "typing", {}),
    "the heartbeat": broadcasts.send_heartbeat,
}
"""What the stream element sends to the followers of a topic."""


TOLD_NO_PAGE = {SessionEnded, TokensEnded, WordsMissed}
"""What processes tell each other."""


def kinds_of_events() -> set[type]:
    modules = [import_module(f"chat.{path.parent.name}.events") for path in (ROOT / "chat").glob("*/events.py")]
    kinds = {
        kind for module in modules for kind in vars(module).values() if is_dataclass(kind) and hasattr(kind, "topic")
    }
    return kinds - {MessageEvent}


def test_every_kind_of_event_is_tried() -> None:
    assert set(EVENTS) == kinds_of_events()


async def test_whatever_happens_after_the_end_reaches_others_only(
    ended: Tab, neighbour: Tab, published: list[Event]
) -> None:
    for kind, happens in EVENTS.items():
        neighbour.heard.clear()
        neighbour.follows()
        await happens(neighbour)
        await settled()
        assert any(type(event) is kind for event in published)
        assert {event.topic.partition(":")[0] for event in published} <= set(AUDIENCES), "each declares who hears it"
        assert ended.events == ["open"], kind
        assert neighbour.events or kind in TOLD_NO_PAGE, kind


async def test_whatever_a_topic_is_told_after_the_end_reaches_others_only(ended: Tab, neighbour: Tab) -> None:
    for name, tell in TOPICS.items():
        neighbour.heard.clear()
        await tell()
        assert ended.events == ["open"], name
        assert neighbour.events, name


async def test_what_was_to_be_sent_to_one_page_alone_is_not_sent_after_the_end(opens: Open, neighbour: Tab) -> None:
    ended = await opens("Adam")
    open_pages.end(ended.client)
    for tab in (ended, neighbour):
        tab.client.outbox.enqueue_message("notify", {"message": "hello"}, tab.client.id)
        tab.client.run_javascript("alert(1)")
        tab.client.download("/secret")
    await neighbour.hears("download")
    await settled()
    assert ended.events == ["open"]


# ---- ends of which this process hears nothing: they happened in another one


def end_session(tab: Tab) -> None:
    Session.delete().where(Session.id == tab.identity.session_id).execute()


def expire(tab: Tab) -> None:
    Session.update(expires_at=now_ms()).where(Session.id == tab.identity.session_id).execute()


def deactivate(tab: Tab) -> None:
    User.update(deactivated_at=now_ms()).where(User.id == tab.user.id).execute()


def delete_account(tab: Tab) -> None:
    User.update(deleted_at=now_ms()).where(User.id == tab.user.id).execute()


async def test_an_end_that_nobody_heard_of_is_found_by_the_heartbeat(opens: Open, neighbour: Tab) -> None:
    tabs = []
    for end, name in ((end_session, "Adam"), (expire, "Blake"), (deactivate, "Jade"), (delete_account, "Rachel")):
        tabs.append(tab := await opens(name))
        await database.write(end, tab)
    await broadcasts.send_heartbeat()
    await say(neighbour)
    await settled()
    assert [tab.events for tab in tabs] == [["open"]] * 4
    assert all(tab.client.is_deleted for tab in tabs)
    assert "stream" in neighbour.events


async def no_heartbeat() -> None:
    """Tell nobody how far rooms are; it would come at any moment."""


async def test_a_page_that_is_drawn_anew_asks_first_whether_its_session_lives(
    opens: Open, neighbour: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "send_heartbeat", no_heartbeat)
    for kind in (RoomsChanged, BusStatusChanged):
        ended = await opens("Adam")
        await database.write(end_session, ended)
        await EVENTS[kind](neighbour)
        await settled()
        assert ended.client.is_deleted, kind
        assert "open" in ended.events, kind
        assert PLACEHOLDER not in str(ended.heard), kind
    assert PLACEHOLDER in str(neighbour.heard)


# ---- what a page asks for: who adds a listener says here how

LISTENERS: dict[str, object] = {
    "perform": entry("send", body="hello"),
    "typing": None,
    "page": {"edge": "top", "key": "50"},
    "follow": {"since": 0},
    "jump": None,
    "navigate": {"path": "/rooms/2"},
    "prerender": {"path": "/rooms/2"},
    "count": None,
    "complete": {"kind": "people", "text": "a"},
    "preview": {"number": 1, "text": "*hi*"},
    "command": {"name": "mute", "text": ""},
    "add": {"person": "4"},
    "join": None,
    "members": None,
    "read": {"all": True},
    "unread": {"room": "1", "message": "3"},
    "recount": None,
    "threads": None,
    "previews": {"rooms": None},
    "star": {"room": "1", "on": True},
    "level": {"room": "1", "level": "nothing"},
    "presence": {"active": True, "shown": [1]},
    "notice": {"messages": [1], "looking": True},
    "pins": None,
    "search": None,
}


async def test_every_listener_of_the_page_is_tried(neighbour: Tab) -> None:
    ours = [element for element in neighbour.client.elements.values() if type(element).__module__.startswith("chat.")]
    heard = {listener.type for element in ours for listener in element._event_listeners.values()}
    assert heard == {*LISTENERS, "restart"}  # this one of administrators alone: see tests/web/pages/test_inspection.py


async def test_whatever_a_page_asks_for_after_an_unheard_end_it_gets_nothing(
    opens: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.app, "handle_exception", lambda error: None)  # NiceGUI's way to log it
    monkeypatch.setattr(broadcasts, "_tell_members_soon", lambda _room_id: None)  # a second later, to the tab of then
    monkeypatch.setattr(bus, "misses_some", True)  # as while Redis is away: only then is an end unheard
    monkeypatch.setattr(broadcasts, "send_heartbeat", no_heartbeat)
    for kind in LISTENERS:
        ended = await opens("Adam")
        ended.presses(kind)
        await settled()
        assert ended.heard or kind in ("join", "add", "members"), "while the session lives, there is an answer"
        ended.heard.clear()
        await database.write(end_session, ended)
        ended.presses(kind)
        await ended.hears("open")
        await settled()
        assert (kind, ended.events) == (kind, ["open"])
        assert ended.client.is_deleted


# ---- topics that a page may not hear, or no longer


@pytest.fixture
def refused(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Have nobody see any room from now on."""

    def nobody(_actor: UserItem, _topic_id: str) -> None:
        raise NotFound("Room not found.")

    return lambda: monkeypatch.setitem(audiences.AUDIENCES, "room", nobody)


def follows_room(tab: Tab) -> bool:
    return Topic(f"room:{ROOM}").room in core.sio.manager.get_rooms(tab.socket, "/")


async def test_a_stream_follows_a_topic_only_where_the_audience_lets_it(
    neighbour: Tab, refused: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core.app, "handle_exception", lambda error: None)  # NiceGUI's way to log it
    Topic(f"room:{ROOM}").leave(neighbour.client)
    neighbour.presses("follow")
    await settled()
    assert follows_room(neighbour)
    refused()
    neighbour.presses("follow")
    await settled()
    assert not follows_room(neighbour), "what was entered is left"
    neighbour.heard.clear()
    await broadcast(f"room:{ROOM}", 10**6, "insert", [("1", "<div></div>")])
    assert neighbour.events == []


@pytest.mark.parametrize("is_lost", [False, True], ids=["kept", "lost"])
async def test_a_room_that_is_opened_is_heard_at_once_but_not_where_access_was_lost_meanwhile(
    opens: Open, monkeypatch: pytest.MonkeyPatch, is_lost: bool
) -> None:
    tab, read = await opens("Adam"), database.read_coalesced
    tab.presses("follow")
    await settled()

    async def read_and_lose(query: Any, *args: Any) -> Any:
        if is_lost:
            page_subscriptions._pages[tab.client].end_room(2)
        return await read(query, *args)

    monkeypatch.setattr(database, "read_coalesced", read_and_lose)
    tab.presses("navigate")
    await settled()
    topics = [element.topic for element in tab.client.elements.values() if isinstance(element, Stream)]
    assert topics[-1] == "room:2"
    assert (Topic("room:2").room in core.sio.manager.get_rooms(tab.socket, "/")) != is_lost


async def test_python_code_of_a_page_hears_a_topic_only_where_the_audience_lets_it(
    neighbour: Tab, refused: Callable[[], None]
) -> None:
    heard: list[Event] = []
    subscriptions = page_subscriptions._pages[neighbour.client]
    await subscriptions.listen({f"room:{ROOM}": heard.append})
    await say(neighbour)
    assert len(heard) == 1
    refused()
    with pytest.raises(NotFound):
        await subscriptions.listen({f"room:{ROOM}": heard.append})
    await say(neighbour)
    assert len(heard) == 1
    assert not follows_room(neighbour), "its streams have left, too"


async def test_a_stream_of_no_page_of_ours_follows_nothing(visitor: Visitor) -> None:
    with pytest.raises(NotFound):
        await page_subscriptions.admit(object(), "rooms")  # type: ignore[arg-type]


# ---- what is left behind


async def test_a_page_that_ends_listens_to_nothing_and_is_in_no_room(ended: Tab, neighbour: Tab) -> None:
    assert core.sio.manager.get_rooms(ended.socket, "/") == [ended.socket]
    assert len(core.sio.manager.get_rooms(neighbour.socket, "/")) == 4
    assert ended.client.id not in Client.instances
    assert [bus.subscriber_count(topic) for topic in ("rooms", "people", "bus")] == [2, 2, 1]
    assert bus.subscriber_count(person_topic(ended.user.id)) == 0


async def test_a_session_that_ends_while_its_page_is_made_gets_none(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await log_in(visitor)
    read = database.read_coalesced

    async def read_slowly(query: Any, *args: Any) -> Any:
        result = await read(query, *args)
        await accounts.end_session(visitor.http_client.cookies[COOKIE])
        return result

    monkeypatch.setattr(database, "read_coalesced", read_slowly)
    response = await visitor.http_client.get("/rooms/1")
    assert (response.status_code, response.headers["location"]) == (303, "/login?return_to=/rooms/1")
    assert not Client.instances


async def test_the_threads_of_a_room_end_with_it(opens: Open, neighbour: Tab) -> None:
    lost = await opens("Adam")
    threads = [await messages.open_thread(neighbour.user, await say(neighbour)) for _ in range(2)]
    for tab in (lost, neighbour):
        for thread in threads:
            await page_subscriptions.admit(tab.client, f"room:{thread.id}")
            core.sio.manager.basic_enter_room(
                tab.socket, "/", Topic(f"room:{thread.id}").room, eio_sid=f"eio-{tab.socket}"
            )
    followed = {f"room:{thread.id}" for thread in threads}
    assert followed < set(followed_topics(lost.client))
    Membership.delete().where(Membership.user == lost.user.id).execute()
    Membership.update(role="manager").where(Membership.user == neighbour.user.id).execute()
    await rooms.change_room_kind(neighbour.user, ROOM, "closed")
    assert not followed & set(followed_topics(lost.client))
    assert followed < set(followed_topics(neighbour.client))
    with pytest.raises(NotFound):
        await page_subscriptions.admit(lost.client, f"room:{threads[0].id}")


async def test_a_room_whose_loss_nobody_heard_of_is_left_at_the_next_heartbeat(opens: Open, neighbour: Tab) -> None:
    lost = await opens("Adam")
    thread = await messages.open_thread(neighbour.user, await say(neighbour))
    for tab in (lost, neighbour):
        core.sio.manager.basic_enter_room(tab.socket, "/", Topic(f"room:{thread.id}").room, eio_sid=f"eio-{tab.socket}")
    await database.write(close_room_without_a_word, lost)
    await broadcasts.send_heartbeat()
    assert f"room:{thread.id}" in followed_topics(neighbour.client)
    assert followed_topics(lost.client) == [f"room-list:{lost.user.id}"]
    assert f"room:{ROOM}" in followed_topics(neighbour.client)


def close_room_without_a_word(lost: Tab) -> None:
    Room.update(kind="closed").where(Room.id == ROOM).execute()
    Membership.delete().where(Membership.user == lost.user.id).execute()


async def test_what_is_said_while_a_page_looks_what_is_unread_is_counted(
    opens: Open, neighbour: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab = await opens("Adam")
    subscriptions = page_subscriptions._pages[tab.client]
    await rooms.mark_all_read(tab.user)
    enter = subscriptions._enter_news

    async def enter_late(*args: Any) -> None:
        await say(neighbour)
        await enter(*args)

    monkeypatch.setattr(subscriptions, "_enter_news", enter_late)
    assert {item.room_id: item.count for item in await subscriptions.follow_news(())}[ROOM] == 1


async def test_what_is_unread_is_counted_anew_once_other_processes_are_heard_again(opens: Open) -> None:
    tab = await opens("Adam")
    await rooms.mark_all_read(tab.user)
    await settled()
    tab.heard.clear()
    await lose_and_find_redis(tab)
    await settled()
    assert "showUnread" in str(tab.heard)


async def test_the_heartbeat_asks_once_for_all_pages(opens: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    tabs = [await opens("Adam") for _ in range(3)]
    asked: list[Any] = []
    read = database.read

    async def counted(query: Any, *args: Any) -> Any:
        asked.append((query, *args))
        return await read(query, *args)

    monkeypatch.setattr(database, "read", counted)
    await open_pages.end_signed_out()
    assert asked == [(accounts.living_sessions, {tab.identity.session_id for tab in tabs})]
    for tab in tabs:
        tab.client.delete()
    await open_pages.end_signed_out()
    assert len(asked) == 1, "without pages there is nothing to ask"
