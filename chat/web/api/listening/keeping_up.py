"""What takes a look into the database: who has come and gone, what the bus did not tell, whose token has ended."""

import asyncio
import logging
from collections.abc import Iterable

from chat import accounts, messages, rooms
from chat.errors import ChatError, NotFound
from chat.messages import FeedChanges
from chat.rooms.items import ListChanges, MembershipItem, Position, RoomItem
from chat.storage.database import database
from chat.web.api.listening import words
from chat.web.api.listening.register import Register, send
from models import now_ms

log = logging.getLogger(__name__)

BEAT = 15.0
"""Seconds between two signs of life, and looks for what this process has not heard of."""


class KeepingUp:
    """Tells all listeners together what they have missed, each of these things by one question."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._behind: set[int] = set()
        self._suspects: set[int] = set()
        self._are_lists_behind = False
        self._work = asyncio.Event()
        self.lists = 0
        """The revision of the lists of rooms up to which all listeners have been told what concerns them."""
        self.losses = 0
        """How often somebody may have lost a room: what was read before is not true any more."""

    def suspect(self, user_ids: Iterable[int]) -> None:
        """Look whether the tokens of these people are still good."""
        self._suspects |= set(self._register.people) & set(user_ids)
        self._work.set()

    def look_at_lists(self) -> None:
        """Look who has come and gone, and which rooms are new or changed."""
        self._are_lists_behind = True
        self._work.set()

    def look_at_room(self, room_id: int) -> None:
        """Look what some listeners have missed in a room."""
        self._behind.add(room_id)
        self._work.set()

    async def beat(self) -> None:
        """Send all listeners a sign of life, and look for what this process may not have heard of."""
        for listener in self._register.all():
            listener.beat(words.BEAT)
        if self._register:
            now = await database.read(rooms.unchecked.positions, list(self._register.rooms))
            for room_id, at in now.items():
                if any(_is_before(one.known[room_id], at) for one in self._register.of_room(room_id)):
                    self.look_at_room(room_id)
            self.look_at_lists()
            self.suspect(self._register.people)

    async def run(self) -> None:
        """Do what there is to do, until this is cancelled."""
        self._work = asyncio.Event()
        while True:
            await self._work.wait()
            self._work.clear()
            try:
                await self._end_refused()
                await self._tell_lists()
                await self._tell_behind()
            except ChatError as error:  # the database is away: the next beat looks again
                log.warning("listeners are behind: %s", error)
            except Exception:
                log.exception("listeners are behind")

    async def _end_refused(self) -> None:
        """End the streams of those whose token is good no more, or will be before the next look."""
        suspects, self._suspects = self._suspects, set()
        asked = [listener for user_id in suspects for listener in self._register.of_person(user_id)]
        if not asked:
            return
        good = await database.read(accounts.living_tokens, {listener.token_hash for listener in asked})
        for listener in asked:
            if listener.token_hash not in good:
                listener.end()
            elif until := good[listener.token_hash]:
                left = (until - now_ms()) / 1000
                if left < 2 * BEAT:
                    asyncio.get_running_loop().call_later(max(0, left), listener.end)

    async def _tell_behind(self) -> None:
        """Tell what was missed of rooms, from where the listener was that is farthest behind."""
        behind, self._behind = self._behind, set()
        for room_id in behind:
            positions = [listener.known[room_id] for listener in self._register.of_room(room_id)]
            if not positions:
                continue
            lowest = Position(min(at.revision for at in positions), min(at.below for at in positions))
            found, at = await database.read(_read_behind, room_id, lowest)
            blocks = [words.reset(room_id, at)] if found is None else words.all_changes(room_id, found)
            before, last = b"".join(blocks[:-1]), b"".join(blocks[-1:])
            for listener in self._register.of_room(room_id):
                known = listener.known[room_id]
                if _is_before(known, lowest):
                    self.look_at_room(room_id)  # it has come meanwhile, and was not asked for
                elif _is_before(known, at):
                    listener.tell(room_id, Position(*map(max, known, at)), last, before)

    async def _tell_lists(self) -> None:
        """Tell what has changed of rooms and of who is in them since this was done last."""
        if not self._are_lists_behind:
            return
        losses = None
        while losses != self.losses:
            losses, self._are_lists_behind = self.losses, False
            found, revision, positions = await database.read(_read_lists, self.lists, set(self._register.people))
        if found is None:
            for listener in self._register.all():
                listener.end()  # each asks anew what concerns it
        elif revision != self.lists:
            self.lists = revision
            for room in found.rooms:
                self._tell_room(room)
            for membership in found.memberships:
                self._tell_membership(membership, positions.get(membership.room_id))
            for listener in self._register.all():
                listener.note_lists(revision)

    def _tell_room(self, room: RoomItem) -> None:
        hearers = self._register.all() if room.kind == "open" else self._register.of_room(room.id)
        send((listener for listener in hearers if listener.hears(room.id)), words.room(room))

    def _tell_membership(self, membership: MembershipItem, at: Position | None) -> None:
        room_id, is_in = membership.room_id, membership.role is not None
        own = [one for one in self._register.of_person(membership.user.id) if one.hears(room_id)]
        hearers = dict.fromkeys(self._register.of_room(room_id))
        hearers |= dict.fromkeys(one for one in own if is_in)  # whoever is out, and does not hear it, was told
        for listener in own:
            if not is_in and listener.only_room is None and room_id in listener.known:
                self._register.lose(listener, room_id)  # before it hears so: an id with the room would go on in it
        send(hearers, words.membership(membership))
        for listener in own:
            if is_in and at and room_id not in listener.known:
                self._register.add_to_room(listener, room_id)
                listener.tell(room_id, at, words.reset(room_id, at))


def _read_behind(room_id: int, known: Position) -> tuple[FeedChanges | None, Position]:
    at = rooms.unchecked.positions([room_id]).get(room_id)
    if at is None:
        raise NotFound("Room not found.")
    return messages.unchecked.changes_after(room_id, known), at


def _read_lists(since: int, listening: set[int]) -> tuple[ListChanges | None, int, dict[int, Position]]:
    """Read what has changed of rooms and of who is in them, and how far those rooms are that a listener is in now."""
    revision = rooms.unchecked.room_list_revision()
    found = rooms.unchecked.list_changes(since) if revision != since else ListChanges((), ())
    joined = {item.room_id for item in (found.memberships if found else ()) if item.role and item.user.id in listening}
    return found, revision, rooms.unchecked.positions(joined) if joined else {}


def _is_before(known: Position, at: Position) -> bool:
    return known.revision < at.revision or known.below < at.below
