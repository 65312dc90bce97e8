"""Calls the methods of kinds within a time budget; their failures are logged, and explained to the caller."""

import logging
import time
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from chat.errors import Invalid
from chat.live.kind import Kind, Refused
from chat.live.running import OutOfTimeError, run_within_budget
from chat.live.shipped import SHIPPED
from chat.live.states import whole

logger = logging.getLogger(__name__)

T = TypeVar("T")

PAUSE, REST = 60.0, 2.0
"""Seconds for which a kind is not used after it has taken too long, since a thread waits for it each time: `PAUSE` if
it used up its CPU time, `REST` if it only waited, as on a busy machine. A plugin's rest doubles each time, up to
`PAUSE`."""

FORGIVEN = 5 * PAUSE
"""Seconds after which the rests of a plugin begin with `REST` again."""

_paused: dict[str, float] = {}
"""Until when kinds are not used, by their names."""

_rests: dict[str, tuple[float, float]] = {}
"""How long the last rest of each plugin was, and when it began, by the kind's name."""

_running_on: dict[str, Thread] = {}
"""Threads that were ended and may still be running, by the kind's name; meanwhile the kind is not used."""

_logged: dict[str, float] = {}
"""When an error of a kind was logged, by their names."""


class BrokenError(Exception):
    """A kind does not work; the text says why."""


class TooSlowError(BrokenError):
    """A kind has taken too long; trying again later may work."""


def call(kind: Kind, function: Callable[[], T], about: str = "") -> T:
    """Call a function of a kind and return its result; raises `Invalid` if it refuses, and `BrokenError` if it fails.

    `about` names the message in the log.
    """
    if _is_paused(kind.name):
        raise TooSlowError("it took too long a moment ago.")
    try:
        return run_within_budget(function)
    except BrokenError:
        _note_failure(kind.name, about)
        raise
    except Refused as error:
        raise Invalid(whole(str(error)[:300]) or "This is not possible.") from None
    except OutOfTimeError as error:
        pause = _pause(kind, error)
        if pause is not None:
            said = "live message %s%s: it took too long, at %s, and is not used for %d seconds"
            logger.error(said, kind.name, about, error.place, pause)
        raise TooSlowError("it took too long.") from None
    except Exception as error:
        _note_failure(kind.name, about)
        raise BrokenError(whole(f"{type(error).__name__}: {str(error)[:200]}")) from error


def _pause(kind: Kind, error: OutOfTimeError) -> float | None:
    """Stop using a kind for some seconds, and return how many; None if another call has just done so."""
    name = kind.name
    if _is_paused(name):
        return None
    now = time.monotonic()
    last, since = _rests.get(name, (0, 0))
    pause = REST if error.is_waiting else PAUSE
    if error.is_waiting and not isinstance(kind, SHIPPED):  # while it waits, others who read have to
        pause = min(2 * last, PAUSE) if last and now - since < FORGIVEN else REST
        _rests[name] = pause, now
    _paused[name], _running_on[name] = now + pause, error.thread
    return pause


def _note_failure(name: str, about: str) -> None:
    """Log the error that is being handled, once a minute for each kind, since anybody may press again and again."""
    if time.monotonic() - _logged.get(name, -PAUSE) >= PAUSE:
        _logged[name] = time.monotonic()
        logger.exception("live message %s%s", name, about)


def _is_paused(name: str) -> bool:
    runs_on = name in _running_on and _running_on[name].is_alive()
    return runs_on or _paused.get(name, 0) > time.monotonic()


def forget_failures() -> None:
    """Use every kind again at once, and log its failures anew."""
    for one in (_paused, _rests, _running_on):
        one.clear()
    _logged.clear()
