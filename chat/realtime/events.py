"""What every event has, and what the bus itself publishes."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


class Event(Protocol):
    """Something that has happened; `topic` says who hears of it."""

    @property
    def topic(self) -> str:
        """The topic that it is published under."""


BUS = "bus"


@dataclass(frozen=True, slots=True)
class BusStatusChanged:
    """Events of other processes are delayed from now on, or no longer; some may have been missed then."""

    is_degraded: bool
    topic: ClassVar[str] = BUS
