"""Keeps what was made of messages, so that it is not made again for each who reads them."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """What was made of the newest state of each message, of those messages alone that were read last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[int, tuple[tuple[str, str], T]] = OrderedDict()
        self._lock = Lock()  # readers have threads of their own

    def __len__(self) -> int:
        """Of how many messages something is kept."""
        return len(self._made)

    def get(self, message_id: int, kind: str, state: str, make: Callable[[], T]) -> T:
        """Return what is kept, or make it; what it raises is not kept, and with 0 as id nothing is."""
        with self._lock:
            of, made = self._made.get(message_id, (None, None))
            if of == (kind, state):
                self._made.move_to_end(message_id)
                return made  # type: ignore[return-value]
        new = make()
        if message_id:
            with self._lock:
                self._made[message_id] = (kind, state), new
                self._made.move_to_end(message_id)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
        return new

    def forget(self, message_id: int) -> None:
        """Keep nothing of a message."""
        with self._lock:
            self._made.pop(message_id, None)

    def clear(self) -> None:
        """Keep nothing of any."""
        with self._lock:
            self._made.clear()
