"""Whatever the network does, the rows end up equal to the database.

stream.js cannot run here, so what of it decides which rows there are stands below once more, method by method and
under the same names. Changes and reads are the real ones. tests/browser/test_convergence.py shakes stream.js itself.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from peewee import SqliteDatabase

from chat import accounts, messages, rooms
from chat.messages.items import MessageItem, MessagePage
from chat.storage.transactions import collect_callbacks
from models import TABLES, Message, Room, User, db

LIMIT, PAGE_SIZE = 6, 3  # the window and the page, as small as they can be and still meet their edges

Row = tuple[str, str]
Rows = Sequence[Row]


def rows_of(messages: Iterable[MessageItem]) -> list[Row]:
    return [(str(message.id), message.body) for message in messages]


@dataclass
class Paging:
    edge: str
    key: str
    stale: bool = False
    revision: int = 0


class Browser:
    """stream.js without the pixels: where the reader has scrolled to is told to it."""

    def __init__(self, page: MessagePage | None) -> None:
        self.rows: dict[str, str] = {}
        self.at_start, self.at_end = False, True
        self.near_top, self.near_end = False, True
        self.paging: Paging | None = None
        self.revision = self.newest = page.revision if page else -1
        self.asking = self.is_to_retry = False
        self.questions: list[tuple[str, Any]] = []  # emitted, and not yet read by the server
        if page:
            self.insert(rows_of(page.messages), limit=-LIMIT)
        self.follow()

    def apply(self, rows: Rows, at: int, limit: int, revision: int, page: Paging) -> None:
        if page.key != self.key_at(page.edge):
            self.paging.stale = True
            return
        self.insert(rows, at, limit)
        self.rewind_to(revision)
        self.paging.revision = revision
        if rows:  # they now stand between the reader and that edge
            self.near_top, self.near_end = self.near_top and at != 0, self.near_end and at == 0
        self.catch_up()
        self.check_edges()

    def insert(self, rows: Rows, at: int = -1, limit: int = 0, update_only: bool = False) -> None:
        fresh = {key: body for key, body in rows if key not in self.rows and not update_only}
        self.rows.update((key, body) for key, body in rows if key in self.rows)
        self.rows = fresh | self.rows if at == 0 else self.rows | fresh
        self.prune(limit)

    def remove(self, keys: Iterable[str]) -> None:
        had_rows = bool(self.rows)
        for key in keys:
            self.rows.pop(key, None)
        if had_rows and not self.rows and not (self.at_start and self.at_end):
            self.follow()

    def reset(self, rows: Rows) -> None:
        self.rows = dict(rows)
        self.at_start, self.at_end = False, True
        if self.paging:
            self.paging.stale = True

    def paged(self, edge: str, more: bool) -> None:
        ended = not self.paging.stale and not more
        if edge == "top":
            self.at_start = ended
        else:
            self.at_end = ended
        if edge == "bottom" and ended:
            self.rewind_to(self.paging.revision)
        self.paging = None
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

    def key_at(self, edge: str) -> str:
        return next(iter(self.rows) if edge == "top" else reversed(self.rows), "")

    def jump(self) -> None:
        if self.at_end:
            self.near_top, self.near_end = False, True
        else:
            self.questions.append(("jump", None))

    def check_edges(self) -> None:
        if self.paging or not self.rows:
            return
        if not self.at_start and self.near_top:
            self.ask_page("top")
        elif not self.at_end and self.near_end:
            self.ask_page("bottom")

    def ask_page(self, edge: str) -> None:
        self.paging = Paging(edge, self.key_at(edge))
        self.questions.append(("page", self.paging))

    def follow(self) -> None:
        self.is_to_retry = False
        self.asking = True
        self.questions.append(("follow", self.revision if self.rows and self.revision >= 0 else None))

    def lose(self) -> None:
        self.asking = self.is_to_retry = False

    def hear(self, revision: int, operation: str = "", rows: Sequence[Any] = ()) -> None:
        self.newest = max(self.newest, revision)
        if operation and revision == self.revision + 1:
            self.live(operation, rows)
            self.revision = revision
        self.catch_up()

    def rewind_to(self, revision: int) -> None:
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

    def arrive(self, rows: Rows) -> None:
        is_full = self.rows and len(self.rows) + len(rows) > LIMIT and not (self.at_end and self.near_end)
        if is_full and any(key not in self.rows for key, _ in rows):
            self.at_end = False
        self.insert(rows, limit=-LIMIT, update_only=not self.at_end)

    def sync(self, answer: dict[str, Any] | None, since: int | None = None) -> None:
        self.asking = False
        if answer is None:
            self.is_to_retry = True
            return
        if since is None:
            self.reset(answer["reset"])
            self.near_top, self.near_end = False, True
            self.revision = answer["revision"]
        elif since == self.revision:
            self.remove(answer["deleted"])
            self.live("update", answer["edited"])
            self.arrive(answer["created"])
            self.revision = answer["revision"]
        self.newest = max(self.newest, answer["revision"])
        self.catch_up()
        self.check_edges()


class World:
    """A room in a database, a browser that shows it, and between them a network that keeps no promise."""

    def __init__(self, make_browser: Callable[[MessagePage | None], Browser], size: int, is_remount: bool) -> None:
        self.author = accounts.user_item(User.get())
        self.room = Room.create(name=f"room {Room.select().count()}").id
        self.events: list[tuple[Any, ...]] = []  # broadcast, and not yet heard
        self.answers: list[list[Callable[[], None]]] = []  # read from the database, and not yet delivered
        for _ in range(size):
            self.say(0)
        self.events.clear()
        self.browser = make_browser(None if is_remount else messages.newest_messages(self.author, self.room, PAGE_SIZE))

    # ---- people

    def say(self, n: int) -> None:
        message = self.change(messages.commands.messages._create, self.room, "said", None)
        self.events.append((message.revision, "insert", rows_of([message])))

    def edit(self, n: int) -> None:
        if key := self.pick(n):
            message = self.change(messages.commands.messages._edit, key, f"{Message.get_by_id(key).body} again")
            self.events.append((message.revision, "update", rows_of([message])))

    def delete(self, n: int) -> None:
        if key := self.pick(n):
            message = self.change(messages.commands.messages._delete, key)
            self.events.append((message.revision, "remove", [str(message.id)]))

    def change(self, change: Callable[..., object], *args: object) -> MessageItem:
        """Commit a change, and return the message that it publishes."""
        with db.atomic():
            _, [publish] = collect_callbacks(partial(change, self.author, *args))
        message: MessageItem = publish.args[0].message  # type: ignore[attr-defined]
        return message

    def pick(self, n: int) -> int | None:
        newest = messages.newest_messages(self.author, self.room, n + 1).messages
        return newest[0].id if newest else None

    # ---- the server

    def beat(self, n: int) -> None:
        self.events.append((rooms.unchecked.room_revisions([self.room])[self.room],))

    def read(self, n: int) -> None:
        """Read the answer to a question as things stand now."""
        if self.browser.questions:
            kind, asked = self.browser.questions.pop(n % len(self.browser.questions))
            self.answers.append(self.page(asked) if kind == "page" else self.changes(asked))

    def page(self, asked: Paging) -> list[Callable[[], None]]:
        is_top, browser = asked.edge == "top", self.browser
        query = messages.messages_before if is_top else messages.messages_after
        page = query(self.author, self.room, int(asked.key), PAGE_SIZE)
        rows, at, limit = rows_of(page.messages), 0 if is_top else -1, LIMIT if is_top else -LIMIT
        return [
            lambda: browser.apply(rows, at, limit, page.revision, asked),
            lambda: browser.paged(asked.edge, page.more),
        ]

    def changes(self, since: int | None) -> list[Callable[[], None]]:
        browser = self.browser
        changes = None if since is None else messages.changes_since(self.author, self.room, since)
        if changes is None:
            page = messages.newest_messages(self.author, self.room, PAGE_SIZE)
            reset = {"revision": page.revision, "reset": rows_of(page.messages)}
            return [lambda: browser.sync(reset)]
        answer = {
            "revision": changes.revision,
            "created": rows_of(changes.created),
            "edited": rows_of(changes.edited),
            "deleted": [str(message.id) for message in changes.deleted],
        }
        return [lambda: browser.sync(answer, since)]

    def refuse(self, n: int) -> None:
        """Fail to read changes."""
        for question in self.browser.questions:
            if question[0] != "page":
                self.browser.questions.remove(question)
                return self.browser.sync(None)
        return None

    # ---- the network

    def hear(self, n: int) -> None:
        if self.events:
            self.browser.hear(*self.events.pop(n % len(self.events)))

    def hear_again(self, n: int) -> None:
        if self.events:
            self.browser.hear(*self.events[n % len(self.events)])

    def drop(self, n: int) -> None:
        if self.events:
            self.events.pop(n % len(self.events))

    def answer(self, n: int) -> None:
        """Deliver an answer, of a page first its rows and then, with other things in between, that it is all."""
        if self.answers:
            answer = self.answers[n % len(self.answers)]
            answer.pop(0)()
            self.answers = [answer for answer in self.answers if answer]

    def cut(self, n: int) -> None:
        """Lose the connection and get it back: events are lost, questions may be, answers come all the same."""
        self.events.clear()
        self.browser.questions = [asked for index, asked in enumerate(self.browser.questions) if n >> index & 1]
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
        """Deliver what is under way and one last heartbeat, and answer what the browser asks because of it."""
        if self.browser.is_to_retry:
            self.browser.follow()
        self.beat(0)
        for _ in range(200):
            self.hear(-1)
            self.read(0)
            self.answer(0)
            if not (self.events or self.answers or self.browser.questions):
                return
        raise AssertionError("the browser does not stop asking")

    def check(self) -> None:
        """The rows are one stretch of the room as it is, and reach to either end where they claim to."""
        browser = self.browser
        shown, alive = (
            list(browser.rows.items()),
            rows_of(messages.newest_messages(self.author, self.room, 1000).messages),
        )
        keys = [int(key) for key in browser.rows]
        first = min(keys) if keys and not browser.at_start else 0
        last = max(keys) if keys and not browser.at_end else math.inf
        assert shown == [row for row in alive if first <= int(row[0]) <= last]


ACTIONS = {
    "say": "0",
    "edit": "012",
    "delete": "0123",
    "beat": "0",
    "read": "0012",
    "refuse": "0",
    "hear": "0001",
    "hear_again": "01",
    "drop": "01",
    "answer": "001",
    "cut": "0123",
    "scroll": "0112233",
    "jump": "0",
}


@st.composite
def histories(draw: st.DrawFn) -> str:
    """Steps such as `hear1`; each history knows only some actions, which takes it further with them."""
    known = draw(st.lists(st.sampled_from(sorted(ACTIONS)), min_size=4, unique=True))
    steps = st.sampled_from(known).flatmap(lambda name: st.sampled_from(ACTIONS[name]).map(lambda n: name + n))
    return " ".join(draw(st.lists(steps, min_size=10, max_size=60)))


def play(world: World, history: str) -> None:
    for step in history.split():
        name = step.rstrip("0123456789")
        getattr(world, name)(int(step[len(name) :] or 0))
    world.settle()
    world.check()


def converges(browser: type[Browser], max_changes: int, examples: int, phases: Iterable[Phase] = Phase) -> None:
    """Look for a history after which a browser does not show what the database holds."""

    @settings(
        max_examples=examples,
        phases=phases,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(size=st.integers(0, 8), is_remount=st.integers(0, 5).map(lambda n: n == 5), history=histories())
    def search(size: int, is_remount: bool, history: str) -> None:
        play(World(browser, size, is_remount), history)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages.queries, "MAX_CHANGES", max_changes)
        search()


@pytest.fixture(scope="module", autouse=True)
def memory() -> Iterator[None]:
    """A database in memory, in which each history makes its own room."""
    db.initialize(SqliteDatabase(":memory:"))
    db.create_tables(TABLES)
    User.create(name="Ada", email="ada@example.com", password_hash="-")
    yield
    db.close()


@pytest.mark.parametrize("max_changes", [4, 500])
def test_the_rows_end_up_equal_to_the_database(max_changes: int) -> None:
    converges(Browser, max_changes, 250)


# ---- each precaution is there for a reason: browsers that lack one, and a history that shows it


class CountsHeartbeats(Browser):
    size, history = 1, "say drop beat hear"

    def hear(self, revision: int, operation: str = "update", rows: Sequence[Any] = ()) -> None:
        super().hear(revision, operation, rows)


class OverlooksGaps(Browser):
    size, history = 1, "say say drop hear"

    def hear(self, revision: int, operation: str = "", rows: Sequence[Any] = ()) -> None:
        if operation and revision > self.revision:
            self.revision = revision - 1
        super().hear(revision, operation, rows)


class TakesOldPagesForNew(Browser):
    size, history = 5, "scroll1 read1 edit4 hear answer answer"

    def rewind_to(self, revision: int) -> None:
        pass


class TakesAnswersToOldQuestions(Browser):
    size, history = 5, "scroll1 read1 edit4 hear cut answer answer"

    def sync(self, answer: dict[str, Any] | None, since: int | None = None) -> None:
        is_news = answer and since is not None and answer["revision"] > self.revision
        super().sync(answer, self.revision if is_news else since)


UP_TWO_PAGES = "scroll1 read1 answer answer scroll1 read1 answer answer "


class ForgetsWhatItOnlyCounted(Browser):
    size, history = 9, UP_TWO_PAGES + "scroll2 read1 answer say hear answer"

    def paged(self, edge: str, more: bool) -> None:
        self.paging.revision = self.revision
        super().paged(edge, more)


class AppendsInTheMiddle(Browser):
    size, history = 9, UP_TWO_PAGES + "say hear"

    def arrive(self, rows: Rows) -> None:
        self.insert(rows, limit=-LIMIT)


class PutsPagesBesideAnyRow(Browser):
    size, history = 9, "scroll3 read1 say say say say hear hear hear hear scroll answer answer"

    def apply(self, rows: Rows, at: int, limit: int, revision: int, page: Paging) -> None:
        page.key = self.key_at(page.edge)
        super().apply(rows, at, limit, revision, page)


class BelievesToStandAtTheStart(Browser):
    size, history = 5, "scroll3 read1 answer say say hear hear answer"

    def prune(self, limit: int) -> None:
        was_stale = self.paging and self.paging.stale
        super().prune(limit)
        if self.paging:
            self.paging.stale = was_stale


class IsStuckWhenEmptied(Browser):
    size, history = 4, "delete delete delete"

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            self.rows.pop(key, None)


@pytest.mark.parametrize("careless", Browser.__subclasses__())
def test_without_a_precaution_they_differ(careless: Any) -> None:
    play(World(Browser, careless.size, is_remount=False), careless.history)
    with pytest.raises(AssertionError, match="assert"):
        play(World(careless, careless.size, is_remount=False), careless.history)


@pytest.mark.parametrize("careless", [CountsHeartbeats, OverlooksGaps])
def test_the_search_finds_such_a_history_by_itself(careless: type[Browser]) -> None:
    with pytest.raises(AssertionError, match="assert"):
        converges(careless, 500, 1000, [Phase.generate])
