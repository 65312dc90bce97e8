"""Runs the code of kinds on threads of their own, each within a time budget; what exceeds it is ended."""

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
"""Seconds of CPU time that drawing, or a press, may take."""

PATIENCE = 1.0
"""Seconds of wall time after which a call is given up: far more than `BUDGET`, since the machine may be busy."""

LOOK = 0.05
"""Seconds between two looks at the CPU time of a call."""

DEEPEST = 6
"""How many calls of the stack a report of a slow kind names."""

OURS = {threading.__file__, __file__, *(str(Path(__file__).with_name(name)) for name in ("kind.py", "using.py"))}
"""Files that such a report leaves out: those that call kinds."""


class OutOfTimeError(Exception):
    """A call has used up its CPU time or, if `is_waiting`, its wall time: it waits, or the machine is busy.

    `place` is where it was then, and `thread` the one that it was ended on, which may still be running.
    """

    def __init__(self, thread: Thread, place: str, *, is_waiting: bool) -> None:
        super().__init__()
        self.thread, self.place, self.is_waiting = thread, place, is_waiting


class _Ended(SystemExit):
    """Raised on the thread of a call that took too long; as a `SystemExit`, it ends the thread without a traceback."""


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
        """Return the seconds of CPU time that the thread has used; where that is not known, those that have passed."""
        if hasattr(time, "pthread_getcpuclockid") and self.ident:
            return time.clock_gettime(time.pthread_getcpuclockid(self.ident))
        return time.monotonic()

    def place(self) -> str:
        """Return where the thread is, from the outermost call to the innermost, without our own code."""
        frame = sys._current_frames().get(self.ident or 0)
        called = traceback.extract_stack(frame) if frame else []
        at = [f"{one.filename}, line {one.lineno}, in {one.name}" for one in called if one.filename not in OURS]
        return " > ".join(at[-DEEPEST:])

    def end(self) -> None:
        """End the thread at its next Python instruction, or after its task; a loop within a C library goes on."""
        self.tasks.put((_end, Future()))
        Thread(target=self._insist, name="end live", daemon=True).start()

    def _insist(self) -> None:
        """Raise `_Ended` again until the thread has ended: code that catches all errors goes on after each."""
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
