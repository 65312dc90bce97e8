"""Many say something at once, again and again, and each that is stored is told on a line: `burst.py URL`."""

import asyncio
import os
import sys

from chat import messages
from chat.accounts import user_item
from chat.errors import NotFound
from chat.storage.database import database
from models import Room, User, db

SENDERS = 40


async def main(url: str) -> None:
    """Go on until killed."""
    database.open(url)
    with db.connection_context():
        author, room = user_item(User.get()), Room.get().id
    await asyncio.gather(*(say(author, room) for _ in range(SENDERS)), fail(author))


async def say(author: object, room: int) -> None:
    """Say one thing after another, each once the one before is stored."""
    while True:
        message = await messages.send_message(author, room, "hello")
        os.write(1, f"{message.id}\n".encode())  # at once: nothing of it is kept in this process


async def fail(author: object) -> None:
    """Fail in the midst of the others."""
    while True:
        try:
            await messages.send_message(author, 99, "to nowhere")
        except NotFound:
            await asyncio.sleep(0)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
