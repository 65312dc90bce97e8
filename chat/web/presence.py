"""Who is there: active, away or offline, from the open pages of all processes.

Each process reports its own every ten seconds, which is also its sign of life: what a dead one said is forgotten. Then
it tells its pages what has changed since, in one emit. Nothing of it is in the database.
"""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from secrets import token_hex
from typing import Literal

from nicegui import Client

from chat import accounts
from chat.accounts.events import PEOPLE, PresenceReported
from chat.elements.stream import signal
from chat.realtime.bus import bus

EVERY = 10.0
"""Seconds between two reports of a process, and between two emits."""

GRACE = 10.0
"""Seconds for which a page without a connection counts as before: most are back by then."""

VISIT = 120.0
"""Seconds for which a request of a plain page, which has no connection, counts as being active."""

EXPIRY = 35.0
"""Seconds without a report after which another process is taken for dead."""

MANY = 1000
"""More changes than that are not told: each page asks for those whom it shows, at a time of its own."""

State = Literal["active", "away", "offline"]

Source = Callable[[], Mapping[int, bool]]
"""Tells who else is there, and whether they are active."""


@dataclass(slots=True)
class _Page:
    user_id: int
    is_active: bool
    seen_at: float


@dataclass(frozen=True, slots=True)
class _Report:
    at: float
    active: frozenset[int]
    away: frozenset[int]


class Presence:
    """What this process knows of who is there."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._process = token_hex(8)
        self._pages: dict[Client, _Page] = {}
        self._visits: dict[int, float] = {}
        self._hidden: set[int] = set()
        self.switches = 0
        """How often somebody has pressed the switch that hides them, as far as this process was told."""
        self._switched: dict[int, int] = {}
        self._reports: dict[str, _Report] = {}
        self._sources: list[Source] = []
        self._told: dict[int, State] = {}

    def note(self, client: Client, user_id: int, *, is_active: bool) -> None:
        """Note whether somebody does something at a page of theirs, which ends with the page.

        Once they are active there, it tells more than a visit to a plain page before.
        """
        if is_active:
            self._visits.pop(user_id, None)
        if client not in self._pages:
            client.on_delete(lambda: self._pages.pop(client, None))
        self._pages[client] = _Page(user_id, is_active, self._clock())

    def visit(self, user_id: int, *, is_hidden: bool, asked_at: int) -> None:
        """Note that somebody has asked for a plain page, such as their settings: no socket tells it.

        Whether they are hidden was read, as for `learn_hidden`.
        """
        self.learn_hidden(user_id, is_hidden=is_hidden, asked_at=asked_at)
        self._visits[user_id] = self._clock()

    def knows(self, client: Client) -> bool:
        """Whether a page has been noted, so that it is known whether its viewer wants to be seen."""
        return client in self._pages

    def set_hidden(self, user_id: int, *, is_hidden: bool) -> None:
        """Note that somebody has chosen whether they want to be seen; who does not is shown as offline."""
        self.switches += 1
        self._switched[user_id] = self.switches
        self._hide(user_id, is_hidden=is_hidden)

    def learn_hidden(self, user_id: int, *, is_hidden: bool, asked_at: int) -> None:
        """Note what was read of somebody, unless they have switched since: reading takes a moment.

        Args:
            user_id: whose switch it is
            is_hidden: what was read
            asked_at: `switches`, before it was read
        """
        if self._switched.get(user_id, 0) <= asked_at:
            self._hide(user_id, is_hidden=is_hidden)

    def _hide(self, user_id: int, *, is_hidden: bool) -> None:
        if is_hidden:
            self._hidden.add(user_id)
        else:
            self._hidden.discard(user_id)

    def add_source(self, source: Source) -> None:
        """Count people who have no page, such as simulated ones."""
        self._sources.append(source)

    def take(self, report: PresenceReported) -> None:
        """Take what another process reports."""
        if report.process != self._process:
            self._reports[report.process] = self._report(report.active, report.away)

    async def tick(self) -> None:
        """Report who is here, and tell the pages what has changed anywhere; to be called every ten seconds."""
        mine = self._reports[self._process] = self._mine()
        await accounts.report_presence(self._process, mine.active, mine.away)
        now = self._everybody()
        changed = {id_ for id_ in now.keys() | self._told.keys() if now.get(id_) != self._told.get(id_)}
        self._told = now
        if len(changed) > MANY:
            await signal(PEOPLE, "presence", None)
        elif changed:
            await signal(PEOPLE, "presence", self.states(changed))

    def state_of(self, user_id: int) -> State:
        """Return whether somebody is there, as it was told last."""
        return self._told.get(user_id, "offline")

    def states(self, user_ids: Iterable[int]) -> tuple[list[int], list[int], list[int]]:
        """Return which of these people are active, away and offline, as it was told last."""
        found: dict[State, list[int]] = {"active": [], "away": [], "offline": []}
        for user_id in sorted(user_ids):
            found[self.state_of(user_id)].append(user_id)
        return found["active"], found["away"], found["offline"]

    def _mine(self) -> _Report:
        active: set[int] = set()
        there: set[int] = set()
        now = self._clock()
        for client, page in self._pages.items():
            if client.has_socket_connection:
                page.seen_at = now
            if now - page.seen_at <= GRACE:
                (active if page.is_active else there).add(page.user_id)
        self._visits = {user_id: at for user_id, at in self._visits.items() if now - at <= VISIT}
        active |= self._visits.keys()
        for source in self._sources:
            for user_id, is_active in source().items():
                (active if is_active else there).add(user_id)
        return self._report(active - self._hidden, there - active - self._hidden)

    def _report(self, active: Collection[int], away: Collection[int]) -> _Report:
        return _Report(self._clock(), frozenset(active), frozenset(away))

    def _everybody(self) -> dict[int, State]:
        """Put all reports together; while the bus is degraded none comes, and what is known stays."""
        if not bus.is_degraded:
            oldest = self._clock() - EXPIRY
            self._reports = {name: report for name, report in self._reports.items() if report.at > oldest}
        states: dict[int, State] = {}
        for report in self._reports.values():
            states |= {id_: "away" for id_ in report.away if id_ not in states}
            states |= dict.fromkeys(report.active, "active")
        return states


presence = Presence()
