"""The demo's assistant: it answers whoever mentions it or is alone with it, by canned answers about StreamChat."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress

from chat.accounts import user_by_id
from chat.accounts.items import UserItem
from chat.errors import ChatError, TooMany
from chat.messages import append_words, finish_message, send_message, start_message
from chat.messages.events import MessageCreated
from chat.messages.items import MessageItem
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event
from chat.storage.database import database
from chat.storage.settings import is_demo
from models import Membership, Room, User

NAME = "Assistant"

PAUSE = 0.06
"""Seconds from one word to the next."""

AT_ONCE, MOST_WAITING = 4, 20
"""How many answers it writes at a time, and how many questions wait, or are being answered; others are told so."""

BUSY = "Too many people ask me at the moment. Please ask me again in a minute."

ANSWERS = {
    r"search|find": "Open **Search** with `Ctrl+F`. It finds parts of words and phrases, and takes filters:\n\n"
    "- `from:` somebody\n- `in:` a room\n- `before:` and `after:` a day",
    r"thread|reply": "Point at a message and choose **Reply in thread**. The thread opens *beside* the room, and "
    "whoever follows it is told what is said there.",
    r"bot|program|api|webhook": "Programs speak here by an **HTTP API**. This answer came word by word, like this:\n\n"
    '```python\napi.post(f"/messages/{id}/append", json={"text": " word", "offset": 12})\n```\n\n'
    "See `/api/docs` of this server.",
    r"format|markdown|bold|code": "You can write **bold**, *italic*, ~~struck~~ and `code`, lists, quotes and tables. "
    "Press the eye below the box to see what it will look like.",
    r"shortcut|key": "- `Ctrl+K` goes to a room\n- `Ctrl+F` searches\n- `Ctrl+/` lists **all** keys",
}
"""What it says, by what a question is about."""

OTHERWISE = (
    "I am **a demo**: no model, only a few canned answers about StreamChat. Ask me about\n\n"
    "1. searching\n2. threads\n3. formatting\n4. keys\n5. programs and bots"
)


class Assistant:
    """Answers mentions, and whoever is alone with it, as long as the program runs.

    Args:
        add_source: takes what tells who is there though nobody has a page open, as `Presence` does
        sleep: waits for so many seconds
    """

    def __init__(
        self,
        add_source: Callable[[Callable[[], dict[int, bool]]], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        add_source(self._present)
        self._id: int | None = None
        self._answers: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._direct: dict[int, bool] = {}  # by room: who is in a direct one never changes

    async def start(self) -> None:
        """Begin to listen."""
        bus.subscribe(EVERY_TOPIC, self.hear)
        assistant = await database.read(find_assistant)
        self._id = assistant.id if assistant else None

    def _present(self) -> dict[int, bool]:
        return {} if self._id is None else {self._id: True}

    def hear(self, event: Event) -> None:
        """Answer a message that is meant for it, in the background."""
        if not isinstance(event, MessageCreated) or event.message.author.is_bot:
            return
        is_named = any(user.name == NAME and user.is_bot for user in event.message.mentions)
        if is_named or self._direct.get(event.message.room_id, self._id is not None):
            task = asyncio.get_running_loop().create_task(self.answer(event.message, is_named=is_named))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def answer(self, question: MessageItem, *, is_named: bool = True) -> None:
        """Write the answer to a question, if it is one; where it may not, it stays silent."""
        assistant = await database.read(find_assistant)
        if assistant is None or not (is_named or await self._is_direct(assistant, question.room_id)):
            return
        key = f"answer-to-{question.id}"
        with suppress(ChatError):  # somebody has deleted it, or the question
            try:
                if len(self._answers) > MOST_WAITING:
                    raise TooMany(BUSY, 60)
                async with self._turns:
                    await self._write(assistant, question, key)
            except TooMany:
                await send_message(assistant, question.room_id, BUSY, f"busy-{key}", reply_to=question.id)

    async def _is_direct(self, assistant: UserItem, room_id: int) -> bool:
        if room_id not in self._direct:
            self._direct[room_id] = await database.read(_is_direct_with, assistant.id, room_id)
        return self._direct[room_id]

    async def _write(self, assistant: UserItem, question: MessageItem, key: str) -> None:
        message, is_new = await start_message(assistant, question.room_id, "", key, reply_to=question.id)
        length = 0
        for word in re.findall(r"\s*\S+", answer_to(question.body)) if is_new else ():
            await self._sleep(PAUSE)
            length = await append_words(assistant, message.id, word, length)
        if is_new:
            await finish_message(assistant, message.id)


def answer_to(question: str) -> str:
    """Return what it says to a question."""
    return next((answer for about, answer in ANSWERS.items() if re.search(about, question.lower())), OTHERWISE)


def find_assistant() -> UserItem | None:
    """Return the demo's assistant, if there is one; elsewhere a bot of that name is somebody's own."""
    row = is_demo() and User.get_or_none(User.name == NAME, User.role == "bot", User.deactivated_at.is_null())
    return user_by_id(row.id) if row else None


def _is_direct_with(user_id: int, room_id: int) -> bool:
    """Return whether a room, or that of a thread, is a direct conversation with somebody."""
    room = Room.get_by_id(room_id)
    home = room.parent if room.parent_id else room
    is_in = (Membership.room == home.id) & (Membership.user == user_id)
    return home.kind == "direct" and Membership.select().where(is_in).exists()
