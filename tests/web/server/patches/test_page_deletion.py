"""Pages that are deleted before NiceGUI would."""

import asyncio
import logging

import pytest
from nicegui import Client, core, ui

from chat.web.server.patches.page_deletion import delete_page


@pytest.fixture
async def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A page with one socket, which NiceGUI deletes at once when the socket goes."""
    monkeypatch.setattr(core, "loop", asyncio.get_running_loop())
    client = Client(ui.page("/somewhere", reconnect_timeout=0))
    client._socket_to_document_id["socket"] = "document"
    client._num_connections["document"] = 1
    return client


async def all_is_done() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize("socket", ["goes before", "goes after"])
async def test_its_socket_may_go_before_or_after(client, socket, caplog):
    if socket == "goes before":
        client.handle_disconnect("socket")
        await asyncio.sleep(0)
    delete_page(client)
    client.handle_disconnect("socket")
    await all_is_done()
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert client.is_deleted
    assert client.id not in Client.instances
