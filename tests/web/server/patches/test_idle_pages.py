import asyncio
from collections import deque

import pytest
from nicegui import Client, core, ui
from nicegui.outbox import Outbox
from nicegui.testing.user_simulation import user_simulation

from chat.web.server.patches import idle_pages


@pytest.fixture
async def client(monkeypatch):
    """A page that a browser has opened, and what is sent to it from now on."""
    for owner, name in ((Client, "__init__"), (Client, "handle_handshake"), (Outbox, "__init__")):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    monkeypatch.setattr(Outbox, "_set_enqueue_event", Outbox._set_enqueue_event)
    idle_pages.install()
    async with user_simulation() as user:

        @ui.page("/quiet")
        def quiet():
            ui.label("a").mark("label")

        page = await user.open("/quiet")
        sent = page.sent = []

        async def emit(message):
            sent.append(message[1:])

        page.outbox._emit = emit
        await settled()
        sent.clear()
        yield page


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)


async def test_what_is_put_into_an_outbox_is_sent_with_elements_first(client):
    client.outbox.enqueue_message("notify", {"number": 1}, client.id)
    with client:
        label = ui.label("b")
    client.outbox.enqueue_message("notify", {"number": 2}, client.id)
    await settled()
    (kind, elements), *messages = client.sent
    assert kind == "update"
    assert label.id in elements
    assert messages == [("notify", {"number": 1}), ("notify", {"number": 2})]


async def test_what_is_put_there_while_something_is_sent_comes_after_it(client):
    gate, sent = asyncio.Event(), client.sent

    async def emit(message):
        sent.append(message[1:])
        await gate.wait()

    client.outbox._emit = emit
    for number in (1, 2):
        client.outbox.enqueue_message("notify", {"number": number}, client.id)
        await settled()
    assert [data["number"] for _, data in sent] == [1]
    gate.set()
    await settled()
    assert [data["number"] for _, data in sent] == [1, 2]


async def test_who_is_away_is_sent_it_after_coming_back(client):
    tab_id, client.tab_id = client.tab_id, None
    client.outbox.enqueue_message("notify", {"number": 1}, client.id)
    await settled()
    assert client.sent == []
    await client.handle_handshake("test-again", tab_id, None, "document", client.outbox.next_message_id)
    await settled()
    assert client.sent == [("notify", {"number": 1})]


async def test_an_element_that_cannot_be_sent_keeps_nothing_else_back(client, monkeypatch):
    errors = []
    monkeypatch.setattr(core.app, "handle_exception", errors.append)
    with client:
        before, label, after = (ui.label(text) for text in "bcd")
    label._to_dict = lambda: 1 / 0
    client.outbox.enqueue_message("notify", {"number": 1}, client.id)
    await settled()
    (kind, elements), message = client.sent
    assert (kind, {before.id, label.id, after.id} & set(elements)) == ("update", {before.id, after.id})
    assert message == ("notify", {"number": 1})
    assert [type(error) for error in errors] == [ZeroDivisionError]


async def test_a_page_at_rest_has_no_task_and_no_deque(client):
    names = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]
    assert not [name for name in names if "Outbox" in name or "idle_pages" in name]
    held = [*vars(client).values(), *vars(client.outbox).values()]
    held += [each._waiters for each in held if isinstance(each, asyncio.Event)]
    assert not any(isinstance(each, deque) for each in held)
