"""Has Python's cyclic garbage collector, which stops the whole program, look at what is new alone.

Whatever has been there at one look at everything is left out of all later ones (`gc.freeze`): an open page is 520
objects, and with 1,000 of them each look took 0.4 s of CPU, as often as pages came or came back. What was left out and
has become garbage since, as pages that people have left, is found by a look at all that there is, which is rare.
"""

import gc
from collections.abc import Callable
from typing import Literal

from nicegui import Client

THRESHOLDS = (10_000, 1, 1)
"""Objects made and not freed between two looks at the youngest, looks until the next generation's, and until all.

What was looked at three times is left out, so that none looks at more than 80,000: 17 to 60 ms.
"""

OBJECTS_OF_A_PAGE = 600
"""With those of its socket."""

MOST_UNKNOWN = 150_000
"""Objects that may have been left out for other reasons than that more pages are open: 20 MB, if all is garbage."""

SHARE_UNKNOWN = 0.5
"""Of what open pages have, where that is more: so that many of them are not looked at often."""

CHECK = 10.0
"""Seconds between two questions whether it is time to look at all that there is."""


class GarbageCollection:
    """Leaves out of the collector's looks what has lived long enough."""

    def __init__(self, count_pages: Callable[[], int]) -> None:
        """Take what tells how many pages are open."""
        self._count_pages = count_pages
        self._left_out = self._pages = 0

    def start(self) -> Callable[[], None]:
        """Leave out what is loaded so far, and go on so; call it when startup is done. Returns what ends it."""
        gc.set_threshold(*THRESHOLDS)
        gc.callbacks.append(self._leave_out)
        self._look_at_all()
        return lambda: gc.callbacks.remove(self._leave_out)

    def look_at_all_if_due(self) -> None:
        """Free all garbage, if much was left out since the last time that is not explained by pages that are open."""
        pages = self._count_pages()
        unknown = self._left_out - OBJECTS_OF_A_PAGE * (pages - self._pages)
        if unknown > max(MOST_UNKNOWN, SHARE_UNKNOWN * OBJECTS_OF_A_PAGE * pages):
            gc.unfreeze()
            self._look_at_all()

    def _look_at_all(self) -> None:
        gc.collect()
        gc.collect()  # of nothing: Python waits for a quarter as many new objects as the last look has found alive
        self._left_out, self._pages = 0, self._count_pages()

    def _leave_out(self, phase: Literal["start", "stop"], info: dict[str, int]) -> None:
        """Leave out what a look at everything has just found alive."""
        if phase == "stop" and info["generation"] == 2:
            self._left_out += len(gc.get_objects(generation=2))
            gc.freeze()


garbage_collection = GarbageCollection(lambda: len(Client.instances))
