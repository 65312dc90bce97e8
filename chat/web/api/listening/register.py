"""The listeners of this process, by what concerns them."""

from collections.abc import Collection, Iterable

from chat.web.api.listening.listener import Listener

Listeners = dict[Listener, None]


class Register:
    """Who listens, by person and by room."""

    def __init__(self) -> None:
        self._of_room: dict[int, Listeners] = {}
        self._of_person: dict[int, Listeners] = {}

    def __bool__(self) -> bool:
        """Tell whether there is any listener."""
        return bool(self._of_person)

    @property
    def people(self) -> Collection[int]:
        """Who has a listener."""
        return self._of_person.keys()

    @property
    def rooms(self) -> Collection[int]:
        """Which rooms are heard."""
        return self._of_room.keys()

    def all(self) -> list[Listener]:
        """Return all listeners."""
        return [listener for listeners in self._of_person.values() for listener in listeners]

    def of_person(self, user_id: int) -> list[Listener]:
        """Return somebody's listeners."""
        return list(self._of_person.get(user_id, ()))

    def of_room(self, room_id: int) -> list[Listener]:
        """Return the listeners that hear a room."""
        return list(self._of_room.get(room_id, ()))

    def add(self, listener: Listener) -> None:
        """Take a listener, with the rooms that it knows."""
        self._of_person.setdefault(listener.actor.id, {})[listener] = None
        for room_id in listener.known:
            self.add_to_room(listener, room_id)

    def add_to_room(self, listener: Listener, room_id: int) -> None:
        """Have a listener hear a room."""
        self._of_room.setdefault(room_id, {})[listener] = None

    def lose(self, listener: Listener, room_id: int) -> None:
        """Have a listener hear a room no more."""
        _remove(self._of_room, room_id, listener)
        listener.lose(room_id)

    def remove(self, listener: Listener) -> None:
        """Forget a listener."""
        _remove(self._of_person, listener.actor.id, listener)
        for room_id in listener.known:
            _remove(self._of_room, room_id, listener)


def send(listeners: Iterable[Listener], data: bytes) -> None:
    """Tell listeners what belongs to no room's revisions."""
    for listener in listeners:
        listener.send(data)


def _remove(listeners: dict[int, Listeners], key: int, listener: Listener) -> None:
    there = listeners.get(key, {})
    there.pop(listener, None)
    if not there:
        listeners.pop(key, None)
