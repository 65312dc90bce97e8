"""Two people with two tabs each, a third one without, and rooms of every kind: what they may do, in any order."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

from nicegui import background_tasks

from chat import messages, notifications, rooms
from chat.accounts import user_item
from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.realtime.bus import bus
from chat.realtime.events import BusStatusChanged
from chat.web import broadcasts
from models import Membership, Mention, Message, Room, User
from tests.node import NodeProcess
from tests.people import HASH, sign_in
from tests.web.exact.tab import Tab
from tests.web.exact.wire import Wire, quietly

NAMES = ("Ada", "Ben", "Cleo")
TEXTS = ("hello", "well", "@Ada look", "@Ben look", "@room look", "@Ada @Ben", "@Ada @room")
LEVELS = ("everything", "mentions", "nothing")

ANSWERS = 0.25
"""How often a message answers one."""

CHANGES = (
    *["write"] * 9,
    *["edit", "delete"] * 3,
    *["react", "read", "unread", "read_all", "join", "leave", "invite", "remove", "archive", "restore"],
    *["rename", "change_kind", "level", "star", "hide", "open_direct", "restore", "join", "invite"],
)
LOOKS = ("look", "scroll", "navigate", "unread_here", "read_here", "read_all_here", "level_here")
LOSSES = ("cut", "reconnect", "reconnect", "lose", "beat", "second", "second", "wait", "go_on", "go_on")
TRANSFERS = ("carry", "deliver", "handle")


class House:
    """What happens, by names of methods; `random` chooses by whom, where and what."""

    def __init__(self, random: Random, wire: Wire, browser: NodeProcess) -> None:
        self.random, self.wire, self._browser = random, wire, browser
        self.people: list[UserItem] = []
        self.rooms: list[int] = []
        self.tabs: list[Tab] = []

    async def build(self) -> None:
        """Move in."""
        rows = [User.create(name=name, email=f"{name}@example.com", password_hash=HASH) for name in NAMES]
        self.people = ada, ben, cleo = [user_item(row) for row in rows]
        everybody = [ada.id, ben.id, cleo.id]
        made = [await rooms.create_room(cleo, "open"), await rooms.create_room(cleo, "closed", kind="closed")]
        made += [await rooms.open_direct(cleo, others) for others in ([ada.id], everybody)]
        made.append(await rooms.open_direct(ada, [ben.id]))
        self.rooms = [room.id for room in made]
        for room in self.rooms[:2]:
            for person in (ada, ben):
                await rooms.add_member(cleo, room, person.id)
        for person in (ada, ben):
            identity = await sign_in(person.id)
            self.tabs += [Tab(f"{person.name} {number}", identity, self.wire, self._browser) for number in (1, 2)]
        for tab in self.tabs:
            await tab.open(f"/rooms/{self.random.choice(self.rooms[:2])}")
        await self.calm()
        broadcasts._list_revisions.clear()
        await broadcasts.send_heartbeat()

    async def step(self, name: str) -> None:
        """Let something happen."""
        await getattr(self, name)()
        await self.wire.settle()

    # ---- people, wherever they are

    def _pick(self) -> tuple[UserItem, int]:
        return self.random.choice(self.people), self.random.choice(self.rooms)

    async def _try(self, command: Callable[..., Awaitable[object]], *args: Any, **kwargs: Any) -> None:
        hold, self.wire.hold = self.wire.hold, 0.0  # whoever acts waits for it
        await quietly(command(*args, **kwargs), ChatError)
        self.wire.hold = hold

    def _message(self, room: int, **conditions: Any) -> int:
        rows = Message.select().where(Message.room == room, Message.deleted_at.is_null())
        ids = [row.id for row in (rows.filter(**conditions) if conditions else rows)]
        return self.random.choice(ids[-6:]) if ids else 0

    async def write(self) -> None:
        person, room = self._pick()
        answered = self._message(room) if self.random.random() < ANSWERS else 0
        await self._try(messages.send_message, person, room, self.random.choice(TEXTS), reply_to=answered or None)

    async def edit(self) -> None:
        person, room = self._pick()
        await self._try(messages.edit_message, person, self._message(room, author=person.id), self.random.choice(TEXTS))

    async def delete(self) -> None:
        person, room = self._pick()
        await self._try(messages.delete_message, person, self._message(room, author=person.id))

    async def react(self) -> None:
        person, room = self._pick()
        await self._try(messages.react, person, self._message(room), "👍", on=True)

    async def read(self) -> None:
        person, room = self._pick()
        await self._try(rooms.mark_read, person, room, self._message(room))

    async def unread(self) -> None:
        person, room = self._pick()
        await self._try(rooms.mark_unread, person, room, self._message(room))

    async def read_all(self) -> None:
        await self._try(rooms.mark_all_read, self._pick()[0])

    async def join(self) -> None:
        await self._try(rooms.join_room, *self._pick())

    async def leave(self) -> None:
        await self._try(rooms.leave_room, *self._pick())

    async def invite(self) -> None:
        person, room = self._pick()
        await self._try(rooms.add_member, person, room, self.random.choice(self.people).id)

    async def remove(self) -> None:
        person, room = self._pick()
        await self._try(rooms.remove_member, person, room, self.random.choice(self.people).id)

    async def archive(self) -> None:
        await self._try(rooms.archive_room, *self._pick())

    async def restore(self) -> None:
        await self._try(rooms.restore_room, *self._pick())

    async def rename(self) -> None:
        await self._try(rooms.rename_room, *self._pick(), f"room {self.random.randint(1, 99)}")

    async def change_kind(self) -> None:
        await self._try(rooms.change_room_kind, *self._pick(), self.random.choice(["open", "closed"]))

    async def level(self) -> None:
        await self._try(notifications.set_level, *self._pick(), self.random.choice(LEVELS))

    async def star(self) -> None:
        await self._try(self.random.choice([rooms.star_room, rooms.unstar_room]), *self._pick())

    async def hide(self) -> None:
        await self._try(rooms.hide_direct, *self._pick())

    async def open_direct(self) -> None:
        person, other = self.random.choice(self.people), self.random.choice(self.people)
        await self._try(rooms.open_direct, person, [other.id])

    # ---- people at a tab

    def _tab(self) -> Tab:
        return self.random.choice(self.tabs)

    async def look(self) -> None:
        tab = self._tab()
        tab.look(has_focus=not tab.has_focus)

    async def scroll(self) -> None:
        self._tab().do("scroll", self.random.choice([0, 0, 1, 3]))

    async def navigate(self) -> None:
        room = self.random.choice(self.rooms)
        self._tab().navigate(self.random.choice([f"/rooms/{room}", f"/rooms/{room}", "/rooms"]))

    async def unread_here(self) -> None:
        room = self.random.choice(self.rooms)
        self._tab().do("markUnread", str(self._message(room)))

    async def read_here(self) -> None:
        self._tab().do("markRead")

    async def read_all_here(self) -> None:
        self._tab().do("markAllRead")

    async def level_here(self) -> None:
        self._tab().do("chooseLevel", self.random.choice(self.rooms), self.random.choice(LEVELS))

    # ---- what is lost, and what is late

    async def cut(self) -> None:
        self._tab().cut()

    async def reconnect(self) -> None:
        self._tab().reconnect()

    async def lose(self) -> None:
        """Lose Redis with what was published, until somebody publishes again."""
        await self.wire.carry(is_lost=True)
        if not bus.is_degraded:
            bus.is_degraded = True
            bus.deliver(BusStatusChanged(is_degraded=True))

    async def beat(self) -> None:
        background_tasks.create(broadcasts.send_heartbeat(), name="heartbeat")

    async def second(self) -> None:
        await self.wire.second()

    async def wait(self) -> None:
        self._tab().do("tick", self.random.choice([100, 2000, 2000, 30_000]))

    async def go_on(self) -> None:
        await self.wire.go_on()

    async def carry(self) -> None:
        """Deliver what was published; if Redis was away, it is back with the first of it."""
        if bus.is_degraded:
            bus.is_degraded = False
            bus.deliver(BusStatusChanged(is_degraded=False))
        await self.wire.carry()

    async def deliver(self) -> None:
        await self._tab().deliver(self.random.randint(1, 6))

    async def handle(self) -> None:
        await self._tab().handle(self.random.randint(1, 3))

    # ---- the end

    async def calm(self) -> None:
        """Let all that is under way arrive, and all pauses pass; nothing new happens."""
        self.wire.hold = 0.0
        for tab in self.tabs:
            tab.reconnect()
        quiet = 0
        for turn in range(300):
            while self.wire.held:
                await self.wire.go_on()
            await self.carry()
            if turn == 1:
                await self.beat()
            for tab in self.tabs:
                await tab.handle(len(tab.outgoing))
                await tab.deliver(1000)
                tab.do("tick", 40_000)
            await self.wire.second()
            is_busy = any(tab.inbox or tab.outgoing for tab in self.tabs) or self.wire.events or self.wire.pauses
            quiet = 0 if is_busy else quiet + 1
            if quiet == 3:
                return
        raise AssertionError("the tabs go on asking")

    def expected(self, person: UserItem) -> dict[int, tuple[str | None, str | None, bool]]:
        """What is unread of somebody, counted in the plainest way: by room, how much, how much means them, if muted."""
        found = {}
        for mine in Membership.select().join(Room).where(Membership.user == person.id, Room.archived_at.is_null()):
            if mine.left_at or mine.hidden_at:
                continue
            unread = [
                row.id
                for row in Message.select().where(Message.room == mine.room, Message.id > mine.read_id)
                if row.author_id != person.id and not row.deleted_at
            ]
            meant = [
                each
                for each in unread
                if Mention.select().where(Mention.message == each, Mention.user.is_null() | (Mention.user == person.id))
            ]
            meant = unread if mine.room.kind == "direct" else meant
            counts = (str(len(each)) if each else None for each in (unread, meant))
            found[mine.room.id] = (*counts, mine.level == "nothing")
        return found
