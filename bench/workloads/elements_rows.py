"""The same rows as a stream and as ordinary elements in a `ui.column`, for `bench.workloads.elements_app`.

A column has no limit and keeps nobody's place: it is pruned here, by deleting, and stays where it stands.
"""

from collections.abc import Sequence
from typing import NamedTuple

from nicegui import ui
from nicegui.element import Element

from chat.elements.stream import Changes, Stream, broadcast, row

TEXT = "Shall we meet at the station before the train to the lake goes, or in the park? " * 3
EMPTY = "<p>Nothing yet</p>"


class Item(NamedTuple):
    """A row, and the number of the drawing, by which the browser tells that it has come."""

    id: int
    mark: int


def draw(item: Item) -> str:
    """Draw what is inside a row, about as much as a chat message; text of several lengths."""
    text = TEXT[: 40 + item.mark * 37 % 180]
    return f'<b>Adam Almond</b> <time data-mark="{item.mark}">12:34</time><p>{item.id}: {text}</p>'


def draw_row(item: Item) -> str:
    """Draw the same as `ui.html` makes of it."""
    return f'<article class="row">{draw(item)}</article>'


class StreamRows:
    """Rows as a stream."""

    def __init__(self, items: Sequence[Item], limit: int) -> None:
        self._limit = limit
        self._stream = Stream("rows", render=draw_row, items=items, limit=-limit, empty=EMPTY).classes("rows")

    async def append(self, *items: Item) -> None:
        """Append."""
        self._stream.append(*items)

    async def prepend(self, *items: Item) -> None:
        """Prepend."""
        self._stream.prepend(*items, limit=self._limit)

    async def update(self, *items: Item) -> None:
        """Draw anew where they stand."""
        self._stream.update_item(*items)


class TopicRows:
    """Rows as a stream that hears of its topic: what is appended is drawn and emitted once for all who follow."""

    def __init__(self, items: Sequence[Item], limit: int) -> None:
        self._topic, self._revision = f"topic-{limit}", 0
        stream = Stream(
            "rows",
            render=draw_row,
            items=items,
            limit=-limit,
            empty=EMPTY,
            topic=self._topic,
            changes_since=self._changes_since,
        )
        stream.classes("rows")

    def _changes_since(self, _revision: int | None) -> Changes[Item]:
        return Changes(self._revision)

    async def append(self, *items: Item) -> None:
        """Append."""
        self._revision += 1
        await broadcast(self._topic, self._revision, "insert", [row(item.id, draw_row(item)) for item in items])


class ColumnRows:
    """Rows as elements."""

    def __init__(self, items: Sequence[Item], limit: int) -> None:
        self._limit = limit
        self._elements: dict[int, ui.html] = {}
        self._column = ui.column().classes("rows")
        self._add(items)

    async def append(self, *items: Item) -> None:
        """Append."""
        self._add(items)
        self._prune(self._children[: -self._limit])

    async def prepend(self, *items: Item) -> None:
        """Prepend."""
        self._add(items)
        for item in reversed(items):
            self._elements[item.id].move(target_index=0)
        self._prune(self._children[self._limit :])

    async def update(self, *items: Item) -> None:
        """Draw anew where they stand."""
        for item in items:
            self._elements[item.id].set_content(draw(item))

    @property
    def _children(self) -> list[Element]:
        return self._column.default_slot.children

    def _add(self, items: Sequence[Item]) -> None:
        with self._column:
            for item in items:
                self._elements[item.id] = ui.html(draw(item), sanitize=False).classes("row")

    def _prune(self, elements: Sequence[Element]) -> None:
        for element in elements:
            element.delete()


PEERS = {"stream": StreamRows, "topic": TopicRows, "column": ColumnRows}
