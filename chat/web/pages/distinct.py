"""Names that tell things apart which are called the same."""

import itertools
from collections.abc import Iterable


def distinct(names: Iterable[str]) -> list[str]:
    """Number names that occur more than once, so that each button has a name of its own."""
    names = list(names)
    numbers = {name: itertools.count(1) for name in names}
    return [f"{name} ({next(numbers[name])})" if names.count(name) > 1 else name for name in names]
