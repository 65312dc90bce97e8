"""Live messages of what no client sends: it is refused in plain words, and nobody else sees anything of it."""

import json
import logging
import re
from itertools import pairwise

import pytest

from chat import messages, rooms
from chat.accounts import user_item
from chat.accounts.events import person_topic
from chat.errors import Invalid
from chat.live import Kind, Person, Refused, html, registry, using
from chat.live.states import public
from chat.messages import press, send_live
from chat.web.components.message_list.message import render_message
from models import IncomingHook, Message, User
from tests.exporting import exported, pages
from tests.people import somebody

pytestmark = pytest.mark.usefixtures("at_once")

HALF, INVALID = "x\ud800", "contains an invalid character"
ADA = Person(1, "Ada", leads=True)


class Plugin(Kind):
    """Returns what was given, or fails."""

    name = "plugin"

    def begin(self, given):
        return {"title": HALF} if "half" in given else given

    def draw(self, state):
        return html("<p>{}</p>", state.get("title"))

    def do_half(self, state, who, args):
        return {"list": [{HALF: 1}]}

    def do_fail(self, state, who, args):
        raise ValueError("x")

    def do_refuse(self, state, who, args):
        raise Refused(HALF)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        *(("poll", {"title": HALF, "options": ["a", "b"]}), ("poll", {"text": f"a | {HALF} | c"})),
        *(("checklist", {"title": "a", "tasks": [HALF]}), ("chart", {"title": "a", "points": [[HALF, 1]]})),
        *(("counter", {"title": "a\0"}), ("counter", {"title": "a", "more": [{HALF: 1}]}), ("plugin", {"half": 1})),
    ],
)
async def test_half_a_character_is_refused_wherever_it_stands(ada, room, kind, state):
    registry.kinds["plugin"] = Plugin()
    with pytest.raises(Invalid, match=INVALID):
        await send_live(ada, room.id, kind, state)
    assert not Message.select().exists()


async def test_a_press_with_half_a_character_or_that_makes_one_changes_nothing(ada, room):
    registry.kinds["plugin"] = Plugin()
    message, _ = await send_live(ada, room.id, "plugin", {"title": "a"})
    for action, args in (("fail", {"a": [HALF]}), ("half", {}), ("fail", {HALF: 1})):
        with pytest.raises(Invalid, match=INVALID):
            await press(ada, message.id, action, args)
    with pytest.raises(Invalid, match=r"^x�$"):
        await press(ada, message.id, "refuse")
    assert json.loads(Message.get_by_id(message.id).state) == {"title": "a"}


async def test_the_bot_of_a_webhook_of_another_room_stays_unknown_to_whoever_gives_it_a_task(ada, ben, room):
    elsewhere = await rooms.create_room(ben, "elsewhere", kind="closed")
    bot = User.create(name="Secret project", email="b@b", password_hash="-", role="bot")
    IncomingHook.create(token_hash="-", room=elsewhere.id, bot=bot)
    message, _ = await send_live(ada, room.id, "checklist", {"text": "Party | Buy cake"})
    for person in (bot.id, 10**18 - 1):
        with pytest.raises(Invalid, match="no such person"):
            await press(ada, message.id, "take", {"arg": "1", "person": person})
    state = json.loads(Message.get_by_id(message.id).state)
    Message.update(state=json.dumps(state).replace("null", str(bot.id))).execute()  # as it may be from before
    ticked = await press(ada, message.id, "tick", {"arg": "1"})
    assert ">Somebody</span>" in ticked.live_html
    given = await press(ada, message.id, "take", {"arg": "1", "person": ben.id})
    assert ">Ben</span>" in given.live_html


VOTER, NAME = 777_123_456, "Zebulon"


async def test_whoever_votes_in_secret_is_in_nothing_that_leaves_the_server(ada, room, published):
    """But that they are in the room, as its list of people says."""
    voter = user_item(User.create(id=VOTER, name=NAME, email="z@z", password_hash="-"))
    await rooms.join_room(voter, room.id)
    published.clear()
    message, _ = await send_live(ada, room.id, "poll", {"text": "--anonymous --multiple Boss? | Yes | No"})
    for arg, on in (("0", "true"), ("1", "true"), ("1", "false")):
        await press(voter, message.id, "vote", {"arg": arg, "on": on}, client_id=f"press-{arg}-{on}")
    await messages.send_message(ada, room.id, "look", reply_to=message.id)
    await messages.pin_message(ada, message.id)
    await messages.save_message(ada, message.id)
    thread = await messages.open_thread(ada, message.id)
    await messages.send_message(ada, thread.id, "well")
    await press(voter, message.id, "vote", {"arg": "1", "on": "true"})
    await press(ada, message.id, "close")
    page = messages.newest_messages(ada, room.id).messages
    others = [event for event in published if event.topic != person_topic(VOTER)]  # which the voter's own pages hear
    told = [*others, page, messages.changes_since(ada, room.id, 0), messages.pinned_messages(ada, room.id)]
    told += [messages.saved_messages(ada), messages.pressed_secretly(ada, [message.id])]
    leaving = list(map(repr, told)) + [render_message(one) for one in page]
    for archive in (exported(), exported(kind="room", room_ids=(room.id,)), exported(kind="person", person_id=ada.id)):
        leaving += [archive.read(name).decode() for name in archive.namelist() if name.startswith("messages/")]
        leaving += [page for name, page in pages(archive).items() if "<h2>People</h2>" not in page]
    assert page[0].live.state["counts"] == [1, 1]
    assert len(leaving) > 20
    assert [text for text in leaving if str(VOTER) in text or NAME in text or "_votes" in text] == []


def test_what_begins_with_an_underscore_is_told_to_nobody_however_deep_it_stands():
    assert public('{"_a": 1, "b": [{"_c": 2, "d": {"_e": 3}}], "_f": {}}') == {"b": [{"d": {}}]}


def nested(depth):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def test_what_is_nested_deeply_or_no_number_is_refused():
    for value, why in ((nested(29), "nested too deeply"), (nested(2000), "JSON"), (float("inf"), "JSON")):
        with pytest.raises(Invalid, match=why):
            using.begin("counter", {"title": "a", "more": value})
    assert using.begin("counter", {"title": "a", "more": nested(20)})


@pytest.mark.parametrize("state", ['{"title":"x\\uD800","value":NaN,"_a":1}', "[1", "[]"])
async def test_a_row_with_a_state_that_cannot_be_sent_spoils_nothing(ada, room, state):
    message, _ = await send_live(ada, room.id, "counter", {"title": "a"})
    Message.update(state=state).where(Message.id == message.id).execute()
    shown = messages.newest_messages(somebody(), room.id).messages[0]
    assert json.dumps(shown.live.state, ensure_ascii=False, allow_nan=False).encode()
    assert "_a" not in shown.live.state
    assert shown.live_html.encode()


@pytest.mark.parametrize("value", ["9" * 5000, [0], {}, "-1", 10**30, None, True, "99"])
@pytest.mark.parametrize(
    ("kind", "text", "actions"),
    [
        ("poll", "a | b | c", [("vote", "arg"), ("vote", "on")]),
        ("checklist", "a | b", [(action, "arg") for action in ("tick", "untick", "take", "drop", "remove")]),
        ("checklist", "a | b", [("add", "text"), ("take", "person")]),
        ("event", "a | 2027-01-31 18:00", [("answer", "arg")]),
        ("counter", "a", [("count", "arg"), ("count", "by")]),
        ("chart", "a | b 3", [("set", "points"), ("set", "label"), ("add", "value")]),
    ],
)
def test_shipped_kinds_fail_for_no_argument(caplog, kind, text, actions, value):
    state, told = using.begin(kind, {"text": text})[0], []
    for action, name in actions:
        try:
            using.press(kind, state, ADA, action, {name: value})
        except Invalid as error:
            told.append(error.message)
    assert (caplog.records, [why for why in told if "does not work" in why]) == ([], [])


@pytest.mark.parametrize("given", [{"closes_at": 10**400}, {"closes_at": -1}, {"zone": []}])
def test_shipped_kinds_fail_for_nothing_that_they_begin_with(caplog, given):
    with pytest.raises(Invalid):
        using.begin("poll", {"title": "a", "options": ["b", "c"], **given} if "zone" not in given else given)
    told = []
    for zone in ("..", "America", "x" * 999, ""):
        for kind in ("event", "chart"):
            try:
                using.begin(kind, {"text": "a | 0001-01-01 00:00", "zone": zone, "unit": []})
            except Invalid as error:
                told.append(error.message)
    assert (caplog.records, [why for why in told if "could not be made" in why]) == ([], [])


@pytest.mark.parametrize("action", ["tick", "untick", "take", "drop", "remove"])
def test_a_task_that_is_not_there_is_refused_by_every_action(action):
    state, _ = using.begin("checklist", {"text": "a | b"})
    for gone in ("-1", "2", "", None):
        with pytest.raises(Invalid, match="not there any more"):
            using.press("checklist", state, ADA, action, {"arg": gone})


@pytest.mark.parametrize("flag", ["--foo", "--closes 99999999d", "--closes", "--multiple --anonymus", "—closed 2h"])
def test_a_mistyped_flag_is_no_question(flag):
    with pytest.raises(Invalid, match="mean"):
        using.begin("poll", {"text": f"{flag} X? | a | b"})
    assert json.loads(using.begin("poll", {"text": "—multiple --closes 2h X? | a | b"})[0])["title"] == "X?"


def test_a_poll_that_was_closed_by_mistake_is_opened_again():
    state, _ = using.begin("poll", {"text": "X? | a | b"})
    closed = using.press("poll", using.press("poll", state, ADA, "vote", {"arg": "0"}), ADA, "close", {})
    assert "Reopen poll" in using.draw("poll", closed, "")
    with pytest.raises(Invalid, match="Only the author"):
        using.press("poll", closed, Person(2, "Ben", leads=False), "reopen", {})
    again = using.press("poll", closed, ADA, "reopen", {})
    assert json.loads(using.press("poll", again, ADA, "vote", {"arg": "1"}))["votes"] == [[], [1]]


def test_an_error_of_a_plugin_is_logged_once_a_minute_with_the_messages_number(caplog):
    registry.kinds["plugin"] = Plugin()
    for number in (7, 8):
        with pytest.raises(Invalid, match=r"This plugin does not work: ValueError: x$"):
            using.press("plugin", "{}", ADA, "fail", {}, number)
    assert [record.getMessage() for record in caplog.records] == ["live message plugin (message 7)"]
    assert caplog.records[0].levelno == logging.ERROR


async def test_a_file_for_calendars_is_as_the_standard_wants_it(ada, room):
    title = "Fest 🎉, mit; Back\\slash " + "ü🎉" * 40
    message, _ = await send_live(ada, room.id, "event", {"title": title, "at": 1_800_000_000_000, "place": "A, B"})
    name, type_, text = messages.live_file(ada, message.id, "chat.example.com")
    assert (name, type_, text[-2:]) == ("event.ics", "text/calendar", "\r\n")
    lines = text[:-2].split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = text.replace("\r\n ", "").split("\r\n")
    escaped = title.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    assert {f"UID:message-{message.id}@chat.example.com", f"SUMMARY:{escaped}", "LOCATION:A\\, B"} <= set(unfolded)
    stamp = next(line for line in lines if line.startswith("DTSTAMP:"))
    assert re.fullmatch(r"DTSTAMP:\d{8}T\d{6}Z", stamp)
    assert stamp[8:] != "20270115T080000Z"


@pytest.mark.parametrize("type_", ["bar", "line"])
@pytest.mark.parametrize("many", [1, 7, 60])
def test_words_of_a_chart_stand_inside_of_it_and_not_on_each_other(type_, many):
    points = [["A long label", 1_234_567_890.5 + number] for number in range(many)]
    state, text = using.begin("chart", {"title": "a", "type": type_, "points": points})
    found = re.findall(r'<text text-anchor="middle" x="([^"]+)" y="144">([^<]+)<', using.draw("chart", state, text))
    places = [(float(x), 7 * len(label) / 2) for x, label in found]
    assert places
    assert all(half - 0.1 <= x <= 280.1 - half for x, half in places)
    assert all(x + half <= after - other + 15 for (x, half), (after, other) in pairwise(places))
