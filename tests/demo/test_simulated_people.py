"""Simulated people: what they do next and when, and that they do it like everybody."""

import asyncio
import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

import seed
from chat import messages, rooms
from chat.accounts.items import UserItem
from chat.demo import SimulatedPeople, demo_users, log_in_as_demo_user
from chat.demo.conversations import CAST, CONVERSATIONS
from chat.demo.script import BETWEEN, TYPED_OUT, TYPING, UNTIL_FELT, UNTIL_NOTICED, Step, steps
from chat.demo.simulated_people import STILL_TYPING
from chat.messages.emoji import emoji_names
from chat.messages.events import (
    MessageActed,
    MessageCreated,
    MessageDeleted,
    MessageEdited,
    MessageReacted,
    UserTyping,
)
from chat.realtime.events import Event
from chat.rooms.events import ReadMarksMoved
from chat.storage.database import database
from chat.text import clean_body
from models import Room, User, db
from tests.app_process import assert_one_clear_line, start
from tests.people import somebody
from tests.ports import free_port

ALL = sum(
    len(conversation.split("|")) + sum(map(conversation.count, (" ~", " ^", " #"))) for conversation in CONVERSATIONS
)


@pytest.fixture
def demo(opened: None) -> Iterator[None]:
    seed.demo_content()
    yield
    db.close()


class Hours:
    """A clock whose time passes by itself, and that stops whoever sleeps on it for long enough."""

    def __init__(self, steps: int) -> None:
        self.left = steps
        self.passed = 0.0

    async def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.left -= 1
        if self.left < 0:
            raise asyncio.CancelledError
        self.passed += seconds
        await asyncio.sleep(0)


async def hear(count: int, seed: int = 1) -> float:
    """Have them talk for so many steps, and tell how long it took."""
    room = (await database.read(rooms.open_rooms, somebody()))[0]
    some = itertools.islice(steps(Random(seed)), count)
    sleeps = 1 + sum(1 + math.ceil(step.typing / STILL_TYPING) for step in some)
    hours = Hours(sleeps)
    with pytest.raises(asyncio.CancelledError):
        await SimulatedPeople(Random(seed), hours.sleep).talk(room)
    return hours.passed


def talk(published: list[Event]) -> list[Event]:
    """Leave out that whoever answers has read what they answer."""
    return [event for event in published if not isinstance(event, ReadMarksMoved)]


def is_said(event: Event) -> bool:
    return not isinstance(event, UserTyping)


def test_the_pace_is_that_of_people() -> None:
    for step in itertools.islice(steps(Random(1)), 1000):
        low, high = {"say": BETWEEN, "ask": BETWEEN, "react": UNTIL_FELT, "vote": UNTIL_FELT}.get(
            step.does, UNTIL_NOTICED
        )
        assert low <= step.wait <= high


@pytest.mark.parametrize(
    ("text", "wait", "typing"),
    [("👍", 5, 1), ("x" * 12, 5, 2), ("x" * 100, 8, 6), ("x" * 100, 3, 2)],
    ids=["at least a second", "six characters a second", "at most six", "never before what was said could be read"],
)
def test_typing_takes_a_human_time_out_of_the_wait(text: str, wait: float, typing: float) -> None:
    assert Step(wait, 0, "say", text).typing == typing


def test_what_is_put_right_is_not_typed_for_all_to_see() -> None:
    for step in itertools.islice(steps(Random(1)), ALL):
        assert step.typing < step.wait
        assert (TYPING[0] <= step.typing <= TYPING[1]) if step.does in TYPED_OUT else step.typing == 0


def test_the_same_chance_gives_the_same_talk_and_another_gives_another() -> None:
    def some(seed: int) -> list:
        return list(itertools.islice(steps(Random(seed)), 50))

    assert some(1) == some(1) != some(2)


def test_everything_is_said_before_anything_is_said_again_and_nothing_twice_in_a_row() -> None:
    for number in range(50):
        talk = steps(Random(number))
        texts = [[step.text for step in itertools.islice(talk, ALL)] for _ in range(3)]
        assert sorted(texts[0]) == sorted(texts[1]) == sorted(texts[2])
        assert all(one[-3:] != other[:3] and one[-1] != other[0] for one, other in itertools.pairwise(texts))


def test_edits_and_deletions_follow_what_their_author_has_just_said() -> None:
    some = list(itertools.islice(steps(Random(1)), ALL))
    assert {step.does for step in some} == {"say", "edit", "delete", "react", "ask", "vote"}
    for before, step in itertools.pairwise(some):
        if step.does in {"vote", "ask"}:
            assert step.does == "ask" or before.does in {"ask", "vote"}
            continue
        if step.does == "react":
            assert before.does in ("say", "edit", "react")
            assert step.text in emoji_names()
        elif step.does != "say":
            assert (before.does, before.speaker) == ("say", step.speaker)
            assert bool(step.text) == (step.does == "edit")
            assert step.text != before.text


def test_all_that_is_said_can_be_said() -> None:
    for step in itertools.islice(steps(Random(1)), ALL):
        assert 0 <= step.speaker < CAST
        if step.does != "delete":
            assert clean_body(step.text) == step.text
            assert not set("~|+^#") & set(step.text)


async def test_they_say_edit_delete_and_react_by_the_ordinary_commands(demo: None, published: list[Event]) -> None:
    await hear(ALL)
    done = list(filter(is_said, talk(published)))
    assert {type(event) for event in done} == {
        MessageCreated,
        MessageEdited,
        MessageDeleted,
        MessageReacted,
        MessageActed,
    }
    assert len(done) == ALL
    for before, event in itertools.pairwise(done):
        if isinstance(event, MessageReacted | MessageActed):
            assert event.message.id == before.message.id
        if isinstance(event, MessageReacted):
            assert event.message.author != event.message.reactions[-1].users[-1]
    bodies = {message.body for message in messages.newest_messages(somebody(), done[0].message.room_id).messages}
    assert not any("~" in body or "¶" in body for body in bodies)


async def test_they_type_before_they_speak_and_for_as_long_as_it_takes(demo: None, published: list[Event]) -> None:
    passed = await hear(ALL)
    some = list(itertools.islice(steps(Random(1)), ALL))
    assert passed == pytest.approx(sum(step.wait for step in some))
    events = iter(talk(published))
    for step in some:
        typing = list(itertools.islice(events, math.ceil(step.typing / STILL_TYPING)))
        done = next(events)
        assert {type(event) for event in typing} <= {UserTyping}
        assert {(event.user, event.room_id) for event in typing} <= {(done.message.author, done.message.room_id)}


async def test_nobody_speaks_for_whom_somebody_has_logged_in_as(demo: None, published: list[Event]) -> None:
    mine = demo_users()[0]
    await log_in_as_demo_user(mine.id)
    await hear(ALL)
    speakers = {event.message.author.id for event in filter(is_said, talk(published))}
    typists = {event.user.id for event in talk(published) if not is_said(event)}
    assert len(speakers) == CAST
    assert typists == speakers
    assert mine.id not in speakers


async def test_an_archived_room_is_silent_until_it_is_back(demo: None, published: list[Event]) -> None:
    room = rooms.open_rooms(somebody())[0]
    admin = next(user for user in demo_users() if user.is_administrator)
    await rooms.archive_room(admin, room.id)
    life = SimulatedPeople(Random(1), Hours(20).sleep)
    with pytest.raises(asyncio.CancelledError):
        await life.talk(room)
    assert not [event for event in published if isinstance(event, MessageCreated | UserTyping)]


async def test_without_anybody_to_speak_nothing_happens(room: object, ada: UserItem, published: list[Event]) -> None:
    await hear(20)
    assert published == []


async def test_it_begins_in_every_room_and_stops_when_told(demo: None, published: list[Event]) -> None:
    async def hasten(seconds: float) -> None:
        await asyncio.sleep(seconds / 1000)

    def tasks() -> set[asyncio.Task[object]]:  # the pace of votes goes on for a moment
        return {task for task in asyncio.all_tasks() if task.get_name() != "write presses"}

    before = tasks()
    life = SimulatedPeople(Random(1), hasten)
    await life.start()
    rooms = {room.id for room in Room.select().where(Room.kind == "open")}
    heard: set[int] = set()
    async with asyncio.timeout(20):
        while heard != rooms:
            await asyncio.sleep(0.01)
            heard = {event.message.room_id for event in filter(is_said, talk(published))}
    await life.stop()
    assert tasks() == before


@pytest.mark.drill
def test_it_is_refused_where_real_people_are(tmp_path: Path) -> None:
    database.open(f"sqlite:///{tmp_path}/streamchat.db")
    User.create(name="Ada", email="ada@example.com", password_hash="-")
    database.close()
    db.close()
    assert_one_clear_line(
        start("--port", str(free_port()), "--data-dir", tmp_path, "--demo-life"), "--demo-life", "demo only"
    )


@pytest.mark.drill
def test_it_is_refused_where_there_is_to_be_no_demo(tmp_path: Path) -> None:
    assert_one_clear_line(
        start("--port", str(free_port()), "--data-dir", tmp_path, "--demo-life", "--no-demo"), "--demo-life"
    )
