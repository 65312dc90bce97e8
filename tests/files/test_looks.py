"""Whoever uploads many files that are slow to draw keeps nobody else waiting."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chat import files, messages
from chat.accounts.items import UserItem
from chat.files import looking
from chat.files.commands import looks
from chat.files.commands import uploads as upload_commands
from chat.files.looking import drawing, pictures
from chat.files.looking.pictures import Drawn
from chat.rooms.items import RoomItem
from chat.storage.objects import objects
from tests.files import upload
from tests.files.looking.samples import encoded, halves, notes, pdf

PICTURE = encoded(halves(), "JPEG", exif=notes())


class Slow:
    """Draws only when it is told to go on, and notes what it draws."""

    def __init__(self) -> None:
        self.begun, self.goes_on, self.drawn = threading.Event(), threading.Event(), list[bytes]()

    def draw(self, path: Path) -> Drawn:
        self.drawn.append(path.read_bytes()[-1:])
        self.begun.set()
        assert self.goes_on.wait(20)
        return Drawn(400, 300, is_animated=False, pictures=())


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow()
    monkeypatch.setattr(looking, "draw", slow.draw)
    yield slow
    slow.goes_on.set()


async def begun(slow: Slow) -> None:
    assert await asyncio.to_thread(slow.begun.wait, 20)


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110 - lines tell nobody how long they are
            await asyncio.sleep(0)


async def test_what_was_stored_without_a_small_picture_gets_one_later(
    ada: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def no_turn(_user_id: int, path: Path, name: str) -> looking.Look:
        return looking.look_at(path, name, draws=False)

    with monkeypatch.context() as patch:
        patch.setattr(upload_commands, "look", no_turn)
        names = {"a.jpg": PICTURE, "b.jpg": b"\xff\xd8\xff no picture"}
        stored = [await upload(ada, room.id, data, name) for name, data in names.items()]
    message = await messages.send_message(ada, room.id, "", files=[file.id for file in stored])
    assert [(file.kind, file.has_preview) for file in message.files] == [("other", False), ("other", False)]
    missing = files.MissingPictures()
    for _ in range(2):
        await missing.step()
    [shown] = messages.newest_messages(ada, room.id).messages
    assert [(file.kind, file.width, file.has_preview) for file in shown.files] == [
        ("picture", 400, True),
        ("other", None, False),
    ]
    served = files.file_to_serve(ada, stored[0].id, preview=2)
    assert b"".join(objects.pieces(served.key))[8:12] == b"WEBP"
    assert [path.name for path in objects.incoming.iterdir()] == []


async def test_what_is_not_drawn_waits_for_no_drawing(ada: UserItem, ben: UserItem, room: RoomItem, slow: Slow) -> None:
    drawing = asyncio.ensure_future(upload(ada, room.id, PICTURE, "a.jpg"))
    await begun(slow)
    assert (await asyncio.wait_for(upload(ben, room.id), 10)).kind == "text"
    slow.goes_on.set()
    assert (await drawing).width == 400


async def test_one_file_of_each_account_is_drawn_in_turn(
    ada: UserItem, ben: UserItem, room: RoomItem, slow: Slow
) -> None:
    def look_soon(actor: UserItem, name: bytes) -> asyncio.Future[object]:
        path = objects.incoming / name.decode()
        path.write_bytes(pdf() + name)
        return asyncio.ensure_future(looks.look(actor.id, path, "a.pdf"))

    first = look_soon(ada, b"1")
    await begun(slow)
    others = [look_soon(ada, name) for name in (b"2", b"3", b"4")]
    await until(lambda: looks._lines[ada.id].length == 4)
    others.append(look_soon(ben, b"b"))
    await until(lambda: ben.id in looks._lines)
    slow.goes_on.set()
    await asyncio.gather(first, *others)
    assert slow.drawn[:2] == [b"1", b"b"]
    assert sorted(slow.drawn[2:]) == [b"2", b"3", b"4"]
    assert looks._lines == {}


async def test_a_file_that_would_wait_for_long_is_stored_without_a_small_picture(
    ada: UserItem, ben: UserItem, room: RoomItem, slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = asyncio.ensure_future(upload(ada, room.id, PICTURE, "a.jpg"))
    await begun(slow)
    monkeypatch.setattr(looks, "PATIENCE", 0)
    for actor in (ada, ben):
        file = await asyncio.wait_for(upload(actor, room.id, pdf(), "b.pdf"), 10)
        assert (file.kind, file.has_preview) == ("pdf", False)
        await files.remove_file(actor, file.id)
    slow.goes_on.set()
    await drawing


async def test_a_store_that_does_not_answer_keeps_no_bytes_from_coming(
    ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    goes_on, stuck, put_file = threading.Event(), threading.Semaphore(0), objects.put_file
    cleaned = asyncio.Event()

    def put_slowly(key: str, path: Path) -> None:
        stuck.release()
        assert goes_on.wait(20)
        put_file(key, path)

    monkeypatch.setattr(objects, "put_file", put_slowly)
    uploads = [asyncio.ensure_future(upload(ada, room.id, bytes(number))) for number in (1, 2, 3)]
    for _ in range(2):
        assert await asyncio.to_thread(stuck.acquire, timeout=20)
    monkeypatch.setattr(upload_commands, "clean_file_name", lambda name: cleaned.set() or name)
    uploads.append(asyncio.ensure_future(upload(ben, room.id)))
    try:
        await asyncio.wait_for(cleaned.wait(), 10)
    finally:
        goes_on.set()
    await asyncio.gather(*uploads)


def test_a_drawing_ends_soon() -> None:
    assert drawing.SECONDS <= 5
    assert pictures.TIMEOUT <= 10
