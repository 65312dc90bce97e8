"""What happened in this process since its start, as plain numbers: whoever counts only adds, `chat.metrics` reads."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Counts:
    """Numbers that only grow."""

    messages: int = 0
    slow_readers: int = 0
    throttled: Counter[str] = field(default_factory=Counter)


counts = Counts()
