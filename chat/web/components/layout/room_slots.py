"""The slots that rooms are drawn in: one is shown, the others hold rooms that are prerendered."""

from typing import Any

from nicegui.element import Element
from nicegui.slot import Slot


class RoomSlots(Element, component="room_slots.js", dependencies=["prerendered_room.js"]):
    """Three slots of which browsers draw one: the shown one, the prerendered one and a spare.

    A browser may activate the prerendered room by itself; `activate` confirms that, `clear_all` replaces it. A room
    that is withdrawn stays in its slot for a while: a browser may just have activated it, and its viewer may be
    writing in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._order = [self.add_slot(name) for name in "abc"]
        self.confirm()

    @property
    def shown(self) -> Slot:
        """The slot that is shown."""
        return self._order[0]

    @property
    def prerendered(self) -> Slot:
        """The slot of the newest prerendered room."""
        return self._order[1]

    def clear_all(self) -> None:
        """Empty all slots, to show something else."""
        self.discard_prerendered()
        self._empty(self.shown)
        self.confirm()

    def begin_prerender(self) -> Slot:
        """Return an empty slot for a prerendered room; the previous one moves to the spare slot."""
        self._order[1:] = reversed(self._order[1:])
        self._empty(self.prerendered)
        return self.prerendered

    def offer(self, prerendered: dict[str, Any]) -> None:
        """Let browsers activate the prerendered room by themselves, under the conditions of prerendered_room.js."""
        self._props["prerendered"] = prerendered | {"slot": self.prerendered.name}

    def withdraw(self) -> None:
        """Let browsers activate nothing by themselves any more."""
        if self._props.get("prerendered"):
            self._props["prerendered"] = None

    def activate(self) -> None:
        """Show the prerendered room, and empty the other slots."""
        activated = self.prerendered
        self._order = [activated, *(slot for slot in self._order if slot is not activated)]
        self.discard_prerendered()
        self.confirm()

    def discard_prerendered(self) -> None:
        """Empty all slots but the one that is shown."""
        self.withdraw()
        for slot in self._order[1:]:
            self._empty(slot)

    def confirm(self) -> None:
        """Have browsers draw the shown slot, whatever they have activated by themselves."""
        self._props["shown"] = self.shown.name
        self._props["confirmations"] = self._props.get("confirmations", 0) + 1

    def _empty(self, slot: Slot) -> None:
        for child in list(slot):
            self.remove(child)
