"""Sends what is queued, beside everything else: by push at once, by mail after a while."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress

from chat.errors import Unavailable
from chat.notifications import mail
from chat.notifications.commands.claims import claim_mails, claim_pushes
from chat.notifications.commands.queue import finish, forget_browser, postpone, queue_notices
from chat.notifications.items import Dispatch, Missed
from chat.notifications.push import Push
from chat.notifications.queries import has_work
from chat.storage.database import database
from chat.storage.steps import Steps

PAUSE = 2.0
"""Seconds between two looks."""

AT_ONCE = 20
"""Notifications that are on their way at a time: a slow push service holds up no others."""

MOST_WAITING = 20
"""With so many on their way or waiting for their turn no more are claimed: claims would be over before these are sent,
and they would be sent twice."""

MAIL_DEADLINE = 60.0
"""Seconds that a mail server may take for one mail."""

MAX_ATTEMPTS = 8
FIRST_PAUSE, LONGEST_PAUSE = 15.0, 1800.0

SendMail = Callable[[str, str, str, str], Awaitable[bool]]
"""Mails a subject and a text to an address, with a link that unsubscribes; returns whether that worked."""


class Deliveries:
    """Sends from the queue for as long as the program runs; of several processes each does its share.

    Args:
        push: sends to push services
        send_mail: sends mails, where mail can be sent
        home: the address of the app, before the paths of its links
    """

    def __init__(self, push: Push, send_mail: SendMail | None, home: str) -> None:
        self._push, self._send_mail, self._home = push, send_mail, home
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._steps = Steps(self.step, PAUSE, "send notifications")
        self._on_their_way: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Begin to send."""
        await self._steps.start()

    async def stop(self) -> None:
        """End; what is on its way and not acknowledged is sent again after the next start."""
        await self._steps.stop()
        for task in (tasks := [*self._on_their_way]):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def step(self) -> None:
        """Queue what is new, and begin to send what is due."""
        if not await database.read(has_work):
            return
        while await queue_notices(with_mail=self._send_mail is not None):
            pass
        if len(self._on_their_way) < MOST_WAITING:
            for dispatch in await claim_pushes():
                self._begin(self._dispatch(dispatch))
        if self._send_mail and len(self._on_their_way) < MOST_WAITING:
            for missed in await claim_mails():
                self._begin(self._mail(missed))

    async def finished(self) -> None:
        """Wait until nothing is on its way."""
        while self._on_their_way:
            await asyncio.wait(self._on_their_way)

    def _begin(self, sending: Awaitable[None]) -> None:
        task = asyncio.ensure_future(self._in_turn(sending))
        self._on_their_way.add(task)
        task.add_done_callback(self._on_their_way.discard)

    async def _in_turn(self, sending: Awaitable[None]) -> None:
        async with self._turns:
            with suppress(Unavailable):  # it is due again once its claim is over
                await sending

    async def _dispatch(self, dispatch: Dispatch) -> None:
        answer = await self._push.send(dispatch.browser, dispatch.notice, dispatch.expires_at)
        if answer.outcome == "gone":
            await forget_browser(dispatch.browser.id)
        elif answer.outcome == "later":
            await _try_later(dispatch.queued, dispatch.attempts, answer.pause)
        else:
            await finish(dispatch.queued)

    async def _mail(self, missed: Missed) -> None:
        is_sent = False
        if self._send_mail:
            with suppress(TimeoutError):
                async with asyncio.timeout(MAIL_DEADLINE):
                    subject, text = mail.written(missed.notices, self._home)
                    link = f"{self._home}/unsubscribe/{missed.token}"
                    is_sent = await self._send_mail(missed.address, subject, text, link)
        if is_sent:
            await finish(missed.queued)
        else:
            await _try_later(missed.queued, missed.attempts, 0.0)


async def _try_later(queued: Collection[int], attempts: int, pause: float) -> None:
    """Wait as long as the other side wants, and longer each time."""
    if attempts + 1 >= MAX_ATTEMPTS:
        await finish(queued)
    else:
        own = min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
        await postpone(queued, round(max(own, pause) * 1000))
