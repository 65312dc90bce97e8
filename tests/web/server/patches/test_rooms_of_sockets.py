import pytest
from socketio import AsyncServer
from socketio.async_manager import AsyncManager

from chat.web.server.patches import rooms_of_sockets

CHANGED = ("basic_enter_room", "basic_leave_room", "basic_disconnect", "get_rooms")


@pytest.fixture
async def manager(monkeypatch):
    """Two sockets in a room, one of them in another one as well, and the list of all rooms."""
    for name in CHANGED:
        monkeypatch.setattr(AsyncManager, name, getattr(AsyncManager, name))
    rooms_of_sockets.install()
    manager = AsyncServer(async_mode="asgi").manager
    manager.sids = [await manager.connect(engine_id, "/") for engine_id in ("one", "two")]
    for sid, room in zip((*manager.sids, manager.sids[0]), ("both", "both", "own"), strict=True):
        manager.basic_enter_room(sid, "/", room)
    yield manager
    for sid in manager.sids:
        manager.basic_disconnect(sid, "/")
    assert not rooms_of_sockets._rooms.keys() & set(manager.sids)


def look(manager, sid):
    """Find a socket's rooms by looking into all."""
    return {room for room, sockets in manager.rooms.get("/", {}).items() if room is not None and sid in sockets}


def test_the_rooms_of_a_socket_are_those_that_it_is_in(manager):
    first, second = manager.sids
    assert set(manager.get_rooms(first, "/")) == look(manager, first) == {first, "both", "own"}
    assert set(manager.get_rooms(second, "/")) == look(manager, second) == {second, "both"}
    manager.basic_leave_room(first, "/", "both")
    manager.basic_leave_room(first, "/", "never entered")
    assert set(manager.get_rooms(first, "/")) == look(manager, first) == {first, "own"}
    manager.basic_close_room("both", "/")
    assert set(manager.get_rooms(second, "/")) == look(manager, second) == {second}
    assert manager.get_rooms("nobody", "/") == []


def test_who_goes_leaves_nothing_behind(manager):
    first, second = manager.sids
    manager.pre_disconnect(first, "/")
    manager.callbacks[first] = {}
    manager.basic_disconnect(first, "/")
    manager.basic_disconnect(first, "/")
    assert (look(manager, first), manager.get_rooms(first, "/")) == (set(), [])
    assert set(manager.rooms["/"]) == {None, second, "both"}
    assert (manager.callbacks, manager.pending_connect, manager.pending_disconnect) == ({}, {}, {})
    manager.basic_disconnect(second, "/")
    assert manager.rooms == {}


def test_no_room_is_looked_into_that_a_socket_is_not_in(manager):
    class Unwanted(dict):
        def __contains__(self, key):
            raise AssertionError("looked into")

    manager.rooms["/"]["another"] = Unwanted()
    manager.get_rooms(manager.sids[0], "/")
    manager.basic_disconnect(manager.sids[0], "/")
