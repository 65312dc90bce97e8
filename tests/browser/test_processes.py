"""Two processes on one database and one Redis are one chat."""

import re
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playhouse import db_url
from playwright.sync_api import Browser, expect

from chat.storage.engines.connection import PostgresDatabase
from chat.storage.engines.sqlite import PRAGMAS
from models import Membership, Message, Room, User, db
from tests.browser.conftest import Person, Server, TestRoom
from tests.people import put_everybody_in
from tests.services import redis
from tests.services.redis import RedisServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.drill,
    pytest.mark.skipif(redis.BINARY is None, reason="redis-server is not installed"),
]

LATE = re.compile("Live updates are delayed")


@dataclass
class Team:
    """Adam at one process and Blake at another."""

    redis: RedisServer
    servers: tuple[Server, Server]
    adam: Person
    blake: Person
    room: TestRoom

    def in_database(self) -> list[str]:
        """Read what is stored."""
        return [row.body for row in Message.select().where(Message.deleted_at.is_null()).order_by(Message.id)]

    def all_see_what_is_stored(self) -> None:
        for person in (self.adam, self.blake):
            expect(person.page.locator("#messages > [data-key] > .message-body")).to_have_text(self.in_database())
            assert person.page.evaluate("window.mark") == "same page"


ON_BOTH = pytest.mark.parametrize("database_options", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
def database_options(request: pytest.FixtureRequest) -> list[str]:
    """On which database the processes run: a PostgreSQL, if nothing is said, or the file in their folder."""
    return (
        []
        if getattr(request, "param", "postgres") == "sqlite"
        else ["--database", request.getfixturevalue("empty_postgres")]
    )


@pytest.fixture
def team(browser: Browser, tmp_path_factory: pytest.TempPathFactory, database_options: list[str]) -> Iterator[Team]:
    data = tmp_path_factory.mktemp("shared")
    with redis.running() as running:
        servers = [Server(data, options=["--redis", running.url, *database_options]) for _ in range(2)]
        open_here(data, database_options)
        with db.connection_context():
            names = [User.get(User.name.startswith(name)).name for name in ("Adam", "Blake")]
            room = put_everybody_in(Room.create(name="shared"))
            Message.delete().execute()
            people = [
                Person(browser.new_context(), server, name).logs_in().opens(TestRoom(room.id, room.name))
                for server, name in zip(servers, names, strict=True)
            ]
            for person in people:
                person.page.evaluate("window.mark = 'same page'")
            yield Team(running, (servers[0], servers[1]), people[0], people[1], TestRoom(room.id, room.name))
            for person in people:
                person.context.close()
        for server in servers:
            server.stop()


def open_here(data: Path, database_options: list[str]) -> None:
    """Have the tables of the processes' database read and written by the test."""
    if database_options:
        db.initialize(
            PostgresDatabase(**db_url.parse(database_options[-1], unquote_password=True), prefer_psycopg3=True)
        )
    else:
        db.initialize(db_url.connect(f"sqlite:///{data}/streamchat.db", pragmas=PRAGMAS, lock_type="IMMEDIATE"))


@ON_BOTH
def test_what_is_said_edited_and_deleted_at_one_is_seen_at_the_other(team: Team) -> None:
    team.adam.says("hello from one", "and more")
    team.blake.sees("hello from one", "and more")
    team.blake.says("hello from the other")
    team.adam.sees("hello from the other")
    team.adam.edits("hello from one", "hello, edited")
    team.blake.sees("hello, edited")
    team.adam.deletes("and more")
    team.blake.sees_no("and more")
    team.all_see_what_is_stored()


@ON_BOTH
def test_news_are_heard_and_read_across_processes(team: Team) -> None:
    other = put_everybody_in(Room.create(name="another"))
    news = Person(team.blake.context, team.servers[0], team.blake.name).opens(TestRoom(other.id, other.name))
    elsewhere = Person(team.blake.context, team.servers[1], team.blake.name).opens(TestRoom(other.id, other.name))
    links = [page.page.locator(f"#rooms-{team.room.id}") for page in (news, elsewhere)]
    team.blake.page.close()
    team.adam.says("one", "two")
    for link in links:
        expect(link).to_have_attribute("data-unread", "2")
    news.page.bring_to_front()
    news.moves_to(team.room)
    for link in links:
        expect(link).not_to_have_attribute("data-unread", re.compile(""))
    elsewhere.page.reload()
    elsewhere.is_live()
    expect(links[1]).not_to_have_attribute("data-unread", re.compile(""))


@ON_BOTH
def test_who_is_removed_at_one_process_loses_a_closed_room_at_the_other(team: Team) -> None:
    Room.update(kind="closed").where(Room.id == team.room.id).execute()
    blake = User.get(User.name == team.blake.name)
    adam = User.get(User.name == team.adam.name)
    Membership.update(role="manager").where(Membership.room == team.room.id, Membership.user == adam).execute()
    team.adam.says("for us alone")
    team.blake.sees("for us alone")
    removal = team.adam.context.request.post(
        f"{team.servers[0].url}/rooms/{team.room.id}/members/remove",
        form={"user_id": str(blake.id)},
        headers={"Origin": team.servers[0].url},
        max_redirects=0,
    )
    assert removal.status == 303
    expect(team.blake.page.locator("#messages")).to_have_count(0)
    expect(team.blake.page.locator(f"#rooms-{team.room.id}")).to_have_count(0)
    team.adam.says("and without Blake")
    assert "without Blake" not in team.blake.page.content()


def test_logging_out_everywhere_closes_pages_of_other_processes(team: Team) -> None:
    context = team.adam.context
    elsewhere = Person(context, team.servers[1], team.adam.name)
    elsewhere.opens(team.room)
    context.request.post(f"{team.servers[0].url}/logout", max_redirects=0)
    expect(elsewhere.page).to_have_url(re.compile("/login"))
    expect(team.adam.page).to_have_url(re.compile("/login"))


def test_redis_stops_and_comes_back_and_nobody_loses_anything(team: Team) -> None:
    banners = [person.page.locator("#connection") for person in (team.adam, team.blake)]
    team.redis.stop()
    for banner in banners:
        expect(banner).to_have_text(LATE)
    team.adam.says("while Redis is away")
    expect(team.adam.row("while Redis is away")).not_to_have_attribute("data-pending", "")
    team.blake.sees("while Redis is away")  # late, but not only when Redis is back
    team.blake.says("I can answer")
    team.redis.start()
    for banner in banners:
        expect(banner).to_have_text("", timeout=20_000)
    team.adam.says("and now at once")
    team.blake.sees("and now at once")
    team.all_see_what_is_stored()


def test_who_is_logged_out_while_redis_is_away_is_shown_out_once_it_is_back(team: Team) -> None:
    elsewhere = Person(team.adam.context, team.servers[1], team.adam.name)
    elsewhere.opens(team.room)
    team.redis.stop()
    expect(elsewhere.page.locator("#connection")).to_have_text(LATE)
    team.adam.context.request.post(f"{team.servers[0].url}/logout", max_redirects=0)
    team.redis.start()
    expect(elsewhere.page).to_have_url(re.compile("/login"), timeout=20_000)


def test_one_process_dies_and_its_people_go_on_at_the_other(team: Team) -> None:
    team.adam.says("before")
    team.blake.sees("before")
    team.servers[0].stop(signal.SIGKILL)
    team.blake.says("still here")
    other = Person(team.adam.context, team.servers[1], team.adam.name)
    other.opens(team.room)
    other.sees("before", "still here")
    other.says("so am I")
    team.blake.sees("so am I")
    team.servers[0].start()


def test_who_is_at_one_process_is_seen_at_the_other_until_it_dies(team: Team) -> None:
    adam = User.get(User.name == team.adam.name)
    team.blake.context.request.post(f"{team.servers[1].url}/people/{adam.id}/message", max_redirects=0)
    dot = team.blake.page.locator(f"#rooms [data-presence-of='{adam.id}']")
    expect(dot).to_have_attribute("data-presence", "active", timeout=60_000)
    switch = f"{team.servers[0].url}/settings/status/presence"
    team.adam.context.request.post(switch, form={"shown": ""}, max_redirects=0)
    expect(dot).to_have_attribute("data-presence", "offline", timeout=60_000)
    team.adam.context.request.post(switch, form={"shown": "yes"}, max_redirects=0)
    expect(dot).to_have_attribute("data-presence", "active", timeout=60_000)
    team.servers[0].stop(signal.SIGKILL)
    expect(dot).to_have_attribute("data-presence", "offline", timeout=180_000)
    assert team.blake.page.evaluate("window.mark") == "same page"
    team.servers[0].start()
