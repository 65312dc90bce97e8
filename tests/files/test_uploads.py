"""Uploading, sending and deleting files."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator

import pytest

from chat import files, messages, rooms
from chat.accounts.items import UserItem
from chat.errors import Forbidden, Invalid, NotFound, TooLarge
from chat.files.commands import uploads
from chat.files.limits import limits
from chat.rooms.items import RoomItem
from chat.storage.database import database
from chat.storage.objects import objects
from models import Blob, File, Membership, Room, Uploaded
from tests.files import Given, kept, upload

DAY = 24 * 3600 * 1000


@pytest.fixture
def small_limits() -> Iterator[None]:
    before = limits.max_file, limits.max_daily
    limits.max_file, limits.max_daily = 100, 250
    yield
    limits.max_file, limits.max_daily = before


async def test_a_file_goes_with_a_message(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    first, second = await upload(ada, room.id), await upload(ada, room.id, b"other\0", "b.bin")
    assert (first.name, first.size, first.kind, second.kind) == ("notes.txt", 5, "text", "other")
    sent = await messages.send_message(ada, room.id, "", files=[second.id, first.id])
    assert (sent.body, [file.id for file in sent.files]) == ("", [second.id, first.id])
    read = messages.newest_messages(ben, room.id).messages[0]
    assert read == sent
    served = files.file_to_serve(ben, first.id)
    assert b"".join(objects.pieces(served.key)) == b"hello"


async def test_what_is_not_sent_is_there_for_its_owner_alone(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    file = await upload(ada, room.id)
    assert files.file_to_serve(ada, file.id).file == file
    with pytest.raises(NotFound):
        files.file_to_serve(ben, file.id)
    with pytest.raises(NotFound):
        await files.remove_file(ben, file.id) or files.file_to_serve(ben, file.id)
    await files.remove_file(ada, file.id)
    await files.remove_file(ada, file.id)
    with pytest.raises(NotFound):
        files.file_to_serve(ada, file.id)
    assert kept() == {}


async def test_whoever_leaves_a_closed_room_has_its_files_no_more(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    Room.update(kind="closed").where(Room.id == room.id).execute()
    file = await upload(ada, room.id)
    await messages.send_message(ada, room.id, "look", files=[file.id])
    assert files.file_to_serve(ben, file.id)
    Membership.update(left_at=1).where(Membership.user == ben.id).execute()
    with pytest.raises(NotFound):
        files.file_to_serve(ben, file.id)


async def test_the_same_bytes_are_stored_once(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    mine, theirs = await upload(ada, room.id), await upload(ben, room.id, name="other.txt")
    assert list(kept().values()) == [b"hello"]
    first = await messages.send_message(ada, room.id, "one", files=[mine.id])
    second = await messages.send_message(ben, room.id, "two", files=[theirs.id])
    await messages.delete_message(ada, first.id)
    assert list(kept().values()) == [b"hello"]
    with pytest.raises(NotFound):
        files.file_to_serve(ada, mine.id)
    assert files.file_to_serve(ada, theirs.id)
    await messages.delete_message(ben, second.id)
    assert (kept(), Blob.select().count(), File.select().count()) == ({}, 0, 0)


async def test_the_last_file_is_deleted_while_the_same_bytes_are_uploaded(
    ada: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await upload(ada, room.id)
    looks = []
    blob = uploads._blob

    def delete_after_the_look(*args: str) -> Blob | None:
        found = blob(*args)
        looks.append(found)
        return found

    monkeypatch.setattr(uploads, "_blob", delete_after_the_look)
    write = database.write

    async def deleting_first(change: Callable[..., object], *args: object) -> object:
        if change is uploads._insert and len(looks) == 1:
            await write(uploads._remove, ada, first.id)
            objects.finish()
        return await write(change, *args)

    monkeypatch.setattr(database, "write", deleting_first)
    again = await upload(ada, room.id)
    assert looks[:2] == [looks[0], None]
    served = files.file_to_serve(ada, again.id)
    assert kept() == {served.key: b"hello"}


async def test_a_deletion_that_comes_late_does_not_hit_what_was_stored_meanwhile(
    ada: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[tuple[str, ...]] = []
    monkeypatch.setattr(objects, "delete_soon", lambda keys: late.append(tuple(keys)))
    await files.remove_file(ada, (await upload(ada, room.id)).id)
    again = await upload(ada, room.id)
    objects.remove([key for keys in late for key in keys])
    assert list(kept()) == [files.file_to_serve(ada, again.id).key]


async def test_many_upload_and_delete_the_same_at_once(ada: UserItem, room: RoomItem) -> None:
    async def come_and_go(number: int) -> None:
        file = await upload(ada, room.id)
        message = await messages.send_message(ada, room.id, str(number), files=[file.id])
        if number % 4:
            await messages.delete_message(ada, message.id)

    await asyncio.gather(*(come_and_go(number) for number in range(24)))
    left = list(File.select())
    assert len(left) == 6
    assert list(kept()) == [files.file_to_serve(ada, left[0].id).key]


async def test_a_file_is_uploaded_once_by_its_client_id(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    first = await upload(ada, room.id, client_id="client-id-1")
    assert await upload(ada, room.id, b"whatever", client_id="client-id-1") == first
    assert (await upload(ben, room.id, client_id="client-id-1")).id != first.id
    with pytest.raises(Invalid):
        await upload(ada, room.id, client_id="short")
    both = await asyncio.gather(*(upload(ada, room.id, client_id="client-id-2") for _ in range(2)))
    assert both[0] == both[1]


async def test_only_ones_own_unsent_files_of_the_room_can_be_sent(
    ada: UserItem, ben: UserItem, room: RoomItem, new_room: Callable[[str], RoomItem]
) -> None:
    mine, theirs = await upload(ada, room.id), await upload(ben, room.id)
    elsewhere = await upload(ada, new_room("attic").id)
    await messages.send_message(ada, room.id, "look", files=[mine.id])
    many = [(await upload(ada, room.id, str(number).encode())).id for number in range(11)]
    for ids in ([mine.id], [theirs.id], [elsewhere.id], [10**6], [many[0], many[0]], many, ["1"], "1", None, [0]):
        with pytest.raises(Invalid):
            await messages.send_message(ada, room.id, "look", files=ids)
    with pytest.raises(Invalid):
        await messages.send_message(ada, room.id, "")
    assert len((await messages.send_message(ada, room.id, "", files=many[:10])).files) == 10


async def test_a_message_sent_again_has_its_files(ada: UserItem, room: RoomItem) -> None:
    file = await upload(ada, room.id)
    first = await messages.send_message(ada, room.id, "look", "client-id-1", files=[file.id])
    assert await messages.send_message(ada, room.id, "look", "client-id-1", files=[file.id]) == first


async def test_the_text_beside_files_can_be_removed(ada: UserItem, room: RoomItem) -> None:
    with_file = await messages.send_message(ada, room.id, "look", files=[(await upload(ada, room.id)).id])
    plain = await messages.send_message(ada, room.id, "look")
    assert (await messages.edit_message(ada, with_file.id, " ")).files == with_file.files
    with pytest.raises(Invalid):
        await messages.edit_message(ada, plain.id, " ")


@pytest.mark.usefixtures("small_limits")
async def test_what_is_too_large_is_refused_unread_or_while_it_is_read(ada: UserItem, room: RoomItem) -> None:
    read: list[int] = []

    class Noting(Given):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            async for piece in super().__aiter__():
                read.append(len(piece))
                yield piece

    with pytest.raises(TooLarge, match="at most 0 MB"):
        await files.upload_file(ada, room.id, Noting(b"x" * 101), 101)
    assert read == []
    with pytest.raises(TooLarge):
        await files.upload_file(ada, room.id, Noting(b"x" * 60, b"y" * 60, b"never"), None)
    assert read == [60, 60]
    assert (files.allowance(ada).left_today, kept(), list(objects.incoming.iterdir())) == (250, {}, [])


@pytest.mark.usefixtures("small_limits")
async def test_what_is_uploaded_again_is_not_read_without_end(ada: UserItem, room: RoomItem) -> None:
    first = await upload(ada, room.id, b"x" * 100, client_id="client-id-1")
    read: list[int] = []

    class Endless(Given):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while len(read) < 1000:
                read.append(60)
                yield b"x" * 60

    assert await upload(ada, room.id, b"y" * 100, client_id="client-id-1") == first
    with pytest.raises(TooLarge, match="at most"):
        await files.upload_file(ada, room.id, Endless(), None, "client-id-1")
    assert read == [60, 60]


@pytest.mark.usefixtures("small_limits")
async def test_a_person_uploads_so_much_on_a_day(ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    await upload(ada, room.id, b"x" * 100)
    await upload(ada, room.id, b"x" * 100)
    assert (files.allowance(ada).left_today, files.allowance(ada).most, files.allowance(ben).most) == (50, 50, 100)
    with pytest.raises(TooLarge, match="today"):
        await upload(ada, room.id, b"x" * 51)
    await upload(ada, room.id, b"x" * 50)
    with pytest.raises(TooLarge):
        await upload(ada, room.id, b"")
    await upload(ben, room.id)
    Uploaded.update(day=Uploaded.day - 1).execute()
    assert files.allowance(ada).left_today == 250
    await upload(ada, room.id, b"x" * 100)


@pytest.mark.usefixtures("small_limits")
async def test_uploads_at_once_are_together_within_the_days_allowance(ada: UserItem, room: RoomItem) -> None:
    waiting = asyncio.Event()

    class Slow(Given):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            await waiting.wait()
            yield b"x" * 100

    uploading = [asyncio.create_task(files.upload_file(ada, room.id, Slow(), 100)) for _ in range(4)]
    await asyncio.wait(uploading, return_when=asyncio.FIRST_EXCEPTION)
    waiting.set()
    results = await asyncio.gather(*uploading, return_exceptions=True)
    assert sorted(isinstance(result, TooLarge) for result in results) == [False, False, True, True]
    assert files.allowance(ada).left_today == 50


async def test_nothing_is_left_of_an_upload_that_breaks_off(ada: UserItem, room: RoomItem) -> None:
    class Broken(Given):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"half"
            raise Invalid("The file has not arrived completely.")

    with pytest.raises(Invalid):
        await files.upload_file(ada, room.id, Broken(), 8)
    assert (kept(), list(objects.incoming.iterdir()), files.allowance(ada).left_today) == ({}, [], limits.max_daily)


async def test_nothing_is_left_of_a_file_for_a_room_that_was_archived_meanwhile(ada: UserItem, room: RoomItem) -> None:
    class Archiving(Given):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b"late"
            Room.update(archived_at=1).where(Room.id == room.id).execute()

    with pytest.raises(Forbidden):
        await files.upload_file(ada, room.id, Archiving(), 4)
    assert kept() == {}


async def test_what_nobody_has_sent_goes_after_a_day(ada: UserItem, room: RoomItem) -> None:
    old, _, sent = [await upload(ada, room.id, data) for data in (b"old", b"new", b"sent")]
    await messages.send_message(ada, room.id, "look", files=[sent.id])
    File.update(created_at=File.created_at - DAY - 1).where(File.id.in_([old.id, sent.id])).execute()
    Blob.create(digest="d" * 64, nonce="12345678", size=1, type="text/plain")  # an account's that has been deleted
    await files.forget_unsent_files()
    assert sorted(kept().values()) == [b"new", b"sent"]
    assert Blob.select().count() == 2


async def test_what_was_incoming_goes_after_a_day_folders_as_well(opened: None) -> None:
    for name, age in (("old", DAY), ("new", 0)):
        folder, file = objects.incoming / f"{name} folder", objects.incoming / f"{name} file"
        folder.mkdir()
        (folder / "member").write_bytes(b"half")
        file.write_bytes(b"half")
        for path in (folder, file):
            os.utime(path, (time.time() - age / 1000 - 1,) * 2)
    await files.forget_unsent_files()
    assert sorted(path.name for path in objects.incoming.iterdir()) == ["new file", "new folder"]


async def test_what_is_gone_from_incoming_meanwhile_is_no_error(opened: None, monkeypatch: pytest.MonkeyPatch) -> None:
    (objects.incoming / "old").write_bytes(b"half")
    os.utime(objects.incoming / "old", (1, 1))
    there = [objects.incoming / "gone", objects.incoming / "old"]
    monkeypatch.setattr(type(objects.incoming), "iterdir", lambda _: iter(there))
    await files.forget_unsent_files()
    assert not there[1].exists()


@pytest.mark.parametrize(
    ("sent", "cleaned"),
    [
        ("photo.png", "photo.png"),
        ("../../etc/passwd", "passwd"),
        (r"C:\Users\ada\cv.pdf", "cv.pdf"),
        ("in\u202egnp.exe", "ingnp.exe"),
        ("a\r\nb\0c\x7f.txt", "a bc.txt"),
        ("", "file"),
        ("...", "file"),
        ("/", "file"),
        ("\u2800", "file"),
        (".htaccess", "htaccess"),
        ("Übung – 日本語.txt", "Übung – 日本語.txt"),
        ("x" * 300 + ".jpeg", "x" * 115 + ".jpeg"),
        ("x." + "y" * 300, "x." + "y" * 118),
        (None, "file"),
    ],
)
async def test_names_are_cleaned(ada: UserItem, room: RoomItem, sent: str, cleaned: str) -> None:
    file = await upload(ada, room.id, name=sent)
    assert file.name == cleaned
    assert rooms.room(ada, room.id)
