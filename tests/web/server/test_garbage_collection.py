"""Collecting garbage must not stop a program that is busy: everybody's messages would wait."""

import gc
from collections import deque
from collections.abc import Iterator

import pytest

from chat.web.server.garbage_collection import configure_gc

pytestmark = pytest.mark.drill


@pytest.fixture
def thresholds() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def looks_while_talking() -> int:
    """Have 5,000 objects under way at a time, as messages are, and count the looks at everything meanwhile."""
    pages = [[number] for number in range(200_000)]
    looks: int = gc.get_stats()[2]["collections"]
    for _ in range(500):
        under_way = [[] for _ in range(5_000)]  # type: ignore[var-annotated]
    assert pages
    assert under_way
    return gc.get_stats()[2]["collections"] - looks


@pytest.mark.usefixtures("thresholds")
def test_what_is_under_way_causes_no_look_at_everything() -> None:
    gc.set_threshold(700, 10, 10)
    assert looks_while_talking() > 5  # Python's own choice
    configure_gc()
    assert looks_while_talking() == 0


@pytest.mark.usefixtures("thresholds")
def test_garbage_that_refers_to_itself_does_not_pile_up() -> None:
    configure_gc()
    before = len(gc.get_objects())
    for _ in range(200_000):
        cycle: list[object] = []
        cycle.append(cycle)
    assert len(gc.get_objects()) - before < 15_000


@pytest.mark.usefixtures("thresholds")
def test_neither_do_pages_that_people_have_left() -> None:
    configure_gc()
    gc.collect()  # Python waits for a quarter as many new objects as there were, and other tests leave many
    opened = deque[list[object]](maxlen=100)
    most, before = 0, len(gc.get_objects())
    for number in range(1_000):  # of 1,000 objects each, and old by the time they are left
        page: list[object] = [[] for _ in range(1_000)]
        page.append(page)
        opened.append(page)
        if number % 10 == 0:
            most = max(most, len(gc.get_objects()) - before)
    assert most < 400_000
