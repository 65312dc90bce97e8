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
        self._forgotten = 0  # how often: what was being made meanwhile may be of what is forgotten

    def __len__(self) -> int:
        """Of how many messages something is kept."""
        return len(self._made)

    def get(self, message_id: int, kind: str, state: str, make: Callable[[], T]) -> T:
        """Return what is kept, or make it; what it raises is not kept, and with 0 as id nothing is."""
        with self._lock:
            of, made = self._made.get(message_id, (None, None))
            forgotten = self._forgotten
            if of == (kind, state):
                self._made.move_to_end(message_id)
                return made  # type: ignore[return-value]
        new = make()
        with self._lock:
            if message_id and forgotten == self._forgotten:
                self._made[message_id] = (kind, state), new
                self._made.move_to_end(message_id)
                while len(self._made) > self._most:
                    self._made.popitem(last=False)
        return new

    def forget(self, message_id: int) -> None:
        """Keep nothing of a message."""
        with self._lock:
            self._forgotten += 1
            self._made.pop(message_id, None)

    def clear(self) -> None:
        """Keep nothing of any."""
        with self._lock:
            self._forgotten += 1
            self._made.clear()
