"""Files and pictures that an export has as addresses are fetched where that is wanted, and what could not be, later."""

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from chat import importing
from chat.accounts import user_item
from chat.importing import fetching
from chat.importing.fetching import Downloads
from chat.importing.items import Report
from chat.messages import newest_messages
from chat.outgoing import public, requests
from models import Avatar, File, Message, Room, User
from tests.importing.exports import picture, slack, write_zip
from tests.people import stored
from tests.ports import free_port


class Server:
    """Answers each path with what it has for that, in turn; the last one again and again."""

    def __init__(self, port: int) -> None:
        self.url, self.asked = f"http://127.0.0.1:{port}", list[str]()
        self.answers: dict[str, list[tuple[int, str, bytes]]] = {}

    def answer(self, path: str) -> tuple[int, str, bytes]:
        self.asked.append(path)
        mine = self.answers.get(path, [(404, "text/plain", b"")])
        return mine.pop(0) if len(mine) > 1 else mine[0]


@pytest.fixture
def server(monkeypatch) -> Iterator[Server]:
    """A web server on this machine, in a thread, since the import has a loop of its own; it may be asked for once."""
    monkeypatch.setattr(public, "is_open", True)
    monkeypatch.setattr(fetching, "PAUSES", (0.0, 0.0))
    there = Server(port := free_port())

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, content = there.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            if status == 302:
                self.send_header("Location", content.decode())
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
    yield there
    listening.shutdown()
    listening.server_close()


def linked(server: Server, *paths: str, text: str = "See") -> dict[str, Any]:
    """An export whose first message links to files, and whose people have pictures."""
    files = [{"id": path, "name": path, "url_private_download": f"{server.url}/{path}"} for path in paths]
    entry = {"type": "message", "user": "U1", "ts": "1600000001.1", "text": text, "files": files}
    ada, ben, cleo = slack()["users.json"]
    users = [
        {**ada, "profile": {**ada["profile"], "image_512": f"{server.url}/ada.png", "image_original": "x"}},
        {**ben, "profile": {**ben["profile"], "image_512": f"{server.url}/made.png", "avatar_hash": "g1"}},
        {**cleo, "profile": {**cleo["profile"], "image_512": f"{server.url}/cleo.png"}},
    ]
    return slack() | {"users.json": users, "general/2020-09-13.json": [entry]}


def bring(path, *, is_dry=False) -> Report:
    with Downloads(1000) as downloads:
        return importing.import_export(path, None, is_dry=is_dry, tell=lambda _: None, downloads=downloads)[1]


def first() -> Message:
    return Message.select().join(Room).where(Room.name == "general").order_by(Message.id).get()


def test_what_is_linked_is_fetched_and_what_is_missing_later(opened, tmp_path, server):
    png = picture()
    server.answers = {
        "/a.txt": [(503, "", b""), (200, "text/plain", b"Some notes")],
        "/b.txt": [(302, "", b"/login"), (302, "", b"/b2.txt")],
        "/login": [(200, "text/html; charset=utf-8", b"Log in")],
        "/b2.txt": [(200, "application/octet-stream", b"Found")],
        "/large": [(200, "text/plain", b"x" * 1001)],
        "/ada.png": [(200, "image/png", png)],
        "/cleo.png": [(200, "image/png", b"none")],
    }
    path = write_zip(tmp_path / "e.zip", linked(server, "a.txt", "b.txt", "large", "gone"))
    before = stored()
    foretold = bring(path, is_dry=True)
    assert (stored(), server.asked) == (before, [])
    assert (foretold.came["files to be fetched, if they are there"], foretold.came["pictures of people"]) == (4, 2)
    report = bring(path)
    links = [f"[{name}]({server.url}/{name})" for name in ("b.txt", "large", "gone")]
    assert first().body.split("\n") == ["See", *links]
    assert {problem: found[1] for problem, found in report.problems.items() if "fetched" in problem} == {
        "a file could not be fetched, its server answers with a page instead: the link may have ended:"
        " its message links to it": ["b.txt"],
        "a file could not be fetched, it is larger than 0 MB: its message links to it": ["large"],
        "a file could not be fetched, its server answers 404: its message links to it": ["gone"],
    }
    assert [(file.name, file.blob.size) for file in File.select()] == [("a.txt", 10)]
    ada = User.get(User.name == "Ada Berg")
    assert Image.open(BytesIO(Avatar.get(Avatar.digest == ada.avatar).image)).size == (144, 144)
    assert User.select().where(User.avatar.is_null(False)).count() == report.came["pictures of people"] == 1
    assert report.problems["a picture of somebody does not come"][0] == 1
    assert "/made.png" not in server.asked
    revision = first().room.revision
    again = bring(path)
    assert first().body.split("\n") == ["See", *links[1:]]
    assert first().revision == revision + 1 == first().room.revision
    viewer = User.create(name="Viewer", email="viewer@example.com", password_hash="-")
    [message] = newest_messages(user_item(viewer), first().room_id).messages
    assert [file.name for file in message.files] == ["a.txt", "b.txt"]
    assert "b.txt" not in message.html
    assert again.came["files that a message had linked to"] == 1
    assert server.asked.count("/a.txt") == 2
    assert server.asked.count("/ada.png") == 1


def test_what_people_have_changed_here_stays(opened, tmp_path, server):
    path = write_zip(tmp_path / "e.zip", linked(server, "a.txt"))
    bring(path)
    body = f"{first().body}\nand more"
    Message.update(body=body).where(Message.id == first().id).execute()
    server.answers = {"/a.txt": [(200, "text/plain", b"Some notes")]}
    bring(path)
    assert first().body == body
    Message.update(body="", deleted_at=1).where(Message.id == first().id).execute()
    bring(path)
    assert (File.select().count(), server.asked.count("/a.txt")) == (0, 1)


def test_only_the_open_internet_is_asked(tmp_path, server, monkeypatch):
    monkeypatch.setattr(public, "is_open", False)
    with Downloads(1000) as downloads:
        for url in (
            f"{server.url}/a",
            "http://localhost/a",
            "http://169.254.169.254/",
            "file:///etc/passwd",
            "http://[x",
            "http://℀.com",
        ):
            assert list(downloads.fetch([url])) == [(url, "its address is none of the open internet")]
    assert server.asked == []


def test_servers_that_do_not_answer_are_left_alone(server, monkeypatch):
    asked = []

    async def refused(*_: object, **__: object) -> None:
        asked.append(1)
        await asyncio.sleep(0)
        raise ConnectionError

    monkeypatch.setattr(requests, "resolve", refused)
    urls = [f"{server.url}/{number}" for number in range(40)]
    with Downloads(1000) as downloads:
        assert {why for _, why in downloads.fetch(urls)} == {"its server does not answer"}
    assert 3 * fetching.MAX_FAILURES <= len(asked) <= 3 * (fetching.MAX_FAILURES + fetching.AT_ONCE)
