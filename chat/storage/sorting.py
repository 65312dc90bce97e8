"""Sorting by name, in Python, because the databases sort differently."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with a name, and an id that decides if names are equal."""

    @property
    def id(self) -> int:
        """The row's id."""

    @property
    def name(self) -> str:
        """The name to sort by."""


N = TypeVar("N", bound=Named)


def name_sort_key(named: Named) -> tuple[str, int]:
    """Return the sort key of a name, ignoring case."""
    return named.name.casefold(), named.id


def sorted_by_name(things: Iterable[N]) -> list[N]:
    """Return a list sorted by name."""
    return sorted(things, key=name_sort_key)
