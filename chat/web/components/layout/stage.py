"""Where a room is shown, and where the next one is made ready."""

from typing import Any

from nicegui.element import Element
from nicegui.slot import Slot


class Stage(Element, component="stage.js", dependencies=["ahead_room.js"]):
    """Two places: browsers draw what is in front, and hold what is in the back.

    A browser may bring what is in the back to the front by itself; `swap` says the same, `begin_anew` something else.
    """

    def __init__(self) -> None:
        super().__init__()
        self._places = [self.add_slot("a"), self.add_slot("b")]
        self._decide()

    @property
    def front(self) -> Slot:
        """What is shown."""
        return self._places[0]

    @property
    def back(self) -> Slot:
        """What is not."""
        return self._places[1]

    def begin_anew(self) -> None:
        """Empty both places, to show something else."""
        self.clear_back()
        self._empty(self.front)
        self._decide()

    def swap(self) -> None:
        """Show what is in the back, and empty what was in front."""
        self._empty(self.front)
        self._places.reverse()
        self._props["ahead"] = None
        self._decide()

    def offer(self, ahead: dict[str, Any]) -> None:
        """Let browsers show by themselves what is in the back, as ahead_room.js says when."""
        self._props["ahead"] = ahead

    def clear_back(self) -> None:
        """Empty the back."""
        if self._props.get("ahead") or self.back.children:
            self._props["ahead"] = None
            self._empty(self.back)

    def _empty(self, place: Slot) -> None:
        for child in list(place):
            self.remove(child)

    def _decide(self) -> None:
        self._props["front"] = self.front.name
        self._props["turn"] = self._props.get("turn", 0) + 1
