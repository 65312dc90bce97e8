"""Runs what kinds do on threads beside, each within its time: what does not come back is ended."""

import ctypes
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

BUDGET = 0.2
"""Seconds of a processor that drawing, or a press, may take."""

PATIENCE = 1.0
"""Seconds after which one is not waited for, whatever it does; while the machine is busy, others take most of them."""

LOOK = 0.05
"""Seconds between two looks at how much it has taken."""


DEEPEST = 6
"""How many calls are told of where something was."""

OURS = {threading.__file__, __file__, *(str(Path(__file__).with_name(name)) for name in ("kind.py", "using.py"))}
"""What calls kinds."""


class OutOfTimeError(Exception):
    """It has taken too much of a processor, or with `is_waiting` too long: it waits, or the machine is busy.

    `place` is where it was then, and `thread` what it goes on with, if it does though it was ended.
    """

    def __init__(self, thread: Thread, place: str, *, is_waiting: bool) -> None:
        super().__init__()
        self.thread, self.place, self.is_waiting = thread, place, is_waiting


class _Ended(SystemExit):
    """Raised on the thread of what has taken too long; Python tells nobody of one that ends a thread."""


class _Worker(Thread):
    def __init__(self) -> None:
        super().__init__(name="live", daemon=True)
        self.tasks: SimpleQueue[tuple[Callable[[], Any], Future[Any]]] = SimpleQueue()
        self.start()

    def run(self) -> None:
        with suppress(_Ended):
            while True:
                function, done = self.tasks.get()
                try:
                    done.set_result(function())
                except _Ended:
                    raise
                except BaseException as error:  # such as SystemExit, which would end this thread
                    done.set_exception(error if isinstance(error, Exception) else RuntimeError(type(error).__name__))

    def cpu(self) -> float:
        """Return how many seconds of a processor it has taken, or, where no system says so, have passed."""
        if hasattr(time, "pthread_getcpuclockid") and self.ident:
            return time.clock_gettime(time.pthread_getcpuclockid(self.ident))
        return time.monotonic()

    def place(self) -> str:
        """Return where it is, in what is not ours, from the outside in."""
        frame = sys._current_frames().get(self.ident or 0)
        called = traceback.extract_stack(frame) if frame else []
        at = [f"{one.filename}, line {one.lineno}, in {one.name}" for one in called if one.filename not in OURS]
        return " > ".join(at[-DEEPEST:])

    def end(self) -> None:
        """End it between two of its steps, or at its end; what loops in a library is beyond that."""
        self.tasks.put((_end, Future()))
        Thread(target=self._insist, name="end live", daemon=True).start()

    def _insist(self) -> None:
        """Tell it until it has ended: what catches all errors goes on after each."""
        pause = 0.0
        while self.is_alive():
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self.ident or 0), ctypes.py_object(_Ended))
            self.join(timeout=pause)
            pause = min(pause + LOOK, PATIENCE)


def _end() -> None:
    raise _Ended


_idle: deque[_Worker] = deque()


def run_within_budget(function: Callable[[], T], budget: float = BUDGET) -> T:
    """Call a function on another thread; raises what it raises, and `OutOfTimeError`. Not for the event loop."""
    worker = _take()
    used, began, done = worker.cpu(), time.monotonic(), Future[T]()
    worker.tasks.put((function, done))
    while True:
        try:
            result = done.result(timeout=LOOK)
        except TimeoutError:
            if done.done():  # it has raised that itself
                _idle.append(worker)
                raise
            is_at_work = worker.cpu() - used > budget
            if is_at_work or time.monotonic() - began > PATIENCE + budget:
                place = worker.place()
                worker.end()
                raise OutOfTimeError(worker, place, is_waiting=not is_at_work) from None
        except Exception:
            _idle.append(worker)
            raise
        else:
            _idle.append(worker)
            return result


def _take() -> _Worker:
    with suppress(IndexError):
        return _idle.pop()
    return _Worker()
