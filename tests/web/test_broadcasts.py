import asyncio
import json
from types import SimpleNamespace

import pytest
from nicegui import background_tasks, core

from chat.accounts import end_session, start_session
from chat.elements import socket_rooms, topic
from chat.messages import delete_message, edit_message, notify_typing, open_thread, send_message
from chat.rooms import join_room, leave_room
from chat.rooms.events import room_topic
from chat.storage.database import database
from chat.web import broadcasts, open_pages
from models import Room


@pytest.fixture
async def emitted(opened, monkeypatch):
    """All that goes out to browsers while the program fans out."""
    emits = []

    async def emit(event, data, room):
        emits.append((event, data, room))

    monkeypatch.setattr(core, "loop", asyncio.get_running_loop())
    monkeypatch.setattr(core.sio, "emit", emit)
    monkeypatch.setattr(socket_rooms, "write_at_once", None)
    monkeypatch.setattr(topic, "_latest", {})
    stop = broadcasts.start()
    yield emits
    stop()


@pytest.fixture
def follow():
    """Have a browser's socket follow a room."""
    followed = []
    manager = core.sio.manager

    def enter(room, socket="socket-1"):
        place = (socket, "/", f"stream:{room_topic(room.id)}")
        manager.basic_enter_room(*place, eio_sid=f"eio-{socket}")
        followed.append(place)

    yield enter
    for place in followed:
        manager.basic_leave_room(*place)


@pytest.fixture
def drawn(monkeypatch):
    """Collect which messages are drawn."""
    bodies = []
    draw = broadcasts.message_row
    monkeypatch.setattr(broadcasts, "message_row", lambda message: bodies.append(message.body) or draw(message))
    return bodies


async def settled():
    """Wait until all that was begun in the background is done."""
    while background_tasks.running_tasks:
        await asyncio.gather(*background_tasks.running_tasks)


async def test_whoever_comes_and_goes_is_told_once_to_those_who_look(ada, room, emitted, follow, monkeypatch):
    later = []
    loop = SimpleNamespace(call_later=lambda _seconds, *call: later.append(call))
    monkeypatch.setattr(broadcasts, "asyncio", SimpleNamespace(get_running_loop=lambda: loop))
    monkeypatch.setattr(broadcasts, "_members_changed", set())
    await leave_room(ada, room.id)
    await join_room(ada, room.id)
    assert later == [], "nobody looks"
    follow(room)
    for _ in range(3):
        await leave_room(ada, room.id)
        await join_room(ada, room.id)
    [(tell, *args)] = later
    tell(*args)
    await settled()
    assert len([data for event, data, _ in emitted if event == "stream-signal" and data[1] == "members"]) == 1


async def test_what_is_said_goes_out_to_the_followers_of_the_room(ada, room, emitted, follow):
    follow(room)
    message = await send_message(ada, room.id, "hello")
    await settled()
    [(event, (topic, revision, operation, [(key, html)]), to)] = emitted
    assert (event, topic, revision, operation, key) == ("stream", "room:1", 1, "insert", str(message.id))
    assert "hello" in html
    assert to == "stream:room:1"


async def test_an_edit_goes_out_as_an_update_and_a_deletion_as_a_removal(ada, room, emitted, follow):
    message = await send_message(ada, room.id, "hello")
    await settled()
    follow(room)
    await edit_message(ada, message.id, "hello there")
    await delete_message(ada, message.id)
    await settled()
    (_, update, _), (_, removal, _) = emitted
    assert update[:3] == ("room:1", 2, "update")
    assert [key for key, html in update[3] if "hello there" in html] == ["1"]
    assert removal == ("room:1", 3, "remove", ["1"])


async def test_a_deleted_message_above_a_thread_is_news_once_and_is_removed_with_the_last_reply(
    ada, room, emitted, follow, monkeypatch
):
    news = []
    monkeypatch.setattr(broadcasts.news, "tell", lambda room_id, message_id, *_: news.append((room_id, message_id)))
    root = await send_message(ada, room.id, "who?")
    thread = await open_thread(ada, root.id)
    reply = await send_message(ada, thread.id, "I do")
    await settled()
    follow(room)
    news.clear()
    await delete_message(ada, root.id)
    await delete_message(ada, reply.id)
    await settled()
    assert news == [(room.id, -root.id), (thread.id, -reply.id)]
    assert [data[2] for event, data, _ in emitted if event == "stream"] == ["update", "remove"]


async def test_an_edit_is_news_to_who_looks_elsewhere(ada, room, emitted, monkeypatch):
    news = []
    monkeypatch.setattr(broadcasts.news, "tell", lambda *told: news.append(told))
    message = await send_message(ada, room.id, "frist")
    edited = await edit_message(ada, message.id, "first")
    assert news[1:] == [(room.id, message.id, ada.id, edited.revision, (), ())]


async def test_deleted_words_do_not_go_out_again(ada, room, emitted, follow):
    message = await send_message(ada, room.id, "my password")
    await settled()
    follow(room)
    await delete_message(ada, message.id)
    await settled()
    assert len(emitted) == 1
    assert "password" not in json.dumps(emitted)


@pytest.mark.parametrize("followers", [1, 2, 100])
async def test_a_message_is_drawn_and_sent_once_whatever_the_number_of_followers(
    ada, room, emitted, follow, drawn, followers
):
    for number in range(followers):
        follow(room, f"socket-{number}")
    await send_message(ada, room.id, "hello")
    await settled()
    assert drawn == ["hello"]
    assert len(emitted) == 1


async def test_where_nobody_follows_nothing_is_drawn_and_nothing_goes_out(ada, room, new_room, emitted, follow, drawn):
    follow(new_room("elsewhere"))
    message = await send_message(ada, room.id, "hello")
    await edit_message(ada, message.id, "hello there")
    await delete_message(ada, message.id)
    await settled()
    assert drawn == []
    assert emitted == []


async def test_the_end_of_a_session_does_not_go_out(ada, room, emitted, follow):
    follow(room)
    await end_session(await start_session(ada.id))
    await settled()
    assert emitted == []


async def test_a_crowd_that_talks_at_once_goes_out_in_the_order_of_revisions(ada, ben, room, emitted, follow):
    follow(room)
    await asyncio.gather(*(send_message([ada, ben][n % 2], room.id, f"message {n}") for n in range(30)))
    await settled()
    assert [revision for _, (_, revision, *_), _ in emitted] == list(range(1, 31))


async def test_who_types_is_told_by_name_to_the_followers_of_the_room(ada, room, emitted, follow):
    follow(room)
    await notify_typing(ada, room.id)
    await notify_typing(ada, room.id, is_typing=False)
    await settled()
    assert emitted == [
        ("stream-signal", ("room:1", name, {"id": ada.id, "name": "Ada"}), "stream:room:1")
        for name in ("typing", "stopped-typing")
    ]


@pytest.mark.parametrize(("followers", "emits"), [(0, 0), (100, 1), (101, 0)])
async def test_it_is_told_to_a_hundred_and_to_no_crowd(ada, room, emitted, follow, followers, emits):
    for number in range(followers):
        follow(room, f"socket-{number}")
    await notify_typing(ada, room.id)
    await settled()
    assert len(emitted) == emits


async def test_after_its_end_nothing_goes_out(ada, room, opened, follow, monkeypatch):
    monkeypatch.setattr(background_tasks, "create", lambda *_args, **_options: pytest.fail("something went out"))
    broadcasts.start()()
    follow(room)
    await send_message(ada, room.id, "hello")


async def test_the_heartbeat_tells_followed_rooms_and_no_others_how_far_they_are(ada, new_room, emitted, follow):
    followed, alone, quiet = new_room("followed"), new_room("alone"), new_room("quiet")
    for place in (followed, followed, alone):
        await send_message(ada, place.id, "hello")
    await settled()
    follow(followed, "socket-1")
    follow(followed, "socket-2")
    follow(quiet, "socket-2")
    await broadcasts.send_heartbeat()
    assert sorted(emitted) == [
        ("stream", (room_topic(followed.id), 2), f"stream:{room_topic(followed.id)}"),
        ("stream", (room_topic(quiet.id), 0), f"stream:{room_topic(quiet.id)}"),
    ]


async def test_the_heartbeat_leaves_topics_alone_that_are_no_rooms(room, emitted, follow):
    follow(room)
    place = ("socket-2", "/", "stream:thread:7")
    core.sio.manager.basic_enter_room(*place, eio_sid="eio-2")
    await broadcasts.send_heartbeat()
    core.sio.manager.basic_leave_room(*place)
    assert [topic for _, (topic, *_), _ in emitted] == [room_topic(room.id)]


async def test_a_heartbeat_that_nobody_hears_asks_nothing(emitted, monkeypatch):
    monkeypatch.setattr(open_pages, "_sessions", {})  # those of pages that other tests have left open
    monkeypatch.setattr(database, "read", lambda *_: pytest.fail("asked the database"))
    await broadcasts.send_heartbeat()
    assert emitted == []


async def test_the_heartbeat_of_a_room_that_has_gone_is_silent(room, emitted, follow):
    follow(room)
    Room.delete_by_id(room.id)
    await broadcasts.send_heartbeat()
    assert emitted == []
