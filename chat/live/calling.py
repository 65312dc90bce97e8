"""Calls kinds, each within its time: what they do wrong is logged, and told in plain words."""

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
"""Seconds for which a kind is not used after it has taken too long, as each time a thread waits for it; the second
where it took no processor's time: all else may have. Of plugins it is then twice as long each time, up to `PAUSE`."""

FORGIVEN = 5 * PAUSE
"""Seconds after which a kind that has waited too long begins with `REST` again."""

_paused: dict[str, float] = {}
"""Until when kinds are not used, by their names."""

_rests: dict[str, tuple[float, float]] = {}
"""How long kinds that had waited were last not used, and when that began, by their names."""

_running_on: dict[str, Thread] = {}
"""What goes on though it was ended, by the names of their kinds, which are not used while it does."""

_logged: dict[str, float] = {}
"""When an error of a kind was logged, by their names."""


class BrokenError(Exception):
    """A kind does not work; the text says why."""


class TooSlowError(BrokenError):
    """A kind has taken too long, which another time it may not."""


def call(kind: Kind, function: Callable[[], T], about: str = "") -> T:
    """Call what a kind does and return what it returns; raises `Invalid` for what it refuses, and `BrokenError`.

    `about` says of which message that is, in the log.
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
    """Do not use a kind for some seconds, and return how many; None where another call has just said so."""
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
    """Log the error that is being handled; once a minute of each kind, since anybody may press again and again."""
    if time.monotonic() - _logged.get(name, -PAUSE) >= PAUSE:
        _logged[name] = time.monotonic()
        logger.exception("live message %s%s", name, about)


def _is_paused(name: str) -> bool:
    runs_on = name in _running_on and _running_on[name].is_alive()
    return runs_on or _paused.get(name, 0) > time.monotonic()


def forget_failures() -> None:
    """Use every kind again at once, and log what it does wrong again."""
    for one in (_paused, _rests, _running_on):
        one.clear()
    _logged.clear()
