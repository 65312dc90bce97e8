"""Live messages: programs that everybody in a room uses together."""

import asyncio
import json
import time
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from chat import messages
from chat.errors import ChatError, Invalid, NotFound, Unavailable
from chat.live import Kind, calling, html, registry, using
from chat.live.kept import Kept
from chat.live.shipped import chart as shipped_chart
from chat.live.shipped import poll as shipped_poll
from chat.messages import press, send_live
from chat.messages.commands import live
from chat.messages.events import MessageActed, PressedSecretly
from chat.realtime.bus import bus
from chat.realtime.codec import decode, encode
from chat.storage.database import database
from chat.web.components.message_list.message import render_message
from models import Message
from tests.people import somebody

pytestmark = pytest.mark.usefixtures("at_once")

LUNCH = {"text": "Lunch? | Pizza | Sushi"}


async def poll(author, room, text=LUNCH["text"]):
    message, _ = await send_live(author, room.id, "poll", {"text": text})
    return message


async def test_a_press_is_told_as_the_rooms_next_revision_and_whoever_was_away_learns_of_it(ada, ben, room, published):
    message = await poll(ada, room)
    voted = await press(ben, message.id, "vote", {"arg": "1", "on": "true"})
    assert voted.live.state["votes"] == [[], [ben.id]]
    assert (voted.revision, voted.body) == (message.revision + 1, "Poll: Lunch? Pizza · Sushi")
    assert published[1:] == [MessageActed(voted)]
    assert messages.changes_since(somebody(), room.id, message.revision).edited == [voted]
    assert f'data-person="{ben.id}" title="Ben"' in render_message(voted)


async def test_sixty_presses_at_once_are_a_few_revisions_and_each_counts_once(ada, room, published):
    message, _ = await send_live(ada, room.id, "counter", {"text": "Cups"})
    keys = [f"press-{number:04}" for number in range(60)]
    await asyncio.gather(*(press(ada, message.id, "count", {"by": 1}, client_id=key) for key in (*keys, *keys)))
    stored = Message.get_by_id(message.id)
    assert json.loads(stored.state)["value"] == 60
    assert len(published) < 6


async def test_each_of_many_presses_succeeds_or_is_refused_by_itself(ada, ben, room):
    message = await poll(ada, room)
    outcomes = await asyncio.gather(
        *(
            press(who, message.id, *what)
            for who, what in ((ada, ("vote", {"arg": "0"})), (ben, ("vote", {"arg": "7"})))
        ),
        press(ben, message.id, "nonsense"),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes[1:]] == [Invalid, Invalid]
    assert messages.newest_messages(somebody(), room.id).messages[0].live.state["votes"] == [[ada.id], []]


async def test_nobody_learns_who_has_chosen_what_in_an_anonymous_poll(ada, ben, room):
    message = await poll(ada, room, "--anonymous Boss? | Yes | No")
    voted = await press(ben, message.id, "vote", {"arg": "0"})
    assert voted.live.state == {
        "title": "Boss?",
        "options": ["Yes", "No"],
        "multiple": False,
        "anonymous": True,
        "closes_at": None,
        "closed": False,
        "counts": [1, 0],
        "voters": 1,
    }
    assert "data-by" not in voted.live.drawn
    assert "data-person" not in voted.live.drawn
    assert messages.pressed_secretly(ben, [message.id]) == {message.id: ["vote-0"]}
    assert messages.pressed_secretly(ada, [message.id]) == {message.id: []}


async def test_of_a_secret_press_all_pages_of_that_person_are_told_and_nobody_elses(ada, ben, room, published):
    message = await poll(ada, room, "--anonymous Boss? | Yes | No")
    await press(ben, message.id, "vote", {"arg": "0"})
    assert published[2:] == [PressedSecretly(ben.id, message.id)]
    await press(ben, message.id, "vote", {"arg": "1", "on": "false"})  # by a page that knew of another choice
    assert messages.pressed_secretly(ben, [message.id]) == {message.id: ["vote-0"]}
    assert len(published) == 3


ACTIONS = [None, 7, "", "__class__", "act", "vote; drop", "x" * 1000, [], {}]
ARGS = ["text", 7, [], {1: 2}, {"arg": float("nan")}, {"arg": "x" * 20_000}, {"arg": object()}, {"arg": "\ud800"}]
ARGS += [{"arg": -1}, {"arg": "٣"}, {"arg": None}, {"arg": [0]}, {"arg": True}, {}, {"arg": 10**30}]


async def test_what_is_no_action_and_arguments_of_any_type_and_size_are_refused(ada, room):
    message = await poll(ada, room)
    presses = [*((action, {"arg": "0"}) for action in ACTIONS), *(("vote", args) for args in ARGS)]
    outcomes = await asyncio.gather(*(press(ada, message.id, *one) for one in presses), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {Invalid}
    assert messages.newest_messages(somebody(), room.id).messages[0].revision == message.revision


async def test_a_closed_poll_a_deleted_message_and_a_text_have_nothing_to_press(ada, ben, room):
    message = await poll(ada, room)
    with pytest.raises(Invalid, match="Only the author"):
        await press(ben, message.id, "close")
    closed = await press(ada, message.id, "close")
    assert closed.body == "Poll: Lunch? Pizza (0) · Sushi (0)"
    with pytest.raises(Invalid, match="closed"):
        await press(ben, message.id, "vote", {"arg": "0"})
    with pytest.raises(Invalid, match="not edited"):
        await messages.edit_message(ada, message.id, "Poll: something else")
    await messages.delete_message(ada, message.id)
    with pytest.raises(NotFound):
        await press(ben, message.id, "vote", {"arg": "0"})
    assert (Message.get_by_id(message.id).kind, Message.get_by_id(message.id).state) == ("", None)
    text = await messages.send_message(ada, room.id, "hello")
    with pytest.raises(Invalid, match="nothing to press"):
        await press(ben, text.id, "vote")


async def test_what_is_forgotten_while_it_is_drawn_is_not_kept():
    some = Kept(3)
    for forget in (lambda: some.forget(7), some.clear):
        assert some.get(7, "poll", "{}", lambda forget=forget: forget() or "deleted meanwhile") == "deleted meanwhile"
        assert len(some) == 0
    assert some.get(7, "poll", "{}", lambda: "there") == "there"
    assert len(some) == 1


def kept() -> int:
    return len(using._drawn_of) + len(using._text_of)


async def test_of_a_deleted_message_no_process_keeps_what_it_drew_and_said(ada, room, published):
    message, other = await poll(ada, room), await poll(ada, room)  # which say the same
    for one in (message, other):
        await press(ada, one.id, "vote", {"arg": "0"})
    assert kept() == 4
    await messages.delete_message(ada, message.id)
    told = encode(published[-1])
    stop = messages.hear_words()
    bus.deliver(decode(told))  # as it comes from the process where it was deleted
    assert kept() == 2, "others are not drawn again for it"
    bus.set_degraded(is_degraded=False)  # nobody knows what was not heard until now
    assert kept() == 0
    stop()


async def test_a_sign_that_divides_can_be_typed_and_several_choices_look_otherwise_than_one(ada, room):
    message = await poll(ada, room, r"--multiple a\|b? | c\|d | e")
    assert message.live.state["title"] == "a|b?"
    assert message.live.state["options"] == ["c|d", "e"]
    assert "live-several" in message.live.drawn


async def event(author, room, **given):
    message, _ = await send_live(author, room.id, "event", {"title": "Tea"} | given)
    return message


async def test_an_event_says_when_it_ends_after_which_nobody_answers(ada, room, monkeypatch):
    at = 4 * 10**12
    long, short = await event(ada, room, at=at, ends=at + 2 * 86_400_000), await event(ada, room, at=at)
    assert f'data-until data-since="{at}"' in long.live.drawn.replace('=""', "")
    assert " to " in long.body
    assert "data-since" not in short.live.drawn
    assert "live-unseen" in short.live.drawn
    monkeypatch.setattr(time, "time", lambda: 10**11)
    with pytest.raises(Invalid, match="over"):
        await press(ada, long.id, "answer", {"arg": "yes"})


@pytest.mark.parametrize("zone", ["Berlin", "../../etc", "x" * 60, "\0"])
async def test_a_zone_that_is_none_is_refused(ada, room, zone):
    with pytest.raises(Invalid):
        await event(ada, room, at=4 * 10**12, zone=zone)


def test_numbers_stand_in_no_other_bar():
    points = [[f"p{number}", number % 7] for number in range(60)]
    drawn = using.draw("chart", json.dumps({"title": "x", "unit": "", "type": "bar", "points": points}), "")
    assert drawn.count("live-mark") == 1
    assert shipped_chart._rounded(1e15) == "1,000T"


NOT_TO_BEGIN_WITH = [
    *(("nothing", {}), (None, {}), ([], {}), ("poll", None), ("poll", {}), ("poll", {"text": "Lunch? | Pizza"})),
    *(("poll", {"title": "x", "options": ["a", "a"]}), ("poll", {"title": "x" * 999, "options": ["a", "b"]})),
    *(("poll", {"title": "x", "options": ["a", 3]}), ("poll", {"title": 1, "options": ["a", "b"], "votes": 1})),
    *(("event", {"text": "Tea | tomorrow"}), ("event", {"title": "Tea", "at": 10**30}), ("counter", {"title": ""})),
    *(("chart", {"title": "x", "points": [["a", "nan"]]}), ("chart", {"title": "x", "points": 7})),
    *(("checklist", {"title": "x", "tasks": [[]]}), ("checklist", {"title": "x", "tasks": ["a"] * 101})),
]


async def test_what_no_message_can_begin_with_is_refused(ada, room):
    for kind, state in NOT_TO_BEGIN_WITH:
        with pytest.raises(Invalid):
            await send_live(ada, room.id, kind, state)
    assert not Message.select().exists()


async def test_a_poll_that_ends_says_both_that_it_is_open_and_that_it_is_closed_for_browsers_know_the_time(
    ada, ben, room, monkeypatch
):
    message = await poll(ada, room, "--closes 1h Lunch? | Pizza | Sushi")
    for part in ('<span class="live-open">Choose one · closes <time', '<span class="live-over">Closed · <time'):
        assert part in message.live.drawn
    monkeypatch.setattr(shipped_poll, "time", SimpleNamespace(time=lambda: time.time() + 3601))
    with pytest.raises(Invalid, match="closed"):
        await press(ben, message.id, "vote", {"arg": "0"})


async def test_to_send_again_with_the_same_id_stores_nothing_more(ada, room):
    first, is_new = await send_live(ada, room.id, "poll", LUNCH, "client-id-1")
    again, is_new_again = await send_live(ada, room.id, "poll", LUNCH, "client-id-1")
    assert (first.id, is_new, is_new_again) == (again.id, True, False)


class Broken(Kind):
    """Does what a plugin should not."""

    name = "broken"

    def begin(self, given):
        return {"how": given["how"]}

    def draw(self, state):
        if state["how"] == "loop":
            while True:
                pass
        return {
            "raises": lambda: 1 / 0,
            "nothing": lambda: None,
            "enormous": lambda: html("<p>{}</p>", "x" * 100_000),
            "unsafe": lambda: html('<script>alert(1)</script><img src=x onerror=alert(1)><p class="message">hi</p>'),
            "text": lambda: "<b>",
        }.get(state["how"], lambda: html("<p>fine</p>"))()

    def do_break(self, state, who, args):
        return {"nothing": None, "set": {"x": {1}}, "large": {"x": "y" * 40_000}, "keys": {1: 2}}[args["how"]]


DRAWN = {
    "raises": "could not be drawn: ZeroDivisionError",
    "nothing": "draw returned no text, but NoneType",
    "enormous": "more than 90,000 characters",
    "unsafe": '<p class="">hi</p>',
    "text": "&lt;b&gt;",
    "loop": "it took too long",
}


async def test_what_is_wrong_in_a_kind_is_shown_in_its_row_alone(ada, room):
    registry.kinds["broken"] = Broken()
    for how, shown in DRAWN.items():
        message, _ = await send_live(ada, room.id, "broken", {"how": how})
        row = render_message(message)
        assert shown in row
        assert "script" not in row
        assert "onerror" not in row
    assert (await poll(ada, room)).live.drawn.count("live-option") == 2


async def test_a_state_that_cannot_be_stored_changes_nothing(ada, room, published):
    registry.kinds["broken"] = Broken()
    message, _ = await send_live(ada, room.id, "broken", {"how": "fine"})
    for how in ("nothing", "set", "large", "keys", "raises"):
        with pytest.raises(ChatError):
            await press(ada, message.id, "break", {"how": how})
    assert json.loads(Message.get_by_id(message.id).state) == {"how": "fine"}
    assert len(published) == 1


async def test_a_message_whose_kind_is_gone_shows_its_text(ada, room):
    registry.kinds["broken"] = Broken()
    message, _ = await send_live(ada, room.id, "broken", {"how": "fine"})
    Message.update(body="A dice: 6").where(Message.id == message.id).execute()
    del registry.kinds["broken"]
    shown = messages.newest_messages(somebody(), room.id).messages[0]
    assert shown.live.drawn == '<p class="live-text">A dice: 6</p>'
    with pytest.raises(ChatError, match="Nobody here knows"):
        await press(ada, message.id, "break")


class Slow(Kind):
    """Notes when it is asked."""

    name = "slow"

    def __init__(self):
        self.asked = []

    def begin(self, given):
        return {"n": 0}

    def draw(self, state):
        self.asked.append("draw")
        return html("<p>{}</p>", state["n"])

    def text(self, state):
        self.asked.append("text")
        return str(state["n"])

    def do_add(self, state, who, args):
        self.asked.append("add")
        return {"n": state["n"] + 1}


async def test_a_plugin_is_asked_before_the_transaction_and_again_if_the_message_has_changed_since(
    ada, ben, room, monkeypatch
):
    registry.kinds["slow"] = slow = Slow()
    message, _ = await send_live(ada, room.id, "slow", {})
    slow.asked.clear()
    write, meanwhile = database.write_concurrent, []

    async def noting(lane, change, *args):
        slow.asked.append("write")
        for state in meanwhile:
            await write(lane, Message.update(state=state).where(Message.id == message.id).execute)
        return await write(lane, change, *args)

    monkeypatch.setattr(database, "write_concurrent", noting)
    await asyncio.gather(*(press(who, message.id, "add") for who in (ada, ben)))
    assert slow.asked[-1] == "write"
    slow.asked.clear()
    meanwhile.append('{"n":40}')
    assert (await press(ben, message.id, "add")).live.state == {"n": 41}
    assert slow.asked == ["add", "text", "draw", "write", "add", "text", "draw"]


async def test_what_was_drawn_too_slowly_once_is_drawn_when_its_kind_has_rested(ada, room, monkeypatch):
    registry.kinds["broken"] = slow = Broken()
    monkeypatch.setattr(calling, "PAUSE", 0)
    await send_live(ada, room.id, "broken", {"how": "loop"})
    assert "it took too long" in render_message(messages.newest_messages(ada, room.id).messages[0])
    calling._running_on["broken"].join(60)
    monkeypatch.setattr(slow, "draw", lambda state: html("<p>in time</p>"))
    assert "in time" in render_message(messages.newest_messages(ada, room.id).messages[0])


async def test_who_waits_for_too_long_is_told_to_try_again_and_nothing_of_it_is_done(ada, room, monkeypatch):
    message, _ = await send_live(ada, room.id, "counter", {"text": "Cups"})
    monkeypatch.setattr(live, "PATIENCE", -1)
    with pytest.raises(Unavailable, match="try again"):
        await press(ada, message.id, "count", {"by": 1}, client_id="press-0001")
    monkeypatch.setattr(live, "PATIENCE", 60)
    assert (await press(ada, message.id, "count", {"by": 1}, client_id="press-0001")).live.state["value"] == 1


async def test_a_large_message_is_drawn_once_for_all_presses_that_come_together(ada, room, monkeypatch):
    message, _ = await send_live(ada, room.id, "poll", {"title": "x", "options": list("abcdefgh"), "multiple": True})
    state = json.loads(Message.get_by_id(message.id).state) | {"votes": [[*range(1000, 1300)] for _ in range(8)]}
    Message.update(state=json.dumps(state)).where(Message.id == message.id).execute()
    drawn = Mock(side_effect=registry.kinds["poll"].draw)
    monkeypatch.setattr(registry.kinds["poll"], "draw", drawn)
    await asyncio.gather(*(press(ada, message.id, "vote", {"arg": str(number % 8)}) for number in range(40)))
    assert 0 < drawn.call_count <= 3


async def test_a_list_takes_no_more_than_can_be_drawn(ada, room):
    message, _ = await send_live(ada, room.id, "checklist", {"title": "Move", "tasks": ["y" * 198] * 40})
    presses = [press(ada, message.id, "add", {"text": "x" * 198}) for _ in range(60)]
    assert any("no room for more" in str(ended) for ended in await asyncio.gather(*presses, return_exceptions=True))
    assert "could not be drawn" not in render_message(messages.newest_messages(ada, room.id).messages[0])
