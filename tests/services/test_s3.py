"""Files in a bucket of a real S3 server: all that a folder can."""

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chat import files, messages
from chat.accounts.items import UserItem
from chat.config.subcommands import Subcommand
from chat.errors import NotFound, Unavailable
from chat.rooms.items import RoomItem
from chat.storage import objects as object_store
from chat.storage.backup import run
from chat.storage.database import database
from chat.storage.objects import UnusableStoreError, objects
from models import db
from tests.files import kept, upload
from tests.ports import free_port
from tests.services.s3 import BUCKET, running

pytestmark = pytest.mark.services

PLACE = f"s3://{BUCKET}/team"
LARGE = 12 * 1024 * 1024
"""More than one part of an upload."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running() as server:
        yield server.url


@pytest.fixture
def bucket(server: str, opened: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have files in a bucket, which is emptied first."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": server,
        "AWS_ALLOW_HTTP": "true",
    }.items():
        monkeypatch.setenv(name, value)
    objects.open(PLACE, tmp_path)
    objects.remove(list(kept()))


async def read(key: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in objects.read(key, start, end)])


@pytest.mark.usefixtures("bucket")
async def test_files_are_stored_read_in_parts_and_deleted(ada: UserItem, room: RoomItem) -> None:
    data = os.urandom(LARGE)
    small, large = await upload(ada, room.id), await upload(ada, room.id, data, "large.bin")
    message = await messages.send_message(ada, room.id, "look", files=[small.id, large.id])
    key = files.file_to_serve(ada, large.id).key
    assert await read(key) == data
    assert await read(key, LARGE - 7, LARGE) == data[-7:]
    assert files.check_files(repairs=False).is_in_order
    await messages.delete_message(ada, message.id)
    assert kept() == {}
    with pytest.raises(NotFound):
        await read(key)


@pytest.mark.usefixtures("bucket")
async def test_many_upload_and_delete_the_same_at_once(ada: UserItem, room: RoomItem) -> None:
    async def come_and_go(number: int) -> None:
        file = await upload(ada, room.id)
        if number % 4:
            await files.remove_file(ada, file.id)

    await asyncio.gather(*(come_and_go(number) for number in range(16)))
    assert list(kept().values()) == [b"hello"]
    assert files.check_files(repairs=False).is_in_order


@pytest.mark.usefixtures("bucket")
async def test_a_backup_goes_from_a_bucket_to_a_folder(
    ada: UserItem, room: RoomItem, database_url: str, tmp_path: Path
) -> None:
    await messages.send_message(ada, room.id, "look", files=[(await upload(ada, room.id, os.urandom(LARGE))).id])
    before = kept()
    run(Subcommand("backup", tmp_path / "backup"), database_url, (PLACE, tmp_path))
    database.close()
    db.close()
    place = str(tmp_path / "other"), tmp_path
    run(Subcommand("restore", tmp_path / "backup", is_forced=True), database_url, place)
    database.open(database_url)
    assert kept() == before


@pytest.mark.usefixtures("bucket")
async def test_a_server_that_has_gone_is_said_to_be_unavailable(
    ada: UserItem, room: RoomItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr(object_store, "RETRIES", {"max_retries": 0, "retry_timeout": timedelta(seconds=1)})
    with pytest.raises(UnusableStoreError):
        objects.open(PLACE, tmp_path)
    with pytest.raises(Unavailable):
        await upload(ada, room.id)
    assert list(objects.incoming.iterdir()) == []
