"""The stream's server side: what it sends, what it forgets, what it makes of what a browser chose to say."""

import asyncio
import gc
import json
import re
import weakref
from dataclasses import dataclass

import pytest
from nicegui import Client, core
from nicegui.element import Element
from nicegui.events import GenericEventArguments
from nicegui.outbox import Outbox
from nicegui.page import page

from chat.elements import browser_call, following, topic
from chat.elements import stream as stream_module
from chat.elements.stream import (
    Changes,
    Drawn,
    Stream,
    broadcast,
    followed_topics,
    follower_count,
    has_followers,
    signal,
)
from chat.elements.traffic import Traffic

NEVER = (None, [], "x", 7, {}, {"edge": "top"}, {"key": "1"}, {"since": "1"}, {"action": "edit"})
FORGED_ACTIONS = [
    *NEVER,
    {"action": 1, "key": "1", "args": {}},
    {"action": "edit", "key": 1, "args": {}},
    {"action": "edit", "key": None, "args": {}},
    {"action": "edit", "key": "1", "args": []},
    {"action": "edit", "key": "1", "args": "{}"},
    {"action": ["edit"], "key": "1", "args": {}},
    {"action": "edit", "key": "1"},
]
FORGED_PAGES = [
    *NEVER,
    {"edge": "middle", "key": "1"},
    {"edge": "first", "key": "1"},
    {"edge": ["top"], "key": "1"},
    {"edge": {"top": 1}, "key": "1"},
    {"edge": None, "key": "1"},
    {"edge": "top", "key": 1},
    {"edge": "top", "key": None},
    {"edge": "bottom", "key": ["1"]},
]
FORGED_FOLLOWS = [
    *NEVER,
    {"since": -1},
    {"since": 2**53},
    {"since": 2**70},
    {"since": 1.0},
    {"since": [1]},
    {"since": {}},
]


@dataclass
class Item:
    id: int | str
    text: str = ""


def draw(item):
    return f"<li>{item.text}</li>"


def three():
    return Item(1, "one"), Item(2, "two"), Item(3, "three")


THREE_ROWS = [["1", "<li>one</li>"], ["2", "<li>two</li>"], ["3", "<li>three</li>"]]


@pytest.fixture
async def client(monkeypatch):
    """An open page, without the server around it."""
    monkeypatch.setattr(topic, "_latest", {})
    monkeypatch.setattr(core, "loop", asyncio.get_running_loop())
    client = Client(page("/"))
    yield client
    client.delete()


@pytest.fixture
def stream(client):
    """Put a stream on the page."""

    def create(name="messages", render=draw, **options):
        with client:
            return Stream(name, render=render, **options)

    return create


@pytest.fixture
def sent(monkeypatch):
    """What goes to the browser: methods of stream.js with their arguments."""
    calls = []

    def enqueue_message(_outbox, _kind, data, _target):
        method, args = re.fullmatch(r'runMethod\(\d+, "(\w+)", (.*)\)', data["code"]).groups()
        calls.append((method, *json.loads(args)))

    monkeypatch.setattr(Outbox, "enqueue_message", enqueue_message)
    return calls


@pytest.fixture
def sockets(client):
    """Connect a socket of the page, as a handshake does."""
    manager = core.sio.manager
    for room in (None, client.id):
        manager.basic_enter_room("socket-1", "/", room, eio_sid="eio-1")
    yield manager
    manager.rooms.clear()


@pytest.fixture
def emitted(monkeypatch):
    emits = []

    async def emit(event, data, room):
        emits.append((event, data, room))

    monkeypatch.setattr(core.sio, "emit", emit)
    return emits


async def tell(element, event, args=None):
    """Have the browser tell something, and wait until it is dealt with; each event is a task of its own."""
    listener = getattr(element, f"_handle_{event}")
    arguments = () if event == "jump" else (GenericEventArguments(sender=element, client=element.client, args=args),)
    await asyncio.create_task(listener(*arguments))


# ---- operations


@pytest.mark.parametrize(
    ("operate", "operation"),
    [
        (lambda s, items: s.insert(*items), ["insert", THREE_ROWS, -1, None, False]),
        (lambda s, items: s.insert(*items, at=2), ["insert", THREE_ROWS, 2, None, False]),
        (lambda s, items: s.insert(*items, at=0, limit=-5), ["insert", THREE_ROWS, 0, -5, False]),
        (lambda s, items: s.insert(*items, update_only=True), ["insert", THREE_ROWS, -1, None, True]),
        (lambda s, items: s.insert(), ["insert", [], -1, None, False]),
        (lambda s, items: s.append(*items), ["insert", THREE_ROWS, -1, None, False]),
        (lambda s, items: s.append(*items, limit=-2), ["insert", THREE_ROWS, -1, -2, False]),
        (lambda s, items: s.prepend(*items), ["insert", THREE_ROWS, 0, None, False]),
        (lambda s, items: s.prepend(*items, limit=2), ["insert", THREE_ROWS, 0, 2, False]),
        (lambda s, items: s.update_item(*items), ["insert", THREE_ROWS, -1, None, True]),
        (lambda s, items: s.remove_item(items[1]), ["remove", ["2"]]),
        (lambda s, items: s.remove_by_dom_id("messages-2"), ["remove", ["2"]]),
        (lambda s, items: s.remove_by_dom_id("messages-a-b"), ["remove", ["a-b"]]),
        (lambda s, items: s.reset(*items), ["reset", THREE_ROWS]),
        (lambda s, items: s.reset(), ["reset", []]),
        (lambda s, items: s.reset(*items, limit=-2), ["reset", THREE_ROWS, -2]),
        (lambda s, items: s.insert(*items, before=7), ["insert", THREE_ROWS, {"before": "7"}, None, False]),
        (lambda s, items: s.insert(*items, after=7), ["insert", THREE_ROWS, {"after": "7"}, None, False]),
        (lambda s, items: s.remove_item(*items), ["remove", ["1", "2", "3"]]),
        (lambda s, items: s.remove(2, "a-b"), ["remove", ["2", "a-b"]]),
        (lambda s, items: s.move(2), ["move", "2", -1]),
        (lambda s, items: s.move(2, 0), ["move", "2", 0]),
        (lambda s, items: s.move(2, before=3), ["move", "2", {"before": "3"}]),
        (lambda s, items: s.move("a-b", after=0), ["move", "a-b", {"after": "0"}]),
    ],
)
async def test_an_operation_is_one_call_in_the_browser(stream, sent, operate, operation):
    operate(stream(), three())
    assert sent == [("apply", [operation], None, None)]


async def test_operations_go_out_in_the_order_of_the_calls(stream, sent):
    element = stream()
    one, two, three_ = three()
    element.append(one)
    element.remove_item(one)
    element.prepend(two)
    element.reset(three_)
    element.update_item(three_)
    assert [operation[0] for _, [operation], *_ in sent] == ["insert", "remove", "insert", "reset", "insert"]


async def test_rows_that_were_read_at_a_revision_say_so(stream, sent):
    element = stream()
    element.append(revision=3)
    element.prepend(revision=4)
    element.reset(revision=5)
    assert [revision for _, _, revision, _ in sent] == [3, 4, 5]


async def test_rows_that_were_drawn_before_are_sent_as_they_are_beside_other_items(stream, sent):
    element, drawn = stream(), Drawn([("7", "<p>seven</p>"), ("8", "<p>eight</p>")])
    element.append(drawn, Item(1, "one"))
    element.reset(drawn)
    pairs = [list(pair) for pair in drawn]
    assert [operation[1] for _, [operation], *_ in sent] == [[*pairs, ["1", draw(Item(1, "one"))]], pairs]


async def test_the_constructors_limit_is_for_calls_that_name_none(stream, sent):
    element = stream(limit=-10)
    for operate in (element.append, element.prepend, element.insert, element.update_item):
        operate()
    element.append(limit=5)
    assert [operation[3] for _, [operation], *_ in sent] == [-10, -10, -10, -10, 5]


async def test_keys_are_compared_as_strings(stream, sent):
    element = stream()
    element.append(Item(1), Item("1"))
    assert [key for key, _ in sent[0][1][0][1]] == ["1", "1"]
    assert element.dom_id(Item(1)) == element.dom_id(Item("1")) == "messages-1"


async def test_a_key_of_ones_own_tells_items_apart(stream, sent):
    element = stream(key=lambda item: item["slug"], render=lambda item: f"<p>{item['slug']}</p>")
    element.append({"slug": "tea"})
    element.remove_item({"slug": "tea"})
    assert [operation for _, [operation], *_ in sent] == [
        ["insert", [["tea", "<p>tea</p>"]], -1, None, False],
        ["remove", ["tea"]],
    ]


@pytest.mark.parametrize("dom_id", ["", "2", "rooms-2", "messages", "xmessages-2", "MESSAGES-2"])
async def test_a_dom_id_of_something_else_removes_nothing(stream, sent, dom_id):
    stream().remove_by_dom_id(dom_id)
    assert sent == []


async def test_a_deleted_stream_is_silent(stream, sent):
    element = stream()
    element.delete()
    element.append(*three())
    element.reset()
    assert sent == []


async def test_an_operation_awaited_ends_when_the_browser_answers_what_comes_after_it(stream, client):
    connect(client)
    element = stream()
    waiting = asyncio.create_task(waits_for(element.append(Item(1))))
    await asked(client)
    (_, _, operation), (_, _, question) = client.outbox.messages
    assert ("request_id" in operation, waiting.done()) == (False, False)
    client.handle_javascript_response({"request_id": question["request_id"], "result": 0})
    assert await waiting is None


async def test_an_operation_awaited_ends_with_the_page(stream, client, monkeypatch):
    monkeypatch.setattr(browser_call, "LOOK", 0.001)
    connect(client)
    waiting = asyncio.create_task(waits_for(stream().append(Item(1))))
    await asked(client)
    client._deleted = True
    assert await asyncio.wait_for(waiting, timeout=10) is None


def connect(client):
    """Let a browser be there, and what is for it stay where it waits, to be looked at."""
    client.tab_id = "tab"
    client.outbox.stop()


async def waits_for(call):
    return await call


async def asked(client):
    """Let the tasks run that ask the browser something after an operation."""
    for _ in range(3):
        await asyncio.sleep(0)
    assert len(client.outbox.messages) == 2


async def test_an_operation_is_queued_before_what_its_handler_awaits_next(stream, client):
    connect(client)
    stream().append(Item(1))
    asking = asyncio.create_task(waits_for(client.run_javascript("2")))
    await asyncio.sleep(0)
    assert ["apply" in data["code"] for _, _, data in client.outbox.messages] == [True, False]
    asking.cancel()


async def test_who_awaits_an_operation_on_what_is_gone_does_not_wait(stream, client):
    element = stream()
    element.delete()
    await element.append(Item(1))
    call = stream().remove_by_dom_id("unknown")
    await call
    call = stream("other").append(Item(1))
    client._deleted = True
    await call


async def test_an_operation_that_a_handler_returns_is_not_awaited(stream, sent):
    element = stream(on_top=lambda key: element.prepend(Item(1)))
    await tell(element, "page", {"edge": "top", "key": "2"})
    assert [method for method, *_ in sent] == ["apply", "paged"]


async def test_children_and_the_element_itself_are_moved_and_removed_as_in_nicegui(stream, sent, client):
    element = stream()
    with element:
        child = Element("div")
    child.delete()
    assert (list(element), child.is_deleted, sent) == ([], True, [])
    with client:
        card = Element("div")
        other = Element("div")
    element.move(card)
    assert (list(card), sent) == ([element], [])
    element.move(target_container=other, target_slot="default")
    element.move(target_index=0)
    assert (list(card), list(other), sent) == ([], [element], [])


async def test_operations_for_one_viewer_are_counted(stream, sent, monkeypatch):
    monkeypatch.setattr(stream_module, "traffic", counted := Traffic())
    element = stream()
    element.append(Item(1, "é"))
    element.reset(*three())
    element.move(1)
    element.remove(1, 2)
    element.update_part(1, "b", "<b>1</b>")
    assert (counted.operations, counted.operation_bytes) == (5, 11 + 12 + 12 + 14 + 8)


# ---- mistakes raise at once and name the cure


@pytest.mark.parametrize(
    ("mistake", "error", "cure"),
    [
        (lambda s, _: s.append(Item(1), limit=0), ValueError, r"limit=0 .* use reset\(\)"),
        (lambda s, _: s.prepend(Item(1), limit=0), ValueError, r"limit=0 .* use reset\(\)"),
        (lambda s, _: s.insert(Item(1), limit=0), ValueError, r"limit=0 .* use reset\(\)"),
        (lambda _, stream: stream("other", limit=0), ValueError, r"limit=0 .* use reset\(\)"),
        (lambda s, _: s.insert(Item(1), at=-2), ValueError, "at=-2: use an index from 0, or -1 for the end"),
        (lambda s, _: s.insert(Item(1), at=0, before=2), ValueError, "use one of at=, before= and after="),
        (lambda s, _: s.move(1, before=2, after=3), ValueError, "use one of at=, before= and after="),
        (lambda s, _: s.insert(Item(1), at=1.5), TypeError, "at=1.5 must be a whole number"),
        (lambda s, _: s.move(1, at="0"), TypeError, "at='0' must be a whole number"),
        (lambda s, _: s.append(Item(1), limit="5"), TypeError, "limit='5' must be a whole number"),
        (lambda s, _: s.append(Item(1), limit=True), TypeError, "limit=True must be a whole number"),
        (lambda _, stream: stream("other", limit=2.0), TypeError, r"limit=2.0 must be a whole number"),
        (lambda s, _: s.move(1, at=-2), ValueError, "at=-2: use an index from 0, or -1 for the end"),
        (lambda _, stream: stream("other", is_sorted=True).move(1), ValueError, "use update_item"),
        (lambda s, _: s.reset(Item(1), limit=0), ValueError, r"limit=0 .* use reset\(\)"),
        (lambda _, stream: stream("other", key="slug"), TypeError, "key='slug' must be a function"),
        (lambda _, stream: stream("other", render="<li>"), TypeError, "render='<li>' must be a function"),
        (lambda s, _: s.move(), TypeError, "needs the key of a row"),
        (
            lambda _, stream: stream("other", tag="tbody", on_top=print),
            ValueError,
            "a table does not: use scroll='page'",
        ),
        (
            lambda _, stream: stream("other", key=lambda i: i.slug).dom_id(3),
            TypeError,
            "3 has no slug: give the stream",
        ),
        (lambda s, _: s.append("no item"), TypeError, "'no item' has no id: give the stream a key="),
        (lambda s, _: s.remove_item(object()), TypeError, "give the stream a key="),
        (lambda s, _: s.dom_id(None), TypeError, "give the stream a key="),
        (lambda _, stream: stream("other", items=["no item"]), TypeError, "give the stream a key="),
        (
            lambda _, stream: stream("other", render=lambda _: None, items=[Item(1)]),
            TypeError,
            "one root element .* not None",
        ),
        (
            lambda _, stream: stream("other", render=lambda _: "words", items=[Item(1)]),
            TypeError,
            "one root element of HTML",
        ),
        (
            lambda _, stream: stream("other", render=lambda _: "", items=[Item(1)]),
            TypeError,
            "one root element of HTML",
        ),
        (lambda _, stream: stream("other", topic="room:1"), ValueError, "needs changes_since"),
        (lambda _, stream: stream("other", scroll="window"), ValueError, "use True, False or 'page'"),
        (lambda _, stream: stream("other", on_top=print, scroll=False), ValueError, "leave out scroll=False"),
        (lambda _, stream: stream("other", on_bottom=print, scroll=False), ValueError, "leave out scroll=False"),
    ],
)
async def test_a_mistake_names_its_cure_and_sends_nothing(stream, sent, mistake, error, cure):
    element = stream()
    with pytest.raises(error, match=cure):
        mistake(element, stream)
    assert sent == []


async def test_what_the_constructor_refuses_is_not_in_the_page(stream, client):
    for options in ({"limit": 0}, {"key": "slug"}, {"topic": "room:1"}, {"scroll": "window"}):
        with pytest.raises((TypeError, ValueError)):
            stream("other", **options)
    assert not [one for one in client.elements.values() if isinstance(one, Stream)]


async def test_one_bad_item_spoils_its_batch_and_nothing_else(stream, sent):
    element = stream()
    with pytest.raises(TypeError):
        element.append(Item(1), "no item")
    element.append(Item(2, "two"))
    assert sent == [("apply", [["insert", [["2", "<li>two</li>"]], -1, None, False]], None, None)]


# ---- to a row


async def test_rows_around_a_row_are_loaded_for_the_key_that_the_program_named_and_no_other(stream, sent):
    asked = []

    async def around(key):
        asked.append(key)
        return three()

    element = stream()
    element.scroll_to(2, around)
    for key in ("7", "2"):
        await tell(element, "page", {"edge": "around", "key": key})
    assert asked == ["2"]
    assert [call for call in sent if call[0] == "apply"] == [
        ("apply", [["seek", "2", True]], None, None),
        ("apply", [["around", THREE_ROWS, "2"]], None, {"edge": "around", "key": "2"}),
    ]


async def test_rows_around_a_row_may_say_at_which_revision_they_were_read(stream, sent):
    element = stream()
    element.scroll_to("2", lambda _key: Changes(17, reset=three()))
    await tell(element, "page", {"edge": "around", "key": "2"})
    assert sent[1] == ("apply", [["around", THREE_ROWS, "2"]], 17, {"edge": "around", "key": "2"})


async def test_without_a_function_a_browser_loads_nothing_around_a_row(stream, sent):
    element = stream()
    element.scroll_to(2)
    await tell(element, "page", {"edge": "around", "key": "2"})
    assert sent == [
        ("apply", [["seek", "2", False]], None, None),
        ("paged", {"edge": "around", "key": "2"}, None),
    ]


@pytest.mark.parametrize("overran", [True, False, None, "yes"])
async def test_a_handler_learns_that_the_reader_went_to_the_very_edge_if_it_takes_that(stream, sent, overran):
    told = []
    for handler in (
        lambda key, overran: told.append((key, overran)),
        lambda key, overran=False: told.append((key, overran)),
        lambda key, limit=5: told.append((key, limit)),
    ):
        element = stream(f"list{len(told)}", on_top=handler, on_bottom=print)
        await tell(element, "page", {"edge": "top", "key": "7", "overran": overran})
    assert told == [("7", overran is True), ("7", overran is True), ("7", 5)]


@pytest.mark.parametrize(("number", "answered"), [(3, {"number": 3}), (-1, {}), (2**60, {}), ("3", {}), (None, {})])
async def test_an_answer_carries_the_number_of_its_request(stream, sent, number, answered):
    element = stream(on_top=lambda key: element.prepend(*three()))
    await tell(element, "page", {"edge": "top", "key": "7", "number": number})
    assert [call[-1 if call[0] == "apply" else 1] for call in sent] == [{"edge": "top", "key": "7", **answered}] * 2


async def test_a_browser_loads_rows_around_a_row_and_all_rows_only_as_often_as_the_program_has_asked(stream, sent):
    loaded = []
    element = stream(items=lambda: loaded.append("all") or three())
    await tell(element, "page", {"edge": "all", "key": "7"})
    element.reload()
    element.scroll_to(2, lambda key: loaded.append(key) or three())
    for _ in range(2):
        for edge, key in (("all", "7"), ("around", "2")):
            await tell(element, "page", {"edge": edge, "key": key})
    assert loaded == ["all", "2"]


async def test_what_failed_may_be_asked_for_again(stream, sent):
    outcomes = iter([OSError("away"), three(), three()])

    def load():
        if isinstance(outcome := next(outcomes), OSError):
            raise outcome
        return outcome

    element = stream(items=load)
    element.reload()
    with pytest.raises(OSError, match="away"):
        await tell(element, "page", {"edge": "all", "key": "7"})
    await tell(element, "page", {"edge": "all", "key": "7"})
    assert [call[0] for call in sent] == ["apply", "pageFailed", "apply", "paged"]


async def test_a_reload_needs_a_function_that_loads(stream, sent):
    element = stream(items=lambda: Changes(17, reset=three()))
    element.reload()
    await tell(element, "page", {"edge": "all", "key": "7"})
    request = {"edge": "all", "key": "7"}
    assert sent == [
        ("apply", [["reload"]], None, None),
        ("apply", [["reset", THREE_ROWS]], 17, request),
        ("paged", request, None),
    ]
    with pytest.raises(ValueError, match="use reset"):
        stream("other").reload()


# ---- nothing is kept


async def test_the_first_rows_are_sent_once(stream):
    element = stream(items=three())
    assert [list(row) for row in element._to_dict()["props"]["items"]] == THREE_ROWS
    assert element._to_dict()["props"]["items"] is None


async def test_no_item_is_held_after_it_was_drawn(stream, sent):
    items = three()
    alive = [weakref.ref(item) for item in items]
    element = stream(items=items)
    element.append(*items)
    element.reset(*items)
    element.update_item(*items)
    element.remove_item(items[0])
    del items
    gc.collect()
    assert [item() for item in alive] == [None, None, None]


async def test_no_html_is_held_after_it_was_sent(stream, sent):
    element = stream(items=[Item(1, "a needle")])
    assert "a needle" in json.dumps(element._to_dict())
    element.append(Item(2, "a needle"))
    sent.clear()
    assert "a needle" not in repr(vars(element))


# ---- what a browser tells


async def test_an_action_arrives_with_its_key_and_arguments(stream):
    told = []
    element = stream(on_action=lambda *args: told.append(args))
    await tell(element, "action", {"action": "edit", "key": "7", "args": {"body": "hello"}})
    assert told == [("edit", "7", {"body": "hello"})]


async def test_an_actions_arguments_are_strings_whatever_was_sent(stream):
    told = []
    element = stream(on_action=lambda *args: told.append(args))
    await tell(element, "action", {"action": "a", "key": "1", "args": {"n": 1, "none": None, "list": [1]}, "more": 1})
    assert told == [("a", "1", {"n": "1", "none": "None", "list": "[1]"})]


async def test_handlers_may_be_asynchronous(stream, sent):
    told = []

    async def act(action, key, args):
        await asyncio.sleep(0)
        told.append((action, key, args))

    async def load(key):
        await asyncio.sleep(0)
        told.append(key)

    element = stream(on_action=act, on_top=load)
    await tell(element, "action", {"action": "edit", "key": "7", "args": {}})
    await tell(element, "page", {"edge": "top", "key": "7"})
    assert told == [("edit", "7", {}), "7"]


@pytest.mark.parametrize(
    ("event", "args"),
    [
        *(("action", args) for args in FORGED_ACTIONS),
        *(("page", args) for args in FORGED_PAGES),
        *(("follow", args) for args in FORGED_FOLLOWS),
    ],
    ids=str,
)
async def test_a_forged_event_does_nothing(stream, sent, event, args):
    def refuse(*args):
        pytest.fail(f"called with {args}")

    handlers = {"on_action": refuse, "on_top": refuse, "on_bottom": refuse, "changes_since": refuse}
    element = stream(topic="room:1", **handlers)
    await tell(element, event, args)
    assert sent == []


@pytest.mark.parametrize(
    ("event", "args"),
    [
        ("action", {"action": "edit", "key": "1", "args": {}}),
        ("page", {"edge": "top", "key": "1"}),
        ("page", {"edge": "bottom", "key": "1"}),
        ("page", {"edge": "first", "key": ""}),
        ("follow", {"since": 1}),
        ("follow", {"since": None}),
        ("jump", None),
    ],
)
async def test_a_stream_without_handlers_hears_nothing(stream, sent, event, args):
    await tell(stream(), event, args)
    assert sent == []


# ---- pages


@pytest.mark.parametrize(("answer", "more"), [(True, True), (False, False), (None, None), (5, None), ("no", None)])
@pytest.mark.parametrize("edge", ["top", "bottom"])
async def test_the_browser_learns_whether_there_is_more(stream, sent, edge, answer, more):
    asked = []
    element = stream(**{f"on_{edge}": lambda key: asked.append(key) or answer})
    await tell(element, "page", {"edge": edge, "key": "7"})
    assert asked == ["7"]
    assert sent == [("paged", {"edge": edge, "key": "7"}, more)]


async def test_a_page_says_beside_which_row_it_belongs_and_what_comes_later_does_not(stream, sent):
    element = stream(on_top=lambda _key: element.prepend(Item(1, "one")))
    await tell(element, "page", {"edge": "top", "key": "7"})
    element.append(Item(9))
    assert [(method, args[-1]) for method, *args in sent] == [
        ("apply", {"edge": "top", "key": "7"}),
        ("paged", None),
        ("apply", None),
    ]


async def test_a_page_that_cannot_be_loaded_can_be_tried_again(stream, sent):
    def fail(_key):
        raise OSError("the database is away")

    element = stream(on_bottom=fail)
    with pytest.raises(OSError, match="away"):
        await tell(element, "page", {"edge": "bottom", "key": "7"})
    assert sent == [("pageFailed", {"edge": "bottom", "key": "7"})]


async def test_rows_may_be_loaded_once_the_page_is_shown(stream, sent):
    loaded = []
    element = stream(items=lambda: loaded.append("now") or three())
    props = element._to_dict()["props"]
    assert (props["items"], props["pages"], loaded) == ([], ["first"], [])
    await tell(element, "page", {"edge": "first", "key": ""})
    assert loaded == ["now"]
    assert sent[0][:2] == ("apply", [["insert", THREE_ROWS, 0, None, False]])
    assert sent[1] == ("paged", {"edge": "first", "key": ""}, None)


# ---- following a topic


@pytest.fixture
def follower(stream):
    """Put a stream on the page that catches up with a topic by a function of the revision known."""
    return lambda changes, topic="room:1", **options: stream(topic=topic, changes_since=changes, **options)


async def test_a_follower_is_brought_up_to_date_and_hears_what_comes(follower, sent, sockets, emitted):
    one, two, _ = three()
    element = follower(lambda since: Changes(since + 3, created=[two], edited=[one], deleted=[8, "9"]))
    await tell(element, "follow", {"since": 4})
    rows = {"created": THREE_ROWS[1:2], "edited": THREE_ROWS[:1], "deleted": ["8", "9"], "reset": None}
    assert sent == [("sync", {"revision": 7, **rows})]
    assert followed_topics() == ["room:1"]
    await broadcast("room:1", 8, "remove", ["1"])
    assert emitted == [("stream", ("room:1", 8, "remove", ["1"]), "stream:room:1")]


@pytest.mark.parametrize(("event", "args"), [("follow", {"since": None}), ("jump", None)])
async def test_who_knows_nothing_or_wants_to_the_end_gets_the_last_page(follower, sent, sockets, event, args):
    asked = []
    element = follower(lambda since: asked.append(since) or Changes(7, reset=three()))
    await tell(element, event, args)
    assert asked == [None]
    assert sent == [("sync", {"revision": 7, "created": [], "edited": [], "deleted": [], "reset": THREE_ROWS})]


async def test_an_empty_last_page_is_not_no_page(follower, sent, sockets):
    await tell(follower(lambda _since: Changes(7, reset=())), "jump")
    assert sent[0][1]["reset"] == []


async def test_nobody_enters_a_topic_before_it_was_read(follower, sent, sockets):
    """Reading is what checks that the viewer may: who may not must not hear a word."""
    heard_of = []
    element = follower(lambda _since: heard_of.append(has_followers("room:1")) or Changes(1))
    await tell(element, "follow", {"since": 0})
    assert (heard_of, has_followers("room:1")) == ([False], True)


async def test_who_may_no_longer_read_leaves_at_once_and_the_browser_is_told(follower, sent, sockets):
    def changes(since):
        if since:
            raise PermissionError("not any more")
        return Changes(1)

    element = follower(changes)
    await tell(element, "follow", {"since": 0})
    assert has_followers("room:1")
    with pytest.raises(PermissionError):
        await tell(element, "follow", {"since": 1})
    assert not has_followers("room:1")
    assert sent[-1] == ("sync", None)


async def test_what_is_broadcast_between_reading_and_entering_is_read_again(follower, sent, sockets, emitted):
    answers = [Changes(4), Changes(5, created=[Item(1, "one")])]

    async def changes(_since):
        if len(answers) == 2:
            await broadcast("room:1", 5, "insert", [("1", "<li>one</li>")])
        return answers.pop(0)

    await tell(follower(changes), "follow", {"since": 3})
    assert emitted == []
    [(_, answer)] = sent
    assert (answer["revision"], answer["created"]) == (5, [["1", "<li>one</li>"]])


async def test_who_loses_access_while_it_is_read_again_is_sent_nothing(follower, sent, sockets, monkeypatch):
    lost = []

    async def changes(since):
        if topic.Topic("room:1").latest:
            lost.append(since)
        await broadcast("room:1", 5, "insert", [("1", "<li>one</li>")])
        return Changes(4)

    async def check(_client, name):
        if lost:
            raise PermissionError(name)

    monkeypatch.setattr(topic.Topic, "authorize", check)
    with pytest.raises(PermissionError, match="room:1"):
        await tell(follower(changes), "follow", {"since": 3})
    assert lost == [3]
    assert not has_followers("room:1")
    assert sent == [("sync", None)]


# ---- heard from the beginning


@pytest.fixture
def heard(client):
    """Have a list of the page ask, since which the page notes what it hears."""
    following._listening.add(client)


async def test_what_is_made_on_a_page_that_listens_is_heard_at_once(follower, sockets, heard):
    element = follower(Changes, revision=3)
    element.follow_now()
    assert (element._to_dict()["props"]["entered"], has_followers("room:1")) == (["socket-1"], True)
    element.delete()
    assert not has_followers("room:1")


async def test_a_list_asks_as_ever_if_something_was_broadcast_since_its_rows_were_read(follower, sockets, heard):
    await broadcast("room:1", 4, "remove", ["1"])
    element = follower(Changes, revision=3)
    element.follow_now()
    assert ("entered" in element._props, has_followers("room:1")) == (False, False)


async def test_a_list_asks_as_ever_on_a_page_that_may_have_missed_what_it_heard(follower, sockets):
    element = follower(Changes, revision=3)
    element.follow_now()
    assert ("entered" in element._props, has_followers("room:1")) == (False, False)


async def test_what_is_deleted_while_it_reads_does_not_follow(follower, sent, sockets):
    async def changes(_since):
        element.delete()
        return Changes(1)

    element = follower(changes)
    await tell(element, "follow", {"since": 0})
    assert not has_followers("room:1")
    assert sent == []


async def test_who_is_refused_a_topic_is_sent_nothing_and_does_not_follow(follower, sent, sockets, monkeypatch):
    async def refuse(_client, name):
        raise PermissionError(name)

    element = follower(lambda _since: Changes(1))
    await tell(element, "follow", {"since": 0})
    monkeypatch.setattr(topic.Topic, "authorize", refuse)
    sent.clear()
    with pytest.raises(PermissionError, match="room:1"):
        await tell(element, "follow", {"since": 0})
    assert not has_followers("room:1")
    assert sent == [("sync", None)]


async def test_what_is_deleted_while_its_page_is_checked_does_not_follow(follower, sent, sockets, monkeypatch):
    async def check(_client, _name):
        element.delete()

    element = follower(lambda _since: Changes(1))
    monkeypatch.setattr(topic.Topic, "authorize", check)
    await tell(element, "follow", {"since": 0})
    assert not has_followers("room:1")
    assert sent == []


async def test_a_stream_that_goes_leaves_its_topic(follower, sent, sockets):
    element = follower(lambda _since: Changes(1))
    await tell(element, "follow", {"since": 0})
    element.delete()
    assert followed_topics() == []


async def test_of_two_streams_of_a_topic_the_last_one_leaves_it(follower, sent, sockets):
    first, second = (follower(lambda _since: Changes(1), name=name) for name in ("first", "second"))
    for element in (first, second):
        await tell(element, "follow", {"since": 0})
    first.delete()
    assert has_followers("room:1")
    second.delete()
    assert not has_followers("room:1")


async def test_other_topics_and_other_pages_stay_when_one_leaves(follower, sent, sockets):
    sockets.basic_enter_room("somebody-elses", "/", "stream:room:1", eio_sid="eio-2")
    element = follower(lambda _since: Changes(1))
    other = follower(lambda _since: Changes(1), name="other", topic="room:2")
    for each in (element, other):
        await tell(each, "follow", {"since": 0})
    element.delete()
    assert [sid for sid, _ in sockets.get_participants("/", "stream:room:1")] == ["somebody-elses"]
    assert has_followers("room:2")


async def test_a_page_without_a_socket_follows_nothing_and_breaks_nothing(follower, sent):
    await tell(follower(lambda _since: Changes(1)), "follow", {"since": 0})
    assert followed_topics() == []


# ---- telling a topic


async def test_a_broadcast_is_one_emit_however_many_follow(sockets, emitted):
    for number in range(50):
        sockets.basic_enter_room(f"socket-{number}", "/", "stream:room:1", eio_sid=f"eio-{number}")
    await broadcast("room:1", 3, "insert", [("1", "<li>one</li>")])
    assert emitted == [("stream", ("room:1", 3, "insert", [("1", "<li>one</li>")]), "stream:room:1")]


async def test_a_broadcast_that_nobody_hears_is_not_made(sockets, emitted):
    sockets.basic_enter_room("socket-1", "/", "stream:room:10", eio_sid="eio-1")
    await broadcast("room:1", 3, "remove", ["1"])
    assert emitted == []


async def test_a_broadcast_without_operation_tells_only_how_far_the_topic_is(sockets, emitted):
    sockets.basic_enter_room("socket-1", "/", "stream:room:1", eio_sid="eio-1")
    await broadcast("room:1", 3)
    assert emitted == [("stream", ("room:1", 3), "stream:room:1")]


async def test_a_signal_is_one_emit_that_moves_no_revision(follower, sent, sockets, emitted):
    sockets.basic_enter_room("socket-1", "/", "stream:room:1", eio_sid="eio-1")
    await signal("room:1", "typing", {"id": 7})
    assert emitted == [("stream-signal", ("room:1", "typing", {"id": 7}), "stream:room:1")]
    assert topic.Topic("room:1").latest == 0


async def test_a_signal_that_nobody_hears_is_not_made(sockets, emitted):
    sockets.basic_enter_room("socket-1", "/", "stream:room:10", eio_sid="eio-1")
    await signal("room:1", "typing")
    assert emitted == []


async def test_followers_are_counted_by_topic(sockets):
    for number in range(3):
        sockets.basic_enter_room(f"socket-{number}", "/", "stream:room:1", eio_sid=f"eio-{number}")
    assert [follower_count("room:1"), follower_count("room:2")] == [3, 0]


async def test_a_client_is_not_mistaken_for_a_topic(sockets):
    assert followed_topics() == []
