"""Of several calls that overlap, only the newest may show its result."""

from collections.abc import Callable

IsNewest = Callable[[], bool]


class NewestCall:
    """Counts calls of one kind: the newest wins, not the one whose answer came last."""

    def __init__(self) -> None:
        self._count = 0

    def begin(self) -> IsNewest:
        """Begin a call, before anything is awaited; what is returned tells whether it is still the newest."""
        self._count += 1
        number = self._count
        return lambda: number == self._count
