"""The demo's assistant: it answers whoever mentions it, word by word, with canned answers about StreamChat itself."""

import asyncio
import re
from collections.abc import Awaitable, Callable

from chat.accounts import user_by_id
from chat.accounts.items import UserItem
from chat.errors import ChatError
from chat.messages import append_words, finish_message, start_message
from chat.messages.events import MessageCreated
from chat.messages.items import MessageItem
from chat.realtime.bus import EVERY_TOPIC, bus
from chat.realtime.events import Event
from chat.storage.database import database
from chat.storage.settings import is_demo
from models import User

NAME = "Assistant"

PAUSE = 0.06
"""Seconds from one word to the next."""

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
    """Answers mentions, as long as the program runs.

    Args:
        sleep: waits for so many seconds
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._answers: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to listen."""
        bus.subscribe(EVERY_TOPIC, self.hear)

    def hear(self, event: Event) -> None:
        """Answer a message that mentions it, in the background."""
        if isinstance(event, MessageCreated) and any(
            user.name == NAME and user.is_bot for user in event.message.mentions
        ):
            task = asyncio.get_running_loop().create_task(self.answer(event.message))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def answer(self, question: MessageItem) -> None:
        """Write the answer to a question; where it may not, it stays silent."""
        assistant = await database.read(find_assistant)
        if assistant is None or question.author.is_bot:
            return
        try:
            await self._write(assistant, question)
        except ChatError:  # somebody has deleted it, or the question
            return

    async def _write(self, assistant: UserItem, question: MessageItem) -> None:
        key = f"answer-to-{question.id}"
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
