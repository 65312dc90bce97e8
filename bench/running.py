"""Runs measures, each in a process of its own: one that fails or hangs takes no other one along."""

import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from multiprocessing import connection, get_context
from types import FrameType

from bench import figures
from bench.budgets import limit_of, seconds_for
from bench.figures import Figure, save

Measure = Callable[[], Sequence[Figure]]
Options = Mapping[str, object]

LANES = 2
"""Quick measures that run side by side, on as many cores: most of their time programs start, or all wait."""

GRACE = 30
"""Seconds in which a measure that is told to end may stop its servers."""


class TookTooLong(Exception):
    """A measure hangs."""


class Run:
    """One measure at work, in a forked process and a group of its own."""

    def __init__(self, name: str, measure: Measure, options: Options, *, beside_others: bool) -> None:
        self.name = name
        limit = limit_of(name, quick=bool(options.get("quick")))
        self._started, self._deadline = time.monotonic(), time.monotonic() + limit + GRACE
        self._output = tempfile.TemporaryFile("w+") if beside_others else None  # noqa: SIM115 - closed in end
        args = (name, measure, limit, options, self._output and self._output.fileno())
        self.process = get_context("fork").Process(target=_measured, args=args)
        self.process.start()

    @property
    def seconds_left(self) -> float:
        """How long it may still take."""
        return self._deadline - time.monotonic()

    def is_over(self) -> bool:
        """Tell whether it has ended, or has to."""
        return not self.process.is_alive() or self.seconds_left <= 0

    def end(self) -> tuple[float, bool]:
        """End whatever is left of it; return the seconds that it took, and whether it went well."""
        assert self.process.pid
        with suppress(ProcessLookupError):  # nothing is left
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.join()
        if self._output:
            self._output.seek(0)
            shutil.copyfileobj(self._output, sys.stdout)
            self._output.close()
        return time.monotonic() - self._started, self.process.exitcode == 0


def run_all(measures: Mapping[str, Measure], options: Options) -> list[str]:
    """Run them, save what each has found, and return the names of those that failed."""
    quick = bool(options.get("quick"))
    lanes = LANES if quick and len(measures) > 1 else 1
    started, waiting, taken, failed = time.monotonic(), list(measures.items()), dict[str, float](), list[str]()
    with ExitStack() as stack:
        running: list[Run] = []
        stack.callback(lambda: [run.end() for run in running])  # whoever interrupts this ends them
        while waiting or running:
            while waiting and len(running) < lanes:
                name, measure = waiting.pop(0)
                place = f"{len(measures) - len(waiting)} of {len(measures)}"
                print(f"== {name} ({place}, about {seconds_for(name, quick=quick)} s)", flush=True)
                running.append(Run(name, measure, options, beside_others=lanes > 1))
            connection.wait([run.process.sentinel for run in running], min(run.seconds_left for run in running))
            for run in [one for one in running if one.is_over()]:
                running.remove(run)
                taken[run.name], went_well = run.end()
                failed += [] if went_well else [run.name]
                print(f"{run.name} {'took' if went_well else 'FAILED after'} {taken[run.name]:.0f} s\n", flush=True)
    if measures:
        _tell(taken, failed, time.monotonic() - started, quick=quick)
    return failed


def _measured(name: str, measure: Measure, limit: int, options: Options, output: int | None) -> None:
    os.setpgid(0, 0)
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(limit)
    if output is not None:
        os.dup2(output, 1)
        os.dup2(output, 2)
    started = time.monotonic()
    try:
        found, told = measure(), {}
    except BaseException as error:
        traceback.print_exc()
        found, told = figures.made, {"failed": f"{type(error).__name__}: {error}".partition("\n")[0]}
    signal.alarm(0)
    save(name, found, {**options, "seconds": round(time.monotonic() - started), **told})
    sys.exit(1 if told else 0)


def _give_up(_number: int, _frame: FrameType | None) -> None:
    raise TookTooLong("it took several times what it should")


def _tell(taken: Mapping[str, float], failed: Sequence[str], all_: float, *, quick: bool) -> None:
    for name, seconds in taken.items():
        note = "  FAILED" if name in failed else ""
        print(f"{name:<12} {seconds:6.0f} s of {seconds_for(name, quick=quick):4} s{note}")
    print(f"{'all':<12} {all_:6.0f} s", flush=True)
