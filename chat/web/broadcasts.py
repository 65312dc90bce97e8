"""From the bus to the browsers: each process renders a change once and sends it in one emit per room."""

import asyncio
from collections import deque
from collections.abc import Iterable

from nicegui import background_tasks

from chat import rooms
from chat.accounts.events import PEOPLE, OwnAccountChanged, PresenceReported, PresenceSwitched
from chat.elements.stream import (
    Row,
    broadcast,
    broadcast_now,
    followed_topics,
    follower_count,
    has_followers,
    signal_now,
)
from chat.elements.topic import Topic
from chat.messages.events import (
    MessageActed,
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    MessageEvent,
    MessageFinished,
    MessageRunning,
    RetentionChanged,
    ThreadReplied,
    UserTyping,
    WordsAdded,
)
from chat.realtime.bus import EVERY_TOPIC, Unsubscribe, bus
from chat.realtime.events import BusStatusChanged, Event
from chat.rooms.events import MembershipChanged, RoomsChanged, id_in_topic, room_list_topic, room_topic
from chat.storage.database import database
from chat.web import news, open_pages, team, words
from chat.web.components.message_list.message import message_row
from chat.web.page_subscriptions import admit, end_lost_rooms
from chat.web.presence import presence
from chat.web.statuses import statuses

HEARTBEAT = 20.0
"""Seconds between two heartbeats, which tell each room's revision to browsers that missed a change."""

DEGRADED_HEARTBEAT = 2.0
"""Seconds between two heartbeats while Redis is down: pages catch up within that time."""

_list_revisions: deque[int] = deque(maxlen=4)
"""The revision of all lists of rooms at the last heartbeats: among very many rooms and people, few lists change."""

COMINGS_AND_GOINGS = 1.0
"""Seconds for which those who come into a room or leave it are told together."""

_members_changed: set[int] = set()
"""Rooms whose pages are about to be told that other people are in them."""

MAX_TYPING_AUDIENCE = 100
"""Number of pages of this process that show a room, up to which typing is broadcast, as in Zulip.

Among more somebody types at any time, so it tells nobody anything, and what it costs grows with their square."""


def start() -> Unsubscribe:
    """Subscribe to the bus; every change is broadcast to the followers of its topic, whom `admit` has let in."""
    Topic.authorize = admit
    unsubscribe_team = bus.subscribe(PEOPLE, team.hear)  # before any page, which then shows what is known here
    unsubscribe = bus.subscribe(EVERY_TOPIC, _broadcast)

    def stop() -> None:
        Topic.authorize = None
        unsubscribe()
        unsubscribe_team()

    return stop


async def send_heartbeat_while_degraded() -> None:
    """Do as `send_heartbeat` while the bus is degraded."""
    if bus.is_degraded or bus.misses_some:
        await send_heartbeat()


async def send_heartbeat() -> None:
    """Send all followers the revision of their room and of their list of rooms; whoever is behind catches up.

    Pages of sessions that have ended are closed first, and lost rooms left: that may have been missed like anything
    else.
    """
    await open_pages.end_signed_out()
    await end_lost_rooms()
    await _announce_lists()
    if room_ids := _followed("room"):
        for room_id, revision in (await database.read(rooms.unchecked.room_revisions, room_ids)).items():
            await broadcast(room_topic(room_id), revision)


async def _announce_lists() -> None:
    """Say to the followers of lists of rooms that changed since the last but two heartbeats how far these are."""
    if user_ids := _followed("room-list"):
        since = _list_revisions[0] if _list_revisions else None
        _list_revisions.append(await database.read(rooms.unchecked.room_list_revision))
        if since is not None and since < _list_revisions[-1]:
            changed = await database.read(rooms.unchecked.changed_room_lists, since)
            for user_id in user_ids & changed.keys():
                await broadcast(room_list_topic(user_id), changed[user_id])


def _followed(kind: str) -> set[int]:
    return {id_ for topic in followed_topics() if (id_ := id_in_topic(kind, topic)) is not None}


async def _announce_to_members(event: RoomsChanged) -> None:
    """Say to those who have a room in their list that it was changed: each list is another, so each page asks for it.

    The room may be named otherwise there, as direct rooms are, and whom it is visible to has to be asked anyway.
    """
    if user_ids := _followed("room-list"):
        for user_id in await database.read(rooms.unchecked.members_among, event.changed.id, user_ids):
            await broadcast(room_list_topic(user_id), event.revision)


def _broadcast(event: Event) -> None:
    if isinstance(event, WordsAdded):
        words.tell(event)
    elif isinstance(event, MessageRunning):
        words.tell_stored(event)
    elif isinstance(event, MessageEvent):
        operation, rows = _operation(event) if has_followers(event.topic) else ("", ())
        broadcast_now(event.topic, event.message.revision, operation, tuple(rows))
        _tell_news(event)
    elif isinstance(event, RoomsChanged):
        background_tasks.create(_announce_to_members(event))
    elif isinstance(event, MembershipChanged):
        broadcast_now(room_list_topic(event.user_id), event.revision)
        _tell_members_soon(event.room_id)
    elif isinstance(event, RetentionChanged):
        for room_id in _followed("room"):
            if event.room_id in (room_id, None):
                _tell_members(room_id)
    elif isinstance(event, ThreadReplied):
        _tell_followers(event)
    elif isinstance(event, UserTyping) and follower_count(event.topic) <= MAX_TYPING_AUDIENCE:
        name = "typing" if event.is_typing else "stopped-typing"
        signal_now(event.topic, name, {"id": event.user.id, "name": event.user.name})
    elif isinstance(event, PresenceReported):
        presence.take(event)
    elif isinstance(event, PresenceSwitched):
        presence.set_hidden(event.user_id, is_hidden=not event.is_shown)
    elif isinstance(event, OwnAccountChanged):
        statuses.note(event.user.id)
    elif isinstance(event, BusStatusChanged) and not event.is_degraded:
        background_tasks.create(send_heartbeat())


def _tell_followers(event: ThreadReplied) -> None:
    """Tell the pages of those who follow a thread what was said there: they ask how many threads have something new."""
    news = [event.thread_id, event.room_id, event.message_id, event.author_id]
    for topic in map(room_list_topic, event.followers):
        if has_followers(topic):
            signal_now(topic, "thread-news", news)


def _tell_members_soon(room_id: int) -> None:
    if has_followers(room_topic(room_id)) and room_id not in _members_changed:
        _members_changed.add(room_id)
        asyncio.get_running_loop().call_later(COMINGS_AND_GOINGS, _tell_members, room_id)


def _tell_members(room_id: int) -> None:
    """Tell the pages that show a room that what stands around its messages has changed; each asks for it."""
    _members_changed.discard(room_id)
    signal_now(room_topic(room_id), "members")


FINISHED = (1,)
"""Stands in the news of a message that was written word by word: from now on people may be told of it."""


def _tell_news(event: MessageEvent) -> None:
    message, now, before = event.message, event.message.mentioned_ids, event.mentioned_before
    about = (message.author.id, message.revision)
    if isinstance(event, MessageCreated):
        news.tell(message.room_id, message.id, *about, *([now] if now else ()))
    elif isinstance(event, MessageDeleted):
        news.tell(message.room_id, -message.id, *about, *([(), before] if before else ()))
    elif isinstance(event, MessageFinished):
        news.tell(message.room_id, message.id, *about, now, before, FINISHED)
    elif isinstance(event, MessageEdited) or (isinstance(event, MessageActed) and set(now) != set(before)):
        news.tell(message.room_id, message.id, *about, now, before)


def _operation(event: MessageEvent) -> tuple[str, Iterable[Row | str]]:
    if event.message.is_gone:
        return "remove", [str(event.message.id)]
    return "insert" if isinstance(event, MessageCreated) else "update", [message_row(event.message)]
