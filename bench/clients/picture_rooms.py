"""Two rooms of one database: its newest messages have a picture each in one, and text of that height in the other."""

import asyncio
import io
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from peewee import fn
from PIL import Image

from bench.server import ROOM
from chat import accounts, files, messages
from chat.accounts.items import UserItem
from chat.storage.database import database
from chat.storage.objects import objects
from models import Membership, Message, User

WITH, WITHOUT = ROOM, ROOM + 1
MESSAGES = 50
KINDS = 10
"""How many pictures differ; each message has a file of its own."""

TEXT = "\n".join(["shall we meet at the station before the train to the lake goes, or there?"] * 11)


class _File:
    """What is uploaded."""

    def __init__(self, number: int) -> None:
        self.name = f"{number}.jpg"
        noise = Image.effect_noise((150, 100), 80).resize((1500, 1000), Image.Resampling.BICUBIC)
        buffer = io.BytesIO()
        tint = Image.new("L", noise.size, 25 * number)
        Image.merge("RGB", (noise, tint, noise.rotate(180))).save(buffer, "JPEG", quality=85)
        self.content = buffer.getvalue()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Go through its bytes."""
        yield self.content

    def pieces(self, batch: bytes) -> Iterable[bytes]:
        """Return them as they are."""
        return [batch]


def fill(data_dir: Path) -> None:
    """Send the messages."""
    database.open(f"sqlite:///{data_dir}/streamchat.db")
    objects.open(str(data_dir / "files"), data_dir)
    try:
        asyncio.run(_send())
    finally:
        database.close()


async def _send() -> None:
    author = await database.read(_author)
    pictures = [_File(number) for number in range(KINDS)]
    for number in range(MESSAGES):
        file, _ = await files.upload_file(author, WITH, pictures[number % KINDS])
        await messages.send_message(author, WITH, f"Number {number}", files=[file.id])
        await messages.send_message(author, WITHOUT, f"Number {number}\n{TEXT}")
    await database.write(_mark_read)  # a room opens at what is unread, and where it ends there is most to scroll


def _mark_read() -> None:
    newest = Message.select(fn.MAX(Message.id)).scalar()
    Membership.update(read_id=newest).where(Membership.room.in_((WITH, WITHOUT))).execute()


def _author() -> UserItem:
    return accounts.user_item(User.select().where(accounts.is_active()).get())
