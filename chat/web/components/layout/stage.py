"""Where a room is shown, and where the next one is made ready."""

from typing import Any

from nicegui.element import Element
from nicegui.slot import Slot


class Stage(Element, component="stage.js", dependencies=["ahead_room.js"]):
    """Three places: browsers draw what is in front, and hold what is in the others.

    A browser may draw by itself what it was offered; `swap` says the same, `begin_anew` something else. What is offered
    no more stays for a while, since a browser may have drawn it at that moment, and somebody may write in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places = [self.add_slot(name) for name in "abc"]
        self.decide()

    @property
    def front(self) -> Slot:
        """What is shown."""
        return self._places[0]

    @property
    def back(self) -> Slot:
        """What was offered last, or is about to be."""
        return self._places[1]

    def begin_anew(self) -> None:
        """Empty all places, to show something else."""
        self.clear_back()
        self._empty(self.front)
        self.decide()

    def begin_back(self) -> Slot:
        """Return an empty back; what was there is kept beside it, in place of what has been."""
        self._places[1:] = reversed(self._places[1:])
        self._empty(self.back)
        return self.back

    def swap(self) -> None:
        """Show what is in the back, and empty the other places."""
        back = self.back
        self._places = [back, *(place for place in self._places if place is not back)]
        self.clear_back()
        self.decide()

    def offer(self, ahead: dict[str, Any]) -> None:
        """Let browsers show by themselves what is in the back, as ahead_room.js says when."""
        self._props["ahead"] = ahead | {"place": self.back.name}

    def withdraw(self) -> None:
        """Offer nothing any more."""
        if self._props.get("ahead"):
            self._props["ahead"] = None

    def clear_back(self) -> None:
        """Empty all places but the front."""
        self.withdraw()
        for place in self._places[1:]:
            self._empty(place)

    def _empty(self, place: Slot) -> None:
        for child in list(place):
            self.remove(child)

    def decide(self) -> None:
        """Have browsers show the front, whatever they have drawn by themselves."""
        self._props["front"] = self.front.name
        self._props["turn"] = self._props.get("turn", 0) + 1
