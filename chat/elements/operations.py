"""The operations of a stream, such as append; each is one call in the browser."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from nicegui.element import Element

from .browser_call import BrowserCall, call
from .inside import Inside
from .topic import Drawn, Row, row

T = TypeVar("T")

Place = int | dict[str, str]
"""An index, -1 for the end; or beside which row, as `{"before": key}` or `{"after": key}`."""


class Operations(Element, Generic[T]):
    """The operations of a stream; each returns at once, and may be awaited until the browser has carried it out."""

    name: str
    _render: Callable[[T], str]
    _key: Callable[[T], Any]
    _limit: int | None
    _is_sorted: bool

    def insert(
        self,
        *items: T,
        at: int = -1,
        before: Any = None,
        after: Any = None,
        limit: int | None = None,
        update_only: bool = False,
        revision: int | None = None,
    ) -> BrowserCall:
        """Insert items side by side, in the order given; a known one is updated where it stands.

        Args:
            *items: what to insert
            at: index of the first; -1, or one past the end, means the end
            before: instead of `at`, the key of the row to insert above; if it is not in the list, only known items are
                updated
            after: the same, to insert below
            limit: as in the constructor, applied after the whole batch
            update_only: ignore items that are not in the list
            revision: the followed topic's revision at which the items were read
        """
        place = _place(at, before, after)
        check_limit(limit)
        operation = ["insert", self._rows(items), place, self._limit if limit is None else limit, update_only]
        return self._apply([operation], revision)

    def append(self, *items: T, limit: int | None = None, revision: int | None = None) -> BrowserCall:
        """Insert items at the end."""
        return self.insert(*items, limit=limit, revision=revision)

    def prepend(self, *items: T, limit: int | None = None, revision: int | None = None) -> BrowserCall:
        """Insert items at the beginning, the first one first."""
        return self.insert(*items, at=0, limit=limit, revision=revision)

    def update_item(self, *items: T) -> BrowserCall:
        """Update items where they stand; those that are not in the list are ignored."""
        return self.insert(*items, update_only=True)

    def update_part(self, item_or_key: Any, selector: str, html: str) -> BrowserCall:
        """Update only the parts of a row that match; the rest of the row is neither sent nor touched.

        Args:
            item_or_key: the item, or its key, as a string if it is of another type; a string or a number is taken for
                the key, also where items are such themselves; one that is not in the list is ignored
            selector: CSS; all that it finds inside the row are updated
            html: the part as `render` would draw it: one root element of safe HTML
        """
        if not html.lstrip().startswith("<"):
            raise ValueError(f"html={html!r}: give the whole part, such as <b class=count>3</b>")
        key = str(item_or_key) if isinstance(item_or_key, str | int) else self._key_of(item_or_key)
        return self._apply([["part", key, selector, html]])

    def move(  # type: ignore[override]
        self, key: Any = None, at: int = -1, *, before: Any = None, after: Any = None, **element: Any
    ) -> BrowserCall:
        """Move a row, which keeps its state; nothing happens if it, or the one beside it, is not in the list.

        Given an element instead of a key, or by the names `target_container`, `target_index` and `target_slot`, it
        moves the stream, as any element's `move` does.

        Args:
            key: of the row to move
            at: the row's index afterwards; -1, or one past the end, means the end
            before: instead of `at`, the key of the row below it afterwards
            after: the same, of the row above it
            **element: arguments of NiceGUI's `Element.move`
        """
        if isinstance(key, Element) or element:
            super().move(**{"target_container": key, "target_index": at, **element})
            return BrowserCall()
        if key is None:
            raise TypeError("move() needs the key of a row")
        if self._is_sorted:
            raise ValueError("a sorted stream's rows move by their data-sort: use update_item()")
        return self._apply([["move", str(key), _place(at, before, after)]])

    def remove(self, *keys: Any) -> BrowserCall:  # type: ignore[override]
        """Remove items by their keys; those that are not in the list are ignored.

        Given an element, it removes a child that is no item, as NiceGUI does when that is deleted. Numbers are keys,
        not the indexes of children, as they are in NiceGUI.
        """
        if keys and isinstance(keys[0], Element):
            super().remove(*keys)
            return BrowserCall()
        return self._apply([["remove", [str(key) for key in keys]]])

    def remove_item(self, *items: T) -> BrowserCall:
        """Remove items; those that are not in the list are ignored."""
        return self.remove(*map(self._key_of, items))

    def remove_by_dom_id(self, dom_id: str) -> BrowserCall:
        """Remove the row with a DOM id such as `messages-12`; an unknown one is ignored."""
        prefix = f"{self.name}-"
        return self.remove(dom_id.removeprefix(prefix)) if dom_id.startswith(prefix) else BrowserCall()

    def reset(self, *items: T, limit: int | None = None, revision: int | None = None) -> BrowserCall:
        """Replace all items by these, in this order; other children of the element stay."""
        check_limit(limit)
        return self._apply([["reset", self._rows(items), *([] if limit is None else [limit])]], revision)

    def inside(self, item: T, selector: str = "") -> Inside:
        """Return a container whose children are NiceGUI elements in an item's row.

        They may be made before the row is there, survive its updates and moves, and are deleted when it is removed.

        Args:
            item: whose row; it need not be shown yet
            selector: CSS of the part of the row that they are appended to; without it, to the row itself
        """
        with self:
            return Inside(self.name, self._key_of(item), selector)

    def dom_id(self, item: T) -> str:
        """Return the DOM id of an item's row."""
        return f"{self.name}-{self._key_of(item)}"

    def _run(self, method: str, *args: Any) -> BrowserCall:
        return call(self, method, *args)

    def _apply(self, operations: list[list[Any]], revision: int | None = None) -> BrowserCall:
        raise NotImplementedError

    def _rows(self, items: Sequence[T]) -> Sequence[Row]:
        if isinstance(items, Drawn):
            return tuple(items)  # which NiceGUI does not look through for changes, as it does with a list
        rows: list[Row] = []
        for item in items:
            rows += item if isinstance(item, Drawn) else [row(self._key_of(item), self._render(item))]
        return rows

    def _key_of(self, item: T) -> str:
        try:
            return str(self._key(item))
        except AttributeError as error:
            raise TypeError(
                f"{item!r} has no {error.name}: give the stream a key=… that tells its items apart"
            ) from error


def _place(at: int, before: Any, after: Any) -> Place:
    if sum((at != -1, before is not None, after is not None)) > 1:
        raise ValueError("use one of at=, before= and after=")
    _check_number("at", at)
    if at < -1:
        raise ValueError(f"at={at}: use an index from 0, or -1 for the end")
    if before is not None:
        return {"before": str(before)}
    return at if after is None else {"after": str(after)}


def check_limit(limit: int | None) -> None:
    """Refuse a limit that would keep no row, or is no whole number."""
    if limit is not None:
        _check_number("limit", limit)
    if limit == 0:
        raise ValueError("limit=0 would keep no row at all: use reset() to empty the list")


def _check_number(name: str, value: Any) -> None:
    # The browser would take 1.5, "5" or True for something, but not for what was meant.
    if type(value) is not int:
        raise TypeError(f"{name}={value!r} must be a whole number")


def check_callable(**functions: Any) -> None:
    """Refuse what a stream would call later, and fail."""
    for name, function in functions.items():
        if not callable(function):
            raise TypeError(f"{name}={function!r} must be a function of an item, such as lambda item: item.{name}")
