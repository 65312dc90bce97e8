"""Where listeners come to: it hears the bus, and tells each what concerns them, without a question for each.

What happens in a room is put into bytes once, and told to whoever was told all before it. Where something is missing
in between, as after an outage or where two processes were as good as simultaneous, the database is asked, once for all.
"""

import asyncio
from collections.abc import Iterable
from functools import partial

from nicegui import background_tasks

from chat import accounts
from chat.accounts.events import OwnAccountChanged, PersonChanged, SessionEnded, TokensEnded
from chat.errors import TooMany
from chat.messages.events import MessageCreated, MessageEvent
from chat.realtime.bus import EVERY_TOPIC, Unsubscribe, bus
from chat.realtime.events import BusStatusChanged, Event
from chat.rooms.events import MembershipChanged, ReadMarksMoved, RoomsChanged
from chat.rooms.items import MembershipItem, Position
from chat.storage.database import database
from chat.web.api.listening import words
from chat.web.api.listening.catching_up import Heard, hear
from chat.web.api.listening.cursor import Cursor
from chat.web.api.listening.keeping_up import BEAT, KeepingUp
from chat.web.api.listening.listener import Listener
from chat.web.api.listening.register import Register, send

MAX_OF_PERSON = 10
"""Streams that one person may have open at a time, in this process."""

__all__ = ["BEAT", "MAX_OF_PERSON", "Desk", "desk"]


class Desk:
    """The listeners of this process."""

    def __init__(self) -> None:
        self.listeners = Register()
        self._keeping_up = KeepingUp(self.listeners)
        self._arriving: dict[Listener, list[Event]] = {}

    def start(self) -> Unsubscribe:
        """Hear the bus, and do what takes a look into the database; returns what ends both, and all streams."""
        unsubscribe = bus.subscribe(EVERY_TOPIC, self.hear)
        task = asyncio.create_task(self._keeping_up.run(), name="listeners")

        def stop() -> None:
            unsubscribe()
            task.cancel()
            for listener in self.listeners.all():
                listener.end()

        return stop

    async def beat(self) -> None:
        """Send all listeners a sign of life, and look for what this process may not have heard of."""
        await self._keeping_up.beat()

    # ---- coming and going

    async def admit(self, listener: Listener, since: Cursor | None, *, is_lost: bool) -> Heard:
        """Take a listener, and return what it has missed: what happens from there on, it is told.

        Raises `TooMany`, and `NotFound` and `Forbidden` for the only room to listen to.
        """
        own = listener.actor.id
        count = sum(one.actor.id == own for one in self._arriving) + len(self.listeners.of_person(own))
        if count >= MAX_OF_PERSON:
            raise TooMany(f"You have {MAX_OF_PERSON} open streams of events already: close one first.", 5)
        try:
            heard = await self._catch_up(listener, since, is_lost=is_lost)
            self._settle(listener, heard.at, self._arriving.pop(listener))
        finally:
            self._arriving.pop(listener, None)
        return heard

    async def _catch_up(self, listener: Listener, since: Cursor | None, *, is_lost: bool) -> Heard:
        read = partial(hear, listener.actor, listener.only_room, since, is_lost=is_lost)
        while True:
            arrived = self._arriving[listener] = []
            heard = await database.read(read)
            if not any(_may_take(event, listener) for event in arrived):
                return heard  # else what was read may not be true any more

    def _settle(self, listener: Listener, at: Cursor, arrived: Iterable[Event]) -> None:
        """Tell a listener from now on what happens, beginning with what has happened while it was looked at."""
        if not self.listeners:
            self._keeping_up.lists = at.lists  # others that are there have to be told what happened before that
        listener.settle(at)
        self.listeners.add(listener)
        for event in arrived:
            self._tell(event, only=listener)
        self._keeping_up.suspect([listener.actor.id])  # its token may have ended since it was looked at
        self._keeping_up.look_at_lists()

    def leave(self, listener: Listener) -> None:
        """Forget a listener."""
        self.listeners.remove(listener)

    # ---- what happens

    def hear(self, event: Event) -> None:
        """Hear an event of the bus."""
        for arrived in self._arriving.values():
            arrived.append(event)
        if not self.listeners:
            return
        self._tell(event)
        if isinstance(event, MembershipChanged | RoomsChanged):
            self._end_what_was_lost(event)
            self._keeping_up.look_at_lists()
        elif isinstance(event, SessionEnded | TokensEnded):
            self._keeping_up.suspect([event.user_id])
        elif isinstance(event, OwnAccountChanged):
            self._keeping_up.suspect([event.user.id])
        elif isinstance(event, BusStatusChanged) and not event.is_degraded:
            background_tasks.create(self.beat())

    def _tell(self, event: Event, only: Listener | None = None) -> None:
        """Tell all whom it concerns, or one of them, of what takes no look into the database."""
        if isinstance(event, MessageEvent):
            home = event.below.room_id if event.below else event.message.room_id
            if hearers := self.listeners.of_room(home):
                self._tell_message(event, home, [only] if only else hearers)
        elif isinstance(event, ReadMarksMoved):
            for listener in _among(self.listeners.of_person(event.user_id), only):
                if mine := [item for item in event.unread if listener.hears(item.room_id)]:
                    listener.send(words.read(mine))
        elif isinstance(event, PersonChanged):
            of_all = [one for one in self.listeners.all() if accounts.only_room(one.actor) is None]
            send(_among(of_all, only), words.person(event.user))

    def _tell_message(self, event: MessageEvent, home: int, hearers: Iterable[Listener]) -> None:
        item, below, data = event.message, event.below, b""
        for listener in hearers:
            known = listener.known.get(home)
            if known is None:
                continue
            distance = below.number - known.below if below else item.revision - known.revision
            if distance == 1:
                data = data or words.message(item, home, is_new=isinstance(event, MessageCreated))
                at = Position(known.revision, below.number) if below else Position(item.revision, known.below)
                listener.tell(home, at, data)
            elif distance > 1:
                self._keeping_up.look_at_room(home)

    def _end_what_was_lost(self, event: MembershipChanged | RoomsChanged) -> None:
        """Tell nothing more of a room from the moment in which access to it is lost."""
        if isinstance(event, MembershipChanged):
            room_id, hearers = event.room_id, self.listeners.of_person(event.user_id)
            lost = [] if event.is_visible else hearers
        else:
            room_id, hearers = event.changed.id, self.listeners.of_room(event.changed.id)
            lost = [one for one in hearers if event.members is not None and one.actor.id not in event.members]
        self._keeping_up.losses += bool(lost)
        for listener in lost:
            if room_id in listener.known:
                self.listeners.lose(listener, room_id)
                listener.send(words.membership(MembershipItem(room_id, listener.actor, None)))
                if listener.only_room is not None:
                    listener.end()


def _may_take(event: Event, listener: Listener) -> bool:
    """Tell whether an event may have taken a room from a listener."""
    if isinstance(event, MembershipChanged):
        return event.user_id == listener.actor.id
    return isinstance(event, RoomsChanged) and event.members is not None


def _among(listeners: Iterable[Listener], only: Listener | None) -> list[Listener]:
    return [listener for listener in listeners if only in (None, listener)]


desk = Desk()
