"""Whatever the network does, the column ends up equal to the database.

stream.js cannot run here, so its logic stands below once more in Python, method by method and under the same names.
Reads and changes are the real ones. tests/browser/test_convergence.py does the same to stream.js itself.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playhouse.sqlite_ext import SqliteDatabase

from chat import commands, queries
from chat.items import MessageItem, MessagePage
from models import TABLES, Message, Room, User, db

LIMIT, PAGE_SIZE, MAX_CHANGES = 6, 3, 7  # as small as they can be and still meet each other

Row = tuple[str, str]


def rows_of(messages: Iterable[MessageItem]) -> list[Row]:
    return [(str(message.id), message.body) for message in messages]


@dataclass
class Paging:
    edge: str
    key: str
    stale: bool = False
    revision: int | None = None


class Browser:
    """What of stream.js decides which rows there are."""

    def __init__(self, page: MessagePage | None) -> None:
        self.rows: dict[str, str] = {}
        self.unseen: set[str] = set()
        self.at_start, self.at_end = False, True
        self.near_top, self.near_end = False, True  # where the reader has scrolled to
        self.paging: Paging | None = None
        self.revision = self.newest = page.revision if page else -1
        self.asking = False
        self.retries = False
        self.asked: list[tuple[str, Any]] = []  # what has been emitted to the server
        self.insert(rows_of(page.messages) if page else [], limit=-LIMIT)
        self.follow()

    def apply(self, rows: list[Row], at: int, limit: int, revision: int, page: Paging) -> None:
        if page.key != self.key_at(page.edge):
            self.paging.stale = True
            return
        self.insert(rows, at, limit)
        if rows and at == 0:
            self.near_top = False
        elif rows:
            self.near_end = False
        self.know_only(revision)
        self.paging.revision = revision
        self.catch_up()
        self.check_edges()

    def insert(self, rows: Sequence[Row], at: int = -1, limit: int = 0, update_only: bool = False) -> None:
        fresh = {}
        for key, body in rows:
            if key in self.rows:
                self.rows[key] = body
            elif not update_only:
                fresh[key] = body
        self.rows = self.rows | fresh if at < 0 else fresh | self.rows
        self.prune(limit)

    def remove(self, keys: Iterable[str]) -> None:
        had_rows = bool(self.rows)
        for key in keys:
            self.unseen.discard(key)
            self.rows.pop(key, None)
        if had_rows and not self.rows and not (self.at_start and self.at_end):
            self.follow()

    def reset(self, rows: list[Row]) -> None:
        self.rows = dict(rows)
        self.at_end, self.at_start = True, False
        self.unseen.clear()
        if self.paging:
            self.paging.stale = True

    def paged(self, edge: str, more: bool) -> None:
        paging, self.paging = self.paging, None
        ended = not paging.stale and not more
        if edge == "top":
            self.at_start = ended
        else:
            self.at_end = ended
        if edge == "bottom" and ended:
            self.know_only(paging.revision)
        self.catch_up()
        self.check_edges()

    def prune(self, limit: int) -> None:
        while limit < 0 and len(self.rows) > -limit:
            del self.rows[self.key_at("top")]
            self.at_start = False
            if self.paging and self.paging.edge == "top":
                self.paging.stale = True
        while limit > 0 and len(self.rows) > limit:
            del self.rows[self.key_at("bottom")]
            self.at_end = False

    def key_at(self, edge: str) -> str | None:
        return next(iter(self.rows) if edge == "top" else reversed(self.rows), None)

    def jump(self) -> None:
        if self.at_end:
            self.near_top, self.near_end = False, True
        else:
            self.asked.append(("jump", None))

    def check_edges(self) -> None:
        if self.paging or not self.rows:
            return
        if not self.at_start and self.near_top:
            self.ask_page("top")
        elif not self.at_end and self.near_end:
            self.ask_page("bottom")

    def ask_page(self, edge: str) -> None:
        self.paging = Paging(edge, self.key_at(edge))
        self.asked.append(("page", self.paging))

    def follow(self) -> None:
        self.retries = False
        self.asking = True
        self.asked.append(("follow", self.revision if self.rows and self.revision >= 0 else None))

    def lose(self) -> None:
        self.asking = False
        self.retries = False

    def hear(self, revision: int, operation: str = "", rows: Sequence[Any] = ()) -> None:
        self.newest = max(self.newest, revision)
        if operation and revision == self.revision + 1:
            self.live(operation, rows)
            self.revision = revision
        self.catch_up()

    def know_only(self, revision: int) -> None:
        self.revision = min(revision, self.revision)

    def catch_up(self) -> None:
        if not self.asking and self.newest > self.revision:
            self.follow()

    def live(self, operation: str, rows: Sequence[Any]) -> None:
        if operation == "insert":
            self.arrive(rows)
        elif operation == "update":
            self.insert(rows, update_only=True)
        elif operation == "remove":
            self.remove(rows)

    def arrive(self, rows: Sequence[Row]) -> None:
        near_end = self.at_end and self.near_end
        new = [key for key, _ in rows if key not in self.rows]
        if not near_end:
            self.unseen.update(new)
        if self.rows and len(self.rows) + len(rows) > LIMIT and not near_end and new:
            self.at_end = False
        self.insert(rows, -1, -LIMIT, update_only=not self.at_end)

    def sync(self, answer: Any, since: int | None) -> None:
        self.asking = False
        if not answer:
            self.retries = True
            return
        revision, reset, created, edited, deleted = answer
        if reset is not None:
            self.reset(reset)
            self.near_top, self.near_end = False, True
        elif since == self.revision:
            self.remove(deleted)
            self.live("update", edited)
            self.arrive(created)
        if reset is not None or since == self.revision:
            self.revision = revision
        self.newest = max(self.newest, revision)
        self.catch_up()
        self.check_edges()


class World:
    """A room in a database, a browser that shows it, and between them a network that keeps no promise."""

    def __init__(self, browser: type[Browser], size: int, blank: bool) -> None:
        room = Room.create(name=f"room {Room.select().count()}")
        self.author, self.room = User.get().id, room.id
        self.events: list[tuple[Any, ...]] = []  # told by the server, not yet heard
        self.answers: list[list[Callable[[], None]]] = []  # read by the server, not yet delivered
        for _ in range(size):
            self.say(0)
        self.events.clear()
        self.browser = browser(None if blank else self.newest())

    # ---- the server

    def newest(self) -> MessagePage:
        return queries.newest_messages(self.room, PAGE_SIZE)

    def alive(self) -> list[Row]:
        return rows_of(queries.newest_messages(self.room, 10_000).messages)

    def say(self, n: int) -> None:
        with db.atomic():
            message, _ = commands._create(self.author, self.room, "said", None)
        self.events.append((message.revision, "insert", rows_of([message])))

    def edit(self, n: int) -> None:
        if ids := self.some_id(n):
            with db.atomic():
                message, _ = commands._edit(self.author, ids, f"edited {Room.get_by_id(self.room).revision}")
            self.events.append((message.revision, "update", rows_of([message])))

    def delete(self, n: int) -> None:
        if ids := self.some_id(n):
            with db.atomic():
                message, _ = commands._delete(self.author, ids)
            self.events.append((message.revision, "remove", [str(message.id)]))

    def some_id(self, n: int) -> int | None:
        alive = self.alive()
        return int(alive[-1 - n % len(alive)][0]) if alive else None

    def beat(self, n: int = 0) -> None:
        self.events.append((queries.room_revisions([self.room])[self.room],))

    def read(self, n: int) -> None:
        """One of the browser's questions is read for now; its answer is on the way."""
        if not self.browser.asked:
            return
        kind, what = self.browser.asked.pop(n % len(self.browser.asked))
        browser = self.browser
        if kind != "page":
            answer = self.changes(what)
            self.answers.append([lambda: browser.sync(answer, what)])
            return
        top = what.edge == "top"
        query = queries.messages_before if top else queries.messages_after
        page = query(self.room, int(what.key), PAGE_SIZE)
        at, limit = (0, LIMIT) if top else (-1, -LIMIT)
        self.answers.append(
            [
                lambda: browser.apply(rows_of(page.messages), at, limit, page.revision, what),
                lambda: browser.paged(what.edge, page.more),
            ]
        )

    def changes(self, since: int | None) -> Any:
        changes = None if since is None else queries.changes_since(self.room, since)
        if changes is None:
            page = self.newest()
            return page.revision, rows_of(page.messages), [], [], []
        gone = [str(message.id) for message in changes.deleted]
        return changes.revision, None, rows_of(changes.created), rows_of(changes.edited), gone

    # ---- the network

    def hear(self, n: int) -> None:
        if self.events:
            self.browser.hear(*self.events.pop(n % len(self.events)))

    def hear_twice(self, n: int) -> None:
        if self.events:
            self.browser.hear(*self.events[n % len(self.events)])

    def drop(self, n: int) -> None:
        if self.events:
            self.events.pop(n % len(self.events))

    def answer(self, n: int) -> None:
        if self.answers:
            answer = self.answers[n % len(self.answers)]
            answer.pop(0)()
            if not answer:
                self.answers.remove(answer)

    def refuse(self, n: int) -> None:
        for question in self.browser.asked:
            if question[0] != "page":
                self.browser.asked.remove(question)
                self.browser.sync(None, None)
                break

    def cut(self, n: int) -> None:
        """The connection breaks: events are lost, questions may be, answers come later all the same."""
        self.events.clear()
        self.browser.asked = [question for index, question in enumerate(self.browser.asked) if n >> index & 1]
        self.browser.lose()
        self.browser.follow()

    # ---- the reader

    def scroll(self, n: int) -> None:
        self.browser.near_top, self.browser.near_end = bool(n & 1), bool(n & 2)
        self.browser.check_edges()

    def jump(self, n: int) -> None:
        self.browser.jump()

    # ---- the end

    def settle(self) -> None:
        """Deliver what is under way, then one heartbeat and what is asked for because of it."""
        if self.browser.retries:
            self.browser.follow()
        self.beat()
        for _ in range(200):
            if self.events:
                self.hear(-1)
            self.read(0)
            self.answer(0)
            if not (self.events or self.answers or self.browser.asked):
                return
        raise AssertionError("the browser does not stop asking")

    def check(self) -> None:
        shown, alive = list(self.browser.rows.items()), self.alive()
        if self.browser.at_end:
            assert shown == alive[len(alive) - len(shown) :]
        elif shown:
            start = alive.index(shown[0])
            assert shown == alive[start : start + len(shown)]
        assert shown or not alive
        if self.browser.at_start:
            assert shown[:1] == alive[:1]


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """A database in memory, in which each example makes a room."""
    db.initialize(SqliteDatabase(":memory:"))
    db.create_tables(TABLES)
    User.create(name="Ada", email="ada@example.com", password_hash="-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "MAX_CHANGES", MAX_CHANGES)
        yield
    db.close()


ACTIONS = [
    *("say", "edit", "delete", "hear", "hear", "hear", "hear_twice", "drop"),
    *("read", "read", "answer", "answer", "scroll", "jump", "beat", "cut", "refuse"),
]

histories = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 5)), max_size=40)


def play(browser: type[Browser], size: int, blank: bool, history: list[tuple[str, int]]) -> None:
    world = World(browser, size, blank)
    for action, n in history:
        getattr(world, action)(n)
    world.settle()
    world.check()


@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(size=st.integers(0, 8), blank=st.booleans(), history=histories)
def test_converges(size, blank, history):
    play(Browser, size, blank, history)
