"""The protocol of events, and the event of the bus itself."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


class Event(Protocol):
    """Something that has happened."""

    @property
    def topic(self) -> str:
        """The topic under which it is published."""


BUS = "bus"


@dataclass(frozen=True, slots=True)
class BusStatusChanged:
    """Events of other processes are delayed from now on, or no longer; then some may have been missed."""

    is_degraded: bool
    topic: ClassVar[str] = BUS
