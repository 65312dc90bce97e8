"""What programs hear that listen, from where they begin, and when it ends."""

import asyncio
import json
import random
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
import uvicorn

from chat import accounts, messages, rooms
from chat.accounts import create_bot, deactivate_bot, hash_token, revoke_api_token
from chat.accounts.events import TokensEnded
from chat.accounts.items import UserItem
from chat.messages import delete_message, edit_message, open_thread, pin_message, queries, react, send_message
from chat.messages.events import MessageCreated
from chat.realtime.bus import bus
from chat.rooms.items import Position, RoomItem
from chat.web.api import auth
from chat.web.api.listening import desk as desk_module
from chat.web.api.listening import parcels
from chat.web.api.listening.catching_up import hear
from chat.web.api.listening.cursor import Cursor, decode, encode_base, encode_change
from chat.web.api.listening.desk import Desk, desk
from chat.web.api.listening.listener import Listener
from chat.web.api.listening.stream import EventStream
from chat.web.api.schemas import Message as MessageSchema
from chat.web.server.deadlines import ANSWER_SECONDS, StallDetector
from chat.web.server.live_answers import LIVE
from chat.web.server.throttle import Throttle
from examples.listener import events
from models import ApiToken, Message, Room, now_ms
from tests.web.api.conftest import Program, problem
from tests.web.api.hearer import Hearer, served


class Kept:
    """A connection that keeps what is written."""

    data = b""

    def write_piece(self, data: bytes) -> None:
        self.data += data


Listen = Callable[..., Hearer]


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    """No time passes in tests: what is allowed in a while would be used up."""
    monkeypatch.setattr(auth, "API", Throttle("tests", rate=1e6, burst=1_000_000))


@pytest.fixture
async def place(opened: None) -> AsyncIterator[tuple[str, uvicorn.Server]]:
    async with served() as place:
        yield place


@pytest.fixture
async def listen(place: tuple[str, uvicorn.Server]) -> AsyncIterator[Listen]:
    """Have somebody's program listen."""
    hearers: list[Hearer] = []

    def begin(person: UserItem, **asked: str) -> Hearer:
        hearers.append(Hearer(place[0], person, **asked))
        hearers[-1].listen()
        return hearers[-1]

    yield begin
    for hearer in hearers:
        await hearer.close()


def there(person: UserItem) -> dict[int, dict[int, Any]]:
    """What a program of somebody would have, that has read everything."""
    found = {}
    for room_id in rooms.own_positions(person):
        threads = [row.id for row in Room.select().where(Room.parent == room_id)]
        items = [item for id_ in (room_id, *threads) for item in messages.newest_messages(person, id_, 1000).messages]
        found[room_id] = {item.id: MessageSchema.model_validate(item).model_dump(mode="json") for item in items}
    return found


# ---- ids


def test_an_id_says_how_far_everything_is() -> None:
    chance = random.Random(5)
    ids = chance.sample(range(1, 5000), 200)
    known = {id_: Position(chance.randrange(10**4), chance.randrange(100)) for id_ in ids}
    text = encode_base(Cursor(77, known))
    assert decode(text) == Cursor(77, known)
    assert len(text) < 1200
    [some, *_] = known
    changed = text + encode_change(some, Position(2**40, 5)) + encode_change(0, Position(99, 0))
    assert decode(changed) == Cursor(99, known | {some: Position(2**40, 5)})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1.",
        "2.AAAA",
        "1.AAA!",
        "1.gA",
        "1.AAAA.5",
        "1.AAE.1-2-ffffffffffffffff",
        "1.AQI",
        "1.____________AQ",
        "\0",
    ],
)
def test_what_is_no_id_is_known_as_none(text: str) -> None:
    assert decode(text) is None


async def test_what_is_too_long_for_an_id_is_refused(adas: Program) -> None:
    refused = await adas.get("/events", headers={"Last-Event-ID": "1" * 40_000})
    assert problem(refused) == (422, "invalid")


# ---- what happens


async def test_a_program_hears_what_happens_in_rooms_and_threads(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    hearer = listen(ada)
    assert await hearer.hears("ready") == [{"rooms": [{"id": room.id, "revision": 0}]}]
    said = await send_message(ben, room.id, "lunch?")
    await react(ada, said.id, "🎉", on=True)
    await pin_message(ben, said.id)
    thread = await open_thread(ada, said.id)
    reply = await send_message(ada, thread.id, "yes")
    await edit_message(ada, reply.id, "yes!")
    await delete_message(ada, reply.id)
    await delete_message(ben, said.id)
    gone = await hearer.hears("message.deleted", 2)
    assert [one["id"] for one in gone] == [reply.id, said.id]
    assert {one["heard_in"] for one in gone} == {room.id}
    assert [one["body"] for one in hearer.said("message.created")] == ["lunch?", "yes"]
    assert hearer.rooms == {room.id: {}}


async def test_rooms_people_and_read_marks_are_told(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    attic = await rooms.create_room(ben, "attic", kind="closed")
    await rooms.add_member(ben, attic.id, ada.id)
    joined = (await hearer.hears("membership"))[0]
    assert (joined["room_id"], joined["person"]["id"], joined["role"]) == (attic.id, ada.id, "member")
    assert (await hearer.hears("reset"))[0]["read"] == f"/api/v1/rooms/{attic.id}/messages"
    await rooms.rename_room(ben, attic.id, "loft")
    await hearer.hears("room")
    said = await send_message(ben, room.id, "hello")
    await rooms.mark_read(ada, room.id, said.id)
    assert (await hearer.hears("read"))[-1] == {
        "rooms": [{"id": room.id, "message": said.id, "unread": 0, "mentions": 0}]
    }
    await rooms.remove_member(ben, attic.id, ada.id)
    assert (await hearer.hears("membership", 2))[-1]["role"] is None
    await send_message(ben, attic.id, "she is gone")
    await send_message(ben, room.id, "and here")
    await hearer.hears_text("and here")
    assert "she is gone" not in hearer.texts()
    assert list(hearer.rooms) == [room.id]


async def test_of_one_room_it_hears_that_alone(
    listen: Listen, new_room: Callable[[str], RoomItem], ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    attic = new_room("attic")
    hearer = listen(ada, room=str(attic.id))
    await hearer.hears("ready")
    await send_message(ben, room.id, "elsewhere")
    await send_message(ben, attic.id, "here")
    await hearer.hears_text("here")
    assert hearer.texts() == ["here"]


async def test_a_room_that_is_not_there_for_somebody_cannot_be_heard(
    listen: Listen, ada: UserItem, ben: UserItem
) -> None:
    attic = await rooms.create_room(ben, "attic", kind="closed")
    hearer = listen(ada, room=str(attic.id))
    await hearer.has_ended()
    assert hearer.status == 404
    thread = await open_thread(ben, (await send_message(ben, attic.id, "hm")).id)
    hearer = listen(ben, room=str(thread.id))
    await hearer.has_ended()
    assert hearer.status == 403


async def test_a_token_for_one_room_hears_that_alone(
    listen: Listen, new_room: Callable[[str], RoomItem], ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    attic = new_room("attic")
    elsewhere = listen(ada, room=str(room.id))
    await elsewhere.hears("ready")
    await elsewhere.cut()
    ApiToken.update(room_id=attic.id).execute()
    hearer = listen(ada)
    assert [one["id"] for one in (await hearer.hears("ready"))[0]["rooms"]] == [attic.id]
    garden = await rooms.create_room(ben, "garden")
    await rooms.add_member(ben, garden.id, ada.id)
    await send_message(ben, room.id, "elsewhere")
    await accounts.change_name(ben, "Benjamin")
    await rooms.mark_read(ada, room.id, 1)
    await send_message(ben, attic.id, "here")
    await hearer.hears_text("here")
    assert {name for name, _ in hearer.told} == {"ready", "message.created"}
    assert hearer.texts() == ["here"]
    elsewhere.listen()  # with an id of the room that its token was good for
    await elsewhere.has_ended()
    assert elsewhere.status == 404


async def test_of_a_message_that_is_written_word_by_word_it_hears_the_beginning_what_is_stored_and_the_end(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    begun, _ = await messages.start_message(ben, room.id, "Hel")
    for offset, letter in enumerate("lo wor", 3):
        await messages.append_words(ben, begun.id, letter, offset)
    await messages.store_words()  # as happens after a second
    await messages.append_words(ben, begun.id, "ld", 9)
    await messages.finish_message(ben, begun.id)
    heard = [*hearer.said("message.created"), *(await hearer.hears("message.changed", 2))]
    assert [(one["body"], one["streaming"]) for one in heard] == [
        ("Hel", True),
        ("Hello wor", True),
        ("Hello world", False),
    ]
    assert {one["id"] for one in heard} == {begun.id}


async def test_of_a_press_in_a_live_message_it_hears_the_state(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    counter, _ = await messages.send_live(ben, room.id, "counter", {"text": "Cups"})
    await messages.press(ada, counter.id, "count", {"arg": "1"})
    [created] = hearer.said("message.created")
    [changed] = await hearer.hears("message.changed")
    assert [(one["kind"], one["state"]["value"]) for one in (created, changed)] == [("counter", 0), ("counter", 1)]


# ---- going on


async def test_what_happened_in_between_is_told_then(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    first, second = [await send_message(ben, room.id, text) for text in ("one", "two")]
    thread = await open_thread(ben, first.id)
    reply = await send_message(ben, thread.id, "below")
    await hearer.hears_text("below")
    await hearer.cut()
    await edit_message(ben, first.id, "one!")
    await delete_message(ben, second.id)
    await react(ada, reply.id, "🎉", on=True)
    attic = await rooms.create_room(ada, "attic")
    hearer.told.clear()
    hearer.listen()
    await hearer.hears("ready")
    assert hearer.rooms == there(ada)
    assert [one["id"] for one in hearer.said("message.deleted")] == [second.id]
    assert {one["id"] for one in hearer.said("message.changed")} == {first.id, reply.id}
    assert [(one["name"], one["archived"]) for one in hearer.said("room")] == [("attic", False)]
    assert [one["room_id"] for one in hearer.said("reset")] == [attic.id]


async def test_too_much_and_what_was_never_told_are_to_be_read_again(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    await hearer.cut()
    await send_message(ben, room.id, "one of very many")
    monkeypatch.setattr(queries, "MAX_CHANGES", 0)
    hearer.told.clear()
    hearer.listen()
    await hearer.hears("ready")
    assert hearer.said("reset") == [{"room_id": room.id, "revision": 1, "read": f"/api/v1/rooms/{room.id}/messages"}]
    assert hearer.rooms == there(ada)
    await hearer.cut()
    hearer.last_id = "1.AAAA!"
    hearer.listen()
    await hearer.hears("ready", 2)
    assert [one["room_id"] for one in hearer.said("reset")] == [room.id, None, room.id]


async def test_what_the_bus_has_lost_or_mixed_up_is_told_all_the_same(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    kept: list[Any] = []
    monkeypatch.setattr(bus, "_send", kept.append)
    await send_message(ben, room.id, "one")
    await send_message(ben, room.id, "two")
    monkeypatch.setattr(bus, "_send", None)
    bus.deliver(kept[1])
    await hearer.hears_text("one")
    bus.deliver(kept[0])
    await send_message(ben, room.id, "three")
    await hearer.hears_text("three")
    assert [one["body"] for one in hearer.said("message.created")] == ["one", "two", "three"]
    monkeypatch.setattr(bus, "_send", kept.append)
    await send_message(ben, room.id, "four")
    await desk.beat()
    await hearer.hears_text("four")


def heard_by(data: bytes, last_id: str) -> list[tuple[str, str, Any]]:
    """The events of a stream, each with the id that a client has as the last one once it has seen it."""
    found = []
    for block in filter(None, data.decode().split("\n\n")):
        fields = dict(line.split(": ", 1) for line in block.splitlines())
        last_id = fields.get("id", last_id)
        found.append((last_id, fields["event"], json.loads(fields["data"])))
    return found


def told_in(events: Iterable[tuple[str, str, Any]]) -> list[tuple[int, int]]:
    """The messages that were told, with their revisions."""
    return [(data["id"], data["revision"]) for _, name, data in events if name.startswith("message.")]


def assert_a_cut_anywhere_loses_nothing(
    person: UserItem, events: list[tuple[str, str, Any]], since: str, max_again: int
) -> None:
    """Whatever was seen last, what is told from there is all the rest, and hardly anything that was told before."""
    everything = dict(sorted(told_in(events)))
    for seen in range(len(events) + 1):
        last_id = events[seen - 1][0] if seen else since
        rest = heard_by(b"".join(hear(person, None, decode(last_id)).missed), last_id)
        assert dict(sorted(told_in([*events[:seen], *rest]))) == everything
        again = len(told_in([*events[:seen], *rest])) - len(told_in(events))
        assert again <= max_again


async def much_happens(ben: UserItem, room_id: int) -> None:
    """Messages are made, changed and deleted, in a room and in two threads below it."""
    first, second, third = [await send_message(ben, room_id, text) for text in ("one", "two", "three")]
    threads = [await open_thread(ben, one.id) for one in (first, second)]
    replies = [await send_message(ben, thread.id, "below") for thread in (*threads, *threads)]
    await edit_message(ben, second.id, "two!")
    await edit_message(ben, replies[0].id, "below!")
    await delete_message(ben, replies[1].id)
    await delete_message(ben, third.id)


async def test_who_is_cut_while_catching_up_goes_on_from_there(
    ada: UserItem, ben: UserItem, room: RoomItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    attic = await rooms.create_room(ada, "attic")
    since = encode_base(hear(ada, None, None).at)
    await much_happens(ben, room.id)
    await send_message(ben, attic.id, "and here")
    await rooms.leave_room(ada, attic.id)
    await rooms.join_room(ada, attic.id)
    monkeypatch.setattr(parcels, "PARCEL", 0)
    events = heard_by(b"".join(hear(ada, None, decode(since)).missed), since)
    assert len({id_ for id_, _, _ in events}) > 6
    assert_a_cut_anywhere_loses_nothing(ada, events, since, max_again=4)


async def test_no_id_goes_on_in_a_room_that_was_told_as_lost(
    ada: UserItem, ben: UserItem, room: RoomItem, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    attic = await rooms.create_room(ada, "attic")
    since = hear(ada, None, None).at
    place, listener, outlet = Desk(), Listener(ada, "", None), Kept()
    await place.admit(listener, None, is_lost=False)
    listener.begin(outlet)
    for room_id in (room.id, attic.id):
        await rooms.leave_room(ada, room_id)
    place._keeping_up.look_at_lists()
    await place._keeping_up._tell_lists()
    monkeypatch.setattr(parcels, "PARCEL", 0)
    for told in (outlet.data, b"".join(hear(ada, None, since).missed)):
        left = set()
        for last_id, name, data in heard_by(told, ""):
            left |= {data["room_id"]} if name == "membership" and data["role"] is None else set()
            assert not left & decode(last_id).rooms.keys()
        assert left == {room.id, attic.id}


async def test_only_once_what_was_missed_is_read_a_stream_is_dropped_that_is_not_read(ada: UserItem) -> None:
    listener, told = Listener(ada, "", None), []
    scope: Any = {"state": {LIVE: None}}

    async def send(message: Any) -> None:
        told.append((message.get("body", b"")[-4:], scope["state"][LIVE]))
        if b"event: ready" in message.get("body", b""):
            listener.end()

    await EventStream(Desk(), listener, [b"one", b"two"])(scope, None, send)  # type: ignore[arg-type]
    assert told == [(b"", None), (b"\none", None), (b"two", None), (b"]}\n\n", listener), (b"", listener)]


async def test_what_happens_while_somebody_arrives_stands_behind_ready_which_does_not_cover_it(
    ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    place, listener = Desk(), Listener(ada, "", None)
    await place.admit(listener, None, is_lost=False)
    since = listener.id
    place.hear(MessageCreated(await messages.send_message(ben, room.id, "meanwhile")))
    assert listener.id != since
    [(id_, name, _)] = heard_by(EventStream(place, listener, [b""])._ready, "")
    assert (id_, name) == (since, "ready")


async def test_where_a_backup_was_put_back_the_rooms_are_to_be_read_again(ada: UserItem, room: RoomItem) -> None:
    at = hear(ada, None, None).at
    [told] = hear(ada, None, Cursor(at.lists + 5, {room.id: Position(9, 9)})).missed
    assert [data["room_id"] for _, name, data in heard_by(told, "") if name == "reset"] == [None, room.id]


async def test_what_is_told_at_once_has_its_id_at_its_end(
    ada: UserItem, ben: UserItem, room: RoomItem, opened: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, listener = Desk(), Listener(ada, "", None)
    await place.admit(listener, None, is_lost=False)
    since, outlet = listener.id, Kept()
    listener.begin(outlet)
    monkeypatch.setattr(bus, "_send", lambda _event: None)
    await much_happens(ben, room.id)
    place._keeping_up.look_at_room(room.id)
    await place._keeping_up._tell_behind()
    events = heard_by(outlet.data, since)
    assert len(events) > 5
    assert_a_cut_anywhere_loses_nothing(ada, events, since, max_again=len(events) - 1)
    assert decode(events[-1][0]) == hear(ada, None, None).at


async def test_the_example_prints_what_is_said_and_goes_on_where_it_was(
    place: tuple[str, uvicorn.Server], ada: UserItem, ben: UserItem, room: RoomItem
) -> None:
    ApiToken.create(token_hash=hash_token("example"), user=ada.id, name="an example")
    said: list[str] = []
    for text in ("one", "two"):
        heard = events(f"{place[0]}/events", "example", "")
        name, data = await asyncio.to_thread(next, heard)
        await send_message(ben, room.id, text)
        while name != "message.created":
            name, data = await asyncio.to_thread(next, heard)
        said.append(data["body"])
        await asyncio.to_thread(heard.close)
    assert said == ["one", "two"]


def test_the_example_tries_again_where_that_may_help(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [httpx.Response(status) for status in (503, 429)] + [httpx.Response(200, text=TOLD), httpx.Response(401)]
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    @contextmanager
    def answered(method: str, url: str, **_: object) -> Iterator[httpx.Response]:
        answers[0].request = httpx.Request(method, url)
        yield answers.pop(0)

    monkeypatch.setattr(httpx, "stream", answered)
    heard = events("http://chat.test/events", "a token")
    assert next(heard) == ("ready", {"rooms": []})
    assert len(pauses) == 2
    with pytest.raises(httpx.HTTPStatusError):
        next(heard)


TOLD = 'id: 1.AA\nevent: ready\ndata: {"rooms": []}\n\n'


# ---- the end


def live(server: uvicorn.Server) -> Any:
    """The one connection with a stream."""
    [stream] = [one for one in server.server_state.connections if getattr(one, "_live", None)]
    return stream


async def test_a_stream_ends_with_its_token(listen: Listen, ada: UserItem) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    await revoke_api_token(ada, ApiToken.get().id)
    await hearer.has_ended()
    hearer.listen()
    await hearer.has_ended()
    assert hearer.status == 401


async def test_a_stream_ends_when_its_token_expires(listen: Listen, ada: UserItem) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    ApiToken.update(expires_at=now_ms() + 100).execute()
    await desk.beat()
    await hearer.has_ended()
    hearer.listen()
    await hearer.has_ended()
    assert hearer.status == 401


async def test_a_stream_ends_when_its_bot_is_deactivated(listen: Listen, ada: UserItem, room: RoomItem) -> None:
    bot = await create_bot(ada, "Robot")
    await rooms.add_member(ada, room.id, bot.id)
    hearer = listen(bot)
    await hearer.hears("ready")
    await deactivate_bot(ada, bot.id)
    await hearer.has_ended()
    hearer.listen()
    await hearer.has_ended()
    assert hearer.status == 401


async def test_a_listener_takes_no_time_while_nothing_happens_and_is_dropped_if_it_does_not_read(
    place: tuple[str, uvicorn.Server], listen: Listen, ada: UserItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    stream = live(place[1])
    assert stream._timer.cancelled()
    await desk.beat()
    assert not stream.transport.is_closing()
    stream._stalls = StallDetector(stream.loop.time() - 2 * ANSWER_SECONDS)
    monkeypatch.setattr(stream.transport, "get_write_buffer_size", lambda: 1)
    await desk.beat()
    assert stream.transport.is_closing()
    with pytest.raises(httpx.RemoteProtocolError):
        await hearer.has_ended()


async def test_after_a_stream_its_connection_is_looked_after_as_others_are(
    place: tuple[str, uvicorn.Server], listen: Listen, ada: UserItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    stream = live(place[1])
    await revoke_api_token(ada, ApiToken.get().id)
    await hearer.has_ended()
    assert not stream._timer.cancelled()
    assert (await hearer.api.get("/me")).status_code == 401


async def test_with_another_token_it_goes_on(listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    bus.publish(TokensEnded(ada.id))
    await send_message(ben, room.id, "still there?")
    await hearer.hears_text("still there?")


async def test_streams_do_not_keep_the_server_from_stopping(
    place: tuple[str, uvicorn.Server], listen: Listen, ada: UserItem
) -> None:
    hearer = listen(ada)
    await hearer.hears("ready")
    await place[1].shutdown()
    await hearer.has_ended()
    assert desk.listeners.all() == []


async def test_one_person_has_so_many_streams_and_no_more(listen: Listen, ada: UserItem, ben: UserItem) -> None:
    some = [listen(ada) for _ in range(desk_module.MAX_OF_PERSON)]
    for hearer in some:
        await hearer.hears("ready")
    one_more = listen(ada)
    await one_more.has_ended()
    assert one_more.status == 429
    await listen(ben).hears("ready")
    await some[0].cut()
    await some[0].has_gone()
    await listen(ada).hears("ready")


# ---- all of it


class Life:
    """People who do in rooms what people do."""

    def __init__(self, people: list[UserItem], chance: random.Random) -> None:
        self.people, self.chance = people, chance

    async def goes_on(self) -> None:
        act = self.chance.choice(
            [
                self.say,
                self.say,
                self.reply,
                self.edit,
                self.edit,
                self.delete,
                self.react,
                self.pin,
                self.move,
                self.make,
            ]
        )
        try:
            await act(self.chance.choice(self.people))
        except Exception as error:
            if type(error).__module__ != "chat.errors":
                raise

    def any_message(self) -> int:
        ids = [row.id for row in Message.select(Message.id).where(Message.deleted_at.is_null())]
        return self.chance.choice(ids)

    def any_room(self) -> int:
        return self.chance.choice([row.id for row in Room.select().where(Room.parent.is_null())])

    async def say(self, who: UserItem) -> None:
        await send_message(who, self.any_room(), f"text {self.chance.random()}")

    async def reply(self, who: UserItem) -> None:
        thread = await open_thread(who, self.any_message())
        await send_message(who, thread.id, f"reply {self.chance.random()}", also_in_room=self.chance.random() < 0.3)

    async def edit(self, _who: UserItem) -> None:
        row = Message.get_by_id(self.any_message())
        author = next(one for one in self.people if one.id == row.author_id)
        await edit_message(author, row.id, f"edited {self.chance.random()}")

    async def delete(self, _who: UserItem) -> None:
        if Message.select().where(Message.deleted_at.is_null()).count() < 4:
            return
        row = Message.get_by_id(self.any_message())
        await delete_message(next(one for one in self.people if one.id == row.author_id), row.id)

    async def react(self, who: UserItem) -> None:
        await react(who, self.any_message(), self.chance.choice("🎉👍"), on=self.chance.random() < 0.7)

    async def pin(self, who: UserItem) -> None:
        await pin_message(who, self.any_message())

    async def move(self, who: UserItem) -> None:
        other, room_id = self.chance.choice(self.people), self.any_room()
        if self.chance.random() < 0.5:
            await (rooms.leave_room(other, room_id) if other == who else rooms.remove_member(who, room_id, other.id))
        else:
            await (rooms.join_room(other, room_id) if other == who else rooms.add_member(who, room_id, other.id))

    async def make(self, who: UserItem) -> None:
        if Room.select().where(Room.parent.is_null()).count() < 6:
            await rooms.create_room(who, f"room {self.chance.random()}", kind=self.chance.choice(["open", "closed"]))
        elif self.chance.random() < 0.2:
            await rooms.change_room_kind(who, self.any_room(), self.chance.choice(["open", "closed"]))


@pytest.mark.parametrize(
    ("seed", "cuts"),
    [(1, 8), pytest.param(2, 100, marks=pytest.mark.long), pytest.param(3, 100, marks=pytest.mark.long)],
)
async def test_however_often_a_program_is_killed_it_has_what_the_database_has(
    listen: Listen, ada: UserItem, ben: UserItem, room: RoomItem, seed: int, cuts: int
) -> None:
    chance = random.Random(seed)
    life = Life([ada, ben], chance)
    await send_message(ada, room.id, "the beginning")
    hearer = listen(ada)
    for _ in range(cuts):
        for _ in range(chance.randrange(8)):
            await life.goes_on()
            for _ in range(chance.randrange(20)):
                await asyncio.sleep(0)  # so much later that something may be on its way, or not
        await hearer.cut()
        if chance.random() < 0.5:
            await life.goes_on()
        hearer.listen()
    hearer.told.clear()
    await rooms.join_room(ada, room.id)
    await send_message(ben, room.id, "the end")
    await hearer.hears_text("the end")
    await hearer.hears("ready")
    assert hearer.rooms == there(ada)
