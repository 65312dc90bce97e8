"""Whatever the network does, the rows end up equal to the database.

The browser is the real one's model in Node.js, without pixels; changes and reads are the real ones too.
tests/browser/test_convergence.py does the same to a whole browser.
"""

import json
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from peewee import SqliteDatabase

from chat import accounts, messages, rooms
from chat.messages.items import MessageItem
from chat.storage.transactions import collect_callbacks
from models import TABLES, Message, Room, User, db
from tests.node import NodeProcess
from tests.people import put_everybody_in

pytestmark = pytest.mark.long

LIMIT, PAGE_SIZE = 6, 3  # the window and the page, as small as they can be and still meet their edges
RETRY = 5000  # ms, as in stream_follower.js
SCRIPT = Path(__file__).with_name("stream_driver.mjs")

Row = tuple[str, str]


def rows_of(messages: Iterable[MessageItem]) -> list[Row]:
    return [(str(message.id), message.body) for message in messages]


class Browser:
    """A stream in Node.js, and what it has sent that the server has not read yet."""

    def __init__(self, node: NodeProcess) -> None:
        self.node = node
        self.requests: list[tuple[str, dict[str, Any]]] = []

    def open(self, first: list[Row] | None, revision: int) -> None:
        """Show the first rows, or, where Vue has mounted the element anew, none."""
        self.requests = []
        self("open", {"first": first or [], "revision": revision, "limit": -LIMIT})

    def __call__(self, method: str, *arguments: Any) -> None:
        self.requests += self.node.call(method, *arguments)

    def shown(self) -> dict[str, Any]:
        return dict(self.node.call("shown"))


class World:
    """A room in a database, a browser that shows it, and between them a network that keeps no promise."""

    def __init__(self, browser: Browser, size: int, is_remount: bool) -> None:
        self.author = accounts.user_item(User.get())
        self.room = put_everybody_in(Room.create(name=f"room {Room.select().count()}")).id
        self.events: list[tuple[Any, ...]] = []  # broadcast, and not yet received
        self.answers: list[list[Callable[[], None]]] = []  # read from the database, and not yet delivered
        for _ in range(size):
            self.say(0)
        self.events.clear()
        self.browser = browser
        if is_remount:
            browser.open(None, -1)
        else:
            page = messages.newest_messages(self.author, self.room, PAGE_SIZE)
            browser.open(rows_of(page.messages), page.revision)

    # ---- people

    def say(self, n: int) -> None:
        create, nothing = messages.commands.messages._create, (None, None, False, (), None)
        message = self.change(create, self.room, ("said", None), *nothing)
        self.events.append((message.revision, "insert", rows_of([message])))

    def edit(self, n: int) -> None:
        if key := self.pick(n):
            message = self.change(
                messages.commands.editing._edit,
                key,
                (f"{Message.get_by_id(key).body} again", None),
                None,
                messages.UNCHECKED,
            )
            self.events.append((message.revision, "update", rows_of([message])))

    def delete(self, n: int) -> None:
        if key := self.pick(n):
            message = self.change(messages.commands.messages._delete, key, None)
            self.events.append((message.revision, "remove", [str(message.id)]))

    def change(self, change: Callable[..., object], *args: object) -> MessageItem:
        """Commit a change, and return the message that it publishes."""
        with db.atomic():
            _, [publish, *_others] = collect_callbacks(partial(change, self.author, *args))
        message: MessageItem = publish.args[0].message  # type: ignore[attr-defined]
        return message

    def pick(self, n: int) -> int | None:
        newest = messages.newest_messages(self.author, self.room, n + 1).messages
        return newest[0].id if newest else None

    # ---- the server

    def beat(self, n: int) -> None:
        self.events.append((rooms.unchecked.room_revisions([self.room])[self.room],))

    def read(self, n: int) -> None:
        """Read the answer to a request as things stand now."""
        if self.browser.requests:
            event, args = self.browser.requests.pop(n % len(self.browser.requests))
            self.answers.append(self.page(args) if event == "page" else self.changes(args.get("since")))

    def page(self, request: dict[str, str]) -> list[Callable[[], None]]:
        is_top, browser = request["edge"] == "top", self.browser
        query = messages.messages_before if is_top else messages.messages_after
        page = query(self.author, self.room, int(request["key"]), PAGE_SIZE)
        insert = ["insert", rows_of(page.messages), 0 if is_top else -1, LIMIT if is_top else -LIMIT, False]
        return [
            lambda: browser("apply", [insert], page.revision, request),
            lambda: browser("paged", request, page.more),
        ]

    def changes(self, since: int | None) -> list[Callable[[], None]]:
        changes = None if since is None else messages.changes_since(self.author, self.room, since)
        if changes is None:
            page = messages.newest_messages(self.author, self.room, PAGE_SIZE)
            answer = {"revision": page.revision, "reset": rows_of(page.messages)}
        else:
            answer = {
                "revision": changes.revision,
                "created": rows_of(changes.created),
                "edited": rows_of(changes.edited),
                "deleted": [str(message.id) for message in changes.deleted],
                "reset": None,
            }
        return [lambda: self.browser("answer", answer)]

    def refuse(self, n: int) -> None:
        """Fail to read changes."""
        for request in self.browser.requests:
            if request[0] != "page":
                self.browser.requests.remove(request)
                return self.browser("answer", None)
        return None

    # ---- the network

    def receive(self, n: int) -> None:
        if self.events:
            self.browser("broadcast", *self.events.pop(n % len(self.events)))

    def receive_again(self, n: int) -> None:
        if self.events:
            self.browser("broadcast", *self.events[n % len(self.events)])

    def drop(self, n: int) -> None:
        if self.events:
            self.events.pop(n % len(self.events))

    def answer(self, n: int) -> None:
        """Deliver an answer: of a page first its rows and then, with other things in between, that it is complete."""
        if self.answers:
            answer = self.answers[n % len(self.answers)]
            answer.pop(0)()
            self.answers = [answer for answer in self.answers if answer]

    def cut(self, n: int) -> None:
        """Lose the connection and get it back: events are lost, requests may be, answers come all the same."""
        self.events.clear()
        self.browser.requests = [asked for index, asked in enumerate(self.browser.requests) if n >> index & 1]
        self.browser("cut")

    # ---- the reader

    def scroll(self, n: int) -> None:
        self.browser("scroll", bool(n & 1), bool(n & 2))

    def jump(self, n: int) -> None:
        self.browser("jump")

    # ---- the end

    def calm(self) -> None:
        """Deliver what is under way and one last heartbeat, and answer what the browser requests because of it."""
        self.browser("wait", RETRY)
        self.beat(0)
        for _ in range(200):
            self.receive(-1)
            self.read(0)
            self.answer(0)
            if not (self.events or self.answers or self.browser.requests):
                return
        raise AssertionError("assert the browser stops requesting")

    def check(self) -> None:
        """The rows are one stretch of the room as it is, and reach to either end where they claim to."""
        state = self.browser.shown()
        shown = [(key, body) for key, body in state["rows"]]
        alive = rows_of(messages.newest_messages(self.author, self.room, 1000).messages)
        keys = [int(key) for key, _ in shown]
        first = min(keys) if keys and not state["isAtStart"] else 0
        last = max(keys) if keys and not state["isAtEnd"] else math.inf
        assert shown == [row for row in alive if first <= int(row[0]) <= last]


ACTIONS = {
    "say": "0",
    "edit": "012",
    "delete": "0123",
    "beat": "0",
    "read": "0012",
    "refuse": "0",
    "receive": "0001",
    "receive_again": "01",
    "drop": "01",
    "answer": "001",
    "cut": "0123",
    "scroll": "0112233",
    "jump": "0",
}


@st.composite
def histories(draw: st.DrawFn) -> str:
    """Steps such as `receive1`; each history knows only some actions, which takes it further with them."""
    known = draw(st.lists(st.sampled_from(sorted(ACTIONS)), min_size=4, unique=True))
    steps = st.sampled_from(known).flatmap(lambda name: st.sampled_from(ACTIONS[name]).map(lambda n: name + n))
    return " ".join(draw(st.lists(steps, min_size=10, max_size=60)))


def play(world: World, history: str) -> None:
    for step in history.split():
        name = step.rstrip("0123456789")
        getattr(world, name)(int(step[len(name) :] or 0))
    world.calm()
    world.check()


def converges(browser: Browser, max_changes: int, examples: int, phases: Iterable[Phase] = Phase) -> None:
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with NodeProcess(SCRIPT) as node:
        yield Browser(node)


@pytest.mark.parametrize("max_changes", [4, 500])
def test_the_rows_end_up_equal_to_the_database(browser: Browser, max_changes: int) -> None:
    converges(browser, max_changes, 125)


# ---- each precaution is there for a reason: what it says in the source, and a history that shows what happens without


@dataclass(frozen=True)
class Careless:
    """A browser that lacks a precaution: some words of a module's source are others."""

    module: str
    old: str
    new: str


UP_TWO_PAGES = "scroll1 read1 answer answer scroll1 read1 answer answer "
COUNTS_HEARTBEATS = Careless("stream_follower", "if (operation && revision ===", "if (revision ===")
OVERLOOKS_GAPS = Careless("stream_follower", "revision === this.#revision + 1", "revision > this.#revision")
HISTORIES = {
    "counts heartbeats": (COUNTS_HEARTBEATS, 1, "say drop beat receive"),
    "overlooks gaps": (OVERLOOKS_GAPS, 1, "say say drop receive"),
    "takes old pages for new": (
        Careless("stream_follower", "this.#revision = Math.min(revision, this.#revision)", ""),
        5,
        "scroll1 read1 edit4 receive answer answer",
    ),
    "takes answers to old requests for complete": (
        Careless("stream_follower", "reset || this.#requestedSince <= this.#revision", "true"),
        5,
        "scroll1 read1 edit4 receive cut answer answer",
    ),
    "forgets what it only counted": (
        Careless("stream_pager", "(revision ?? null) : null", "null : null"),
        9,
        UP_TWO_PAGES + "scroll2 read1 answer say receive answer",
    ),
    "appends in the middle": (
        Careless("stream_model", "isFull ? null : this.#limit, !this.#pager.isAtEnd", "this.#limit"),
        9,
        UP_TWO_PAGES + "say receive",
    ),
    "puts pages beside any row": (
        Careless("stream_pager", "this.#isBeside(edge) && this.#rows.keyAt(edge) !== neighbour", "false"),
        9,
        "scroll3 read1 say say say say receive receive receive receive scroll answer answer",
    ),
    "believes to stand at the start": (
        Careless("stream_pager", "isOutdated = this.#rows.keyAt(edge) !== neighbour", "isOutdated = false"),
        5,
        "scroll3 read1 answer say say receive receive answer",
    ),
    "is stuck when emptied": (
        Careless("stream_pager", "if (hasLostAll && isPart", "if (false && isPart"),
        4,
        "delete delete delete",
    ),
}


@pytest.mark.parametrize("name", HISTORIES)
def test_without_a_precaution_they_differ(browser: Browser, name: str) -> None:
    change, size, history = HISTORIES[name]
    play(World(browser, size, is_remount=False), history)
    with NodeProcess(SCRIPT, json.dumps(asdict(change))) as node, pytest.raises(AssertionError, match="assert"):
        play(World(Browser(node), size, is_remount=False), history)


@pytest.mark.parametrize("careless", [COUNTS_HEARTBEATS, OVERLOOKS_GAPS], ids=["heartbeats", "gaps"])
def test_the_search_finds_such_a_history_by_itself(careless: Careless) -> None:
    with NodeProcess(SCRIPT, json.dumps(asdict(careless))) as node, pytest.raises(AssertionError, match="assert"):
        converges(Browser(node), 500, 1000, [Phase.generate])
