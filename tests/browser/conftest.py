"""Real browsers against a real server: people who open rooms, talk and look."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import httpx
import pytest
from peewee import fn
from playhouse import db_url
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

from chat.storage.engines.sqlite import PRAGMAS
from models import Membership, Message, Room, User, db, now_ms
from tests.app_process import ROOT, environment
from tests.browser.faulty_network import FaultyNetwork
from tests.browser.kept_tabs import KeptTabs
from tests.page_client import PASSWORD
from tests.people import put_everybody_in
from tests.ports import free_port

PATIENCE = 20_000  # ms, on a busy machine
DESKTOP = {"width": 1280, "height": 800}
expect.set_options(timeout=PATIENCE)


def title_of(name: str) -> re.Pattern[str]:
    """Return what a page is called that shows a room, whatever is new in others."""
    return re.compile(rf"^(\(\d+\) |• )?{re.escape(name)} · StreamChat$")


class Server:
    """The program as its users start it."""

    def __init__(
        self,
        data_dir: Path,
        port: int | None = None,
        script: str = "main.py",
        options: Sequence[str] = (),
        errors: IO[str] | None = None,
        preexec: Callable[[], None] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.script = script
        self.options = options
        self.errors = errors  # where its log goes, if not to the tests' own
        self.preexec = preexec  # called in the new process, such as to set limits of the system
        self.start()

    def start(self) -> None:
        command = [sys.executable, self.script]
        if self.script == "main.py" or self.options:
            command += ["--port", str(self.port), "--data-dir", str(self.data_dir), *self.options]
        clean = environment(PORT=str(self.port), PYTHONPATH=str(ROOT))
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=clean,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            text=True,
            preexec_fn=self.preexec,
        )
        assert self.process.stdout
        for line in self.process.stdout:
            if "ready" in line:
                self.first_page = line.split()[-1]
                return self.wait_for_port()
        raise AssertionError(f"the server ended with {self.process.wait()} before it was ready")

    def wait_for_port(self) -> None:
        """Wait until the port answers: the program is ready a moment before uvicorn listens."""
        is_listening = False
        while self.process.poll() is None and not is_listening:
            with suppress(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                is_listening = True

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        self.process.send_signal(how)
        self.ends()

    def ends(self) -> None:
        """Wait until it has ended."""
        assert self.process.stdout
        self.process.stdout.close()
        self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server with demo content for all browser tests; each makes a room of its own."""
    server = Server(tmp_path_factory.mktemp("data"))
    yield server
    server.stop()


@dataclass
class TestRoom:
    """A room as the test prepared it."""

    __test__ = False
    id: int
    name: str

    def add(
        self,
        count: int,
        author: str,
        body: Callable[[int], str] = "message {}".format,
        *,
        step_ms: int = 1000,
        read: int | None = None,
        until: int | None = None,
    ) -> None:
        """Fill the room with messages 1 to count, straight into the database; everybody has read them all, or some.

        The last one is of now, or of `until` (ms since 1970).
        """
        author_id = User.get(User.name.startswith(author)).id
        revision = Room.get_by_id(self.id).revision
        start = (until or now_ms()) - count * step_ms
        with db.atomic():
            ids = [0]
            for number in range(1, count + 1):
                row = Message.create(
                    room=self.id,
                    author=author_id,
                    body=body(number),
                    created_at=start + number * step_ms,
                    revision=revision + number,
                    created_revision=revision + number,
                )
                ids.append(row.id)
            Membership.update(read_id=ids[count if read is None else read]).where(Membership.room == self.id).execute()
            Room.update(revision=revision + count).where(Room.id == self.id).execute()


@pytest.fixture
def new_room(server: Server) -> Iterator[Callable[..., TestRoom]]:
    """Make rooms in the running server's database."""
    db.initialize(db_url.connect(f"sqlite:///{server.data_dir}/streamchat.db", pragmas=PRAGMAS, lock_type="IMMEDIATE"))

    def create(description: str = "") -> TestRoom:
        number = Room.select().count() + 1
        row = put_everybody_in(Room.create(name=f"room-{number}", description=description))
        return TestRoom(row.id, row.name)

    with db.connection_context():
        yield create


@pytest.fixture
def room(new_room: Callable[..., TestRoom]) -> TestRoom:
    """One empty room."""
    return new_room()


@pytest.fixture
def direct(new_room: object) -> Callable[..., TestRoom]:
    """Make direct rooms of people."""

    def create(*people: "Person | str") -> TestRoom:
        names = [person if isinstance(person, str) else person.name.split()[0] for person in people]
        users = [User.get(User.name.startswith(name)) for name in names]
        row = Room.create(name="", kind="direct", people_key=f"{users} {Room.select().count()}")
        Membership.insert_many([{"room": row, "user": user} for user in users]).execute()
        return TestRoom(row.id, "")

    return create


class Person:
    """Somebody at a browser of their own."""

    def __init__(
        self, context: BrowserContext, server: Server, name: str, page: Page | None = None, url: str | None = None
    ) -> None:
        self.context, self.server, self.name = context, server, name
        self.url = url or server.url
        self.page = page or context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.errors: list[str] = []
        self.page.on("pageerror", self.meets)

    def meets(self, error: Error) -> None:
        """Note an error of a script."""
        self.errors.append(str(error))

    def logs_in(self) -> "Person":
        user_id = User.get(User.name == self.name).id
        self.context.request.post(f"{self.server.url}/login/demo", form={"user_id": user_id}, max_redirects=0)
        return self

    def has_read_everything(self) -> "Person":
        newest = Message.select(fn.MAX(Message.id)).scalar()
        Membership.update(read_id=newest).where(Membership.user == User.get(User.name == self.name)).execute()
        return self

    def opens(self, room: TestRoom) -> "Person":
        self.page.goto(f"{self.url}/rooms/{room.id}")
        return self.is_live()

    def opens_another_tab(self, room: TestRoom) -> "Person":
        """Open a room in a second tab of the same browser."""
        tab = Person(self.context, self.server, self.name, url=self.url)
        tab.errors = self.errors
        return tab.opens(room)

    def moves_to(self, room: TestRoom) -> "Person":
        """Go to another room by its link; on a narrow screen that is in a drawer."""
        self.clicks_on(room)
        expect(self.log).to_have_attribute("aria-label", f"Messages in {room.name}")
        return self.is_live()

    def clicks_on(self, room: TestRoom) -> None:
        link = self.page.locator(f"#rooms-{room.id}")
        if self.button("Open the room list").is_visible():
            self.button("Open the room list").click()
        link.click()

    def is_live(self) -> "Person":
        expect(self.log).to_have_attribute("data-state", "live")
        return self

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def unsent(self) -> Locator:
        """Texts above the box, which have no other place."""
        return self.page.get_by_role("group", name="Not sent")

    @property
    def rows(self) -> Locator:
        return self.page.locator("#messages > [data-key]")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message", exact=True)

    @property
    def editor(self) -> Locator:
        return self.page.get_by_role("textbox", name="Edit message")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)

    @property
    def account(self) -> Locator:
        return self.page.get_by_role("button", name=f"{self.name}: account")

    def chooses_in_account_menu(self, name: str) -> None:
        self.account.click()
        self.page.get_by_role("menuitem", name=name).click()

    def item(self, name: str) -> Locator:
        return self.page.get_by_role("menuitem", name=name)

    def stored(self, text: str) -> Locator:
        """Find a message that the server has: one on its way has no actions."""
        return self.rows.filter(has_text=text)

    def row(self, text: str) -> Locator:
        return self.page.locator("#messages [data-author]").filter(has_text=text)

    def says(self, *texts: str) -> None:
        for text in texts:
            self.composer.fill(text)
            self.composer.press("Enter")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.rows.filter(has_text=text)).to_have_count(1)

    def sees_no(self, text: str) -> None:
        expect(self.row(text)).to_have_count(0)

    def edits(self, old: str, new: str) -> None:
        self.stored(old).hover()
        self.button("Edit message").click()
        self.editor.fill(new)
        self.button("Save").click()
        expect(self.editor).to_have_count(0)
        expect(self.page.locator(".message-waiting")).to_have_count(0)

    def deletes(self, text: str) -> None:
        self.presses_delete_twice(text)
        self.sees_no(text)

    def presses_delete_twice(self, text: str) -> None:
        self.opens_menu_of(text)
        self.item("Delete message").click()
        self.item("Delete message").click()

    def tabs_to(self, element: Locator) -> None:
        for _ in range(9):
            self.page.keyboard.press("Tab")
            if element.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError("Tab does not lead there")

    def opens_menu_of(self, text: str) -> None:
        self.stored(text).hover()
        self.button("More actions").click()

    def bodies(self) -> list[str]:
        """Read all messages as they stand."""
        return self.page.locator("#messages > [data-key] > .message-body").all_text_contents()

    def loses_the_connection(self) -> None:
        """Cut the socket and keep it cut."""
        self.context.set_offline(True)
        self.page.evaluate("window.socket.io.engine.close()")
        expect(self.page.locator("#connection")).to_contain_text("Connection lost")

    def gets_it_back(self) -> None:
        self.context.set_offline(False)
        self.is_live()

    def waits_until(self, is_so: Callable[[], object]) -> None:
        """Wait for what no page shows, such as what is in the database."""
        for _ in range(PATIENCE // 50):
            if is_so():
                return
            self.page.wait_for_timeout(50)
        assert is_so()

    def scrolls_to_top(self) -> None:
        self.log.evaluate("log => { log.scrollTop = 0 }")

    def scroll(self) -> dict[str, float]:
        """Measure where the column stands."""
        return self.log.evaluate(
            "log => ({top: log.scrollTop, gap: log.scrollHeight - log.scrollTop - log.clientHeight})"
        )

    def offset(self, text: str) -> float:
        """Measure how far below the column's top a row stands."""
        return self.row(text).first.evaluate(
            "row => row.getBoundingClientRect().top - row.closest('#messages').getBoundingClientRect().top"
        )


def open_together(room: TestRoom, *people: Person) -> None:
    """Have people open a room at the same time, which takes less than one after the other."""
    for person in people:
        person.page.goto(f"{person.url}/rooms/{room.id}", wait_until="commit")
    for person in people:
        person.is_live()


@pytest.fixture(scope="session")
def kept_tabs(browser: Browser) -> KeptTabs:
    """The tabs of people who come in every test."""
    return KeptTabs(browser)


@pytest.fixture
def person(browser: Browser, server: Server, new_room: object, kept_tabs: KeptTabs) -> Iterator[Callable[..., Person]]:
    """Have people log in; whoever met a script error fails the test."""
    people: list[tuple[str, Person]] = []
    by_network: list[Person] = []  # each with a browser of their own, where no other test's waiting messages are

    def arrive(first_name: str, network: FaultyNetwork | None = None, **options: object) -> Person:
        name = User.get(User.name.startswith(first_name)).name
        if network:
            one = Person(browser.new_context(**{"viewport": DESKTOP} | options), server, name, url=network.url)  # type: ignore[arg-type]
            by_network.append(one)
            return one.logs_in()
        key = f"{name} {options}"
        page = kept_tabs.take(key, **{"viewport": DESKTOP} | options)
        one = Person(page.context, server, name, page).logs_in()
        kept_tabs.watch(page)
        people.append((key, one))
        return one

    yield arrive
    for key, one in people:
        one.page.remove_listener("pageerror", one.meets)
        kept_tabs.give_back(key, one.page)
    for one in by_network:
        one.context.close()
    assert [error for one in [*by_network, *(one for _, one in people)] for error in one.errors] == []


@pytest.fixture
def network(server: Server) -> Iterator[FaultyNetwork]:
    """A network that can be made to fail, for who comes by it: `person("Adam", network, …)`."""
    network = FaultyNetwork(server.port)
    yield network
    network.close()


class Administrator:
    """The administrator, at the plain forms."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def makes_a_room(self, name: str, description: str = "") -> str:
        """Make a room, and return its number."""
        response = self.client.post("/rooms/new", data={"name": name, "description": description})
        return response.headers["location"].removeprefix("/rooms/")

    def changes(self, what: str, room_id: object, **fields: str) -> None:
        """Change, archive or restore a room, or say for how long it keeps messages."""
        path = f"/rooms/{room_id}/settings/{what}" if what in ("change", "retention") else f"/admin/rooms/{what}"
        response = self.client.post(path, data={"room_id": str(room_id), **fields})
        assert response.status_code == 303


@pytest.fixture
def boss(server: Server, new_room: object) -> Iterator[Administrator]:
    with httpx.Client(base_url=server.url) as client:
        email = User.get(User.role == "administrator").email
        assert client.post("/login", data={"email": email, "password": PASSWORD}).status_code == 303
        yield Administrator(client)


@pytest.fixture
def adam(person: Callable[..., Person]) -> Person:
    """The one who acts."""
    return person("Adam")


@pytest.fixture
def blake(person: Callable[..., Person]) -> Person:
    """The one who looks on."""
    return person("Blake")
