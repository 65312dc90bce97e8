"""An export that is made while it is downloaded: a thread writes a temporary file, and whoever asked reads along.

The snapshot of the database waits for no slow reader, but lasts as long as the work takes. The files that come after
it do: so they are not on the disk once more, at whatever pace somebody takes them.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO, cast

from chat.errors import TooMany
from chat.exporting.contents import Writing
from chat.exporting.growing import Growing, LeftError, require_space
from chat.exporting.items import Counts, Scope
from chat.storage.database import database
from chat.storage.objects import objects

log = logging.getLogger(__name__)

MOST, MOST_BEGUN = 2, 8
"""How many are made at a time, and with those that wait for slow readers; each is on a thread of its own."""

PATIENCE = 0.1
"""Seconds between two looks for what has been written since."""

StillMay = Callable[[], Awaitable[object]]
"""Asks whether somebody may still have what they export; raises `ChatError` if not."""

_threads = ThreadPoolExecutor(MOST_BEGUN, "exporting")
_making: dict[int, Growing] = {}


def begin(scope: Scope, person_id: int, still_may: StillMay) -> AsyncIterator[bytes]:
    """Begin to make an export for somebody, and return its bytes as they come; raises `TooMany`.

    Whoever stops going through them ends it, and so does `still_may`, which is asked before each piece: the rows are
    those of the beginning, but who may have them is looked up as it is by then.
    """
    check(person_id)
    growing = _making[person_id] = Growing(str(objects.incoming))
    making = asyncio.get_running_loop().run_in_executor(_threads, _make, scope, growing)
    making.add_done_callback(lambda _: _making.pop(person_id, None))
    return _read_along(growing, making, still_may)


def check(person_id: int) -> None:
    """Raise `TooMany` while an export is made for somebody, or as many as can be for others."""
    if person_id in _making:
        raise TooMany("An export of yours is being made already. Please wait for it.", 30)
    if len(_making) >= MOST_BEGUN or sum(not one.is_waiting for one in _making.values()) >= MOST:
        raise TooMany("Others are exporting right now. Please try again in a minute.", 60)


def check_space() -> None:
    """Raise `Unavailable` if the disk is nearly full; blocks."""
    require_space(str(objects.incoming))


async def _read_along(growing: Growing, making: "asyncio.Future[None]", still_may: StillMay) -> AsyncIterator[bytes]:
    place = 0
    try:
        while True:
            is_made = making.done()
            if place < growing.size:
                await still_may()
                piece = await asyncio.to_thread(growing.read, place)
                place += len(piece)
                yield piece
            elif is_made:
                making.result()
                return
            else:
                await asyncio.wait([making], timeout=PATIENCE)
    finally:
        growing.is_left = True
        await asyncio.wait([making])
        growing.close()
        if (error := making.exception()) and not isinstance(error, LeftError):
            log.warning("an export broke off: %s", error)


class _Pace:
    """Leaves half of the time to others, who wait for Python's lock meanwhile."""

    def __init__(self, growing: Growing) -> None:
        self._growing, self._since = growing, time.monotonic()

    def __call__(self, _counts: Counts) -> None:
        if self._growing.is_left:
            raise LeftError
        time.sleep(min(1.0, time.monotonic() - self._since))
        self._since = time.monotonic()


def _make(scope: Scope, growing: Growing) -> None:
    with Writing(scope, cast("IO[bytes]", growing), str(objects.incoming), _Pace(growing)) as writing:
        database.read_now(writing.write_rows)
        growing.waits = True
        writing.finish()
