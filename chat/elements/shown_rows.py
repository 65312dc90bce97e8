"""A stream's rows as a browser holds them, by the rules of docs/streams.md and without a browser."""

from collections.abc import Callable, Collection, Sequence
from html.parser import HTMLParser
from typing import Any

from .operations import Place
from .topic import Row


class ShownRows:
    """Carries out what is sent to a browser; without scrolling, and as if a topic's broadcasts came in order."""

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        limit: int | None = None,
        is_sorted: bool = False,
        revision: int | None = None,
        opens_at: str = "end",
        has_last: bool = False,
        pages: Collection[str] = (),
    ) -> None:
        """Begin with a stream's first rows.

        Args:
            rows: the first rows
            limit: the stream's
            is_sorted: whether rows stand where their `data-sort` says
            revision: of the first rows; None without a topic
            opens_at: whether the first rows, and those of a reset, are the list's last ones
            has_last: whether the first rows are the list's last ones wherever it opens
            pages: the edges at which the browser loads more rows
        """
        self.rows: list[Row] = []
        self.parts: dict[tuple[str, str], str] = {}  # HTML by key and selector: `rows` are as they were sent
        self.revision = revision
        self._opens_at_end = opens_at == "end" or "bottom" not in pages
        self._is_cut_at_end = revision is not None or "bottom" in pages  # where rows behind the last one are left out
        self.reaches_end = self._opens_at_end or has_last  # whether a topic's new rows belong behind the last row
        self._limit = limit
        self._is_sorted = is_sorted
        self._insert(rows, limit=limit)

    @property
    def keys(self) -> list[str]:
        """The keys of the rows, in their order."""
        return [key for key, _ in self.rows]

    def apply(self, operations: Sequence[Sequence[Any]], revision: int | None = None) -> None:
        """Carry out operations for this viewer; those that only scroll change nothing."""
        known: dict[str, Callable[..., None]] = {
            "insert": self._insert,
            "part": self._update_part,
            "move": self._move,
            "remove": self._remove,
            "reset": self._reset,
            "around": self._show_around,
        }
        for name, *args in operations:
            if name in known:
                known[name](*args)
        if self.revision is not None and revision is not None:
            self.revision = min(self.revision, revision)

    def complete(self, page: dict[str, Any], has_more: bool | None) -> None:
        """End a page of rows below: without a word from the server it is the last if it has brought no new row."""
        if page["edge"] == "bottom":
            brought_none = self.keys[-1:] == [page["key"]]
            self.reaches_end = brought_none if has_more is None else not has_more

    def broadcast(self, revision: int, operation: str = "", rows: Sequence[Any] = ()) -> None:
        """Apply a topic's next revision, and ignore every other."""
        if self.revision is None or not operation or revision != self.revision + 1:
            return
        self.revision = revision
        if operation == "remove":
            self._remove(rows)
        elif operation == "update":
            self._insert(rows, update_only=True)
        else:
            self._append_new(rows)

    def sync(self, answer: dict[str, Any]) -> None:
        """Apply all that was missed of a topic."""
        if answer["reset"] is not None:
            self._reset(answer["reset"])
            self.reaches_end = True
        elif self.revision is not None and answer["revision"] > self.revision:
            self._remove(answer["deleted"])
            self._insert(answer["edited"], update_only=True)
            self._append_new(answer["created"])
        self.revision = answer["revision"]

    def _append_new(self, rows: Sequence[Row]) -> None:
        is_withheld = not self.reaches_end and self._limit is not None and self._limit < 0
        self._insert(rows, limit=None if is_withheld else self._limit, update_only=not self.reaches_end)

    def _insert(
        self, rows: Sequence[Row], place: Place = -1, limit: int | None = None, update_only: bool = False
    ) -> None:
        given, known = dict(rows), self.keys
        fresh = [] if update_only else [(key, html) for key, html in given.items() if key not in known]
        self._forget_parts(given)
        index = len(self.rows) if self._is_sorted else self._index(place)
        self.rows = [(key, given.get(key, html)) for key, html in self.rows]
        if index is not None:
            self.rows[index:index] = fresh
        if self._is_sorted:
            self.rows.sort(key=_position)
        self._prune(limit)

    def _move(self, key: str, place: Place) -> None:
        if key not in self.keys or place in ({"before": key}, {"after": key}):
            return
        before, row = self.rows, self.rows[self.keys.index(key)]
        self.rows = [other for other in self.rows if other != row]
        if (index := self._index(place)) is None:
            self.rows = before
        else:
            self.rows.insert(index, row)

    def _update_part(self, key: str, selector: str, html: str) -> None:
        if key in self.keys:
            self.parts[key, selector] = html

    def _forget_parts(self, keys: Collection[str]) -> None:
        self.parts = {part: html for part, html in self.parts.items() if part[0] not in keys}

    def _remove(self, keys: Sequence[str]) -> None:
        self._forget_parts(keys)
        self.rows = [row for row in self.rows if row[0] not in keys]

    def _reset(self, rows: Sequence[Row], limit: int | None = None) -> None:
        self.rows = list(dict(rows).items())
        self.parts.clear()
        self.reaches_end = self._opens_at_end
        self._prune(self._limit if limit is None else limit)

    def _show_around(self, rows: Sequence[Row], key: str) -> None:
        if key in dict(rows):
            self.rows = list(dict(rows).items())
            self.parts.clear()
            self.reaches_end = not self._is_cut_at_end

    def _prune(self, limit: int | None) -> None:
        if limit is None or len(self.rows) <= abs(limit):
            return
        if limit < 0:
            del self.rows[:limit]
        else:
            del self.rows[limit:]
            self.reaches_end = not self._is_cut_at_end

    def _index(self, place: Place) -> int | None:
        if isinstance(place, int):
            return len(self.rows) if place < 0 else place
        [(side, key)] = place.items()
        return self.keys.index(key) + (side == "after") if key in self.keys else None


def _position(row: Row) -> tuple[str, float]:
    key, html = row
    return attribute(html, "data-sort"), float(key) if key.isdecimal() else 0


def attribute(html: str, name: str) -> str:
    """Read an attribute of a row's root element, or ""."""
    parser = _Root()
    parser.feed(html)
    return (parser.attributes or {}).get(name) or ""


class _Root(HTMLParser):
    """Keeps the attributes of the first element."""

    attributes: dict[str, str | None] | None = None

    def handle_starttag(self, _tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self.attributes is None:
            self.attributes = dict(attributes)
