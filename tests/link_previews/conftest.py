"""What tests of previews share."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from chat.link_previews.fetching import Fetcher
from chat.outgoing import public
from tests.link_previews.strangers import Strangers


@pytest.fixture
async def strangers(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Strangers]:
    """A web server on this machine, which may be asked for once."""
    monkeypatch.setattr(public, "is_open", True)
    there = Strangers()
    server = await asyncio.start_server(there.handle, "127.0.0.1", 0)
    there.port = server.sockets[0].getsockname()[1]
    yield there
    server.close()


@pytest.fixture
def fetcher() -> Fetcher:
    """Asks for pages."""
    return Fetcher("https://chat.example.org")
