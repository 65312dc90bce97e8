"""Collecting garbage must not stop a program that is busy: everybody's messages would wait."""

import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakSet

import pytest

from chat.web.server import garbage_collection
from chat.web.server.garbage_collection import THRESHOLDS, GarbageCollection

SIZE = 1_000
"""Objects of a page."""


class Page:
    """Refers to itself, as open pages do, and so is garbage until a collection finds it."""

    def __init__(self) -> None:
        self.objects = [[self] for _ in range(SIZE)]


@dataclass
class Program:
    """Pages that are open, and what collects those that are not."""

    opened: list[Page] = field(default_factory=list)
    kept: WeakSet[Page] = field(default_factory=WeakSet)
    """Those, and what has not been freed yet."""

    def __post_init__(self) -> None:
        self.collection = GarbageCollection(lambda: len(self.opened))

    def open(self, pages: int) -> None:
        """Open some, and collect what is frozen whenever that is due."""
        for _ in range(pages):
            self.opened.append(Page())
            self.kept.add(self.opened[-1])
            self.collection.collect_frozen_if_due()


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    monkeypatch.setattr(garbage_collection, "MOST_UNEXPLAINED", 50 * SIZE)
    monkeypatch.setattr(garbage_collection, "OBJECTS_OF_A_PAGE", SIZE)
    before, begun = gc.get_threshold(), Program()
    gc.freeze()  # what other tests have left is none of its business
    stop = begun.collection.start()
    yield begun
    stop()
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_survived_a_full_collection_is_in_no_later_one(program: Program) -> None:
    program.open(100)
    gc.collect()
    assert len(gc.get_objects()) < SIZE


def test_however_many_pages_are_opened_each_collection_is_short(program: Program) -> None:
    looked_at: list[int] = []

    def note(phase: str, _info: object) -> None:
        if phase == "start":
            looked_at.append(len(gc.get_objects()))

    program.open(100)
    gc.unfreeze()
    program.collection._collect_all()
    gc.callbacks.insert(0, note)
    program.open(200)
    gc.callbacks.remove(note)
    assert max(looked_at) < 8 * THRESHOLDS[0]


@pytest.mark.parametrize("opened", [20, 100])
def test_pages_that_people_have_left_do_not_pile_up(program: Program, opened: int) -> None:
    most = 0
    program.open(opened)
    for _ in range(200):
        program.opened.pop(0)
        program.open(1)
        most = max(most, len(program.kept))
    assert most < 2 * opened + 150


def test_garbage_that_refers_to_itself_does_not_pile_up(program: Program) -> None:
    before = len(gc.get_objects())
    for _ in range(50_000):
        cycle: list[object] = []
        cycle.append(cycle)
    assert len(gc.get_objects()) - before < 15_000
