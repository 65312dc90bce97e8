"""Simulated people: they send, edit, delete, react and vote by the same commands as everybody."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from random import Random

from chat import accounts, rooms
from chat.accounts.items import UserItem
from chat.demo.conversations import CAST
from chat.demo.queries import demo_users
from chat.demo.script import Step, steps
from chat.errors import ChatError
from chat.messages import delete_message, edit_message, notify_typing, press, react, send_live, send_message
from chat.rooms.items import RoomItem
from chat.storage.database import database

MAX_ROOMS = 3
"""In how many rooms they talk; more would be a crowd."""

NEXT_ROOM = 1.7
"""Seconds by which each room begins after the one before, so that nobody speaks in two at once."""

ACTIVE_FOR, THERE_FOR = 25.0, 120.0
"""Seconds after they said something for which people are active, and for which they are there at all."""

STILL_TYPING = 3.0
"""Seconds after which it is told again that somebody types, as browsers do."""


class SimulatedPeople:
    """People of the demo who talk in its rooms, from `start` to `stop`.

    Args:
        chance: decides who, what and when
        sleep: waits for so many seconds
    """

    def __init__(self, chance: Random, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._chance = chance
        self._sleep = sleep
        self._talks: list[asyncio.Task[None]] = []
        self._seen: dict[int, float] = {}  # by person: when they did something last

    def present(self) -> dict[int, bool]:
        """Tell who is there, and whether they are active."""
        now = time.monotonic()
        return {user_id: now - at < ACTIVE_FOR for user_id, at in self._seen.items() if now - at < THERE_FOR}

    async def start(self) -> None:
        """Begin to talk in every room, up to a few."""
        cast = await database.read(_cast)
        listed_rooms = (await database.read(rooms.open_rooms, cast[0]))[:MAX_ROOMS] if cast else []
        self._talks = [
            asyncio.create_task(self.talk(room, NEXT_ROOM * index)) for index, room in enumerate(listed_rooms)
        ]

    async def stop(self) -> None:
        """Stop all conversations."""
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def talk(self, room: RoomItem, delay: float = 0.0) -> None:
        """Go on in a room until cancelled; what cannot be done, in an archived room say, is passed over."""
        await self._sleep(delay)
        said: dict[int, int] = {}  # by speaker: their last message
        for step in steps(self._chance):
            await self._sleep(step.wait - step.typing)
            try:
                if speaker := await _speaker(step):
                    self._seen[speaker.id] = time.monotonic()
                await self._type(step, room)
                await _do(step, room, said)
            except ChatError:
                said.pop(step.speaker, None)

    async def _type(self, step: Step, room: RoomItem) -> None:
        left = step.typing
        while left > 0:
            if speaker := await _speaker(step):
                await notify_typing(speaker, room.id)
            await self._sleep(min(left, STILL_TYPING))
            left -= STILL_TYPING


async def _speaker(step: Step) -> UserItem | None:
    cast = await database.read(_cast)
    return cast[step.speaker % len(cast)] if cast else None


async def _do(step: Step, room: RoomItem, said: dict[int, int]) -> None:
    speaker = await _speaker(step)
    if speaker is None:
        return
    if step.does == "say":
        message = await send_message(speaker, room.id, step.text.replace(" ¶", "\n"))
        said[step.speaker] = message.id
    elif step.does == "ask":
        poll, _ = await send_live(speaker, room.id, "poll", {"text": step.text.replace(" / ", " | ")})
        said[step.speaker] = poll.id
    elif said and step.does == "vote":
        await press(speaker, max(said.values()), "vote", {"arg": step.text, "on": "true"})
    elif said and step.does == "react":
        await react(speaker, max(said.values()), step.text, on=True)
    elif step.speaker in said and step.does == "edit":
        await edit_message(speaker, said[step.speaker], step.text)
    elif step.speaker in said:
        await delete_message(speaker, said[step.speaker])


def _cast() -> Sequence[UserItem]:
    """Choose who speaks: a few of the demo's people, and nobody as whom somebody real has logged in."""
    people = demo_users()
    return [user for user in people if not accounts.sessions_of(user.id)][:CAST] or people[:CAST]
