"""Two processes on one PostgreSQL and one Redis behind one nginx, people who write, and pages that stay open."""

from itertools import count
from pathlib import Path
from threading import Semaphore
from uuid import uuid4

import httpx
import psycopg
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from chat.accounts import hash_token
from chat.messages import PAGE_SIZE
from chat.web.components.room_view.room_view import WINDOW
from models import now_ms
from tests.browser.conftest import Server
from tests.drills.writer import Writer, check_kept
from tests.services.nginx import METRICS_TOKEN, Nginx, connected_clients
from tests.services.postgres import Postgres
from tests.services.redis import RedisServer

DRAIN_SECONDS = 4
PATIENCE = 30
"""Seconds: pages whose process is gone load anew, and that takes a while on a busy machine."""
REST = 0.15
"""Seconds between two messages of a writer: below what the API allows, and a drill fits into a page's rows."""
ROUTE = "streamchat_route"
WRITERS, VIEWERS = (2, 3, 4), (1, 5)


class Viewer:
    """An open page in a browser of its own, told apart from one that was loaded anew, and its cuts counted."""

    def __init__(self, context: BrowserContext, nginx: Nginx, person: int) -> None:
        self.context, self._nginx = context, nginx
        context.request.post(f"{nginx.url}/login/demo", form={"user_id": str(person)}, max_redirects=0)
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)

    def goes_to(self, route: str) -> None:
        """Have nginx send this browser's next connections elsewhere, or anywhere."""
        self.context.clear_cookies(name=ROUTE)
        if route:
            self.context.add_cookies([{"name": ROUTE, "value": route, "url": self._nginx.url}])

    def opens(self, room: int) -> None:
        self.page.goto(f"{self._nginx.url}/rooms/{room}")
        self.is_live()
        self.page.evaluate("window.mark = 'same page'; window.cuts = 0")
        self.page.evaluate("window.socket.on('disconnect', () => { window.cuts += 1 }); 0")

    def is_live(self) -> None:
        expect(self.page.get_by_role("log")).to_have_attribute("data-state", "live", timeout=PATIENCE * 1000)

    def is_cut(self) -> None:
        """Lose the socket, as at a change of networks."""
        self.page.evaluate("window.socket.io.engine.close()")

    @property
    def banner(self) -> Locator:
        return self.page.locator("#connection")

    @property
    def rows(self) -> Locator:
        return self.page.locator("#messages > [data-key]")

    def shows(self, message: int) -> None:
        """Wait until a message is shown."""
        row = self.page.locator(f'#messages > [data-key="{message}"]')
        expect(row).to_have_count(1, timeout=PATIENCE * 1000)

    def shown(self) -> list[tuple[int, str]]:
        """Read all rows as they stand."""
        read = "rows => rows.map(row => [Number(row.dataset.key), row.querySelector('.message-body').textContent])"
        return [(number, body) for number, body in self.rows.evaluate_all(read)]

    def is_same_page(self) -> bool:
        return bool(self.page.evaluate("window.mark === 'same page'"))

    def noticed_nothing(self) -> bool:
        return self.is_same_page() and self.page.evaluate("window.cuts") == 0


class Team:
    """All of the servers, and in each drill a new room with writers and two viewers, one at each process."""

    def __init__(self, folder: Path, postgres: Postgres, redis: RedisServer, nginx: Nginx, ports: tuple[int, int]):
        self.postgres, self.redis, self.nginx = postgres, redis, nginx
        self._log = (folder / "log").open("w")
        options = ("--public-url", nginx.url, "--trusted-proxies", "127.0.0.1", "--drain-seconds", str(DRAIN_SECONDS))
        options += ("--database", postgres.url, "--redis", redis.url, "--metrics-token", METRICS_TOKEN)
        self.servers = [Server(folder / "data", port, options=options, errors=self._log) for port in ports]
        self.routes = [self._route_to(server) for server in self.servers]
        self.viewers: list[Viewer] = []
        self.writers: list[Writer] = []

    def logs_in(self, browser: Browser) -> None:
        """Give the viewers their browsers, which they keep from drill to drill."""
        contexts = [browser.new_context(ignore_https_errors=True) for _ in VIEWERS]
        self.viewers = [Viewer(context, self.nginx, person) for context, person in zip(contexts, VIEWERS, strict=True)]

    def begins(self) -> None:
        """Open a new room on all pages, and have people write."""
        self._room = self._new_room()
        for viewer in self.viewers:
            viewer.page.goto("about:blank")
        while any(connected_clients(server.url) for server in self.servers):
            pass
        for viewer, route, server in zip(self.viewers, self.routes, self.servers, strict=True):
            viewer.goes_to(route)
            while not connected_clients(server.url):  # for some seconds nginx asks nobody who was away
                viewer.opens(self._room)
        self.writers = [self._writer(person) for person in WRITERS]
        for writer in self.writers:
            writer.start()
        self.goes_on()

    def goes_on(self, messages: int = 3) -> None:
        """Wait until each writer has been acknowledged so many more messages, and all pages show the last of them."""
        for writer in self.writers:
            _await(writer.on_acknowledged, messages)
        said = [list(writer.acknowledged.values())[-1][0] for writer in self.writers]
        for viewer in self.viewers:
            viewer.shows(max(said))

    def is_refused(self) -> None:
        """Wait until each writer has been refused or not answered."""
        for writer in self.writers:
            _await(writer.on_refused)

    def ends(self) -> None:
        """Let nobody write any more, and compare what was acknowledged, what is stored, and what pages show."""
        self.stops()
        with psycopg.connect(self.postgres.url) as database:
            sql = "SELECT id, body, client_id, created_revision FROM message WHERE room_id = %s ORDER BY id"
            stored = database.execute(sql, (self._room,)).fetchall()
        check_kept([row[:3] for row in stored], self.writers)
        revisions = [revision for *_, revision in stored]
        assert revisions == sorted(set(revisions))
        for viewer in self.viewers:
            viewer.shows(stored[-1][0])
            viewer.is_live()
            shown = viewer.shown()
            if not viewer.is_same_page():  # then it began with the newest ones
                assert len(shown) >= min(len(stored), PAGE_SIZE)
            rows = WINDOW if viewer.is_same_page() else len(shown)
            assert shown == [row[:2] for row in stored][-rows:]

    def stops(self) -> None:
        for writer in self.writers:
            writer.stop()

    def leaves(self) -> None:
        for viewer in self.viewers:
            viewer.context.close()
        for server in self.servers:
            server.stop()
        self._log.close()
        assert "Traceback" not in Path(self._log.name).read_text()

    def _route_to(self, server: Server) -> str:
        """Find a cookie with which nginx asks a certain process: the one whose pages become more."""
        for number in count():
            route = f"{number:032x}"
            before = _pages(server)
            with httpx.Client(base_url=self.nginx.url, verify=self.nginx.trusted, cookies={ROUTE: route}) as client:
                client.post("/login/demo", data={"user_id": "1"}, headers={"Origin": self.nginx.url})
                client.get("/rooms/1").raise_for_status()
            if _pages(server) > before:
                return route
        raise AssertionError

    def _new_room(self) -> int:
        with psycopg.connect(self.postgres.url) as database:
            columns = "name, description, revision, created_at, listed"
            sql = f"INSERT INTO room ({columns}) VALUES (%s, '', 0, %s, 0) RETURNING id"
            row = database.execute(sql, (f"drill {uuid4().hex[:8]}", now_ms())).fetchone()
        assert row
        return int(row[0])

    def _writer(self, person: int) -> Writer:
        token = f"token-of-person-{person}-{self._room}"
        with psycopg.connect(self.postgres.url) as database:
            sql = "INSERT INTO apitoken (token_hash, user_id, name, created_at) VALUES (%s, %s, 'drill', 1)"
            database.execute(sql, (hash_token(token), person))
        return Writer(self.nginx.url, token, self._room, trusted=self.nginx.trusted, rest=REST)


def _await(happened: Semaphore, times: int = 1) -> None:
    """Wait until something has happened so many times from now on."""
    while happened.acquire(blocking=False):
        pass
    for _ in range(times):
        assert happened.acquire(timeout=PATIENCE)


def _pages(server: Server) -> float:
    """Ask a process how many pages it holds."""
    lines = httpx.get(f"{server.url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text.splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("streamchat_pages "))
