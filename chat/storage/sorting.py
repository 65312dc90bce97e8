"""Sorting by name, in Python, since each database would sort differently."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """What has a name, and an id for where names are equal."""

    @property
    def id(self) -> int:
        """Which it is."""

    @property
    def name(self) -> str:
        """What it is called."""


N = TypeVar("N", bound=Named)


def name_sort_key(named: Named) -> tuple[str, int]:
    """Return what to sort by: upper and lower case alike."""
    return named.name.casefold(), named.id


def sorted_by_name(things: Iterable[N]) -> list[N]:
    """Return things in the order of their names."""
    return sorted(things, key=name_sort_key)
