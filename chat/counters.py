"""Counters of this process since its start: plain integers, which `/metrics` reads."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Numbers that only grow."""

    messages: int = 0
    slow_readers: int = 0
    throttled: Counter[str] = field(default_factory=Counter)


counts = Counts()
