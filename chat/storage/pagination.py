"""Paged lists: rows that match a search, sorted by name, a page at a time."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from chat.storage.name_keys import name_key, without_accents

T = TypeVar("T")

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of a list; `total` counts the matches on all pages."""

    items: Sequence[T]
    total: int
    page: int
    pages: int
    search: str


def paginate(
    rows: Iterable[tuple[int, str, str]], search: str, page: int, load: Callable[[Sequence[int]], dict[int, T]]
) -> Listing[T]:
    """Search and sort rows of `(id, name, more text)`, and load one page of them.

    A row matches if every word of the search is in its name or its other text. For a page that does not exist, the
    nearest one is returned. Only the rows of the page are loaded with all their columns.
    """
    words = search.casefold().split()
    found = sorted(
        (name.casefold(), id_) for id_, name, more in rows if not words or _has_all(words, f"{name}\n{more}")
    )

    def load_slice(start: int, count: int) -> list[T]:
        ids = [id_ for _, id_ in found[start : start + count]]
        loaded = load(ids) if ids else {}
        return [loaded[id_] for id_ in ids]

    return nearest_page(page, len(found), load_slice, search)


def paginate_by_key(
    rows: Any, order: Sequence[Any], search: str, page: int, load: Callable[[Sequence[int]], dict[int, T]]
) -> Listing[T]:
    """List the rows of a query of `(id, key of the name, more text)`, in the database's order.

    Without a search only one page of it is read. With one, a row matches if every word of it is in the key or in the
    other text, whatever the case and the accents.
    """
    ordered = rows.order_by(*order)
    words = without_accents(name_key(search)).split() if search.strip() else []
    found = (
        [id_ for id_, key, more in ordered.tuples() if _has_all(words, f"{without_accents(key)}\n{more}")]
        if words
        else []
    )

    def load_slice(start: int, count: int) -> list[T]:
        chosen = (
            found[start : start + count] if words else [row[0] for row in ordered.offset(start).limit(count).tuples()]
        )
        loaded = load(chosen) if chosen else {}
        return [loaded[id_] for id_ in chosen if id_ in loaded]

    return nearest_page(page, len(found) if words else rows.count(), load_slice, search)


def nearest_page(page: int, total: int, load: Callable[[int, int], Sequence[T]], search: str = "") -> Listing[T]:
    """Load a page of a list of `total` items with `load(start, count)`; for one that does not exist, the nearest."""
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    return Listing(load((page - 1) * PER_PAGE, PER_PAGE), total, page, pages, search)


def _has_all(words: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
