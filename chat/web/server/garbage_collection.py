"""Settings of Python's cyclic garbage collector, which stops the whole program while it looks at objects.

An open page is 520 objects. With 1,000 of them each full collection took 0.4 s of CPU, as often as pages came or came
back. So what survives one is frozen (`gc.freeze`): later ones ignore it. Frozen objects that have become garbage since,
such as pages that people have left, are freed by a full collection after `gc.unfreeze`, which is rare.
"""

import gc
from collections.abc import Callable
from typing import Literal

from nicegui import Client

THRESHOLDS = (10_000, 1, 1)
"""As in `gc.set_threshold`; what survives three collections is frozen.

So even a full one looks at 80,000 objects at most: 9 to 131 ms, seen while 2,000 pages were opened.
"""

OBJECTS_OF_A_PAGE = 600
"""With those of its socket."""

MOST_UNEXPLAINED = 150_000
"""Objects that may be frozen for other reasons than that more pages are open: 20 MB, if all is garbage."""

SHARE_UNEXPLAINED = 0.5
"""Of the objects of open pages, where that is more: with many pages, unfreezing is expensive and must stay rare."""

CHECK = 10.0
"""Seconds between two calls of `collect_frozen_if_due`."""


class GarbageCollection:
    """Freezes what has survived a full collection, and collects what is frozen now and then."""

    def __init__(self, count_pages: Callable[[], int]) -> None:
        """Take what tells how many pages are open."""
        self._count_pages = count_pages
        self._frozen = self._pages = 0

    def start(self) -> Callable[[], None]:
        """Freeze what is loaded so far, and go on so; call it when startup is done. Returns what ends it."""
        gc.set_threshold(*THRESHOLDS)
        gc.callbacks.append(self._freeze)
        self._collect_all()
        return lambda: gc.callbacks.remove(self._freeze)

    def collect_frozen_if_due(self) -> None:
        """Free garbage among frozen objects, if many were frozen that open pages do not explain."""
        pages = self._count_pages()
        unexplained = self._frozen - OBJECTS_OF_A_PAGE * (pages - self._pages)
        if unexplained > max(MOST_UNEXPLAINED, SHARE_UNEXPLAINED * OBJECTS_OF_A_PAGE * pages):
            gc.unfreeze()
            self._collect_all()

    def _collect_all(self) -> None:
        gc.collect()
        gc.collect()  # of nothing: Python puts off a full one until there are a quarter as many new objects as survived
        self._frozen, self._pages = 0, self._count_pages()

    def _freeze(self, phase: Literal["start", "stop"], info: dict[str, int]) -> None:
        """Freeze what has just survived a full collection."""
        if phase == "stop" and info["generation"] == 2:
            self._frozen += len(gc.get_objects(generation=2))
            gc.freeze()


garbage_collection = GarbageCollection(lambda: len(Client.instances))
