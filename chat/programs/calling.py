"""Calls outgoing webhooks from the queue, for as long as the program runs; several processes share the work."""

import asyncio
import json
import logging
import time
from contextlib import suppress
from dataclasses import dataclass

import httpx

from chat import messages, outgoing
from chat.errors import ChatError, Invalid, Unavailable
from chat.messages.items import EVERYBODY
from chat.outgoing import ForbiddenAddressError
from chat.programs.addresses import is_named, parsed
from chat.programs.commands.calls import claim_calls, fail_call, finish_call
from chat.programs.commands.queue import queue_calls
from chat.programs.items import Call
from chat.programs.listening import has_outgoing_work
from chat.programs.payloads.pieces import messages_of
from chat.programs.signing import signature
from chat.storage.database import database
from chat.storage.steps import Steps

log = logging.getLogger(__name__)

PAUSE = 1.0
"""Seconds between two looks."""

DEADLINE = 10.0
"""Seconds that a webhook may take in all."""

MAX_ANSWER = 64 * 1024
"""Bytes of an answer; of a longer one nothing is posted."""

AT_ONCE = 20
"""Webhooks that are told at a time: one that is slow holds up no others."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    text: str = ""
    error: str = ""


class Calling:
    """Tells webhooks.

    Args:
        home: the address of the app, before the paths of its links
    """

    def __init__(self, home: str) -> None:
        self._home = home
        self._steps = Steps(self.step, PAUSE, "tell outgoing webhooks")
        self._under_way: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin."""
        await self._steps.start()

    async def stop(self) -> None:
        """Stop; calls that were not acknowledged are repeated after the next start."""
        await self._steps.stop()
        for task in (tasks := [*self._under_way]):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def step(self) -> None:
        """Queue calls for new messages, and begin to make those that are due."""
        if not await database.read(has_outgoing_work):
            return
        while await queue_calls():
            pass
        if free := AT_ONCE - len(self._under_way):
            for call in await claim_calls(free):
                task = asyncio.ensure_future(self._tell_on(call))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def finished(self) -> None:
        """Wait until no call is in progress."""
        while self._under_way:
            await asyncio.wait(self._under_way)

    async def _tell_on(self, call: Call) -> None:
        """Call a webhook, then whichever is next, so that one with a backlog does not block others."""
        with suppress(Unavailable):  # it is due again once its claim is over
            following: Call | None = call
            while following:
                await self._tell(following)
                following = next(iter(await claim_calls(1)), None)

    async def _tell(self, call: Call) -> None:
        try:
            async with asyncio.timeout(DEADLINE):
                answer = await _ask(call, self._home)
        except (ForbiddenAddressError, Invalid) as error:
            await fail_call(call, _why_not(error), self._home, is_over=True)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # a TimeoutError is an OSError
            log.info("an outgoing webhook was not reached: %r", error)
            await fail_call(call, _in_words(error), self._home)
        else:
            await self._note(call, answer)

    async def _note(self, call: Call, answer: _Answer) -> None:
        if 200 <= answer.status < 300:
            await finish_call(call, await _post(call, answer.text) if answer.text else answer.error)
            return
        is_over = 300 <= answer.status < 500 and answer.status not in (408, 425, 429)
        error = f"it answered {answer.status}"
        await fail_call(call, error, self._home, is_over=is_over, is_gone=answer.status == 410)


async def _ask(call: Call, home: str) -> _Answer:
    parts, now = parsed(call.address), int(time.time())
    body = json.dumps(call.told, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "identity",  # a few bytes may be packed gigabytes
        "User-Agent": f"StreamChat webhook (+{home})",
        "X-StreamChat-Delivery": call.key,
        "X-StreamChat-Timestamp": str(now),
        "X-StreamChat-Signature": signature(call.secret, now, body),
    }
    asked = outgoing.asked("POST", parts, headers, content=body, seconds=DEADLINE, is_named=is_named(parts))
    async with asked as response:
        if not 200 <= response.status_code < 300:
            return _Answer(response.status_code)
        content = b""
        async for piece in response.aiter_raw():
            content += piece
            if len(content) > MAX_ANSWER:
                return _Answer(response.status_code, error="Its answer was longer than 64 kB.")
        return _Answer(response.status_code, _text_in(content))


def _text_in(content: bytes) -> str:
    """Return what an answer says, if it is JSON that says something."""
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return ""
    text = answer.get("text") if isinstance(answer, dict) else None
    return text if isinstance(text, str) and text.strip() else ""


async def _post(call: Call, text: str) -> str:
    """Post an answer where the message was, once, and return what was wrong with it; it cannot mean everybody there."""
    try:
        for number, piece in enumerate(messages_of([text])):
            key = f"answer-{call.key}" + (f"-{number}" if number else "")
            await messages.send_message(call.bot, call.place, piece, key, told=(EVERYBODY,))
    except ChatError as error:
        if isinstance(error, Unavailable):
            raise
        return f"Its answer could not be posted: {error.message}"
    return ""


def _why_not(error: Exception) -> str:
    """Return why an address may not be called: as it is stored, or because of what its host name resolves to now."""
    return error.message if isinstance(error, Invalid) else "it is not a public address"


def _in_words(error: Exception) -> str:
    return "it took too long" if isinstance(error, TimeoutError | httpx.TimeoutException) else "it was not reached"
