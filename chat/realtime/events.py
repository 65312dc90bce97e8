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
    """News from other processes come late from now on, or in time again: then some of it may have been missed."""

    is_degraded: bool
    topic: ClassVar[str] = BUS
