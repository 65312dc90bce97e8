"""Outgoing webhooks: who is told of what, how it is signed, what is answered, and when it ends."""

import asyncio
import inspect
import json
from typing import Any

import pytest

from chat import accounts, messages, programs, rooms
from chat.errors import Forbidden, Invalid, NotFound
from chat.outgoing import public
from chat.programs import addresses, calling
from chat.programs.calling import Calling
from chat.programs.commands import calls, queue
from chat.programs.items import Call
from models import Mention, Message, OutgoingHook, QueuedCall, Room, User
from tests.programs.conftest import Endpoint, Place


def later() -> None:
    """Let the time pass until what failed is tried again."""
    QueuedCall.update(due_at=1).where(QueuedCall.due_at.is_null(False)).execute()


def said_by(place: Place) -> list[str]:
    """Return what the bot has said in the room."""
    return [row.body for row in Message.select().where(Message.author == place.bot.id).order_by(Message.id)]


async def test_it_is_told_of_a_message_and_its_answer_is_posted(place: Place, endpoint: Endpoint) -> None:
    secret = await place.hook(endpoint.address)
    endpoint.says("Hello **Ben**")
    message = await messages.send_message(place.ben, place.room.id, "hello\nthere")
    await place.run()
    assert endpoint.told == [
        {
            "hook_id": OutgoingHook.get().id,
            "trigger": "message",
            "message_id": message.id,
            "room_id": place.room.id,
            "room_name": "garden",
            "thread": None,
            "user_id": place.ben.id,
            "user_name": "Ben",
            "bot_id": place.bot.id,
            "bot_name": "Robot",
            "text": "hello\nthere",
            "timestamp": message.created_at,
            "attempt": 1,
        }
    ]
    assert endpoint.is_signed(secret)
    assert not endpoint.is_signed("another")
    assert said_by(place) == ["Hello **Ben**"]
    await place.run()
    assert len(endpoint.told) == 1, "a bot's own message triggers nothing, and nothing is told twice"


async def test_each_is_told_once_however_often_one_looks(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.hook(endpoint.address)
    others = Calling("https://chat.example.org")
    for number in range(5):
        await messages.send_message(place.ben, place.room.id, f"{number}")
        await place.run()
    monkeypatch.setattr(queue, "GRACE_MS", -1)
    for number in range(5, 10):
        await messages.send_message(place.ben, place.room.id, f"{number}")
    await asyncio.gather(place.calling.step(), others.step())
    await asyncio.gather(place.calling.finished(), others.finished())
    assert endpoint.texts == [f"{number}" for number in range(10)], "and in their order"
    assert QueuedCall.select().where(QueuedCall.due_at.is_null(False)).count() == 0


async def test_of_mentions_alone_it_is_told_where_its_bot_is_meant(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address, "mentions")
    for text in ("hello", "@Robot hello", "@room hello", "@Ada hello"):
        await messages.send_message(place.ben, place.room.id, text)
    await place.run()
    assert endpoint.texts == ["@Robot hello"]
    assert endpoint.told[0]["trigger"] == "mention"


async def test_what_is_written_word_by_word_is_told_once_it_is_whole(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.hook(endpoint.address, "mentions")
    monkeypatch.setattr(queue, "GRACE_MS", -1)
    begun, _ = await messages.start_message(place.ben, place.room.id, "one ")
    await messages.send_message(place.ben, place.room.id, "@Robot meanwhile")
    await place.run()
    await place.run()
    assert endpoint.texts == ["@Robot meanwhile"]
    await messages.finish_message(place.ben, begun.id, "one @Robot two")
    await place.run()
    await place.run()
    assert endpoint.texts == ["@Robot meanwhile", "one @Robot two"]


async def test_in_a_thread_it_answers_there(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    root = await messages.send_message(place.ada, place.room.id, "root")
    thread = await messages.open_thread(place.ben, root.id)
    endpoint.answers = [("200 OK", b"")]
    endpoint.says("here")
    await messages.send_message(place.ben, thread.id, "a reply", also_in_room=True)
    await place.run()
    assert endpoint.texts == ["root", "a reply"], "its copy in the room is the same once more"
    assert (endpoint.told[1]["room_id"], endpoint.told[1]["thread"]) == (place.room.id, root.id)
    assert [row.room_id for row in Message.select().where(Message.author == place.bot.id)] == [thread.id]


async def test_what_was_said_before_elsewhere_or_is_deleted_is_none_of_its_business(
    place: Place, endpoint: Endpoint
) -> None:
    await messages.send_message(place.ben, place.room.id, "before")
    await place.hook(endpoint.address)
    other = await rooms.create_room(place.ada, "attic")
    await messages.send_message(place.ada, other.id, "elsewhere")
    deleted = await messages.send_message(place.ben, place.room.id, "deleted")
    await messages.delete_message(place.ben, deleted.id)
    await place.run()
    assert endpoint.told == []


async def test_it_ends_at_once_where_the_bot_is_not_or_nothing_is_said_any_more(
    place: Place, endpoint: Endpoint
) -> None:
    await place.hook(endpoint.address)
    await messages.send_message(place.ben, place.room.id, "hello")
    await rooms.remove_member(place.ada, place.room.id, place.bot.id)
    await place.run()
    assert programs.outgoing_hooks(place.ada, place.room.id)[0].is_ended
    await rooms.add_member(place.ada, place.room.id, place.bot.id)
    await messages.send_message(place.ben, place.room.id, "again")
    await rooms.archive_room(place.ada, place.room.id)
    await place.run()
    await rooms.restore_room(place.ada, place.room.id)
    await messages.send_message(place.ben, place.room.id, "once more")
    await accounts.deactivate_bot(place.ada, place.bot.id)
    await place.run()
    assert endpoint.told == []


async def test_whoever_does_not_see_the_room_any_more_is_told_nothing_of_it(place: Place, endpoint: Endpoint) -> None:
    await rooms.set_member_role(place.ada, place.room.id, place.ben.id, "manager")
    await place.hook(endpoint.address)
    await messages.send_message(place.ben, place.room.id, "hello")
    await rooms.remove_member(place.ben, place.room.id, place.ada.id)
    await place.run()
    assert programs.outgoing_hooks(place.ben, place.room.id)[0].is_ended
    assert endpoint.told == []


async def test_whoever_is_shut_out_is_told_nothing_of_a_room(place: Place, endpoint: Endpoint) -> None:
    await rooms.set_member_role(place.ada, place.room.id, place.ben.id, "manager")
    await place.hook(endpoint.address)
    User.update(deactivated_at=1).where(User.id == place.ada.id).execute()
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert programs.outgoing_hooks(place.ben, place.room.id)[0].is_ended
    assert endpoint.told == []


# ---- what it answers


async def test_each_message_has_its_answer_and_number_after_the_queue_was_emptied(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "GRACE_MS", -1)
    await place.hook(endpoint.address)
    for number in range(3):
        endpoint.says(f"answer {number}")
        await messages.send_message(place.ben, place.room.id, f"{number}")
        await place.run()
        await place.calling.step()
        assert QueuedCall.select().count() == 0
    assert said_by(place) == ["answer 0", "answer 1", "answer 2"]
    assert len({head["x-streamchat-delivery"] for head in endpoint.heads}) == 3


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"", ""),
        (b"ok", ""),
        (b'["text"]', ""),
        (b'{"text": 7}', ""),
        (b'{"text": "  "}', ""),
        (b"[" * 10_000, ""),
        (b"\xff", ""),
        (json.dumps({"text": "\u200b"}).encode(), "Its answer could not be posted"),
        (json.dumps({"text": "x" * 70_000}).encode(), "longer than 64 kB"),
    ],
)
async def test_what_cannot_be_posted_is_not(place: Place, endpoint: Endpoint, answer: bytes, error: str) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("200 OK", answer)]
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert said_by(place) == []
    [hook] = programs.outgoing_hooks(place.ada, place.room.id)
    assert error in hook.last_error
    assert bool(error) is bool(hook.last_error)
    assert hook.told_at


# ---- how many at a time


async def test_what_has_piled_up_is_told_one_after_the_other_however_much_it_is(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    depths: list[int] = []

    async def tell(_self: Calling, call: Call) -> None:
        depths.append(len(inspect.stack(0)))
        await calls.finish_call(call)

    monkeypatch.setattr(Calling, "_tell", tell)
    await place.hook(endpoint.address)
    for number in range(5):
        await messages.send_message(place.ben, place.room.id, f"{number}")
    await place.run()
    assert len(depths) == 5
    assert len(set(depths)) == 1, "no call is within another"


async def test_webhooks_of_one_person_do_not_hold_up_those_of_others(place: Place, endpoint: Endpoint) -> None:
    for _ in range(calls.OF_ONE_MAKER + 2):
        await place.hook(endpoint.address)
    await messages.send_message(place.ben, place.room.id, "hello")
    await queue.queue_calls()
    assert len(await calls.claim_calls(3)) == 3, "no more than there is room for"
    assert len(await calls.claim_calls(20)) == calls.OF_ONE_MAKER - 3
    assert await calls.claim_calls(20) == []


async def test_one_with_a_backlog_does_not_keep_its_place(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "AT_ONCE", 1)
    for _ in range(2):
        await place.hook(endpoint.address)
    for text in ("one", "two"):
        await messages.send_message(place.ben, place.room.id, text)
    await place.run()
    first, second = (hook.id for hook in OutgoingHook.select().order_by(OutgoingHook.id))
    assert [one["hook_id"] for one in endpoint.told] == [first, second, first, second]


# ---- what fails


async def test_what_is_younger_waits_for_what_is_tried_again(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("503 Service Unavailable", b"")]
    for text in ("one", "two"):
        await messages.send_message(place.ben, place.room.id, text)
    await place.run()
    assert endpoint.texts == ["one"]
    await messages.send_message(place.ben, place.room.id, "three")
    later()
    await place.run()
    assert endpoint.texts == ["one", "one", "two", "three"]


async def test_what_is_deleted_meanwhile_holds_up_nothing(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("503 Service Unavailable", b"")]
    first = await messages.send_message(place.ben, place.room.id, "one")
    await messages.send_message(place.ben, place.room.id, "two")
    await place.run()
    await messages.delete_message(place.ben, first.id)
    later()
    await place.run()
    assert endpoint.texts == ["one", "two"]


async def test_it_is_tried_again_and_what_was_answered_is_posted_once(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("503 Service Unavailable", b""), ("429 Too Many Requests", b"")]
    endpoint.says("at last")
    await messages.send_message(place.ben, place.room.id, "hello")
    for _ in range(4):
        await place.run()
        later()
    assert [one["attempt"] for one in endpoint.told] == [1, 2, 3]
    assert {head["x-streamchat-delivery"] for head in endpoint.heads} == {endpoint.heads[0]["x-streamchat-delivery"]}
    assert said_by(place) == ["at last"]
    assert OutgoingHook.get().failures == 0


async def test_the_pauses_grow_for_about_an_hour(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("500 Oops", b"")] * 5
    await messages.send_message(place.ben, place.room.id, "hello")
    waits = []
    for _ in range(4):
        before = queue.now_ms()
        await place.run()
        waits.append(QueuedCall.get().due_at - before)
        later()
    assert all(pause <= wait < pause + 60_000 for pause, wait in zip(calls.PAUSES_MS, waits, strict=True))
    assert 50 < sum(calls.PAUSES_MS) / 60_000 < 70


async def test_after_too_many_tries_it_is_stopped_and_its_maker_told(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("500 Oops", b"")] * 9
    for text in ("hello", "again"):  # the second is never told
        await messages.send_message(place.ben, place.room.id, text)
    for _ in range(5):
        await place.run()
        later()
    [hook] = programs.outgoing_hooks(place.ada, place.room.id)
    assert (bool(hook.disabled_at), hook.last_error) == (True, "it answered 500")
    assert QueuedCall.select().count() == 0
    told = Message.select().order_by(Message.id.desc()).get()
    assert "The webhook of Robot in “garden” has been stopped" in told.body
    assert f"https://chat.example.org/rooms/{place.room.id}/settings#outgoing" in told.body
    assert rooms.room_for(place.ada, told.room_id).kind == "direct"
    await messages.send_message(place.ben, place.room.id, "meanwhile")
    await place.run()
    await programs.enable_outgoing_hook(place.ada, hook.id)
    await messages.send_message(place.ben, place.room.id, "from now on")
    endpoint.told.clear()
    await place.run()
    assert endpoint.texts == ["from now on"]


async def test_what_is_refused_is_not_tried_again_and_who_is_gone_is_left_alone(
    place: Place, endpoint: Endpoint
) -> None:
    await place.hook(endpoint.address)
    endpoint.answers = [("404 Not Found", b""), ("301 Moved", b""), ("410 Gone", b"")]
    for text in ("one", "two", "three", "four"):
        await messages.send_message(place.ben, place.room.id, text)
    await place.run()
    later()
    await place.run()
    assert endpoint.texts == ["one", "two", "three"]
    assert OutgoingHook.get().disabled_at


async def test_what_was_begun_and_never_finished_is_told_after_a_restart(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.gate.clear()
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.calling.step()
    await place.calling.stop()
    restarted = Calling("https://chat.example.org")
    await restarted.step()
    assert QueuedCall.get().is_claimed, "it is under way, as far as anybody knows"
    endpoint.gate.set()
    later()
    await restarted.step()
    await restarted.finished()
    assert endpoint.texts[-1] == "hello"
    assert QueuedCall.get().due_at is None


# ---- where it may be


@pytest.mark.parametrize(
    "address",
    [
        *("", "x", "ftp://example.com", "https://", "http://example.com/", "https://ada@example.com/", "//example.com"),
        *("https://example.com/#x", "https://example.com:0/", "https://example.com:99999/", "https://exa mple.com/"),
        *("https://example.com:6379/", "https://example.com:80/"),
        *("https://example.com/" + "x" * 1000, "https://ex\u00e4mple.com/", "javascript:alert(1)", None, 7, "\ud800"),
    ],
)
async def test_an_address_is_one_of_a_web_server(place: Place, address: Any) -> None:
    with pytest.raises(Invalid):
        await place.hook(address)
    assert OutgoingHook.select().count() == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.7", "[::1]", "169.254.169.254", "0.0.0.0"])
async def test_what_is_inside_the_network_is_told_nothing(place: Place, host: str) -> None:
    await place.hook("https://example.com/hook")
    OutgoingHook.update(address=f"https://{host}/hook").execute()  # as a name that leads there now
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    error = OutgoingHook.get().last_error
    assert ("inside a network" in error) or error == "it is not a public address"
    assert QueuedCall.get().due_at is None


async def test_what_is_wrong_with_a_stored_address_is_said(place: Place) -> None:
    await place.hook("https://example.com/hook")
    OutgoingHook.update(address="https://example.com:8443/hook").execute()  # its host was named when it was made
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert "on the usual port" in OutgoingHook.get().last_error


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "0", "0x7f000001", "10.0.0.1:8443", "169.254.169.254", "[::1]", "[fe80::1%25eth0]"]
)
async def test_an_address_inside_the_network_is_refused_at_once(place: Place, host: str) -> None:
    with pytest.raises(Invalid, match="inside a network"):
        await place.hook(f"https://{host}/hook")
    await place.hook("https://93.184.215.14/hook")


async def test_an_answer_cannot_mean_everybody(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    endpoint.says("@room and @Ben")
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert said_by(place) == ["@room and @Ben"]
    assert [row.user_id for row in Mention.select()] == [place.ben.id]


async def test_a_host_that_the_administrator_has_named_may_be_inside(
    place: Place, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "is_open", False)
    monkeypatch.setattr(addresses, "_named", frozenset())
    with pytest.raises(Invalid, match="named its host"):
        await place.hook(endpoint.address)
    programs.set_webhook_hosts([f"127.0.0.1:{endpoint.port}"])
    await place.hook(endpoint.address)
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert endpoint.texts == ["hello"]
    programs.set_webhook_hosts([])
    await messages.send_message(place.ben, place.room.id, "no more")
    await place.run()
    assert endpoint.texts == ["hello"]


# ---- who may


async def test_only_who_manages_the_room_and_the_bot_makes_one(place: Place) -> None:
    address = "https://example.com/hook"
    with pytest.raises(Forbidden):
        await programs.create_outgoing_hook(place.ben, place.room.id, place.bot.id, address)
    await rooms.set_member_role(place.ada, place.room.id, place.ben.id, "manager")
    with pytest.raises(Forbidden):
        await programs.create_outgoing_hook(place.ben, place.room.id, place.bot.id, address)
    outside = await accounts.create_bot(place.ben, "Outside")
    with pytest.raises(Invalid, match="not in the room"):
        await programs.create_outgoing_hook(place.ben, place.room.id, outside.id, address)
    with pytest.raises(NotFound):
        await programs.create_outgoing_hook(place.ben, place.room.id, place.ada.id, address)
    with pytest.raises(Invalid, match="told of"):
        await place.hook(address, "whispers")
    assert [bot.name for bot in programs.bots_that_may_listen(place.ada, place.room.id)] == ["Robot"]
    assert programs.bots_that_may_listen(place.ben, place.room.id) == []


async def test_the_bot_of_an_incoming_webhook_reads_nothing(place: Place) -> None:
    hook, _ = await programs.create_hook(place.ada, place.room.id, "Alerts")
    with pytest.raises(Invalid, match="reads no messages"):
        await programs.create_outgoing_hook(place.ada, place.room.id, hook.bot.id, "https://example.com/")
    assert [bot.name for bot in programs.bots_that_may_listen(place.ada, place.room.id)] == ["Robot"]


async def test_no_webhook_gets_the_number_of_one_that_was_deleted(place: Place) -> None:
    about = (place.ada, place.room.id, place.bot.id, "https://example.com/")
    numbers = []
    for _ in range(3):
        number, _ = await programs.create_outgoing_hook(*about)
        await programs.delete_outgoing_hook(place.ada, number)
        numbers.append(number)
    assert len(set(numbers)) == 3


async def test_a_long_answer_is_posted_in_several_messages(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    await messages.send_message(place.ben, place.room.id, "tell me everything")
    endpoint.says("word " * 1_500)
    await place.run()
    _, *answers = messages.newest_messages(place.ada, place.room.id).messages
    assert [one.author.name for one in answers] == ["Robot", "Robot"]
    assert sum(one.body.count("word") for one in answers) == 1_500
    assert programs.outgoing_hooks(place.ada, place.room.id)[0].last_error == ""


async def test_whoever_does_not_see_the_room_does_not_learn_of_it(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    hook = OutgoingHook.get().id
    await rooms.remove_member(place.ada, place.room.id, place.ben.id)
    for refused in (
        programs.rotate_outgoing_secret(place.ben, hook),
        programs.enable_outgoing_hook(place.ben, hook),
        programs.delete_outgoing_hook(place.ben, hook),
    ):
        with pytest.raises(NotFound):
            await refused
    with pytest.raises(NotFound):
        programs.outgoing_hooks(place.ben, place.room.id)


async def test_a_new_secret_takes_the_place_of_the_old_one(place: Place, endpoint: Endpoint) -> None:
    old = await place.hook(endpoint.address)
    new = await programs.rotate_outgoing_secret(place.ada, OutgoingHook.get().id)
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    assert (endpoint.is_signed(new), endpoint.is_signed(old)) == (True, False)


async def test_without_a_webhook_nothing_is_looked_at(place: Place, endpoint: Endpoint) -> None:
    await place.hook(endpoint.address)
    await programs.delete_outgoing_hook(place.ada, OutgoingHook.get().id)
    await messages.send_message(place.ben, place.room.id, "hello")
    await place.run()
    await place.hook(endpoint.address)
    await place.run()
    assert (endpoint.told, QueuedCall.select().count()) == ([], 0)
    assert Room.select().where(Room.id == place.room.id).exists()
