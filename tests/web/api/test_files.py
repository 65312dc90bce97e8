"""Files by the API: uploading, sending, reading in parts, and who may."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from chat import messages
from chat.accounts.items import UserItem
from chat.files.limits import limits
from chat.rooms.items import RoomItem
from chat.storage.objects import objects
from chat.web.files import receiving
from models import File, Membership, Room
from tests.files import kept, upload
from tests.web.api.conftest import Program, problem


def at(room: RoomItem) -> str:
    return f"/rooms/{room.id}/files"


def sending(data: bytes = b"hello", name: str = "notes.txt", media_type: str = "text/plain") -> dict[str, object]:
    return {"files": {"file": (name, data, media_type)}}


@pytest.fixture
def small_limits() -> Iterator[None]:
    before = limits.max_file, limits.max_daily
    limits.max_file, limits.max_daily = 100_000, 250_000
    yield
    limits.max_file, limits.max_daily = before


@pytest.fixture
async def sent(ada: UserItem, room: RoomItem) -> int:
    file = await upload(ada, room.id, b"0123456789")
    await messages.send_message(ada, room.id, "look", files=[file.id])
    return file.id


async def test_a_file_is_uploaded_sent_and_read(adas: Program, bens: Program, room: RoomItem) -> None:
    response = await adas.post(at(room), **sending())
    file = response.json()
    url = f"/files/{file['id']}/notes.txt"
    told = {"id": file["id"], "name": "notes.txt", "size": 5, "type": "text/plain", "url": url}
    assert (response.status_code, file) == (201, told)
    assert problem(await bens.get(f"/files/{file['id']}")) == (404, "not_found")
    message = await adas.post(f"/rooms/{room.id}/messages", json={"files": [file["id"]]})
    assert message.status_code == 201
    assert message.json()["files"] == [told | {"width": None, "height": None, "alt": ""}]
    assert (await bens.get(f"/files/{file['id']}")).content == b"hello"
    await adas.delete(f"/messages/{message.json()['id']}")
    assert problem(await bens.get(f"/files/{file['id']}")) == (404, "not_found")


async def test_files_of_a_room_are_listed_to_who_sees_it(
    adas: Program, bens: Program, ada: UserItem, ben: UserItem, room: RoomItem, sent: int
) -> None:
    other = await upload(ada, room.id, b"more", "more.txt")
    message = await messages.send_message(ada, room.id, "too", files=[other.id])
    first = (await bens.get(at(room) + "?limit=1")).json()
    [told] = first["files"]
    assert (told["id"], told["message"], told["owner"]["name"]) == (other.id, message.id, "Ada")
    rest = (await bens.get(at(room), params={"before": first["next"], "person": ada.id, "since": 1})).json()
    assert ([file["id"] for file in rest["files"]], rest["next"]) == ([sent], "")
    for asked in ("kind=pictures", f"person={ben.id}", "until=1"):
        assert (await bens.get(f"{at(room)}?{asked}")).json() == {"files": [], "next": ""}
    for bad in ("kind=x", "limit=0", "person=a", "since=-1", "more=1"):
        assert problem(await bens.get(f"{at(room)}?{bad}"))[0] == 422
    empty = await bens.get(f"{at(room)}?since=9&until=9")
    assert (empty.status_code, empty.json()["error"]["message"]) == (422, "“since” must be before “until”.")
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.update(left_at=1).where(Membership.user == ben.id).execute()
    assert problem(await bens.get(at(room))) == (404, "not_found")


async def test_an_upload_is_safe_to_repeat(adas: Program, room: RoomItem) -> None:
    responses = [await adas.post(at(room) + "?client_id=client-id-1", **sending()) for _ in range(2)]
    assert [response.status_code for response in responses] == [201, 200]
    assert responses[0].json() == responses[1].json()


@pytest.mark.usefixtures("small_limits")
async def test_what_is_too_large_is_refused_before_it_is_read(adas: Program, room: RoomItem) -> None:
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        for _ in range(20):
            read += 10_000
            yield b"x" * 10_000

    headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": "200000"}
    assert problem(await adas.post(at(room), content=body(), headers=headers)) == (413, "too_large")
    assert read == 0


@pytest.mark.usefixtures("small_limits")
async def test_what_does_not_say_how_large_it_is_ends_at_the_limit(
    adas: Program, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "BATCH", 10_000)
    read = 0

    async def body() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
        for _ in range(1000):
            read += 10_000
            yield b"x" * 10_000

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert problem(await adas.post(at(room), content=body(), headers=headers)) == (413, "too_large")
    assert read < 150_000
    assert list(objects.incoming.iterdir()) == []


async def test_a_body_that_stands_still_ends(adas: Program, room: RoomItem, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "IDLE_SECONDS", 0.01)

    async def body() -> AsyncIterator[bytes]:
        yield b"--x\r\n"
        await asyncio.Event().wait()

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    assert problem(await adas.post(at(room), content=body(), headers=headers)) == (408, "too_slow")


FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello'


@pytest.mark.parametrize(
    ("body", "media_type", "status"),
    [
        (b"hello", "text/plain", 415),
        (b"hello", "multipart/form-data", 415),
        (b"hello", "multipart/form-data; boundary=" + "x" * 80, 415),
        (b"hello", "multipart/form-data; boundary=x", 422),
        (b"", "multipart/form-data; boundary=x", 422),
        (FORM, "multipart/form-data; boundary=x", 422),
        (FORM + b"\r\n--", "multipart/form-data; boundary=x", 422),
        (FORM.replace(b'name="file"', b'name="other"') + b"\r\n--x--\r\n", "multipart/form-data; boundary=x", 422),
        (FORM.replace(b'; filename="a.txt"', b"") + b"\r\n--x--\r\n", "multipart/form-data; boundary=x", 422),
        (FORM + b"\r\n" + FORM + b"\r\n--x--\r\n", "multipart/form-data; boundary=x", 422),
        (b"--x\r\n" + b"A: b\r\n" * 1000, "multipart/form-data; boundary=x", 422),
        (b"--x\r\nA" + b"b" * 100_000, "multipart/form-data; boundary=x", 422),
        (FORM + b"\r\n--x--\r\n", "multipart/form-data; boundary=x", 201),
    ],
)
async def test_bodies_that_have_no_file_are_refused(
    adas: Program, room: RoomItem, body: bytes, media_type: str, status: int
) -> None:
    response = await adas.post(at(room), content=body, headers={"Content-Type": media_type})
    assert response.status_code == status
    assert list(kept().values()) == ([b"hello"] if status == 201 else [])
    assert list(objects.incoming.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "status", "got", "content_range"),
    [
        (None, 200, b"0123456789", None),
        ("bytes=0-3", 206, b"0123", "bytes 0-3/10"),
        ("bytes=4-", 206, b"456789", "bytes 4-9/10"),
        ("bytes=9-99", 206, b"9", "bytes 9-9/10"),
        ("bytes=-3", 206, b"789", "bytes 7-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, None, "bytes */10"),
        ("bytes=-0", 416, None, "bytes */10"),
        ("bytes=3-1", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("lines=0-1", 200, b"0123456789", None),
        ("bytes=" + "9" * 500 + "-", 200, b"0123456789", None),
    ],
)
async def test_a_part_can_be_read(
    bens: Program, sent: int, asked: str | None, status: int, got: bytes | None, content_range: str | None
) -> None:
    response = await bens.get(f"/files/{sent}", headers={"Range": asked} if asked else {})
    assert response.status_code == status
    assert got is None or response.content == got
    assert response.headers.get("content-range") == content_range
    assert status == 416 or response.headers["content-length"] == str(len(got or b""))


async def test_who_has_it_already_is_told_so(bens: Program, sent: int) -> None:
    tag = (await bens.get(f"/files/{sent}")).headers["etag"]
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = await bens.get(f"/files/{sent}", headers={"If-None-Match": header})
        assert (response.status_code, response.content) == (304, b"")
    assert (await bens.get(f"/files/{sent}", headers={"If-None-Match": '"other"'})).status_code == 200
    for condition, status in ((tag, 206), ('"other"', 200)):
        asked = {"Range": "bytes=0-1", "If-Range": condition}
        assert (await bens.get(f"/files/{sent}", headers=asked)).status_code == status


async def test_an_empty_file_is_a_file(adas: Program, room: RoomItem) -> None:
    file = (await adas.post(at(room), **sending(b""))).json()
    response = await adas.get(f"/files/{file['id']}")
    assert (response.status_code, response.content, response.headers["content-length"]) == (200, b"", "0")


async def test_whose_bytes_are_gone_is_not_found(bens: Program, sent: int) -> None:
    objects.remove([stored.key for stored in objects.list("blobs")])
    assert problem(await bens.get(f"/files/{sent}")) == (404, "not_found")


@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("notes.txt", 'inline; filename="notes.txt"'),
        ("notes.md", 'inline; filename="notes.md"'),
        ("page.html", 'attachment; filename="page.html"'),
        ("drawing.svg", 'attachment; filename="drawing.svg"'),
        ("script.js", 'attachment; filename="script.js"'),
        ('a"b.txt', "inline; filename=\"a_b.txt\"; filename*=UTF-8''a%22b.txt"),
        ("Übung.txt", "inline; filename=\"_bung.txt\"; filename*=UTF-8''%C3%9Cbung.txt"),
    ],
)
async def test_files_are_shown_or_downloaded_and_can_do_nothing(
    adas: Program, ada: UserItem, room: RoomItem, name: str, disposition: str
) -> None:
    data = b"# Notes" if name.endswith((".txt", ".md")) else b"<svg><script>alert(1)</script></svg>"
    file = await upload(ada, room.id, data, name)
    headers = (await adas.get(f"/files/{file.id}")).headers
    assert headers["content-disposition"] == disposition
    assert "sandbox" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-cache"
    assert "html" not in headers["content-type"]


async def test_a_room_that_one_cannot_see_takes_no_file(adas: Program, bens: Program, room: RoomItem) -> None:
    Room.update(kind="closed").where(Room.id == room.id).execute()
    Membership.delete().execute()
    assert problem(await adas.post(at(room), **sending())) == (404, "not_found")
    assert File.select().count() == 0


async def test_a_stranger_uploads_and_reads_nothing(stranger: httpx.AsyncClient, room: RoomItem, sent: int) -> None:
    assert problem(await stranger.post(at(room), **sending())) == (401, "not_signed_in")
    assert problem(await stranger.get(f"/files/{sent}")) == (401, "not_signed_in")
